#include "live_run.hpp"

#include <unistd.h>

#include <mutex>
#include <random>
#include <thread>

namespace workload {
namespace {

using namespace fm::actors;

std::mt19937_64& dice() {
  thread_local std::mt19937_64 x{std::random_device{}()};
  return x;
}

/// Takes a random time; one call in 16 fails, one in 32 comes too late.
bool mishap() {
  auto roll = dice()();
  std::this_thread::sleep_for(std::chrono::microseconds(roll % 32 == 0 ? 9000 : (roll >> 8) % 200));
  return roll % 16 == 1;
}

struct store {
  using takes = fm::takes<load_session, save_session, append_turn>;
  fm::outcome<session_row> run(const load_session& m, worker_env&) {
    if (mishap()) return fm::fail(fm::ec::unavailable, "the store is down");
    return session_row{m.id, m.id.back() == '0' ? "bob" : "ann", static_cast<fm::micros>(dice()() % 1000)};
  }
  fm::outcome<fm::done> run(const save_session&, worker_env&) {
    if (mishap()) return fm::fail(fm::ec::unavailable, "the store is down");
    return fm::done{};
  }
  fm::outcome<std::uint64_t> run(const append_turn&, worker_env&) {
    if (mishap()) return fm::fail(fm::ec::unavailable, "the store is down");
    return dice()();
  }
};

struct model {
  using takes = fm::takes<complete>;
  fm::outcome<std::string> run(const complete& m, worker_env&) {
    if (mishap()) return fm::fail(fm::ec::unavailable, "the model is down");
    return m.prompt + "->" + std::to_string(dice()() % 100'000);
  }
};

constexpr int cases = 4;
std::string case_name(int i) { return "case " + std::to_string(i); }

}  // namespace

message_table table() { return messages_of<messages>(); }

temporary_journal::temporary_journal() {
  static std::atomic<int> n{0};
  path_ = std::filesystem::temp_directory_path() /
          ("fm-test-" + std::to_string(::getpid()) + "-" + std::to_string(++n) + ".journal");
}

temporary_journal::~temporary_journal() {
  std::error_code ignored;
  for (std::uint32_t segment = 1; segment < 32; ++segment)
    std::filesystem::remove(segment_path(path_, segment), ignored);
}

run_result run_live(const run_options& options, journal_options journal) {
  run_result result;
  std::mutex mutex;
  std::atomic<std::uint64_t> answered{0};
  first_fault = UINT64_MAX;
  system_config config;
  config.messages = table();
  config.threads = 4;
  config.grace = options.grace;
  config.journal = std::move(journal);
  config.on_end = [&](const std::string& name, bytes state) {
    std::lock_guard lock(mutex);
    result.states[name] = std::move(state);
  };
  {
    fm::actors::system sys(std::move(config));
    sys.gate<store>("store", {.workers = 3, .waiting = 1000});
    sys.gate<model>("model", {.workers = 2, .waiting = 1000});
    std::vector<fm::actors::handle_of<sessions_state>> sessions{sys.spawn<sessions_state>("sessions 0"),
                                                                sys.spawn<sessions_state>("sessions 1")};
    sys.spawn<audit_state>("audit");
    std::vector<fm::actors::handle_of<case_state>> all;
    for (int i = 0; i < cases; ++i)
      all.push_back(sys.spawn<case_state>(case_name(i), case_name(i), options.faulty));
    std::vector<std::thread> clients;
    for (std::uint64_t c = 0; c < 3; ++c)
      clients.emplace_back([&, c] {
        std::mt19937_64 random{options.seed * 3 + c};
        for (int n = 0; n < options.commands; ++n) {
          fm::call_context ctx;
          ctx.user = random() % 3 ? "ann" : "bob";
          ctx.seed = random();
          auto id = "s" + std::to_string(random() % 6);
          auto& to = all[random() % cases];
          switch (random() % 8) {
            case 0:
            case 1:
              answered += sys.ask(sessions[random() % 2], heartbeat{id}, ctx) ? 1 : 1;
              break;
            case 2:
              answered += sys.ask(to, cancel_turns{}, ctx) ? 1 : 1;
              break;
            default:
              sys.call(to, post_turn{id, "q" + std::to_string(n), 0}, ctx, [&](auto&&) { ++answered; });
          }
          if (options.epochs && c == 0 && n % 10 == 9) sys.begin_epoch();
        }
      });
    for (auto& t : clients) t.join();
    sys.stop();
    result.lost = sys.lost_records();
  }
  result.answered = answered;
  return result;
}

replay same_actors(bool faulty) {
  replay r(table());
  r.add<sessions_state>("sessions 0");
  r.add<sessions_state>("sessions 1");
  r.add<audit_state>("audit");
  for (int i = 0; i < cases; ++i) r.add<case_state>(case_name(i), case_name(i), faulty);
  return r;
}

}  // namespace workload
