#include "server_wiring.hpp"

#include "server_modules.hpp"

#include <utility>

namespace fm::program {

namespace {

std::size_t count(const settings::set& s, std::string_view name) {
  return static_cast<std::size_t>(s.integer(name));
}
std::uint32_t number(const settings::set& s, std::string_view name) {
  return static_cast<std::uint32_t>(s.integer(name));
}
std::uint64_t megabytes(const settings::set& s, std::string_view name) {
  return static_cast<std::uint64_t>(s.integer(name)) << 20;
}

server_options options_of(const settings::set& s, const std::filesystem::path& data) {
  constexpr micros day = 24 * 60 * minute;
  server_options o;
  o.data = data;
  o.zone = s.text("FM_TIME_ZONE");
  o.threads = count(s, "FM_THREADS");
  o.analysis_workers = count(s, "FM_WORKERS");
  o.index_workers = count(s, "FM_INDEX_WORKERS");
  o.search_workers = count(s, "FM_SEARCH_WORKERS");
  o.database = {.readers = count(s, "FM_DATABASE_READERS"),
                .waiting_reads = count(s, "FM_DATABASE_QUEUE"),
                .waiting_writes = count(s, "FM_DATABASE_QUEUE")};
  o.files = {.workers = count(s, "FM_FILE_WORKERS"), .waiting = count(s, "FM_FILE_QUEUE")};
  o.allowed_types = s.list("ALLOWED_MIME_TYPES");
  o.most_document_bytes = megabytes(s, "FM_MAX_DOCUMENT_SIZE_MB");
  if (auto most = megabytes(s, "MAX_UPLOAD_SIZE_MB"); most < o.most_document_bytes)
    o.most_document_bytes = most;
  o.turn_deadline = s.integer("FM_TURN_TIMEOUT_SECONDS") * second;
  o.auth.access_lifetime = s.integer("ACCESS_TOKEN_EXPIRE_MINUTES") * minute;
  o.auth.refresh_lifetime = s.integer("REFRESH_TOKEN_EXPIRE_DAYS") * day;
  o.auth.failures_per_minute =
      s.flag("SECURITY_RATE_LIMIT_ENABLED") ? number(s, "SECURITY_RATE_LIMIT_SIGNIN_FAILURES") : 0;
  o.auth.admin_email = s.text("ADMIN_EMAIL");
  o.auth.password_cost = static_cast<int>(s.integer("SECURITY_BCRYPT_ROUNDS"));
  o.auth.password_workers = count(s, "FM_PASSWORD_WORKERS");
  o.auth.waiting_passwords = count(s, "FM_PASSWORD_QUEUE");
  o.keys = {.algorithm = s.text("JWT_ALGORITHM"),
            .shared_secret = secret<>(s.text("JWT_SECRET")),
            .secret_file = (data / "secret.key").string(),
            .private_key_file = s.text("FM_JWT_PRIVATE_KEY_FILE"),
            .production = s.text("ENVIRONMENT") == "production"};
  o.sessions.timeout_minutes = number(s, "SESSION_TIMEOUT_MINUTES");
  o.sessions.most_per_user = count(s, "MAX_SESSIONS_PER_USER");
  o.cases.waiting_turns = count(s, "FM_TURN_QUEUE");
  o.jobs.most_running = count(s, "FM_MAX_JOBS");
  o.jobs.tries = number(s, "FM_JOB_TRIES");
  return o;
}

}  // namespace

outcome<server_parts> make_server_parts(const settings::set& s, const std::filesystem::path& data) {
  auto opened = server_modules::open(options_of(s, data));
  if (!opened) return std::move(opened.error());
  std::shared_ptr<server_modules> modules = std::move(*opened);
  server_parts parts;
  parts.health = modules->health();
  parts.identity = modules->identity();
  parts.tables = modules->routes();
  parts.tables.push_back(http::health_routes(parts.health, FM_VERSION, s.text("ENVIRONMENT")));
  http::add_v1(parts.tables);
  parts.prepare = [modules] { return modules->prepare(); };
  auto here = std::make_shared<std::shared_ptr<actors::lane>>();
  parts.loop_begins = [modules, here](std::function<void(std::function<void()>)> later) {
    *here = modules->system().make_lane(std::move(later));
    (*here)->enter();
  };
  parts.loop_ended = [here] { (*here)->leave(); };
  parts.stop = [modules] { return modules->stop(); };
  return parts;
}

}  // namespace fm::program
