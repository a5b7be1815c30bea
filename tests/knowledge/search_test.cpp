#include "evaluation.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

using namespace fm::knowledge;
using fm::knowledge::test::example_runbooks;
using fm::knowledge::test::index_of;
using fm::knowledge::test::paths_of;
using fm::knowledge::test::question;
using fm::knowledge::test::read_questions;

std::vector<question> questions() { return read_questions("tests/knowledge/data/questions.jsonl"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(search)

BOOST_AUTO_TEST_CASE(an_empty_index_and_an_empty_query_find_nothing) {
  BOOST_TEST(search_index().search("anything", {.always = true}).empty());
  BOOST_TEST(search_index::builder().build().search("anything", {.always = true}).empty());
  search_index index = index_of(example_runbooks());
  for (std::string_view query : {"", "   ", "the of and", "?!", "\xFF\xFE"}) {
    BOOST_TEST(index.search(query, {.always = true}).empty(), query);
  }
  BOOST_TEST(index.search("disk full", {.limit = 0}).empty());
}

BOOST_AUTO_TEST_CASE(a_passage_names_its_page_section_and_lines) {
  search_index index = index_of(example_runbooks());
  std::vector<passage> found = index.search("nginx upstream prematurely closed connection");
  BOOST_TEST_REQUIRE(!found.empty());
  BOOST_TEST(found[0].path == "web/nginx-502-bad-gateway.md");
  BOOST_TEST(found[0].headings == (std::vector<std::string>{"Nginx answers 502", "Meaning"}),
             boost::test_tools::per_element());
  BOOST_TEST(found[0].anchor == "meaning");
  BOOST_TEST(found[0].text.find("prematurely closed") != std::string::npos);
  BOOST_TEST(found[0].first_line == 5u);
  BOOST_TEST(found[0].last_line == 12u);
}

BOOST_AUTO_TEST_CASE(scores_are_probabilities_that_do_not_rise_along_the_list) {
  search_index index = index_of(example_runbooks());
  for (const question& q : questions()) {
    double last = 1;
    for (const passage& p : index.search(q.text, {.limit = 20, .always = true, .passages_per_page = 3})) {
      BOOST_TEST_REQUIRE((p.score >= 0 && p.score <= last), q.text);
      last = p.score;
    }
  }
}

BOOST_AUTO_TEST_CASE(a_page_appears_once_unless_more_passages_are_asked_for) {
  search_index index = index_of(example_runbooks());
  for (const question& q : questions()) {
    std::vector<std::string> paths = paths_of(index.search(q.text, {.always = true}));
    BOOST_TEST(paths.size() <= 10u);
    std::sort(paths.begin(), paths.end());
    BOOST_TEST((std::adjacent_find(paths.begin(), paths.end()) == paths.end()), q.text);
  }
  std::vector<std::string> several = paths_of(index.search("kafka consumer lag", {.passages_per_page = 3}));
  BOOST_TEST(std::count(several.begin(), several.end(), "queues/kafka-consumer-lag.md") == 3);
}

BOOST_AUTO_TEST_CASE(the_order_of_adding_does_not_change_any_result) {
  std::vector<document> documents = example_runbooks();
  search_index forward = index_of(documents);
  search_index again = index_of(documents);
  std::reverse(documents.begin(), documents.end());
  std::rotate(documents.begin(), documents.begin() + 17, documents.end());
  search_index shuffled = index_of(documents);
  for (const question& q : questions()) {
    std::vector<passage> expected = forward.search(q.text, {.always = true, .passages_per_page = 2});
    BOOST_TEST((again.search(q.text, {.always = true, .passages_per_page = 2}) == expected), q.text);
    BOOST_TEST((shuffled.search(q.text, {.always = true, .passages_per_page = 2}) == expected), q.text);
  }
}

BOOST_AUTO_TEST_CASE(pages_that_match_alike_come_in_the_order_of_their_paths) {
  search_index::builder builder;
  for (const char* path : {"c.md", "a.md", "b.md"})
    builder.add({path, "# Restart the broker\n\nStop it, start it.\n"});
  std::vector<std::string> paths = paths_of(builder.build().search("restart broker", {.always = true}));
  BOOST_TEST_REQUIRE(paths.size() == 3u);
  BOOST_TEST(std::is_sorted(paths.begin(), paths.end()));
}

BOOST_AUTO_TEST_CASE(a_path_added_twice_keeps_the_later_document) {
  search_index::builder builder;
  builder.add({"a.md", "# Old zebra\n\nzebra\n"});
  builder.add({"a.md", "# New giraffe\n\ngiraffe\n"});
  search_index index = builder.build();
  BOOST_TEST(index.search("zebra", {.always = true}).empty());
  BOOST_TEST(index.search("giraffe", {.always = true}).size() == 1u);
  BOOST_TEST(index.chunks() == 1u);
}

BOOST_AUTO_TEST_CASE(alert_names_find_their_page_however_they_are_written) {
  search_index index = index_of(example_runbooks());
  for (std::string_view query : {"CPUThrottlingHigh", "cputhrottlinghigh", "cpu_throttling_high",
                                 "cpu-throttling-high", "CPU Throttling High", "CPU throttling"}) {
    std::vector<passage> found = index.search(query);
    BOOST_TEST_REQUIRE(!found.empty(), query);
    BOOST_TEST(found[0].path == "kubernetes/cpu-throttling.md", query);
  }
}

BOOST_AUTO_TEST_CASE(instance_names_and_numbers_do_not_change_the_answer) {
  search_index index = index_of(example_runbooks());
  for (std::string_view query :
       {"Pod shop/cart-7d9f8 (app) is in waiting state (reason: \"CrashLoopBackOff\").",
        "Pod billing/worker-0 (main) is in waiting state (reason: \"CrashLoopBackOff\") for 15m on "
        "10.0.3.17"}) {
    std::vector<passage> found = index.search(query);
    BOOST_TEST_REQUIRE(!found.empty(), query);
    BOOST_TEST(found[0].path == "kubernetes/pod-crash-loop.md");
  }
}

BOOST_AUTO_TEST_CASE(misspelt_negated_and_joined_words_find_their_page) {
  search_index index = index_of(example_runbooks());
  const std::pair<const char*, const char*> samples[] = {
      {"certifcate has expired", "certificates/certificate-expired.md"},
      {"rabitmq partition", "queues/rabbitmq-network-partition.md"},
      {"node unready", "kubernetes/node-not-ready.md"},
      {"conn track table full", "network/conntrack-table-full.md"},
      {"time drift on the host, clock not synchronized", "linux/clock-skew.md"},
  };
  for (auto [query, path] : samples) {
    std::vector<passage> found = index.search(query);
    BOOST_TEST_REQUIRE(!found.empty(), query);
    BOOST_TEST(found[0].path == path, query);
  }
}

BOOST_AUTO_TEST_CASE(names_of_alerts_that_no_page_knows_find_nothing) {
  search_index index = index_of(example_runbooks());
  for (std::string_view query : {"CephClusterNearFull", "VaultClusterNodeErrorRateHigh",
                                 "HadoopNodeHighErrorRate", "ZookeeperClusterOutstandingRequestsHigh"}) {
    BOOST_TEST(index.search(query).empty(), query);
    BOOST_TEST(!index.search(query, {.always = true}).empty(), query);
  }
}

BOOST_AUTO_TEST_CASE(a_handbook_in_one_file_is_searched_section_by_section) {
  std::string handbook = "# Handbook\n";
  for (const document& d : example_runbooks()) {
    std::string body = d.bytes.starts_with("---") ? d.bytes.substr(d.bytes.find("\n---\n") + 5) : d.bytes;
    for (std::size_t at = 0; (at = body.find("\n#", at)) != std::string::npos; at += 2)
      body.insert(at + 1, "#");
    handbook += "\n" + (body.starts_with("#") ? "#" + body : body);
  }
  search_index index = index_of({{"handbook.md", handbook}});
  std::vector<passage> found = index.search("rabbitmq split brain network partition", {.always = true});
  BOOST_TEST_REQUIRE(found.size() == 1u);
  BOOST_TEST_REQUIRE(found[0].headings.size() >= 2u);
  BOOST_TEST(found[0].headings[1] == "RabbitMQ cluster is split");
}

BOOST_AUTO_TEST_CASE(figures_count_what_was_added) {
  std::vector<document> documents = example_runbooks();
  search_index index = index_of(documents);
  BOOST_TEST(index.figures().pages == documents.size());
  BOOST_TEST(index.figures().chunks == index.chunks());
  BOOST_TEST(index.figures().bytes > 100000u);
}

BOOST_AUTO_TEST_SUITE_END()
