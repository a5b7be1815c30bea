// Actors by key: spawned by their first message, let go when idle, and no message is lost on the way.
#include "fm/actors/journal_reader.hpp"
#include "fm/actors/replay.hpp"
#include "fm/test/actor_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

namespace {
namespace counters {

/// Adds one to the counter of that key, and answers with what it is; `slowly` asks a port first.
struct count {
  using reply_type = std::uint64_t;
  static constexpr auto timeout = 20 * fm::second;
  std::string name;
  bool slowly = false;
  std::string_view key() const { return name; }
};
/// Reads it, from the living counter or from the store.
struct look {
  using reply_type = std::uint64_t;
  static constexpr bool wakes = false;
  std::string name;
  std::string_view key() const { return name; }
};
struct pause {
  using reply_type = fm::done;
  std::string name;
};
using messages = fm::message_list<count, look, pause>;
template <class T>
requires fm::listed<T, messages> messages message_list_of(const T*);

/// What outlives a counter.
struct store {
  std::mutex mutex;
  std::map<std::string, std::uint64_t> values;
  std::atomic<int> made{0};
};

struct counter {
  using takes = fm::takes<count, look>;
  counter(std::string k, std::shared_ptr<store> s) : key(std::move(k)), saved(std::move(s)) {
    std::lock_guard lock(saved->mutex);
    ++saved->made;
    value = saved->values[key];
  }
  std::string key;
  std::shared_ptr<store> saved;
  std::uint64_t value = 0;
};
fm::flow<std::uint64_t> on(counter& s, count m, fm::effects& fx) {
  if (m.slowly) co_await fx.ask<pause>(m.name);
  ++s.value;
  {
    std::lock_guard lock(s.saved->mutex);
    s.saved->values[s.key] = s.value;
  }
  co_return s.value;
}
std::uint64_t on(counter& s, look, fm::effects&) { return s.value; }

/// Reads what is stored; 1,000 is added to tell it from the counter's own answer.
struct archive {
  using takes = fm::takes<look>;
  std::shared_ptr<store> saved;
};
std::uint64_t on(archive& s, look m, fm::effects&) {
  std::lock_guard lock(s.saved->mutex);
  return 1'000 + s.saved->values[m.name];
}

struct pauser {
  using takes = fm::takes<pause>;
  fm::done run(const pause&, fm::actors::worker_env&) { return {}; }
};

}  // namespace counters

using counters::count, counters::look, counters::pause;

struct family_fixture : fm::test::actor_fixture<counters::messages> {
  std::shared_ptr<counters::store> saved = std::make_shared<counters::store>();
  fm::actors::handle<count, look> counter;
  void start(fm::actors::family_options options) {
    sys.gate<counters::pauser>("pauser", {.workers = 1, .waiting = 100});
    sys.spawn<counters::archive>("archive", saved);
    counter = sys.family<counters::counter>("counter", options, saved);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(families, family_fixture)

BOOST_AUTO_TEST_CASE(each_key_has_an_actor_of_its_own_that_its_first_message_spawns) {
  start({});
  BOOST_TEST(*ask(counter, count{"a"}) == 1u);
  BOOST_TEST(*ask(counter, count{"b"}) == 1u);
  BOOST_TEST(*ask(counter, count{"a", true}) == 2u);
  BOOST_TEST(saved->made == 2);
}

BOOST_AUTO_TEST_CASE(an_idle_member_is_let_go_and_comes_back_with_what_was_stored) {
  start({.idle_after = 10 * fm::second});
  BOOST_TEST(*ask(counter, count{"a"}) == 1u);
  advance(30 * fm::second);
  BOOST_TEST(counter.place()->kin()->living() == 0u);
  BOOST_TEST(*ask(counter, count{"a"}) == 2u);
  BOOST_TEST(saved->made == 2);
}

BOOST_AUTO_TEST_CASE(a_message_that_wakes_nobody_goes_to_the_ordinary_actor) {
  start({.idle_after = 10 * fm::second});
  BOOST_TEST(*ask(counter, look{"a"}) == 1'000u);
  BOOST_TEST(saved->made == 0);
  BOOST_TEST(*ask(counter, count{"a"}) == 1u);
  BOOST_TEST(*ask(counter, look{"a"}) == 1u);
  advance(30 * fm::second);
  BOOST_TEST(*ask(counter, look{"a"}) == 1'001u);
}

BOOST_AUTO_TEST_CASE(a_member_that_waits_for_an_answer_stays) {
  start({.idle_after = 1, .most = 1});
  auto slow = send(counter, count{"a", true});
  auto other = send(counter, count{"b"});
  run();
  BOOST_TEST(*slow.get() == 1u);
  BOOST_TEST((other.get().error().code == fm::ec::busy));
  BOOST_TEST(*ask(counter, count{"b"}) == 1u);
}

BOOST_AUTO_TEST_CASE(beyond_its_number_the_least_recently_used_member_goes) {
  start({.most = 2});
  for (const auto* key : {"a", "b", "a", "c"}) BOOST_TEST((ask(counter, count{key}) ? true : false));
  BOOST_TEST(counter.place()->kin()->living() == 2u);
  BOOST_TEST(*ask(counter, look{"a"}) == 2u);
  BOOST_TEST(*ask(counter, look{"b"}) == 1'001u);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_members_and_nobody_is_spawned_any_more) {
  start({});
  BOOST_TEST(*ask(counter, count{"a"}) == 1u);
  auto report = sys.stop();
  BOOST_TEST(report.stuck.empty());
  BOOST_TEST((ask(counter, count{"b"}).error().code == fm::ec::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(no_message_is_lost_while_members_come_and_go_and_the_run_replays) {
  auto path = std::filesystem::temp_directory_path() / ("fm-family-" + std::to_string(::getpid()));
  auto saved = std::make_shared<counters::store>();
  constexpr int threads = 4, each = 2'000, keys = 12;
  auto table = fm::actors::messages_of<counters::messages>();
  {
    fm::actors::system_config config;
    config.messages = table;
    config.threads = 2;
    config.journal = {.path = path, .slots = std::size_t{1} << 17};
    fm::actors::system sys(std::move(config));
    sys.gate<counters::pauser>("pauser", {.workers = 1, .waiting = 10'000});
    auto counter = sys.family<counters::counter>("counter", {.idle_after = 1, .most = 8}, saved);
    std::atomic<int> answered{0}, busy{0};
    std::vector<std::thread> clients;
    for (int t = 0; t < threads; ++t)
      clients.emplace_back([&, t] {
        for (int i = 0; i < each; ++i) {
          auto r = sys.ask(counter, count{"k" + std::to_string((i * 7 + t) % keys), i % 3 == 0});
          if (r)
            ++answered;
          else if (r.error().code == fm::ec::busy)
            ++busy;
        }
      });
    for (auto& c : clients) c.join();
    BOOST_TEST(answered + busy == threads * each);
    std::uint64_t sum = 0;
    for (auto& [key, value] : saved->values) sum += value;
    BOOST_TEST(sum == static_cast<std::uint64_t>(answered));
    BOOST_TEST(saved->made > keys);
    BOOST_TEST(sys.lost_records() == 0u);
    BOOST_TEST(sys.stop().stuck.empty());
  }
  auto recorded = fm::actors::read_journal({path}, table.fingerprint());
  BOOST_TEST_REQUIRE(recorded.why == "");
  fm::actors::replay again(table);
  again.add_family<counters::counter>("counter", std::make_shared<counters::store>());
  auto difference = again.run(recorded);
  BOOST_TEST(!difference, (difference ? difference->what + " at " + difference->actor : ""));
  std::filesystem::remove(path);
}
