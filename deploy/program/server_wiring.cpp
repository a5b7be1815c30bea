#include "server_wiring.hpp"

#include "model_service.hpp"
#include "registration.hpp"
#include "server_modules.hpp"

#include <fm/actors/log.hpp>
#include <fm/http/openapi.hpp>
#include <fm/http/page_routes.hpp>

#include <filesystem>
#include <new>
#include <system_error>
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

server_options options_of(const settings::set& s, const std::filesystem::path& data,
                          const registration_rule& registration) {
  constexpr micros day = 24 * 60 * minute;
  server_options o;
  o.data = data;
  o.zone = s.text("FM_TIME_ZONE");
  o.threads = count(s, "FM_THREADS");
  o.analysis_workers = count(s, "FM_WORKERS");
  o.memory = memory_shares_of(s);
  o.index_workers = count(s, "FM_INDEX_WORKERS");
  o.search_workers = count(s, "FM_SEARCH_WORKERS");
  o.database = {.readers = count(s, "FM_DATABASE_READERS"),
                .waiting_reads = count(s, "FM_DATABASE_QUEUE"),
                .waiting_writes = count(s, "FM_DATABASE_QUEUE")};
  o.files = {.workers = count(s, "FM_FILE_WORKERS"), .waiting = count(s, "FM_FILE_QUEUE")};
  o.storage = storage_limits_of(s);
  o.quarantine_kept = s.integer("FM_QUARANTINE_DAYS") * day;
  o.sweep_every = s.integer("FM_SWEEP_MINUTES") * minute;
  o.check_every = s.integer("FM_CHECK_HOURS") * 60 * minute;
  o.least_free_bytes = megabytes(s, "FM_MIN_FREE_MB");
  o.allowed_types = s.list("ALLOWED_MIME_TYPES");
  o.most_document_bytes = megabytes(s, "FM_MAX_DOCUMENT_SIZE_MB");
  if (auto most = megabytes(s, "MAX_UPLOAD_SIZE_MB"); most < o.most_document_bytes)
    o.most_document_bytes = most;
  o.most_document_words = static_cast<std::uint64_t>(s.integer("FM_QUOTA_DOCUMENT_WORDS"));
  o.evidence_quotas = {.most_bytes = megabytes(s, "FM_QUOTA_EVIDENCE_MB"),
                       .most_open_jobs = count(s, "FM_QUOTA_OPEN_JOBS")};
  o.knowledge_quotas = {.most_bytes = megabytes(s, "FM_QUOTA_KNOWLEDGE_MB"),
                        .most_documents = count(s, "FM_QUOTA_DOCUMENTS"),
                        .most_open_jobs = count(s, "FM_QUOTA_OPEN_JOBS")};
  o.turn_deadline = s.integer("FM_TURN_TIMEOUT_SECONDS") * second;
  o.auth.access_lifetime = s.integer("ACCESS_TOKEN_EXPIRE_MINUTES") * minute;
  o.auth.refresh_lifetime = s.integer("REFRESH_TOKEN_EXPIRE_DAYS") * day;
  o.auth.failures_per_minute =
      s.flag("SECURITY_RATE_LIMIT_ENABLED") ? number(s, "SECURITY_RATE_LIMIT_SIGNIN_FAILURES") : 0;
  o.auth.admin_email = s.text("ADMIN_EMAIL");
  o.auth.registration = registration.how;
  o.auth.setup_token = registration.setup_token;
  o.registration = registration.word;
  o.dashboard_url = s.text("FM_DASHBOARD_URL");
  o.auth.password_cost = static_cast<int>(s.integer("SECURITY_BCRYPT_ROUNDS"));
  o.auth.password_workers = count(s, "FM_PASSWORD_WORKERS");
  o.auth.waiting_passwords = count(s, "FM_PASSWORD_QUEUE");
  o.auth.dev_login = s.flag("AUTH_DEV_LOGIN");
  o.auth.redirects = s.list("FM_OAUTH_REDIRECTS");
  o.auth.audit_kept = s.integer("FM_AUDIT_DAYS") * day;
  o.keys = {.algorithm = s.text("JWT_ALGORITHM"),
            .shared_secret = secret<>(s.text("JWT_SECRET")),
            .secret_file = (data / "secret.key").string(),
            .private_key_file = s.text("FM_JWT_PRIVATE_KEY_FILE"),
            .may_be_weak = s.text("ENVIRONMENT") == "development" && listens_on_loopback(s)};
  o.sessions.timeout_minutes = number(s, "SESSION_TIMEOUT_MINUTES");
  o.sessions.most_per_user = count(s, "MAX_SESSIONS_PER_USER");
  o.cases.waiting_turns = count(s, "FM_TURN_QUEUE");
  o.jobs.most_running = count(s, "FM_MAX_JOBS");
  o.jobs.tries = number(s, "FM_JOB_TRIES");
  return o;
}

/// What is understood, with leading dots as clients compare them.
const std::vector<std::string> understood{".txt",  ".log", ".md",  ".json", ".yaml", ".yml",  ".csv", ".xml",
                                          ".conf", ".cfg", ".ini", ".toml", ".env",  ".html", ".gz"};

