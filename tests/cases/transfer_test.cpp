// A case as a file: out and in again, and what is no such file.
#include "case_support.hpp"
#include "cases/case_file.hpp"
#include "cases_step.hpp"

using namespace fm::cases;
using fm::ec;
using fm::test::hand, fm::test::rows_of;
namespace db = fm::db;

namespace {

case_parts example() {
  case_parts p;
  p.record = fm::test::example_case();
  p.record.status = "resolved";
  p.record.resolved = 7;
  p.record.tags = {"a"};
  p.record.context = R"({"data_1":{"k":1}})";
  p.record.metadata = R"({"status_history":[{"to_status":"resolved"}]})";
  p.record.turns = 2;
  p.messages = {{"m1", "c1", "user", "why?", R"({"x":1})", 1, "answered", "", 5},
                {"m2", "c1", "assistant", "because", "", 1, "done", "m1", 6},
                {"m3", "c1", "user", "and?", "", 2, "asked", "", 7}};
  hypothesis_record h;
  h.id = "h1";
  h.title = "pool";
  h.status = "validated";
  h.confidence = .8;
  p.hypotheses = {h};
  p.solutions = {{"s1", "c1", "enlarge", "", {"one"}, true, 8}};
  return p;
}

std::string problem_of(const std::string& text) { return read_case_file(text, 100).problem; }

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
  const auto parts = example();
  auto back = read_case_file(write_case_file(parts, 9), 100);
  BOOST_TEST(back.problem.empty());
  const auto& c = back.parts.record;
  BOOST_TEST(c.title == parts.record.title);
  BOOST_TEST(c.status == "resolved");
  BOOST_TEST(c.resolved == 7);
  BOOST_TEST(c.context == parts.record.context);
  BOOST_TEST(c.metadata == parts.record.metadata);
  BOOST_TEST((c.tags == parts.record.tags));
  BOOST_TEST_REQUIRE(back.parts.messages.size() == 3u);
  BOOST_TEST(back.parts.messages[0].metadata == R"({"x":1})");
  BOOST_TEST(back.parts.messages[1].reply_to == "m1");
  BOOST_TEST(back.parts.messages[2].state == "failed");  // nobody will answer it
  BOOST_TEST(back.parts.hypotheses.at(0).validated);
  BOOST_TEST(back.parts.hypotheses[0].id == "h1");
  BOOST_TEST(back.parts.hypotheses[0].confidence == .8);
  BOOST_TEST(back.parts.solutions.at(0).implemented);
  BOOST_TEST(back.parts.solutions[0].steps.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_in_a_file_is_named_with_its_place) {
  auto with = [](std::string what, std::string instead) {
    auto text = write_case_file(example(), 9);
    auto at = text.find(what);
    BOOST_TEST_REQUIRE(at != std::string::npos, what);
    return text.replace(at, what.size(), instead);
  };
  BOOST_TEST(problem_of("{}").find("schema") != std::string::npos);
  BOOST_TEST(problem_of("x").find("no file of a case") != std::string::npos);
  BOOST_TEST(problem_of(with("\"schema_version\":1", "\"schema_version\":2")).find("schema_version") == 0u);
  BOOST_TEST(problem_of(with("\"status\":\"resolved\"", "\"status\":\"odd\""))
                 .find("case.status should be one of") == 0u);
  BOOST_TEST(problem_of(with("\"title\":\"Orders fail\"", "\"title\":\"\"")).find("case.title") == 0u);
  BOOST_TEST(problem_of(with("\"role\":\"assistant\"", "\"role\":\"robot\"")).find("messages[1].role") == 0u);
  BOOST_TEST(
      problem_of(with("\"confidence\":0.8", "\"confidence\":\"x\"")).find("hypotheses[0].confidence") == 0u);
  BOOST_TEST(problem_of(with("\"implemented\":true", "\"implemented\":1")).find("solutions[0].implemented") ==
             0u);
  BOOST_TEST(problem_of(with("\"created\":5", "\"created\":-5")).find("messages[0].created") == 0u);
  BOOST_TEST(problem_of(with("\"data\":{", "\"data\":1,\"other\":{")).find("case.data") == 0u);
  BOOST_TEST(read_case_file(with("\"resolved\":7", "\"resolved\":700"), 100).parts.record.resolved == 100);
}

BOOST_AUTO_TEST_CASE(an_imported_case_is_the_callers_with_ids_of_its_own) {
  hand<cases_state> h;
  h.ctx.user = "bob";
  h.say(import_case{write_case_file(example(), 9)});
  BOOST_TEST_REQUIRE(h.sent<db::transact>());
  const auto& unit = h.sent<db::transact>()->unit;
  std::vector<std::string> names;
  for (const auto& o : unit) names.push_back(o.name);
  BOOST_TEST((names == std::vector<std::string>{"cases.insert_case", "cases.keep_details",
                                                "cases.count_change", "cases.insert_message",
                                                "cases.insert_message", "cases.insert_message",
                                                "cases.insert_hypothesis", "cases.insert_solution"}));
  const auto question = unit.at(3).params, said = unit.at(4).params;
  BOOST_TEST(question.at(0).bytes != "m1");
  BOOST_TEST(said.at(7).bytes == question.at(0).bytes);
  h.answer(h.at(), db::unit_result{});
  auto* c = h.sent<case_record>();
  BOOST_TEST_REQUIRE(c);
  BOOST_TEST(c->owner == "bob");
  BOOST_TEST(c->id != "c1");
  BOOST_TEST(c->message_count == 3u);
  BOOST_TEST(c->metadata.find("\"from_case_id\":\"c1\"") != std::string::npos);
  h.say(import_case{"{}"});
  BOOST_TEST((h.failed()->code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(a_case_of_the_caller_is_exported_whole) {
  hand<cases_state> h;
  h.say(export_case{"c1"});
  h.answer(h.at(), fm::test::example_case());
  auto said_at = h.at(0), hypotheses = h.at(1), solutions = h.at(2);
  db::row_set said;
  said.rows.push_back(store::insert_message(example().messages[0]).params);
  h.answer(said_at, said);
  h.answer(hypotheses, db::row_set{});
  h.answer(solutions, db::row_set{});
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "auth.insert_audit");
  h.answer(h.at(), db::unit_result{{{{}, 1}}});
  BOOST_TEST_REQUIRE(h.sent<case_file>());
  BOOST_TEST(read_case_file(h.sent<case_file>()->text, 100).parts.messages.size() == 1u);
  h.say(export_case{"c1"});
  h.fails(h.at(), ec::not_found);
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(an_imported_state_speaks_of_its_own_rows_and_a_broken_one_begins_anew) {
  hand<cases_state> h;
  h.ctx.user = "bob";
  auto parts = example();
  parts.record.metadata =
      R"({"investigation_state":{"version":2,"hypotheses":[{"hypothesis_id":"h1","status":"validated"}]}})";
  h.say(import_case{write_case_file(parts, 9)});
  const auto& unit = h.sent<db::transact>()->unit;
  const auto row = unit.at(6).params.at(0).bytes;
  BOOST_TEST(row != "h1");
  h.answer(h.at(), db::unit_result{});
  BOOST_TEST(h.sent<case_record>()->metadata.find("\"hypothesis_id\":\"" + row + "\"") != std::string::npos);
  for (const auto* broken : {"7", "\"x\"", "[[]]"}) {
    parts.record.metadata = std::string(R"({"investigation_state":)") + broken + "}";
    h.say(import_case{write_case_file(parts, 9)});
    BOOST_TEST_REQUIRE(h.sent<db::transact>(), broken);
    h.answer(h.at(), db::unit_result{});
    BOOST_TEST(h.sent<case_record>()->metadata.find("could not be read") != std::string::npos, broken);
  }
}
