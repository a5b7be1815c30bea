#include "command_line.hpp"
#include "data_directory.hpp"
#include "descriptor_limit.hpp"
#include "heap_keeper.hpp"
#include "memory_shares.hpp"
#include "rule_files.hpp"
#include "server_wiring.hpp"
#include "settings.hpp"

#include <fm/actors/log.hpp>
#include <fm/http/gateway.hpp>
#include <fm/http/server.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven serve [--config FILE]

Serves FaultMaven over HTTP, by default on http://127.0.0.1:8000 with its data in ./data. SIGTERM or SIGINT stops it:
open requests are answered first; a second signal ends it at once. SIGHUP reads the rule packs of FM_RULES again.

  --config FILE   the configuration file; else FM_CONFIG, else ./faultmaven.conf where it exists

faultmaven config shows every setting; docs/configuration.md explains them.

Exit: 0 stopped as asked, 1 it could not start, 2 internal error.
)";

/// Beyond it the program ends even when something hangs.
constexpr auto stop_limit = std::chrono::seconds(25);

actors::level log_level(std::string_view word) {
  if (word.empty()) return actors::level::info;
  switch (word.front() | 0x20) {
    case 'd':
      return actors::level::debug;
    case 'w':
      return actors::level::warning;
    case 'e':
      return actors::level::error;
    default:
      return actors::level::info;
  }
}

std::uint64_t megabytes(const settings::set& s, std::string_view name) {
  return static_cast<std::uint64_t>(s.integer(name)) << 20;
}
std::size_t count(const settings::set& s, std::string_view name) {
  return static_cast<std::size_t>(s.integer(name));
}
micros seconds(const settings::set& s, std::string_view name) { return s.integer(name) * second; }

const char* scheme_of(const settings::set& s) {
  return s.text("FM_TLS_CERTIFICATE_FILE").empty() ? "http" : "https";
}

http::gateway_options gateway_options_of(const settings::set& s, const descriptor_shares& descriptors) {
  http::gateway_options o;
  o.origins = s.list("CORS_ORIGINS");
  o.extension_origins = s.flag("FM_EXTENSION_ORIGINS");
  o.scheme = scheme_of(s);
  o.allowed_hosts = s.list("FM_ALLOWED_HOSTS");
  o.trusted_proxies = s.list("FM_TRUSTED_PROXIES");
  o.most_file_bytes = megabytes(s, "MAX_UPLOAD_SIZE_MB");
  o.most_request_bytes = s.text("SERVER_MAX_REQUEST_SIZE_MB").empty()
                             ? o.most_file_bytes + (1u << 20)
                             : megabytes(s, "SERVER_MAX_REQUEST_SIZE_MB");
  o.most_json_bytes = megabytes(s, "FM_MAX_JSON_SIZE_MB");
  o.most_open = count(s, "FM_MAX_OPEN_REQUESTS");
  o.most_uploads = descriptors.uploads;
  o.most_uploads_per_user = count(s, "FM_MAX_UPLOADS_PER_USER");
  o.most_uploads_per_address = count(s, "FM_MAX_UPLOADS_PER_ADDRESS");
  o.rate_limits = s.flag("SECURITY_RATE_LIMIT_ENABLED");
  o.reads_a_minute = static_cast<std::uint32_t>(s.integer("SECURITY_RATE_LIMIT_READS"));
  o.writes_a_minute = static_cast<std::uint32_t>(s.integer("SECURITY_RATE_LIMIT_WRITES"));
  o.turns_a_minute = static_cast<std::uint32_t>(s.integer("SECURITY_RATE_LIMIT_TURNS"));
  o.access_log = s.flag("FM_ACCESS_LOG");
  return o;
}

