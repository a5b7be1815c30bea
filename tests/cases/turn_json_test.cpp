// The answer of a turn as polling clients read it, made at once or out of what is stored.
#include "cases/turn_json.hpp"

#include "cases/turn_record.hpp"

#include <fm/json/value.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm::cases;
namespace json = fm::json;

namespace {

turn_answer example() {
  turn_answer a;
  a.case_id = "c1";
  a.question_id = "q1";
  a.message_id = "m1";
  a.turn = 2;
  a.response = "the pool is too small";
  a.response_type = "solution_ready";
  a.verdict = "problem";
  a.confidence = .9;
  a.case_status = "consulting";
  a.milestones = {"symptom_verified"};
  a.outcome = "progress";
  a.progress = true;
  a.next_steps = {{"see what is used", "poolctl show"}, {"enlarge it", ""}};
  a.questions = {"which pool?"};
  return a;
}

json::value read(const turn_answer& a) { return json::parse(turn_result_text(a)).root; }

}  // namespace

BOOST_AUTO_TEST_CASE(an_answer_has_what_both_generations_of_clients_read) {
  auto out = read(example());
  for (const auto* key :
       {"agent_response", "turn_number", "milestones_completed", "case_status", "case_state", "progress_made",
        "is_stuck", "attachments_processed", "suggested_actions", "content", "response_type",
        "cause_assurance", "cause_overclaim", "sources"})
    BOOST_TEST(out.find(key), key);
  BOOST_TEST(*out.find("response_type")->as_string() == "SOLUTION_READY");
  BOOST_TEST(*out.find("case_state")->as_string() == "inquiry");
  BOOST_TEST(*out.find("cause_assurance")->as_string() == "mechanistic");
  const auto& actions = *out.find("suggested_actions")->as_array();
  BOOST_TEST(*actions.at(0).find("type")->as_string() == "RUN");
  BOOST_TEST(*actions.at(0).find("body")->as_string() == "poolctl show");
  BOOST_TEST(*actions.at(1).find("type")->as_string() == "FREE_SPEECH");  // prose is no command
  BOOST_TEST(*actions.at(1).find("payload")->as_string() == "enlarge it");
  BOOST_TEST(*actions.at(2).find("type")->as_string() == "EVIDENCE");
}

BOOST_AUTO_TEST_CASE(a_statement_that_waits_is_offered_as_a_decision) {
  auto a = example();
  a.proposed_statement = "orders fail";
  auto out = read(a);
  const auto& actions = *out.find("suggested_actions")->as_array();
  BOOST_TEST(*actions.at(0).find("type")->as_string() == "DECIDE");
  BOOST_TEST(*actions.at(0).find("intent")->find("confirmation_value")->as_bool());
  BOOST_TEST(*actions.at(1).find("intent")->find("to_state")->as_string() == "investigating");
}

BOOST_AUTO_TEST_CASE(what_came_with_a_turn_is_named_with_how_it_came) {
  auto a = example();
  fm::evidence::evidence_record e;
  e.id = "e1";
  e.original_filename = "app.log";
  e.evidence_type = "log";
  e.status = "processed";
  a.attachments = {e, e};
  a.attachments[1].evidence_type = "screenshot";
  a.came_as = {"file", "paste"};
  auto out = read(a);
  const auto& all = *out.find("attachments_processed")->as_array();
  for (const auto* key : {"file_id", "filename", "file_size", "source_type", "processing_status",
                          "upload_source", "uploaded_at", "duplicate_of"})
    BOOST_TEST(all.at(0).find(key), key);
  BOOST_TEST(*all.at(0).find("source_type")->as_string() == "logs");
  BOOST_TEST(*all.at(0).find("processing_status")->as_string() == "completed");
  BOOST_TEST(*all.at(1).find("source_type")->as_string() == "image");
  BOOST_TEST(*all.at(1).find("upload_source")->as_string() == "paste");
}

BOOST_AUTO_TEST_CASE(an_answer_is_made_again_out_of_its_message) {
  auto a = example();
  auto said = message_of(a, fm::agent::turn_result());
  case_message question;
  question.id = "q1";
  question.case_id = "c1";
  question.turn = 2;
  auto again = stored_answer(question, said, "investigating");
  BOOST_TEST(again.response == a.response);
  BOOST_TEST(again.response_type == a.response_type);
  BOOST_TEST(again.outcome == a.outcome);
  BOOST_TEST((again.milestones == a.milestones));
  BOOST_TEST(again.confidence == a.confidence);
  BOOST_TEST(again.case_status == "investigating");
  BOOST_TEST(stored_answer(question, case_message(), "closed").outcome == "conversation");
}
