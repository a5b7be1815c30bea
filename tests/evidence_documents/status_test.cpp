#include "support.hpp"

using namespace documents_test;

BOOST_AUTO_TEST_SUITE(status_documents)

BOOST_AUTO_TEST_CASE(a_partition_and_the_node_that_is_down_are_found_with_their_paths) {
  const auto facts = read(R"({
  "status": "success",
  "error": null,
  "cluster": {
    "members": [
      {"name": "mq@a", "running": true, "mem_alarm": false, "partitions": []},
      {"name": "mq@b",
       "running": false, "mem_alarm": true,
       "partitions": ["mq@a"]}
    ],
    "split_brain_detected": true
  }
}
)")
                         .facts;
  const auto& down = need(facts, "status_trouble", "path", "running");
  BOOST_TEST(down.subject == "mq@b");
  BOOST_TEST(
      (std::find(down.names.begin(), down.names.end(), "cluster.members[1].running") != down.names.end()));
  BOOST_TEST(need(facts, "partition_detected", "path", "partitions").get("unreachable") == "mq@a");
  need(facts, "status_trouble", "path", "mem_alarm");
  need(facts, "status_trouble", "path", "split_brain_detected");
  BOOST_TEST((find(facts, "status_trouble", "path", "error") == nullptr));
}

BOOST_AUTO_TEST_CASE(alerts_are_symptoms_and_a_failed_query_is_not) {
  const auto alerts = read(
                          "[\n {\"labels\": {\"alertname\": \"PodDown\", \"pod\": \"cart-1\", \"severity\": "
                          "\"critical\"},\n  \"annotations\": {\"a\": \"b\"}}\n]\n")
                          .facts;
  BOOST_TEST(need(alerts, "alert_firing").get("alert") == "PodDown");
  BOOST_TEST((need(alerts, "alert_firing").names.back() == "cart-1"));
  const auto status = read(
                          "{\n \"kind\": \"Status\", \"apiVersion\": \"v1\",\n \"status\": \"Failure\", "
                          "\"reason\": \"NotFound\",\n \"message\": \"pods x not found\"\n}\n")
                          .facts;
  BOOST_TEST(trouble(status) == 0.0);
  need(status, "lookup_failed");
}

BOOST_AUTO_TEST_CASE(a_healthy_status_says_nothing) {
  const auto facts = read(
                         "{\n \"status\": \"green\",\n \"nodes\": [{\"name\": \"a\", \"running\": true, "
                         "\"alarm\": false, \"partitions\": []}],\n \"error\": null, \"errors\": []\n}\n")
                         .facts;
  BOOST_TEST(facts.empty());
}

BOOST_AUTO_TEST_CASE(lags_states_and_errors_of_yaml_are_found) {
  const auto d = read(
      "groups:\n- group_id: mailer\n  state: ConsumerGroupState.DEAD\n  partitions:\n  - topic: orders\n    "
      "partition: 3\n    lag: 120345\nlast_error: connection to broker-2 refused\n");
  BOOST_TEST(need(d.facts, "consumer_lag").get("lag") == "120345");
  BOOST_TEST(need(d.facts, "consumer_lag").get("topic") == "orders");
  BOOST_TEST(need(d.facts, "status_trouble", "path", "state").subject == "mailer");
  need(d.facts, "status_trouble", "path", "last_error");
  BOOST_TEST_REQUIRE(d.embedded.size() == 1u);
  BOOST_TEST(d.embedded[0].text == "connection to broker-2 refused");
}

BOOST_AUTO_TEST_CASE(a_json_text_that_ends_early_is_read_as_far_as_it_goes) {
  const auto d = read_document(1, kind::json_document, "s.json",
                               "{\n \"a\": 1,\n \"healthy\": false,\n \"next\": {\"x\":");
  need(d.facts, "status_trouble", "path", "healthy");
  BOOST_TEST(!d.notes.empty());
}

BOOST_AUTO_TEST_CASE(configurations_show_endpoints_placeholders_and_keys_given_twice) {
  const auto facts =
      read("[db]\nurl=postgres://db.internal:5432/shop\npassword=changeme\npool_size=5\npool_size=50\n",
           "app.ini")
          .facts;
  need(facts, "config_endpoint");
  need(facts, "config_problem", "value", "changeme");
  BOOST_TEST(need(facts, "config_problem", "key", "pool_size").lines.size() == 1u);
  const auto good =
      read("[db]\nurl=postgres://db.internal:5432/shop\npool_size=5\nhost=a\n", "app.ini").facts;
  BOOST_TEST(trouble(good) == 0.0);
}

BOOST_AUTO_TEST_CASE(a_check_that_says_it_fails_is_trouble_whatever_it_is_called) {
  const auto facts =
      read(R"({"status": "ok", "checks": {"db": "ok", "cache": "fail: timeout after 2s", "queue": "ok"}})")
          .facts;
  BOOST_TEST(need(facts, "status_trouble", "path", "cache").get("value") == "fail: timeout after 2s");
  BOOST_TEST((find(facts, "status_trouble", "path", "db") == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
