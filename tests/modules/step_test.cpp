#include "fm/test/hand.hpp"
#include "incident_step.hpp"
#include "turn_step.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm;

namespace {

evidence::file_read read_of(std::uint32_t number, evidence::kind what = evidence::kind::log) {
  evidence::file_read r;
  r.found.evidence = number;
  r.found.kind = what;
  evidence::fact f;
  f.evidence = number;
  f.lines = {{1, 1}};
  r.found.facts.push_back(f);
  return r;
}

evidence::analyse_incident two_files(bool from_folder) {
  evidence::analyse_incident m;
  m.files = {{"a", "a.log", from_folder}, {"b", "b.log", from_folder}};
  return m;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(incident_steps)

BOOST_AUTO_TEST_CASE(files_are_read_at_the_same_time_and_answered_in_their_order) {
  test::hand<evidence::incident_state> h;
  h.say(two_files(true));
  BOOST_TEST_REQUIRE(h.out.size() == 2u);
  auto first = h.at(0), second = h.at(1);
  BOOST_TEST(h.sent<evidence::read_file>(1)->number == 2u);
  h.answer(second, read_of(2));
  BOOST_TEST(h.out.empty());
  h.answer(first, read_of(1));
  auto* all = h.sent<evidence::incident_analysed>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->digests.size() == 2u);
  BOOST_TEST(all->digests[1].evidence == 2u);
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_file_of_a_folder_that_is_no_text_leaves_no_gap_in_the_numbers) {
  test::hand<evidence::incident_state> h;
  h.say(two_files(true));
  auto first = h.at(0), second = h.at(1);
  evidence::file_read bad;
  bad.error = "is a picture";
  h.answer(first, bad);
  auto good = read_of(2, evidence::kind::manifest);
  h.answer(second, good);
  auto* relate = h.sent<evidence::relate_documents>();
  BOOST_TEST_REQUIRE(relate != nullptr);
  BOOST_TEST(relate->documents.front().evidence == 1u);
  BOOST_TEST(relate->documents.front().source.path == "b");
  evidence::documents_related related;
  evidence::fact f;
  f.evidence = 1, f.rule = "object_missing";
  related.facts = {f};
  related.notes = {{1, "cut"}};
  related.left_out = {"'c' was not checked"};
  h.answer(h.at(0), related);
  auto* all = h.sent<evidence::incident_analysed>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST_REQUIRE(all->digests.size() == 1u);
  BOOST_TEST(all->digests[0].facts.size() == 2u);
  BOOST_TEST(all->digests[0].facts[0].evidence == 1u);
  BOOST_TEST(all->digests[0].notes.back() == "cut");
  BOOST_TEST(all->notes.front().find("a.log") != std::string::npos);
  BOOST_TEST(all->notes.back() == "'c' was not checked");
}

BOOST_AUTO_TEST_CASE(files_of_one_content_are_read_once) {
  test::hand<evidence::incident_state> h;
  auto m = two_files(true);
  for (auto& f : m.files) f.bytes = 10;
  m.files.push_back({"c", "c.log", true, 10});
  h.say(m);
  BOOST_TEST_REQUIRE(h.out.size() == 1u);
  BOOST_TEST_REQUIRE(h.sent<evidence::find_equal_files>() != nullptr);
  h.answer(h.at(0), evidence::equal_files{{0, 1, 0}});
  BOOST_TEST_REQUIRE(h.out.size() == 2u);
  BOOST_TEST(h.sent<evidence::read_file>(1)->source.path == "c");
  auto first = h.at(0), third = h.at(1);
  h.answer(third, read_of(3));
  h.answer(first, read_of(1));
  auto* all = h.sent<evidence::incident_analysed>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST_REQUIRE(all->digests.size() == 3u);
  BOOST_TEST(all->digests[1].name == "b.log");
  BOOST_TEST(all->digests[1].facts.empty());
  BOOST_TEST(all->digests[1].notes.at(0).find("same content as E1") != std::string::npos);
  BOOST_TEST(all->digests[2].facts.at(0).evidence == 3u);
}

BOOST_AUTO_TEST_CASE(what_the_files_of_a_question_show_is_bounded_and_the_answer_names_what_was_left_out) {
  test::hand<evidence::incident_state> h(std::uint64_t{2'000});
  h.say(two_files(true));
  auto first = h.at(0), second = h.at(1);
  auto large = read_of(2);
  large.found.facts[0].quote.assign(4'000, 'x');
  h.answer(first, read_of(1));
  h.answer(second, large);
  auto* all = h.sent<evidence::incident_analysed>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->digests.at(0).facts.size() == 1u);
  BOOST_TEST(all->digests.at(1).facts.empty());
  BOOST_TEST_REQUIRE(all->notes.size() == 1u);
  BOOST_TEST(all->notes[0].find("'b.log' were read, and what they show was left out") == 0u);
  BOOST_TEST(all->notes[0].find("FM_TURN_MEMORY_MB") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_named_and_is_no_text_fails_the_incident) {
  test::hand<evidence::incident_state> h;
  h.say(two_files(false));
  evidence::file_read bad;
  bad.error = "is a picture";
  h.answer(h.at(0), bad);
  auto last = h.out.size() - 1;  // what was asked for the other file is withdrawn first
  BOOST_TEST_REQUIRE(h.failed(last) != nullptr);
  BOOST_TEST((h.failed(last)->code == ec::invalid));
  BOOST_TEST(h.failed(last)->text == "'a.log' is a picture");
}

BOOST_AUTO_TEST_CASE(a_picture_that_was_named_fails_nothing) {
  test::hand<evidence::incident_state> h;
  h.say(two_files(false));
  const std::array asked{h.at(0), h.at(1)};
  for (std::size_t i = 0; i < 2; ++i) {
    evidence::file_read shot;
    shot.error = "is a picture";
    shot.found.picture = {"image/png", 64, 48, 900, std::to_string(i), ""};
    h.answer(asked[i], shot);
  }
  const auto* all = h.sent<evidence::incident_analysed>(h.out.size() - 1);
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->digests.empty());
  BOOST_TEST(all->notes.empty());
  BOOST_TEST_REQUIRE(all->pictures.size() == 2u);
  BOOST_TEST(all->pictures[0].source.name == "a.log");
}

BOOST_AUTO_TEST_CASE(a_worker_that_fails_fails_the_incident_with_its_reason) {
  test::hand<evidence::incident_state> h;
  h.say(two_files(true));
  h.fails(h.at(0), ec::unavailable);
  BOOST_TEST_REQUIRE(h.failed() != nullptr);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(turn_steps)

namespace {
agent::investigate asked(bool with_runbooks) {
  agent::investigate m;
  m.question = "why?";
  m.files = {{"a", "a.log", false}};
  m.with_runbooks = with_runbooks;
  return m;
}
evidence::incident_analysed one_log() {
  evidence::incident_analysed all;
  evidence::digest d;
  d.evidence = 1, d.kind = evidence::kind::log, d.lines = 3;
  all.digests = {d};
  return all;
}
agent::investigation with_hypothesis() {
  agent::investigation found;
  agent::hypothesis h;
  h.rule = "disk_full", h.likelihood = .9, h.statement.text = "The disk is full";
  found.hypotheses = {h};
  return found;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_turn_reads_reasons_looks_up_and_answers) {
  test::hand<agent::turn_state> h;
  h.say(asked(true));
  BOOST_TEST_REQUIRE(h.sent<evidence::analyse_incident>() != nullptr);
  h.answer(h.at(0), one_log());
  BOOST_TEST_REQUIRE(h.sent<agent::reason>() != nullptr);
  BOOST_TEST(h.sent<agent::reason>()->digests.size() == 1u);
  h.answer(h.at(0), with_hypothesis());
  BOOST_TEST_REQUIRE(h.sent<knowledge::search_runbooks>() != nullptr);
  knowledge::passages_found found;
  found.results = {{}, {}};
  found.results[0].resize(1);
  found.results[0][0].path = "disk.md", found.results[0][0].score = .8;
  h.answer(h.at(0), found);
  auto* answer = h.sent<agent::investigation>();
  BOOST_TEST_REQUIRE(answer != nullptr);
  BOOST_TEST(answer->passages.size() == 1u);
  BOOST_TEST(answer->answer.find("disk.md") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_without_runbooks_is_worth_more_than_none) {
  test::hand<agent::turn_state> h;
  h.say(asked(true));
  h.answer(h.at(0), one_log());
  h.answer(h.at(0), with_hypothesis());
  h.fails(h.at(0), ec::timeout);
  auto* answer = h.sent<agent::investigation>(h.out.size() - 1);  // the search is withdrawn first
  BOOST_TEST_REQUIRE(answer != nullptr);
  BOOST_TEST(answer->notes.back().find("runbooks could not be searched") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_but_empty_files_is_bad_input) {
  test::hand<agent::turn_state> h;
  h.say(asked(false));
  evidence::incident_analysed all;
  all.digests.resize(1);
  all.notes = {"'x' was left out"};
  h.answer(h.at(0), all);
  BOOST_TEST_REQUIRE(h.failed() != nullptr);
  BOOST_TEST((h.failed()->code == ec::invalid));
  BOOST_TEST(h.failed()->text == "there is nothing to read: every file is empty; 'x' was left out");
}

BOOST_AUTO_TEST_CASE(no_question_asks_what_is_wrong_and_says_so) {
  test::hand<agent::turn_state> h;
  auto m = asked(false);
  m.question = " \n";
  h.say(m);
  h.answer(h.at(0), one_log());
  BOOST_TEST(h.sent<agent::reason>()->question == "What is wrong?");
  h.answer(h.at(0), agent::investigation{});
  auto* answer = h.sent<agent::investigation>();
  BOOST_TEST_REQUIRE(answer != nullptr);
  BOOST_TEST(answer->notes.front().find("no question was given") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_window_of_the_question_reaches_the_readers) {
  test::hand<agent::turn_state> h;
  auto m = asked(false);
  m.question = "what happened on 2026-03-01 at 10:00?";
  m.now = 1'796'040'000'000'000;
  h.say(m);
  auto* incident = h.sent<evidence::analyse_incident>();
  BOOST_TEST_REQUIRE(incident != nullptr);
  BOOST_TEST(incident->terms.windowed);
  BOOST_TEST(incident->terms.window_first < incident->terms.window_last);
}

namespace {
agent::options with_model() {
  agent::options how;
  how.asks_model = true;
  return how;
}
/// Found by the built-in analyst on line 1 of E1.
agent::investigation refused() {
  auto found = with_hypothesis();
  found.verdict = agent::verdict::problem;
  found.evidence = one_log().digests;
  evidence::fact f;
  f.quote = "connect to db-1 failed: Connection refused", f.quote_line = 1, f.weight = .8;
  found.evidence[0].facts = {f};
  agent::claim c;
  c.form = c.text = "db-1 refuses connections";
  c.citations = {{1, {{1, 1}}, 0, {}}};
  found.conclusion = {c};
  return found;
}
agent::consulted said(std::string text) {
  agent::consulted c;
  c.model = "vendor/m";
  c.text = c.commands_text = std::move(text);
  return c;
}
std::string conclusion(std::string text) {
  return R"({"conclusion":[{"text":")" + text +
         R"(","cites":["E1:1"]}],"hypotheses":[],"next_steps":[],"questions":[]})";
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_model_is_asked_after_the_built_in_analyst_and_its_answer_is_checked) {
  test::hand<agent::turn_state> h(with_model());
  h.say(asked(false));
  h.answer(h.at(0), one_log());
  h.answer(h.at(0), refused());
  h.answer(h.at(0), agent::model_room{});
  auto* question = h.sent<agent::consult>();
  BOOST_TEST_REQUIRE(question != nullptr);
  BOOST_TEST(question->said.size() == 1u);
  BOOST_TEST(question->most > 0);
  BOOST_TEST(question->behind.size() > 0u);
  h.answer(h.at(0), said(conclusion("The connection to db-1 was refused.")));
  auto* answer = h.sent<agent::investigation>();
  BOOST_TEST_REQUIRE(answer != nullptr);
  BOOST_TEST(answer->conclusion.front().text == "The connection to db-1 was refused.");
  BOOST_TEST(answer->notes.back().find("vendor/m") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_says_what_was_replaced_before_a_model_was_asked) {
  for (const bool answers : {true, false}) {
    test::hand<agent::turn_state> h(with_model());
    h.say(asked(false));
    h.answer(h.at(0), one_log());
    h.answer(h.at(0), refused());
    h.answer(h.at(0), agent::model_room{});
    auto reply = said(conclusion("The connection to db-1 was refused."));
    reply.replaced = {{"EMAIL", 3}, {"PASSWORD", 2}};
    if (!answers) reply.trouble = "unreachable";
    h.answer(h.at(0), reply);
    auto* answer = h.sent<agent::investigation>(h.out.size() - 1);
    BOOST_TEST_REQUIRE(answer != nullptr);
    BOOST_TEST(answer->notes.front() ==
               "before anything left, 3 e-mail addresses and 2 passwords were replaced by placeholders");
  }
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_borne_out_is_repaired_once) {
  test::hand<agent::turn_state> h(with_model());
  h.say(asked(false));
  h.answer(h.at(0), one_log());
  h.answer(h.at(0), refused());
  h.answer(h.at(0), agent::model_room{});
  h.answer(h.at(0), said(conclusion("The connection to db-1 was refused 99 times.")));
  auto* again = h.sent<agent::consult>();
  BOOST_TEST_REQUIRE(again != nullptr);
  BOOST_TEST_REQUIRE(again->said.size() == 3u);
  BOOST_TEST(again->said[2].text.find("the number 99") != std::string::npos);
  h.answer(h.at(0), said(conclusion("The connection to db-1 was refused 98 times.")));
  auto* answer = h.sent<agent::investigation>();
  BOOST_TEST_REQUIRE(answer != nullptr);
  BOOST_TEST(answer->conclusion.front().text == "db-1 refuses connections");
}

BOOST_AUTO_TEST_CASE(a_model_that_does_not_answer_leaves_the_built_in_answer) {
  for (const bool by_gate : {true, false}) {
    test::hand<agent::turn_state> h(with_model());
    h.say(asked(false));
    h.answer(h.at(0), one_log());
    h.answer(h.at(0), refused());
    h.answer(h.at(0), agent::model_room{});
    auto nothing = said("");
    nothing.trouble = "unreachable", nothing.why = "nobody listens there";
    if (by_gate)
      h.answer(h.at(0), nothing);
    else
      h.fails(h.at(0), ec::busy);
    auto* answer = h.sent<agent::investigation>(h.out.size() - 1);
    BOOST_TEST_REQUIRE(answer != nullptr);
    BOOST_TEST(answer->conclusion.front().text == "db-1 refuses connections");
    BOOST_TEST(answer->notes.back().find("did not answer") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_turn_without_time_for_the_model_does_not_ask_it) {
  auto how = with_model();
  how.model_time = second;
  test::hand<agent::turn_state> h(how);
  h.say(asked(false));
  h.answer(h.at(0), one_log());
  h.answer(h.at(0), refused());
  h.answer(h.at(0), agent::model_room{});
  auto* answer = h.sent<agent::investigation>();
  BOOST_TEST_REQUIRE(answer != nullptr);
  BOOST_TEST(answer->notes.back().find("no time was left") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
