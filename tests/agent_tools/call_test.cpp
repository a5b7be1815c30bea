// Names of evidence, times and cursors of a call.
#include "tool_support.hpp"
#include "tools/search.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <ostream>

using namespace fm;
using namespace fm::agent;
using namespace fm::agent::tools;
namespace data = boost::unit_test::data;

namespace {

struct naming {
  const char* name;
  std::uint32_t number;  // 0: nothing
};
std::ostream& operator<<(std::ostream& out, const naming& n) { return out << n.name; }

const naming names[] = {
    {"E1", 1},
    {"e2", 2},
    {"E4", 4},
    {"id-3", 3},
    {"app.log", 1},
    {"DB.LOG.GZ", 2},
    {"E0", 0},
    {"E5", 0},
    {"E", 0},
    {"E01x", 0},
    {"1", 0},
    {"E-1", 0},
    {"app", 0},
    {"../app.log", 0},
    {"/etc/passwd", 0},
    {"evidence/c/id-1", 0},
    {"E99999999999999999999", 0},
};

struct bound {
  const char* from;
  const char* to;
  micros first, last;  // after ten o'clock
};
std::ostream& operator<<(std::ostream& out, const bound& b) { return out << b.from << " to " << b.to; }

const bound bounds[] = {
    {"2026-03-01T10:05:00Z", "2026-03-01T10:15:00Z", 5 * minute, 15 * minute + second - 1},
    {"2026-03-01 10:05", "2026-03-01 10:15", 5 * minute, 16 * minute - 1},
    {"2026-03-01T12:05+02:00", "2026-03-01T12:15+02:00", 5 * minute, 16 * minute - 1},
    {"2026-03-01", "2026-03-01", -600 * minute, 840 * minute - 1},
    {"2026-03-01T10:00:00.5Z", "2026-03-01T10:00:00.75Z", second / 2, 3 * second / 4},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(calls)

BOOST_DATA_TEST_CASE(a_file_is_named_as_it_is_cited_or_by_id_or_name, data::make(names), n) {
  std::vector<tool_finding> findings;
  const auto files = some_files();
  const auto* f = find_file(n.name, files, {"evidence"}, findings);
  BOOST_TEST((f == nullptr ? 0 : f->number) == n.number);
  BOOST_TEST(findings.size() == (n.number == 0 ? 1u : 0u));
  if (n.number == 0) BOOST_TEST(said(findings).find("E1 (app.log), E2 (db.log.gz)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_that_two_files_have_is_not_guessed) {
  auto files = some_files();
  files.files[3].name = "app.log";
  std::vector<tool_finding> findings;
  BOOST_TEST(find_file("app.log", files, {"evidence"}, findings) == nullptr);
  BOOST_TEST(said(findings).find("say one of E1, E4") != std::string::npos);
}

BOOST_DATA_TEST_CASE(a_window_includes_its_end_as_far_as_it_is_named, data::make(bounds), b) {
  std::vector<tool_finding> findings;
  json::value arguments;
  arguments.set("from", b.from).set("to", b.to);
  const auto parts = parts_of(arguments, some_files(), {}, findings);
  BOOST_TEST_REQUIRE(parts.size() == 3u);  // the copy is not read twice
  BOOST_TEST(findings.empty(), said(findings));
  BOOST_TEST(parts[0].windowed);
  BOOST_TEST(parts[0].first - ten == b.first);
  BOOST_TEST(parts[0].last - ten == b.last);
}

BOOST_AUTO_TEST_CASE(a_time_that_is_none_is_told_with_the_times_that_there_are) {
  auto wrong = [](std::string_view arguments) {
    return said(plan_search(some_call("search_evidence", arguments), some_files()).findings);
  };
  BOOST_TEST(wrong(R"({"query":"x","from":"yesterday"})")
                 .find("the evidence runs from 2026-03-01T10:00:00Z to 2026-03-01T11:00:00Z") !=
             std::string::npos);
  BOOST_TEST(wrong(R"({"query":"x","from":"2026-02-30"})") != "");
  BOOST_TEST(wrong(R"({"query":"x","from":"2026-03-02","to":"2026-03-01"})").find("not be before") !=
             std::string::npos);
  BOOST_TEST(wrong(R"({"query":"x","evidence":"E9","from":"x","cursor":"c1-1"})").find("cursor") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_cursor_is_good_for_its_own_call_alone) {
  const auto files = some_files();
  const auto first = plan_search(some_call("search_evidence", R"({"query":"x","kind":"text"})"), files);
  const auto cursor = cursor_of(50, first.page.key);
  auto skip = [&](std::string arguments, const evidence::case_files& of, std::string case_id = "c") {
    auto c = some_call("search_evidence", arguments);
    c.case_id = std::move(case_id);
    c.arguments.set("cursor", cursor);
    const auto p = plan_search(c, of);
    return p.findings.empty() ? static_cast<int>(p.request.skip) : -1;
  };
  BOOST_TEST(skip(R"({"query":"x","kind":"text"})", files) == 50);
  BOOST_TEST(skip(R"({"kind":"text","query":"x","limit":7})", files) == 50);
  BOOST_TEST(skip(R"({"query":"y","kind":"text"})", files) == -1);
  BOOST_TEST(skip(R"({"query":"x","kind":"regex"})", files) == -1);
  BOOST_TEST(skip(R"({"query":"x","kind":"text"})", files, "d") == -1);
  auto fewer = files;
  fewer.files.pop_back();
  BOOST_TEST(skip(R"({"query":"x","kind":"text"})", fewer) == -1);
  for (const auto* none : {"", "c", "c-", "c1", "x1-2", "c1-zz", "c-1-1", "c11111111111111111111-1"})
    BOOST_TEST(!skip_of(none, first.page.key), none);
}

BOOST_AUTO_TEST_CASE(a_cursor_beyond_the_lines_that_are_read_is_refused) {
  auto c = some_call("read_lines", R"({"evidence":"E1","first":1,"last":10})");
  const auto key = plan_read(c, some_files()).page.key;
  c.arguments.set("cursor", cursor_of(9, key));
  BOOST_TEST(plan_read(c, some_files()).request.first == 10u);
  for (const std::uint64_t skip : {std::uint64_t{10}, std::numeric_limits<std::uint64_t>::max()}) {
    auto beyond = some_call("read_lines", R"({"evidence":"E1","first":1,"last":10})");
    beyond.arguments.set("cursor", cursor_of(skip, key));
    BOOST_TEST(!plan_read(beyond, some_files()).findings.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_search_needs_something_to_look_for) {
  auto p = plan_search(some_call("search_evidence"), some_files());
  BOOST_TEST_REQUIRE(p.findings.size() == 1u);
  BOOST_TEST(p.findings[0].type == "missing");
  BOOST_TEST(plan_search(some_call("search_evidence", R"({"severity_at_least":"error"})"), some_files())
                 .findings.empty());
  BOOST_TEST(plan_search(some_call("search_evidence"), {}).findings.empty());  // nothing to find it in
}

BOOST_AUTO_TEST_SUITE_END()
