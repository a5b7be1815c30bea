// What the real server is compared with: the same HTTP edge, with a heartbeat that is answered on the spot
// and cases that are kept nowhere.
//
// usage: bare_server PORT   (JWT_SECRET as the real one)
#include "fm/cases/spawn.hpp"

#include <fm/evidence/messages.hpp>
#include <fm/http/case_routes.hpp>
#include <fm/http/fields.hpp>
#include <fm/http/gateway.hpp>
#include <fm/http/server.hpp>
#include <fm/json/value.hpp>
#include <fm/jwt/jwt_identity.hpp>
#include <fm/jwt/key_files.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/db.hpp>
#include <fm/storage/spawn.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

/// Takes every unit and keeps nothing.
struct nowhere {
  using takes = fm::takes<fm::db::transact, fm::db::query>;
};
fm::db::unit_result on(nowhere&, fm::db::transact m, fm::effects&) {
  fm::db::unit_result r;
  r.sets.resize(m.unit.size());
  return r;
}
fm::db::row_set on(nowhere&, fm::db::query, fm::effects&) { return {}; }

/// The heartbeat without an actor: a look into a table and an answer.
fm::http::route inline_heartbeat() {
  struct session {
    std::string user;
    fm::micros touched = 0;
  };
  auto sessions = std::make_shared<std::unordered_map<std::string, session>>();
  return {.verb = fm::http::method::post,
          .pattern = "/sessions/{session_id}/heartbeat",
          .operation = "heartbeat",
          .counts = fm::http::budget::write,
          .serve = [sessions](fm::http::exchange x) {
            const auto& id = x.request->path_args.at(0);
            if (!fm::http::is_uuid(id)) {
              x.out->send(fm::http::problem(404, "session " + id.substr(0, 100) + " not found"));
              return;
            }
            auto& s = (*sessions)[id];
            s.user = x.ctx.user;
            s.touched = x.ctx.time;
            fm::json::value body;
            body.set("session_id", id)
                .set("last_activity_at", fm::http::time_text(s.touched))
                .set("status", "active");
            fm::http::response r;
            r.body = fm::json::write(body);
            x.out->send(std::move(r));
          }};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: bare_server PORT\n", stderr);
    return 1;
  }
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  const char* secret = std::getenv("JWT_SECRET");
  auto keys = fm::jwt::load_keys({.shared_secret = fm::secret<>(secret ? secret : "")});
  if (!keys) {
    std::fprintf(stderr, "bare_server: %s\n", keys.error().text.c_str());
    return 1;
  }
  auto board = std::make_shared<fm::jwt::revocation_board>(30 * fm::minute);
  fm::actors::system_config config;
  config.threads = 2;
  config.messages = fm::actors::messages_of<fm::db::messages, fm::cases::messages, fm::evidence::messages,
                                            fm::knowledge::messages>();
  fm::actors::system sys(std::move(config));
  sys.spawn<nowhere>("nowhere");
  auto cases = fm::cases::spawn(sys);

  std::vector<fm::http::route_table> tables;
  tables.push_back({inline_heartbeat()});
  tables.push_back(fm::http::case_routes(sys, cases.all, cases.one, {}));
  fm::http::gateway_options how;
  how.rate_limits = false;
  how.access_log = false;
  fm::http::gateway gateway(std::move(how), std::move(tables), fm::jwt::make_identity(*keys, board));

  fm::http::server_options server;
  server.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  char folder[] = "/tmp/fm-bare-XXXXXX";
  if (::mkdtemp(folder) == nullptr) {
    std::perror("bare_server");
    return 1;
  }
  server.spool_folder = folder;
  std::shared_ptr<fm::actors::lane> lane;
  server.loop_begins = [&](auto later) {
    lane = sys.make_lane(std::move(later));
    lane->enter();
  };
  server.loop_ended = [&] { lane->leave(); };
  fm::http::server serving(std::move(server), gateway);
  std::puts("ready");
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
  serving.stop(fm::second);
  sys.stop();
  std::filesystem::remove(folder);
  return 0;
}
