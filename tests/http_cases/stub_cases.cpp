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
fm::test::sent_request json(std::string body) { return {.body = std::move(body), .query = {}, .form = {}}; }
std::string header(const fm::test::kept_answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.sent.value().headers)
    if (key == name) return value;
  return {};
}
hypothesis_record example_hypothesis() {
  hypothesis_record h;
  h.id = "018f0000-0000-7000-8000-000000000002";
  h.case_id = example().id;
  h.title = "pool";
  return h;
}

fm::evidence::evidence_record example_file() {
  fm::evidence::evidence_record e;
  e.id = "018f0000-0000-7000-8000-000000000003";
  e.case_id = example().id;
  e.original_filename = "app.log";
  e.file_size = 12;
  e.evidence_type = "log";
  e.status = "processed";
  e.uploaded = 5;
  return e;
}
turn_answer example_answer() {
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
  a.next_steps = {{"Look", ""}};
  a.questions = {"Which?"};
  fm::knowledge::passage p;
  p.document_id = "d1";
  p.path = "pools.md";
  p.score = .8;
  a.sources = {p};
  return a;
}

struct state {
  using takes =
      fm::takes<create_case, get_case, list_cases, search_cases, list_session_cases, get_statistics,
                get_trends, get_analytics, list_messages, list_hypotheses, list_solutions, list_questions,
                get_view, settle_interrupted, update_case, set_status, close_case, delete_case, add_message,
                add_hypothesis, update_hypothesis, add_solution, add_data, remove_data, suggest_title,
                post_turn, submit_turn, export_case, import_case, add_files>;
  std::shared_ptr<stub::seen> seen;
};
template <class R>
fm::outcome<R> say(const state& s, R r) {
  if (s.seen->failure) return *s.seen->failure;
  return r;
}
fm::outcome<case_changed> changed(const state& s) {
  case_changed out;
  out.record = s.seen->record;
  out.stale = s.seen->stale;
  return say(s, out);
}
fm::outcome<case_record> on(state& s, create_case m, fm::effects&) {
  s.seen->created = std::move(m);
  return say(s, s.seen->record);
}
fm::outcome<case_record> on(state& s, get_case, fm::effects&) { return say(s, s.seen->record); }
fm::outcome<case_page> on(state& s, list_cases m, fm::effects&) {
  s.seen->listed = std::move(m);
  case_page page;
  page.cases = {example()};
  page.total = 7;
  page.more = true;
  return say(s, page);
}
fm::outcome<case_page> on(state& s, search_cases m, fm::effects&) {
  s.seen->search = std::move(m);
  case_page page;
  page.cases = {example()};
  return say(s, page);
}
fm::outcome<case_page> on(state& s, list_session_cases m, fm::effects&) {
  s.seen->of_session = std::move(m);
  case_page page;
  page.cases = {example()};
  page.total = 1;
  return say(s, page);
}
fm::outcome<case_statistics> on(state& s, get_statistics, fm::effects&) {
  case_statistics out;
  out.user = "ann";
  out.counts = {{"consulting", "low", 2}, {"investigating", "high", 3}, {"closed", "high", 4}};
  out.resolved_this_week = 1;
  out.created_this_week = 5;
  out.created_this_month = 6;
  out.resolution_hours = 1.5;
  return say(s, out);
}
fm::outcome<case_trends> on(state& s, get_trends m, fm::effects&) {
  s.seen->trends = m;
  case_trends out;
  out.days = {{0, 1, 0, 0}, {1, 0, 2, 3}};
  return say(s, out);
}
fm::outcome<case_analytics> on(state& s, get_analytics, fm::effects&) {
  case_analytics out;
  out.record = example();
  out.evidence = 4;
  out.resolution_minutes = 9;
  return say(s, out);
}
fm::outcome<question_page> on(state& s, list_questions m, fm::effects&) {
  s.seen->questions = std::move(m);
  question_page page;
  page.questions = {{{"q1", example().id, "user", "why?", "", 1, "answered", "", 5}, "m2"},
                    {{"q2", example().id, "user", "and?", "", 2, "asked", "", 6}, ""}};
  page.total = 2;
  return say(s, page);
}
fm::outcome<case_view> on(state& s, get_view, fm::effects&) { return say(s, s.seen->view); }
fm::outcome<data_item> on(state& s, add_data m, fm::effects&) {
  s.seen->data = m;
  return say(s, data_item{m.case_id, "data_1", m.value});
}
fm::outcome<fm::done> on(state& s, remove_data m, fm::effects&) {
  s.seen->removed = std::move(m);
  return say(s, fm::done{});
}
fm::outcome<title_suggestion> on(state& s, suggest_title m, fm::effects&) {
  s.seen->title = std::move(m);
  return say(s, s.seen->suggestion);
}
fm::outcome<files_added> on(state& s, add_files m, fm::effects&) {
  s.seen->files = std::move(m);
  files_added out;
  out.files = {example_file()};
  return say(s, out);
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
fm::outcome<case_changed> on(state& s, update_case m, fm::effects&) {
  s.seen->updated = std::move(m);
  return changed(s);
}
fm::outcome<case_changed> on(state& s, set_status m, fm::effects&) {
  s.seen->status = std::move(m);
  return changed(s);
}
fm::outcome<case_changed> on(state& s, close_case m, fm::effects&) {
  s.seen->closed = std::move(m);
  return changed(s);
}
fm::outcome<case_changed> on(state& s, delete_case m, fm::effects&) {
  s.seen->deleted = std::move(m);
  return changed(s);
}
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
fm::outcome<case_file> on(state& s, export_case, fm::effects&) {
  return say(s, case_file{example().id, R"({"schema":"faultmaven.case"})"});
}
fm::outcome<case_record> on(state& s, import_case m, fm::effects&) {
  s.seen->imported = std::move(m);
  return say(s, example());
}
fm::outcome<turn_submitted> on(state& s, submit_turn m, fm::effects&) {
  s.seen->turn = std::move(m.turn);
  s.seen->as_job = m.as_job;
  return say(s, s.seen->submitted);
}
fm::outcome<turn_answer> on(state& s, post_turn m, fm::effects&) {
  s.seen->turn = std::move(m);
  return say(s, s.seen->answer);
}

/// A turn that looks for something and answers; a second look at it begins behind its first event.
struct told_turn {
  using takes = fm::takes<fm::agent::turn_event, fm::agent::heard_piece, fm::agent::answer_begins,
                          fm::agent::watch_turn>;
};
void on(told_turn&, fm::agent::turn_event, fm::effects&) {}
void on(told_turn&, fm::agent::heard_piece, fm::effects&) {}
void on(told_turn&, fm::agent::answer_begins, fm::effects&) {}
fm::outcome<fm::agent::turn_news> on(told_turn&, fm::agent::watch_turn m, fm::effects&) {
  if (m.question_id == "0190f6b0-7b1c-7a40-9d2e-00000000dead")
    return fm::fail(fm::ec::not_found, "turn not found");
  fm::agent::turn_news out;
  if (m.after < 1) out.events.push_back({1, "stage", R"({"stage":"understand"})"});
  if (m.after < 2) out.events.push_back({2, "done", R"({"agent_response":"because"})"});
  out.ended = true;
  return out;
}

struct world::actors : fm::test::actor_fixture<fm::cases::messages, fm::agent::messages> {};

world::world() : actors_(std::make_unique<actors>()) {
  seen->record = example();
  seen->view.record = example();
  seen->answer = example_answer();
  seen->submitted.case_id = example().id;
  seen->submitted.question_id = "q1";
  seen->submitted.result = R"({"agent_response":"because","turn_number":1})";
  auto place = actors_->sys.spawn<state>("cases", seen).place();
  fm::http::all_cases all(place);
  fm::http::one_case one(place);
  const fm::http::turn_watcher news(actors_->sys.spawn<told_turn>("news").place());
  const fm::http::written_reports reports = [this](const std::string& id, const fm::call_context&,
                                                   auto tell) {
    tell(id == seen->view.record.id ? seen->written : std::vector<std::string>{"of another case"});
  };
  table = fm::http::case_routes(actors_->sys, all, one, reports);
  for (auto& row : fm::http::turn_routes(actors_->sys, all, one, news)) table.push_back(std::move(row));
  for (auto& row : fm::http::case_v1_routes(actors_->sys, all, one, reports)) table.push_back(std::move(row));
  std::vector<fm::http::route_table> tables{std::move(table)};
  fm::http::add_v1(tables);
  table = std::move(tables.at(0));
  for (auto& row : tables.at(1)) table.push_back(std::move(row));
}
world::~world() = default;

std::shared_ptr<fm::test::kept_answer> world::call(fm::http::method verb, const std::string& path,
                                                   fm::test::sent_request what) {
  return fm::test::call_row(table, verb, path, std::move(what), [this] { actors_->run(); });
}

}  // namespace stub
