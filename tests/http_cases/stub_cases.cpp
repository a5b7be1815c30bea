// The stub itself, apart from the header: message types take minutes to compile with sanitizers.
#include "stub_cases.hpp"

#include <fm/cases/spawn.hpp>
#include <fm/test/actor_fixture.hpp>

#include <memory>
#include <utility>

namespace stub {

case_record example() {
  case_record c;
  c.id = "018f0000-0000-7000-8000-000000000001";
  c.owner = "ann";
  c.title = "Orders fail";
  c.tags = {"a"};
  c.created = c.updated = 1'000'000;
  return c;
}
hypothesis_record example_hypothesis() {
  hypothesis_record h;
  h.id = "018f0000-0000-7000-8000-000000000002";
  h.case_id = example().id;
  h.title = "pool";
  return h;
}

struct state {
  using takes = fm::takes<create_case, get_case, list_cases, list_messages, list_hypotheses, list_solutions,
                          settle_interrupted, update_case, set_status, close_case, delete_case, add_message,
                          add_hypothesis, update_hypothesis, add_solution, post_turn>;
  std::shared_ptr<stub::seen> seen;
};
template <class R>
fm::outcome<R> say(const state& s, R r) {
  if (s.seen->failure) return *s.seen->failure;
  return r;
}
fm::outcome<case_record> on(state& s, create_case m, fm::effects&) {
  s.seen->created = std::move(m);
  return say(s, example());
}
fm::outcome<case_record> on(state& s, get_case, fm::effects&) { return say(s, example()); }
fm::outcome<case_page> on(state& s, list_cases m, fm::effects&) {
  s.seen->listed = std::move(m);
  case_page page;
  page.cases = {example()};
  page.total = 7;
  return say(s, page);
}
fm::outcome<message_page> on(state& s, list_messages m, fm::effects&) {
  s.seen->messages = std::move(m);
  message_page page;
  page.messages = {{"m1", example().id, "user", "why?", R"({"a":1})", 1, "failed", "", 5}};
  page.total = 1;
  return say(s, page);
}
fm::outcome<hypothesis_list> on(state& s, list_hypotheses, fm::effects&) {
  hypothesis_list list;
  list.hypotheses = {example_hypothesis()};
  return say(s, list);
}
fm::outcome<solution_list> on(state& s, list_solutions, fm::effects&) {
  solution_list list;
  list.solutions = {{"s1", example().id, "fix", "", {"one"}, false, 5}};
  return say(s, list);
}
std::uint64_t on(state&, settle_interrupted, fm::effects&) { return 0; }
fm::outcome<case_record> on(state& s, update_case m, fm::effects&) {
  s.seen->updated = std::move(m);
  return say(s, example());
}
fm::outcome<case_record> on(state& s, set_status m, fm::effects&) {
  s.seen->status = std::move(m);
  return say(s, example());
}
fm::outcome<case_record> on(state& s, close_case m, fm::effects&) {
  s.seen->closed = std::move(m);
  return say(s, example());
}
fm::outcome<fm::done> on(state& s, delete_case, fm::effects&) { return say(s, fm::done{}); }
fm::outcome<case_message> on(state& s, add_message m, fm::effects&) {
  s.seen->message = std::move(m);
  return say(s, case_message{"m1", example().id, "user", "hello", "", 0, "done", "", 5});
}
fm::outcome<hypothesis_record> on(state& s, add_hypothesis m, fm::effects&) {
  s.seen->hypothesis = std::move(m);
  return say(s, example_hypothesis());
}
fm::outcome<hypothesis_record> on(state& s, update_hypothesis m, fm::effects&) {
  s.seen->changed = std::move(m);
  return say(s, example_hypothesis());
}
fm::outcome<solution_record> on(state& s, add_solution m, fm::effects&) {
  s.seen->solution = std::move(m);
  return say(s, solution_record{"s1", example().id, "fix", "", {"one"}, false, 5});
}
fm::outcome<turn_answer> on(state& s, post_turn m, fm::effects&) {
  s.seen->turn = std::move(m);
  turn_answer a;
  a.case_id = example().id;
  a.question_id = "q1";
  a.message_id = "m1";
  a.turn = 3;
  a.asked = 5;
  a.response = "First.\n\nSecond.";
  a.response_type = "answer";
  a.verdict = "problem";
  a.confidence = .9;
  a.case_status = "investigating";
  a.milestones = {"symptom_verified"};
  a.progress = true;
  a.outcome = "progress";
  a.next_steps = {"Look"};
  a.questions = {"Which?"};
  fm::knowledge::passage p;
  p.document_id = "d1";
  p.path = "pools.md";
  p.score = .8;
  a.sources = {p};
  return say(s, a);
}

struct world::actors : fm::test::actor_fixture<fm::cases::messages> {};

world::world() : actors_(std::make_unique<actors>()) {
  auto place = actors_->sys.spawn<state>("cases", seen).place();
  fm::http::all_cases all(place);
  fm::http::one_case one(place);
  table = fm::http::case_routes(actors_->sys, all, one);
  for (auto& row : fm::http::turn_routes(actors_->sys, one)) table.push_back(std::move(row));
}
world::~world() = default;

std::shared_ptr<fm::test::kept_answer> world::call(fm::http::method verb, const std::string& path,
                                                   fm::test::sent_request what) {
  return fm::test::call_row(table, verb, path, std::move(what), [this] { actors_->run(); });
}

}  // namespace stub
