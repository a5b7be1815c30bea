#include <fm/memory/kv_store.hpp>
#include <fm/memory/spawn.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm;
using namespace fm::test;

BOOST_AUTO_TEST_SUITE(key_value_store)

BOOST_AUTO_TEST_CASE(messages_survive_the_wire) { check_messages<kv::messages>(); }

BOOST_AUTO_TEST_CASE(values_are_forgotten_when_their_time_has_come) {
  memory::kv_store s(10'000);
  s.put("a", "1", 100, 1'000);
  BOOST_TEST((s.get("a", 1'099) == "1"));
  BOOST_TEST(!s.get("a", 1'100));
  BOOST_TEST(s.size() == 0u);
  s.put("b", "1", 0, 1'000);
  BOOST_TEST(!s.get("b", 1'000));
}

BOOST_AUTO_TEST_CASE(a_value_is_replaced_and_erased) {
  memory::kv_store s(10'000);
  s.put("a", "1", 100, 0);
  s.put("a", "2", 200, 0);
  BOOST_TEST((s.get("a", 150) == "2"));
  s.erase("a");
  s.erase("a");
  BOOST_TEST(!s.get("a", 150));
  BOOST_TEST(s.bytes() == 0u);
}

BOOST_AUTO_TEST_CASE(what_was_used_least_recently_makes_room) {
  memory::kv_store s(4'000);
  for (int i = 0; i < 3; ++i) s.put(std::to_string(i), std::string(1'000, 'x'), 100, 0);
  s.get("0", 1);
  s.put("3", std::string(1'000, 'x'), 100, 0);
  BOOST_TEST(s.get("0", 1).has_value());
  BOOST_TEST(!s.get("1", 1));
  s.put("giant", std::string(5'000, 'x'), 100, 0);
  BOOST_TEST(!s.get("giant", 1));
  BOOST_TEST(s.get("3", 1).has_value());
  for (int i = 0; i < 1'000; ++i)
    s.put(std::to_string(i), std::string(static_cast<std::size_t>(i), 'x'), 100, 0);
  BOOST_TEST(s.bytes() <= 4'000u);
}

BOOST_AUTO_TEST_CASE(the_actor_answers_by_its_clock) {
  actor_fixture<kv::messages> f;
  auto store = memory::spawn_kv(f.sys);
  BOOST_TEST(bool(f.ask(store, kv::put{"a", "1", 5 * second})));
  BOOST_TEST(f.ask(store, kv::get{"a"})->value == "1");
  f.advance(6 * second);
  BOOST_TEST(!f.ask(store, kv::get{"a"})->hit);
  BOOST_TEST(bool(f.ask(store, kv::erase{"a"})));
}

BOOST_AUTO_TEST_SUITE_END()
