// The steps of one user's sessions by hand.
#include "session_store.hpp"
#include "user_sessions_step.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/kv.hpp>
#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::sessions;

namespace {

struct user_hand : test::hand<user_sessions> {
  user_hand() : hand(std::string("u"), options{}) {}

  template <class M>
  M& asked() {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (auto* m = sent<M>(i)) {
        at_ = at(i);
        return *m;
      }
    BOOST_FAIL("not asked");
    throw 0;
  }
  template <class M>
  bool has() {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (sent<M>(i)) return true;
    return false;
  }
  template <class R>
  void reply(R r) {
    answer(at_, std::move(r));
  }
  void refuse(ec code) { fails(at_, code); }
  /// A user with one live session, nothing of it unstored.
  void load_one(const std::string& id = "s1") {
    session_record s;
    s.id = id;
    s.user = "u";
    use(s, 1);
    state().live.emplace(id, s);
    state().is_loaded = true;
  }

 private:
  origin at_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session_steps, user_hand)

BOOST_AUTO_TEST_CASE(sessions_are_fetched_from_the_cache_or_else_from_their_rows_once) {
  say(list_sessions{"u"});
  asked<kv::get>();
  reply(kv::found{});
  BOOST_TEST((asked<db::query>().read.params.at(0) == db::value("u")));
  session_record s;
  s.id = "s1";
  s.user = "u";
  use(s, 1);
  auto row = store::insert_session(s).params;
  reply(db::row_set{{row}, 0});
  BOOST_TEST(has<kv::put>());
  BOOST_TEST(asked<session_list>().sessions.at(0).id == "s1");
  say(list_sessions{"u"});
  BOOST_TEST(out.size() == 1u);
  user_hand other;
  other.say(list_sessions{"u"});
  other.asked<kv::get>();
  other.reply(kv::found{true, to_text({{"s1", s}})});
  BOOST_TEST(other.asked<session_list>().sessions.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_cache_that_is_down_costs_a_query_and_rows_that_are_down_an_error) {
  say(heartbeat{"u", "s1"});
  asked<kv::get>();
  refuse(ec::unavailable);
  asked<db::query>();
  refuse(ec::unavailable);
  BOOST_TEST((failed()->code == ec::unavailable));
  say(heartbeat{"u", "s1"});  // tried again
  asked<kv::get>();
}

BOOST_AUTO_TEST_CASE(a_heartbeat_is_answered_at_once_and_stored_later_with_others) {
  load_one();
  say(heartbeat{"u", "s1"});
  BOOST_TEST(asked<alive>().session_id == "s1");
  BOOST_TEST(has<store_uses>());
  say(heartbeat{"u", "s1"});
  BOOST_TEST(!has<store_uses>());
  say(store_uses{"u"});
  BOOST_TEST(out.at(0).after == 30 * second);
  fire(at());
  asked<kv::erase>();
  reply(done{});
  auto& op = asked<db::transact>().unit.at(0);
  BOOST_TEST(op.name == "sessions.store_use");
  BOOST_TEST(op.times == 1u);
  reply(db::unit_result{});
  BOOST_TEST(has<kv::put>());
  BOOST_TEST(idle());
}

BOOST_AUTO_TEST_CASE(uses_that_could_not_be_stored_are_stored_the_next_time) {
  load_one();
  say(heartbeat{"u", "s1"});
  say(store_uses{"u"});
  fire(at());
  asked<kv::erase>();
  reply(done{});
  asked<db::transact>();
  refuse(ec::unavailable);
  BOOST_TEST(has<store_uses>());
  BOOST_TEST(state().used.contains("s1"));
}

BOOST_AUTO_TEST_CASE(the_cache_has_forgotten_before_rows_change) {
  load_one();
  say(update_session{"u", "s1", R"({"a":1})"});
  asked<kv::erase>();
  BOOST_TEST(!has<db::transact>());
  reply(done{});
  asked<db::transact>();
  say(heartbeat{"u", "s1"});  // is not held up
  BOOST_TEST(has<alive>());
}

BOOST_AUTO_TEST_CASE(a_failed_commit_changes_nothing) {
  load_one();
  say(update_session{"u", "s1", R"({"a":1})"});
  asked<kv::erase>();
  reply(done{});
  asked<db::transact>();
  refuse(ec::storage_full);
  BOOST_TEST((failed()->code == ec::storage_full));
  BOOST_TEST(state().live.at("s1").data == "{}");
  say(delete_session{"u", "s1"});
  asked<kv::erase>();
  reply(done{});
  asked<db::transact>();
  refuse(ec::unavailable);
  BOOST_TEST(state().live.contains("s1"));
  say(open_session{"u", "", "t", 0, "{}", "{}", "", ""});
  asked<kv::erase>();
  refuse(ec::unavailable);
  BOOST_TEST((failed()->code == ec::unavailable));
  BOOST_TEST(state().live.size() == 1u);
}

BOOST_AUTO_TEST_CASE(two_resumptions_at_once_are_one_session) {
  state().is_loaded = true;
  say(open_session{"u", "phone", "t", 0, "{}", "{}", "", ""});
  auto first_erase = at();
  asked<kv::erase>();
  say(open_session{"u", "phone", "t", 0, "{}", "{}", "", ""});
  BOOST_TEST(out.empty());  // waits for its turn
  answer(first_erase, done{});
  asked<db::transact>();
  reply(db::unit_result{});
  BOOST_TEST(!asked<session_opened>().resumed);
  asked<kv::erase>();
  reply(done{});
  BOOST_TEST(asked<db::transact>().unit.at(0).name == "sessions.update_session");
  reply(db::unit_result{});
  BOOST_TEST(asked<session_opened>().resumed);
  BOOST_TEST(state().live.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