http::system_facts facts_of(const settings::set& s) {
  const bool production = s.text("ENVIRONMENT") == "production";
  http::system_facts f;
  f.version = FM_VERSION;
  f.environment = s.text("ENVIRONMENT");
  f.log_level = s.text("LOG_LEVEL");
  f.database_type = "sqlite";
  f.llm_provider = "builtin";
  const auto& model = s.text("LLM_PROVIDER");
  const bool has_model = model != "builtin" && model != "none";
  f.providers = {"sqlite", "local", "memory", "embedded", "jwt", has_model ? model : "builtin"};
  f.features = {{"rag", true},
                {"streaming", true},
                {"rate_limits", s.flag("SECURITY_RATE_LIMIT_ENABLED")},
                {"extension_origins", s.flag("FM_EXTENSION_ORIGINS")}};
  if (!s.flag("SECURITY_RATE_LIMIT_ENABLED")) f.warnings.emplace_back("rate limits are off");
  if (s.text("JWT_SECRET").empty())
    f.warnings.emplace_back("JWT_SECRET is not set: tokens are signed with the secret in the data directory");
  if (!has_model) f.warnings.emplace_back("no model provider is configured: the built-in analyst answers");
  if (auto warning = picture_warning(s); !warning.empty()) f.warnings.push_back(std::move(warning));
  f.production_ready = production && s.flag("SECURITY_RATE_LIMIT_ENABLED");
  f.dashboard_url = s.text("FM_DASHBOARD_URL");
  f.most_file_bytes = megabytes(s, "MAX_UPLOAD_SIZE_MB");
  f.extensions = understood;
  return f;
}

/// Sign-in without a password is for one machine (contract README, choice 11).
outcome<done> check_dev_login(const settings::set& s) {
  if (!s.flag("AUTH_DEV_LOGIN")) return done{};
  if (!listens_on_loopback(s))
    return fail(ec::invalid,
                "AUTH_DEV_LOGIN=true lets anybody in who reaches the server: it needs HOST to be a "
                "loopback address such as 127.0.0.1, not " +
                    s.text("HOST"));
  if (s.text("ENVIRONMENT") == "production")
    return fail(ec::invalid, "AUTH_DEV_LOGIN=true is not possible with ENVIRONMENT=production");
  actors::log(actors::level::warning, "AUTH_DEV_LOGIN is on: accounts without a password need none");
  return done{};
}

}  // namespace

outcome<server_parts> make_server_parts(const settings::set& s, const std::filesystem::path& data) {
  if (auto fits = check_dev_login(s); !fits) return std::move(fits.error());
  auto registration = registration_of(s);
  if (!registration) return std::move(registration.error());
  auto options = options_of(s, data, *registration);
  auto models = models_of(s);
  if (!models) return std::move(models.error());
  options.models = std::move(*models);
  options.probes_models = s.flag("LLM_PROBE");
  if (const auto warning = picture_warning(s); !warning.empty()) actors::log(actors::level::warning, warning);
  if (auto& model = options.models.options; model.model && model.redacts) {
    auto key = jwt::secret_in_file((data / "redaction.key").string());
    if (!key) return std::move(key.error());
    model.redaction_key = std::move(*key);
  }
  std::error_code e;
  const bool lost_secret = options.keys.algorithm == "HS256" && options.keys.shared_secret.expose().empty() &&
                           !std::filesystem::exists(options.keys.secret_file, e);
  auto opened = server_modules::open(std::move(options));
  if (!opened) return std::move(opened.error());
  std::shared_ptr<server_modules> modules = std::move(*opened);
  auto has_accounts = modules->has_accounts();
  if (!has_accounts) return std::move(has_accounts.error());
  if (lost_secret && *has_accounts)
    actors::log(
        actors::level::warning,
        "the secret that signs tokens was missing and has been made anew: everybody has to sign in again");
  if (registration->word == "open" && !listens_on_loopback(s))
    actors::log(actors::level::warning,
                *has_accounts ? "FM_REGISTRATION is open: whoever reaches the server can make an account"
                              : "FM_REGISTRATION is open: whoever registers first is the administrator");
  server_parts parts;
  if (!*has_accounts) parts.notice = first_steps(*registration, s);
  parts.health = modules->health();
  parts.room = modules->room();
  parts.identity = modules->identity();
  parts.tables = modules->routes();
  parts.tables.push_back(http::health_routes(parts.health, FM_VERSION, s.text("ENVIRONMENT")));
  auto reference = std::make_shared<http::openapi_service>(FM_VERSION);
  parts.tables.push_back(http::openapi_routes(reference));
  parts.tables.push_back(http::page_routes());
  parts.tables.push_back(http::dashboard_routes());
  auto facts = facts_of(s);
  facts.dependencies = modules->dependencies();
  parts.figures = std::make_shared<std::function<http::traffic()>>();
  facts.figures = [figures = parts.figures] { return *figures ? (*figures)() : http::traffic{}; };
  facts.operations = [reference] { return reference->current()->operations; };
  parts.tables.push_back(http::system_routes(std::move(facts)));
  http::add_v1(parts.tables);
  reference->describe(parts.tables);
  parts.prepare = [modules, reference] {
    auto ready = modules->prepare();
    // Nobody waits for it to be served; who asks for it first should not wait for long either.
    try {
      if (ready) reference->refresh();
    } catch (const std::bad_alloc&) {
      // Its first use tries again.
    }
    return ready;
  };
  auto here = std::make_shared<std::shared_ptr<actors::lane>>();
  parts.loop_begins = [modules, here](std::function<void(std::function<void()>)> later) {
    *here = modules->system().make_lane(std::move(later));
    (*here)->enter();
  };
  parts.loop_ended = [here] { (*here)->leave(); };
  parts.stop = [modules] { return modules->stop(); };
  parts.end_model_calls = [modules] { modules->end_model_calls(); };
  return parts;
}

}  // namespace fm::program
