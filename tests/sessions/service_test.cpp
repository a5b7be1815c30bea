// The whole module over a real database, on a clock that the test moves.
#include "fm/sessions/spawn.hpp"

#include <fm/memory/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/spawn.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <set>
#include <string>

using namespace fm;
using namespace fm::sessions;

namespace {

struct life {
  test::actor_fixture<sessions::messages, db::messages, kv::messages> f;
  std::shared_ptr<db::database> database;
  sessions::handle sessions;

  explicit life(const test::temp_folder& folder) {
    database = std::move(*sqlite::open(folder / "fm.db", {sessions::schema()}));
    db::spawn(f.sys, database);
    memory::spawn_kv(f.sys);
    sessions = sessions::spawn(f.sys);
  }
};

struct service_fixture {
  test::temp_folder folder;
  std::unique_ptr<life> server = std::make_unique<life>(folder);

  void restart() {
    auto then = server->f.sys.now();
    server.reset();
    server = std::make_unique<life>(folder);
    if (then > server->f.sys.now()) server->f.advance(then - server->f.sys.now());
  }
  outcome<session_opened> open(const std::string& client = {}, std::uint32_t minutes = 0,
                               const std::string& user = "ann") {
    return server->f.ask(server->sessions, open_session{user, client, "troubleshooting", minutes,
                                                        R"({"k":1})", "{}", "::1", "curl"});
  }
  std::vector<session_record> list(const std::string& user = "ann") {
    auto r = server->f.ask(server->sessions, list_sessions{user});
    BOOST_REQUIRE(r);
    return r->sessions;
  }
  template <class M>
  auto ask(M m) {
    return server->f.ask(server->sessions, std::move(m));
  }
  std::int64_t rows() {
    auto probe = sqlite::open(folder / "fm.db",
                              {sessions::schema(), {{}, {{"t.count", "select count(*) from sessions"}}}});
    return (*probe)->reader()->read({"t.count", {}})->rows.at(0).at(0).integer;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session_service, service_fixture)

BOOST_AUTO_TEST_CASE(a_session_is_there_after_a_restart_as_it_was_answered) {
  auto s = open("phone", 90);
  BOOST_REQUIRE_MESSAGE(s, (s ? "" : s.error().text));
  BOOST_TEST(!s->resumed);
  BOOST_TEST(s->session.expires - s->session.created == 90 * minute);
  restart();
  auto all = list();
  BOOST_REQUIRE_EQUAL(all.size(), 1u);
  BOOST_TEST((all[0] == s->session));
  auto again = open("phone", 240);
  BOOST_TEST(again->resumed);
  BOOST_TEST(again->session.id == s->session.id);
  BOOST_TEST(again->session.timeout_minutes == 90u);
  BOOST_TEST(!open("tablet")->resumed);
  BOOST_TEST(open("", 0)->session.timeout_minutes == 180u);
  BOOST_TEST(open("", 1)->session.timeout_minutes == 60u);
}

BOOST_AUTO_TEST_CASE(another_users_sessions_do_not_exist) {
  auto id = open("phone")->session.id;
  BOOST_TEST((ask(get_session{"bob", id}).error() == fail(ec::not_found, "session " + id + " not found")));
  BOOST_TEST((ask(heartbeat{"bob", id}).error().code == ec::not_found));
  BOOST_TEST((ask(update_session{"bob", id, "{}"}).error().code == ec::not_found));
  BOOST_TEST((ask(delete_session{"bob", id}).error().code == ec::not_found));
  BOOST_TEST(ask(delete_sessions{"bob", ""})->count == 0u);
  BOOST_TEST(list("bob").empty());
  BOOST_TEST(!open("phone", 0, "bob")->resumed);
  BOOST_TEST(list().size() == 1u);
}

BOOST_AUTO_TEST_CASE(beyond_ten_the_least_recently_used_go_also_with_many_at_once) {
  auto first = open()->session.id;
  server->f.advance(second);
  std::vector<test::pending<session_opened>> all;
  for (int i = 0; i < 14; ++i)
    all.push_back(server->f.send(server->sessions, open_session{"ann", "", "t", 0, "{}", "{}", "", ""}));
  server->f.run();
  for (auto& p : all) BOOST_TEST(bool(p.get()));
  BOOST_TEST(list().size() == 10u);
  BOOST_TEST(rows() == 10);
  BOOST_TEST((ask(get_session{"ann", first}).error().code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(many_resumptions_at_once_are_one_session) {
  std::vector<test::pending<session_opened>> all;
  for (int i = 0; i < 8; ++i)
    all.push_back(server->f.send(server->sessions, open_session{"ann", "phone", "t", 0, "{}", "{}", "", ""}));
  server->f.run();
  std::set<std::string> ids;
  for (auto& p : all) ids.insert(p.get()->session.id);
  BOOST_TEST(ids.size() == 1u);
  BOOST_TEST(rows() == 1);
}

BOOST_AUTO_TEST_CASE(use_keeps_a_session_alive_and_is_stored_within_a_minute) {
  auto id = open("", 60)->session.id;
  for (int i = 0; i < 3; ++i) {
    server->f.advance(50 * minute);
    auto r = ask(heartbeat{"ann", id});
    BOOST_REQUIRE(r);
    BOOST_TEST(r->status == "active");
    BOOST_TEST(r->used == server->f.sys.now());
    server->f.advance(minute);
  }
  restart();
  server->f.advance(58 * minute);
  BOOST_TEST(bool(ask(get_session{"ann", id})));
  server->f.advance(60 * minute);
  BOOST_TEST((ask(heartbeat{"ann", id}).error().code == ec::not_found));
  BOOST_TEST(list().empty());
}

BOOST_AUTO_TEST_CASE(an_update_is_durable_when_answered) {
  auto id = open()->session.id;
  auto r = ask(update_session{"ann", id, R"({"status":"archived","note":"n"})"});
  BOOST_REQUIRE(r);
  restart();
  auto got = ask(get_session{"ann", id});
  BOOST_TEST(got->status == "archived");
  BOOST_TEST(got->data == R"({"k":1,"note":"n"})");
  BOOST_TEST((ask(update_session{"ann", id, R"({"status":"expired"})"}).error().code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(deleted_sessions_stay_deleted) {
  auto a = open()->session.id;
  auto b = open()->session.id;
  auto c = open()->session.id;
  BOOST_TEST(bool(ask(delete_session{"ann", a})));
  BOOST_TEST((ask(delete_session{"ann", a}).error().code == ec::not_found));
  BOOST_TEST(ask(delete_sessions{"ann", b})->count == 1u);
  restart();
  BOOST_REQUIRE_EQUAL(list().size(), 1u);
  BOOST_TEST(list()[0].id == b);
  BOOST_TEST((ask(heartbeat{"ann", c}).error().code == ec::not_found));
  BOOST_TEST(ask(delete_sessions{"ann", ""})->count == 1u);
  BOOST_TEST(rows() == 0);
}

BOOST_AUTO_TEST_CASE(the_list_begins_with_the_most_recent) {
  auto a = open()->session.id;
  server->f.advance(second);
  auto b = open()->session.id;
  BOOST_TEST(list().at(0).id == b);
  server->f.advance(second);
  BOOST_REQUIRE(ask(heartbeat{"ann", a}));
  BOOST_TEST(list().at(0).id == a);
}

BOOST_AUTO_TEST_CASE(rows_of_expired_sessions_are_removed) {
  BOOST_REQUIRE(open("", 60));
  server->f.advance(61 * minute);
  BOOST_TEST(rows() == 1);
  server->f.advance(30 * minute);
  BOOST_TEST(rows() == 0);
}

BOOST_AUTO_TEST_CASE(an_idle_user_is_let_go_and_comes_back) {
  auto id = open()->session.id;
  BOOST_REQUIRE(ask(heartbeat{"ann", id}));
  for (int i = 0; i < 8; ++i) server->f.advance(2 * minute);
  bool is_live = false;
  for (const auto& f : server->f.sys.figures()) is_live = is_live || f.name == "sessions/ann";
  BOOST_TEST(!is_live);
  BOOST_TEST(bool(ask(heartbeat{"ann", id})));
}

BOOST_AUTO_TEST_CASE(messages_are_durable_when_answered_and_the_newest_are_listed) {
  auto id = open()->session.id;
  for (const auto* text : {"one", "two", "three"}) {
    server->f.advance(second);
    auto r = ask(add_session_message{"ann", id, "user", text});
    BOOST_REQUIRE(r);
    BOOST_TEST(r->message.content == text);
    BOOST_TEST(!r->message.id.empty());
  }
  restart();
  auto all = ask(list_session_messages{"ann", id, 2});
  BOOST_REQUIRE(all);
  BOOST_TEST(all->total == 3u);
  BOOST_REQUIRE(all->messages.size() == 2u);
  BOOST_TEST(all->messages[0].content == "two");
  BOOST_TEST(all->messages[1].at - all->messages[0].at == second);
  auto n = ask(count_session{"ann", id});
  BOOST_TEST(n->messages == 3u);
  BOOST_TEST(n->session.id == id);
}

BOOST_AUTO_TEST_CASE(messages_at_once_are_all_kept) {
  auto id = open()->session.id;
  std::vector<test::pending<message_added>> all;
  for (int i = 0; i < 12; ++i)
    all.push_back(
        server->f.send(server->sessions, add_session_message{"ann", id, "user", std::to_string(i)}));
  server->f.run();
  std::set<std::uint64_t> totals;
  for (auto& p : all) totals.insert(p.get()->total);
  BOOST_TEST(totals.size() == 12u);
  BOOST_TEST(ask(list_session_messages{"ann", id, 500})->total == 12u);
}

BOOST_AUTO_TEST_CASE(a_cleaned_session_keeps_all_but_its_data) {
  auto id = open("phone")->session.id;
  BOOST_REQUIRE(ask(add_session_message{"ann", id, "user", "hi"}));
  auto r = ask(clear_session_data{"ann", id});
  BOOST_REQUIRE(r);
  BOOST_TEST(r->messages_removed == 1u);
  BOOST_TEST(r->bytes_freed > 10u);
  BOOST_TEST(ask(clear_session_data{"ann", id})->bytes_freed == 0u);
  restart();
  auto s = ask(get_session{"ann", id});
  BOOST_TEST(s->data == "{}");
  BOOST_TEST(s->client_id == "phone");
}

BOOST_AUTO_TEST_CASE(cleaning_takes_what_has_expired_and_what_is_old_and_no_other) {
  auto old = open("", 480)->session.id;
  for (int i = 0; i < 31 * 6; ++i) {
    server->f.advance(240 * minute);
    BOOST_REQUIRE(ask(heartbeat{"ann", old}));
  }
  auto fresh = open()->session.id;
  auto brief = open("", 60)->session.id;
  server->f.advance(20 * minute);
  BOOST_REQUIRE(ask(heartbeat{"ann", fresh}));
  server->f.advance(45 * minute);
  auto r = ask(clean_sessions{"ann"});
  BOOST_REQUIRE(r);
  BOOST_TEST(r->count >= 1u);
  BOOST_TEST((ask(get_session{"ann", old}).error().code == ec::not_found));
  BOOST_TEST((ask(get_session{"ann", brief}).error().code == ec::not_found));
  BOOST_TEST(bool(ask(get_session{"ann", fresh})));
  restart();
  BOOST_TEST(list().size() == 1u);
  BOOST_TEST(ask(clean_sessions{"ann"})->count == 0u);
}

BOOST_AUTO_TEST_CASE(recovery_tells_what_the_database_holds) {
  auto id = open("", 60)->session.id;
  BOOST_REQUIRE(ask(add_session_message{"ann", id, "user", "hi"}));
  auto r = ask(examine_recovery{"ann", id});
  BOOST_REQUIRE(r);
  BOOST_TEST(r->can_recover);
  BOOST_TEST(r->messages == 1u);
  BOOST_TEST(r->data_bytes > 10u);
  BOOST_TEST(r->stored == server->f.sys.now());
  server->f.advance(61 * minute);
  auto late = ask(examine_recovery{"ann", id});
  BOOST_REQUIRE(late);
  BOOST_TEST(!late->can_recover);
  BOOST_TEST((ask(examine_recovery{"bob", id}).error().code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(search_and_statistics_see_the_callers_sessions) {
  auto id = open()->session.id;
  BOOST_REQUIRE(open());
  BOOST_REQUIRE(open("", 0, "bob"));
  BOOST_REQUIRE(ask(add_session_message{"ann", id, "user", "the disk is full"}));
  search_sessions q;
  q.user = "ann", q.text = "DISK";
  auto r = ask(q);
  BOOST_REQUIRE(r);
  BOOST_TEST(r->total == 1u);
  BOOST_TEST(r->sessions.at(0).session.id == id);
  auto s = ask(summarise_sessions{"ann"});
  BOOST_TEST(s->user == "ann");
  BOOST_TEST(s->sessions == 2u);
  BOOST_TEST(s->messages == 1u);
}

BOOST_AUTO_TEST_CASE(another_users_session_has_no_content) {
  auto id = open()->session.id;
  BOOST_TEST((ask(add_session_message{"bob", id, "user", "x"}).error().code == ec::not_found));
  BOOST_TEST((ask(list_session_messages{"bob", id, 5}).error().code == ec::not_found));
  BOOST_TEST((ask(count_session{"bob", id}).error().code == ec::not_found));
  BOOST_TEST((ask(clear_session_data{"bob", id}).error().code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(sessions_of_nobody_are_bounded_together) {
  const std::string user(nobody);
  auto first = open("first", 0, user)->session.id;
  for (int i = 0; i < 199; ++i) {
    server->f.advance(second);
    BOOST_REQUIRE(open("c" + std::to_string(i), 0, user));
  }
  BOOST_TEST(list(user).size() == 200u);
  BOOST_TEST(open("first", 0, user)->session.id == first);
  server->f.advance(second);
  BOOST_REQUIRE(open("one more", 0, user));
  BOOST_TEST(list(user).size() == 200u);
  BOOST_TEST(bool(ask(get_session{user, first})));
}

BOOST_AUTO_TEST_SUITE_END()
