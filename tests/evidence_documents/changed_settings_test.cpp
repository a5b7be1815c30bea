#include "documents/changed_settings.hpp"

#include "support.hpp"

using namespace documents_test;

BOOST_AUTO_TEST_SUITE(settings_that_changed)

BOOST_AUTO_TEST_CASE(two_states_of_one_configuration_are_compared_by_their_names_order) {
  changed_settings all;
  all.add(1, kind::config, "cfg/app.new.conf", "[db]\nhost = db-9\nport = 5432\n[log]\nlevel = debug\n");
  all.add(2, kind::config, "cfg/app.old.conf", "[db]\nhost = db-1\nport = 5432\n[log]\nlevel = debug\n");
  const auto facts = all.facts();
  BOOST_TEST_REQUIRE(facts.size() == 2u);
  BOOST_TEST(facts[0].get("old") == "db-1");
  BOOST_TEST(facts[0].evidence == 2u);
  BOOST_TEST(facts[1].get("new") == "db-9");
  BOOST_TEST(facts[1].evidence == 1u);
}

BOOST_AUTO_TEST_CASE(keys_are_told_apart_by_what_stands_around_them) {
  changed_settings all;
  all.add(1, kind::yaml_document, "a/values.yaml", "web:\n  replicas: 2\n  port: 80\ndb:\n  replicas: 1\n");
  all.add(2, kind::yaml_document, "b/values.yaml", "web:\n  replicas: 2\n  port: 80\ndb:\n  replicas: 3\n");
  const auto facts = all.facts();
  BOOST_TEST_REQUIRE(facts.size() == 2u);
  BOOST_TEST(facts[0].quote_line == 5u);
  BOOST_TEST(facts[1].get("new") == "3");
}

BOOST_AUTO_TEST_CASE(what_are_no_two_states_of_one_are_not_compared) {
  changed_settings all;
  all.add(1, kind::config, "nginx.conf", "worker_processes 4;\nuser www;\n");
  all.add(2, kind::config, "redis.conf", "maxmemory 2gb\nport 6379\n");
  all.add(3, kind::config, "b/redis.conf", "alpha 1\nbeta 2\ngamma 3\n");
  BOOST_TEST(all.facts().empty());
}

BOOST_AUTO_TEST_SUITE_END()
