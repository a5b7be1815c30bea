// The gates over a real database: what they answer, and that many writers share commits.
#include "notes_schema.hpp"

#include <fm/fs/local_store.hpp>
#include <fm/providers/look_up.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/spawn.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/hand.hpp>
#include <fm/test/message_suite.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <limits>
#include <string>
#include <vector>

using namespace fm;
using namespace fm::test;

namespace {

/// Counts the commits of another database.
class counting_database final : public db::database {
 public:
  explicit counting_database(std::unique_ptr<db::database> inner) : inner_(std::move(inner)) {}
  std::unique_ptr<db::connection> reader() override { return inner_->reader(); }
  std::unique_ptr<db::connection> writer() override {
    return std::make_unique<counted>(inner_->writer(), *this);
  }
  std::unique_ptr<db::connection> quick_reader() override { return nullptr; }
  std::string check() override { return inner_->check(); }
  outcome<db::examination> examine(const std::function<bool()>& go_on) override {
    return inner_->examine(go_on);
  }
  std::string damage() override { return inner_->damage(); }
  std::atomic<int> commits{0};

 private:
  struct counted final : db::connection {
    counted(std::unique_ptr<db::connection> c, counting_database& h) : inner(std::move(c)), home(h) {}
    outcome<db::row_set> read(const db::operation& what) override { return inner->read(what); }
    std::vector<outcome<db::row_set>> read_together(std::span<const db::operation* const> what) override {
      return inner->read_together(what);
    }
    std::vector<outcome<db::unit_result>> write(std::span<const db::transact* const> units) override {
      ++home.commits;
      return inner->write(units);
    }
    std::unique_ptr<db::connection> inner;
    counting_database& home;
  };
  std::unique_ptr<db::database> inner_;
};

std::shared_ptr<counting_database> open_in(const temp_folder& folder) {
  auto opened = sqlite::open(folder / "fm.db", {notes_schema});
  BOOST_REQUIRE_MESSAGE(opened, why(opened));
  return std::make_shared<counting_database>(std::move(*opened));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(storage_gates)

BOOST_AUTO_TEST_CASE(messages_survive_the_wire) {
  check_messages<db::messages>();
  check_messages<blob::messages>();
}

BOOST_AUTO_TEST_CASE(many_writers_share_commits_and_each_has_its_own_answer) {
  temp_folder folder;
  auto database = open_in(folder);
  actors::system_config config;
  config.messages = actors::messages_of<db::messages>();
  actors::system sys(std::move(config));
  auto gates = db::spawn(sys, database);
  BOOST_REQUIRE(sys.ask(gates.writes, db::transact{{person("a")}}));
  constexpr int writers = 400;
  std::atomic<int> good{0};
  std::atomic<int> refused{0};
  {
    std::vector<std::shared_ptr<actors::detail::awaited<db::unit_result>>> waits;
    for (int i = 0; i < writers; ++i) {
      auto w = waits.emplace_back(std::make_shared<actors::detail::awaited<db::unit_result>>());
      auto id = std::to_string(i % 10 == 9 ? i - 1 : i);  // every tenth collides with the one before
      sys.call(gates.writes, db::transact{{note(id, "a")}}, {}, [w](auto r) { w->set(std::move(r)); });
    }
    for (auto& w : waits) {
      auto r = w->take(20 * second);
      BOOST_REQUIRE(r);
      (*r ? good : refused)++;
      if (!*r) BOOST_TEST((r->error() == fail(ec::conflict, "notes.id")));
    }
  }
  BOOST_TEST(good == writers - writers / 10);
  BOOST_TEST(refused == writers / 10);
  BOOST_TEST(database->commits < writers / 4);
  auto count = sys.ask(gates.reads, db::query{op("notes.count")});
  BOOST_REQUIRE(count);
  BOOST_TEST(count->rows.at(0).at(0).integer == good);
  BOOST_TEST(sys.stop().stuck.empty());
}

namespace {

/// An actor that looks a person up.
struct find_person {
  using reply_type = db::row_set;
  std::string id;
};
struct finder {
  using takes = fm::takes<find_person>;
};
flow<db::row_set> on(finder&, find_person m, effects& fx) {
  auto read = op("notes.person", {m.id});
  co_return co_await db::look_up(std::move(read), fx);
}
using finder_messages = message_list<find_person>;
template <class T>
requires listed<T, finder_messages> finder_messages message_list_of(const T*);

std::uint64_t handled(const actors::system& sys, const std::string& name) {
  for (const auto& f : sys.figures())
    if (f.name == name) return f.handled;
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_row_is_looked_up_in_place_or_by_workers_of_a_database_that_would_have_to_wait) {
  temp_folder folder;
  auto opened = sqlite::open(folder / "fm.db", {notes_schema});
  BOOST_REQUIRE_MESSAGE(opened, why(opened));
  std::shared_ptr<db::database> quick = std::move(*opened);
  for (const auto& database : {quick, std::shared_ptr<db::database>(open_in(folder))}) {
    actors::system_config config;
    config.messages = actors::messages_of<db::messages, finder_messages>();
    actors::system sys(std::move(config));
    auto gates = db::spawn(sys, database);
    auto find = sys.spawn<finder>("finder");
    if (database == quick) BOOST_REQUIRE(sys.ask(gates.writes, db::transact{{person("a")}}));
    BOOST_TEST(sys.ask(find, find_person{"a"})->rows.size() == 1u);
    BOOST_TEST(handled(sys, "database lookups") == 1u);
    BOOST_TEST(handled(sys, "database readers") == 0u);
    BOOST_TEST(sys.stop().stuck.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_lookup_that_cannot_be_served_at_once_waits_for_a_reader) {
  hand<finder> h;
  h.say(find_person{"a"});
  BOOST_TEST_REQUIRE(h.sent<db::lookup>());
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST_REQUIRE(h.sent<db::query>());
  db::row_set found;
  found.rows.push_back({db::value("a")});
  h.answer(h.at(), found);
  BOOST_TEST(h.sent<db::row_set>()->rows.size() == 1u);
  h.say(find_person{"a"});
  h.fails(h.at(), ec::internal);
  BOOST_TEST((h.failed()->code == ec::internal));
}

BOOST_AUTO_TEST_CASE(files_go_through_their_gate) {
  temp_folder folder;
  actor_fixture<blob::messages> f;
  auto files = blob::spawn(f.sys, *fs::open_store(folder / "files"));
  auto put = f.ask(files, blob::put{"a/1", "abc"});
  BOOST_REQUIRE(put);
  BOOST_TEST(put->bytes == 3u);
  BOOST_REQUIRE(f.ask(files, blob::put{"a/2", "x"}));
  BOOST_TEST((f.ask(files, blob::adopt{folder / "none", "a/3"}).error().code == ec::internal));
  auto all = std::numeric_limits<micros>::max();
  BOOST_TEST(f.ask(files, blob::list{"a", all})->keys.size() == 2u);
  auto removed = f.ask(files, blob::remove{{"a/1", "../bad", "a/2", "a/none"}});
  BOOST_TEST((removed.error().code == ec::internal));
  BOOST_TEST(f.ask(files, blob::list{"", all})->keys.empty());
}

BOOST_AUTO_TEST_SUITE_END()