http::server_options server_options_of(const settings::set& s, const data_directory& data,
                                       const descriptor_shares& descriptors) {
  http::server_options o;
  o.address = s.text("HOST");
  o.port = static_cast<std::uint16_t>(s.integer("PORT"));
  o.tls_certificate_file = s.text("FM_TLS_CERTIFICATE_FILE");
  o.tls_key_file = s.text("FM_TLS_KEY_FILE");
  o.spool_folder = data.spool().string();
  o.most_connections = descriptors.connections;
  o.limit_addresses = s.flag("SECURITY_RATE_LIMIT_ENABLED");
  o.most_connections_per_address = count(s, "FM_MAX_CONNECTIONS_PER_ADDRESS");
  o.most_slow_heads_per_address = count(s, "FM_MAX_SLOW_HEADS_PER_ADDRESS");
  o.most_slow_bodies_per_address = count(s, "FM_MAX_SLOW_BODIES_PER_ADDRESS");
  o.trusted_proxies = s.list("FM_TRUSTED_PROXIES");
  constexpr std::uint64_t most_for_bodies = 256u << 20;
  o.most_buffered_bytes = o.most_unsent_bytes =
      std::min(most_for_bodies, memory_shares_of(s).all->total() / 2);
  o.head_limit = seconds(s, "FM_HEAD_TIMEOUT_SECONDS");
  o.body_rate = static_cast<std::uint64_t>(s.integer("FM_MIN_UPLOAD_RATE_KB")) << 10;
  o.idle_limit = seconds(s, "FM_IDLE_TIMEOUT_SECONDS");
  o.write_grace = seconds(s, "FM_WRITE_TIMEOUT_SECONDS");
  return o;
}

/// The signals that end the server; blocked everywhere, so that one thread waits for them.
sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

/// Waits for a signal that ends the server; SIGHUP reads the rules again meanwhile.
int wait_for_stop(sigset_t signals, const std::string& rules) {
  sigaddset(&signals, SIGHUP);
  for (;;) {
    int which = 0;
    sigwait(&signals, &which);
    if (which != SIGHUP) return which;
    const bool fine = use_rules_of(rules);
    actors::log(fine ? actors::level::info : actors::level::error,
                fine ? "the rules have been read again" : "the rules are wrong, those in force stay",
                {{"folder", rules}});
  }
}

/// Whether one of the signals comes in time. Other signals, such as SIGCONT, interrupt the wait and mean
/// nothing.
bool signal_within(const sigset_t& signals, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::nanoseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    constexpr std::int64_t a_second = 1'000'000'000;
    const timespec wait{left.count() / a_second, left.count() % a_second};
    if (::sigtimedwait(&signals, nullptr, &wait) > 0) return true;
    if (errno != EINTR) return false;
  }
}

constexpr std::chrono::milliseconds same_signal{500};

/// Ends the program when the stop takes too long or a second signal comes. Says which stage hung.
class stop_watch {
 public:
  explicit stop_watch(const sigset_t& signals) {
    std::thread([this, signals] {
      // Whoever signals a process and its group sends the first one twice.
      const auto impatient_from = std::chrono::steady_clock::now() + same_signal;
      bool again = signal_within(signals, stop_limit);
      while (again && std::chrono::steady_clock::now() < impatient_from)
        again = signal_within(signals, stop_limit);
      complain(again ? "a second signal: ended at once" : "the stop hangs in: " + std::string(stage_.load()));
      std::_Exit(again ? 128 + SIGINT : internal_error);
    }).detach();
  }
  void enter(const char* stage) { stage_ = stage; }

 private:
  std::atomic<const char*> stage_{"the beginning"};
};

std::string shown_address(const settings::set& s, std::uint16_t port) {
  auto host = s.text("HOST");
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return std::string(scheme_of(s)) + "://" + host + ":" + std::to_string(port);
}

