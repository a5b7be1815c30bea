#include "evidence/dependency_facts.hpp"

#include "log_support.hpp"

using namespace fm::evidence;

namespace {

digest file(std::string name, std::uint32_t number, const std::string& text) {
  memory_source source(text);
  analysis_options how;
  how.now = 1'800'000'000'000'000;
  auto r = analyse_file(number, name, source, how);
  BOOST_TEST_REQUIRE(r.error == "");
  return r.found;
}

double weight_of(const std::vector<digest>& all, std::string_view words) {
  for (const auto& d : all)
    if (const auto* f = telling(d, words); f != nullptr) return f->weight;
  BOOST_TEST(false, "nothing tells " << words);
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dependency_facts)

BOOST_AUTO_TEST_CASE(the_end_of_a_service_weighs_more_than_those_who_miss_it_behind_one_pipe) {
  std::string log =
      "ledger_1  | 2026-03-04 07:00:01 INFO starting\n"
      "ledger_1  | 2026-03-04 07:00:02 ERROR journal 9 was written by version 5, this is version 3\n"
      "ledger_1  | 2026-03-04 07:00:02 FATAL giving up\n";
  for (int i = 0; i < 6; ++i)
    log += "till_1    | 2026-03-04 07:00:1" + std::to_string(i) +
           " ERROR connect tcp://ledger:7000: getaddrinfo ENOTFOUND ledger\n";
  std::vector<digest> all{file("compose.log", 1, log)};
  relate_dependencies(all);
  BOOST_TEST(weight_of(all, "written by version 5") > weight_of(all, "ENOTFOUND ledger"));
}

BOOST_AUTO_TEST_CASE(the_log_of_the_service_that_is_missed_is_found_by_its_name) {
  std::vector<digest> all{
      file("logs/shop.log", 1, "2026-03-04 07:00:09 ERROR GET http://prices:8080/now: operation timed out\n"),
      file("logs/prices.log", 2,
           "2026-03-04 07:00:02 ERROR column 'net' is not in /data/p.csv\n2026-03-04 07:00:02 FATAL cannot "
           "start\n")};
  relate_dependencies(all);
  BOOST_TEST(weight_of(all, "column 'net'") > weight_of(all, "operation timed out"));
}

BOOST_AUTO_TEST_CASE(a_service_that_lives_explains_nothing) {
  const std::string shop = "2026-03-04 07:00:09 ERROR GET http://prices:8080/now: operation timed out\n";
  std::vector<digest> alone{file("shop.log", 1, shop)};
  std::vector<digest> all{
      file("shop.log", 1, shop),
      file("prices.log", 2,
           "2026-03-04 07:00:02 ERROR row 9 was skipped\n2026-03-04 07:00:03 INFO served 9\n")};
  const auto before = weight_of(alone, "operation timed out");
  relate_dependencies(all);
  BOOST_TEST(weight_of(all, "operation timed out") == before);
}

BOOST_AUTO_TEST_SUITE_END()