int serve(const settings::set& s) {
  const auto signals = stop_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  sigset_t reload;
  sigemptyset(&reload);
  sigaddset(&reload, SIGHUP);
  ::pthread_sigmask(SIG_BLOCK, &reload, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  heap_keeper::prepare();
  actors::set_log_level(log_level(s.text("LOG_LEVEL")));
  const auto descriptors = share_descriptors(s);
  for (const auto& name : s.unknown())
    actors::log(actors::level::warning, "a setting means nothing", {{"setting", name}});

  auto data = data_directory::open(s.text("FM_DATA_DIR"));
  if (!data) {
    complain(data.error().text);
    return bad_input;
  }
  if (s.text("FM_TLS_CERTIFICATE_FILE").empty() != s.text("FM_TLS_KEY_FILE").empty()) {
    complain("FM_TLS_CERTIFICATE_FILE and FM_TLS_KEY_FILE go together: set both, or none");
    return bad_input;
  }
  const auto rules = s.text("FM_RULES");
  if (!rules.empty() && !use_rules_of(rules)) return bad_input;
  auto made = make_server_parts(s, data->path());
  if (!made) {
    complain(made.error().text);
    return bad_input;
  }
  auto& parts = *made;
  auto how = gateway_options_of(s, descriptors);
  how.room = parts.room;
  http::gateway gateway(std::move(how), std::move(parts.tables), parts.identity);
  std::atomic<const http::server*> listening{nullptr};
  *parts.figures = [&gateway, &listening] {
    http::traffic t;
    if (const auto* at = listening.load()) {
      const auto f = at->figures();
      t.connections = f.connections;
      t.refused_connections = f.refused;
      t.ended_connections = f.given_up + f.cut;
    }
    t.open = gateway.open_requests();
    for (const auto& f : gateway.figures()) {
      t.requests += f.requests;
      for (const auto& [status, n] : f.by_status)
        if (status >= 500) t.server_errors += n;
    }
    return t;
  };
  std::unique_ptr<http::server> server;
  try {
    auto of_server = server_options_of(s, *data, descriptors);
    of_server.loop_begins = parts.loop_begins;
    of_server.loop_ended = parts.loop_ended;
    server = std::make_unique<http::server>(std::move(of_server), gateway);
    listening = server.get();
  } catch (const std::runtime_error& e) {
    complain(e.what());
    parts.stop();
    return bad_input;
  }
  std::printf("FaultMaven listens on %s, with its data in %s\nStop it with Ctrl-C.\n",
              shown_address(s, server->port()).c_str(), data->path().c_str());
  if (!parts.notice.empty()) std::printf("%s\n", parts.notice.c_str());
  std::fflush(stdout);

  heap_keeper heap([&gateway] { return gateway.open_requests() == 0; });
  std::atomic<bool> prepared_badly{false};
  std::thread preparing([&] {
    auto ready = parts.prepare();
    heap_keeper::hand_back();
    if (ready) return;
    complain("the server cannot become ready: " + ready.error().text);
    prepared_badly = true;
    ::kill(::getpid(), SIGTERM);
  });
  const int which = wait_for_stop(signals, rules);

  auto* watch = new stop_watch(signals);  // its thread outlives this function
  actors::log(actors::level::info, "stopping", {{"signal", which}});
  parts.end_model_calls();
  watch->enter("open requests");
  if (!server->stop(seconds(s, "FM_DRAIN_SECONDS")))
    actors::log(actors::level::warning, "requests were still open and have been cut");
  watch->enter("the modules");
  const bool clean = parts.stop();
  watch->enter("the preparation");
  preparing.join();
  server.reset();
  if (!clean) {
    std::fflush(nullptr);
    std::_Exit(internal_error);
  }
  return prepared_badly ? internal_error : ok;
}

}  // namespace

int serve_command(std::span<char* const> words) {
  constexpr std::array<option, 2> options{{{"--help", "-h", false}, {"--config", "", true}}};
  auto given = parse_arguments(words, options);
  if (!given.error.empty() || !given.operands.empty()) {
    complain((given.error.empty() ? "serve takes no operands" : given.error) +
             "; see faultmaven serve --help");
    return bad_input;
  }
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  auto s = read_settings(given.get("--config"));
  if (!s || !complain_about(*s)) return bad_input;
  return serve(*s);
}

}  // namespace fm::program
