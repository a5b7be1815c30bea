// The stubs themselves, apart from the header: message types take minutes to compile with sanitizers.
#include "stub_reports.hpp"

#include <fm/reports/spawn.hpp>
#include <fm/test/actor_fixture.hpp>

#include <utility>
#include <vector>

namespace stub {

reports::report_record a_report(const std::string& type) {
  reports::report_record r;
  r.id = id_2, r.case_id = id_1, r.type = type, r.title = "Runbook: \"x\"", r.content = "# T", r.version = 3;
  r.took_ms = 12, r.created = 1'000'000, r.generated = 2'000'000;
  return r;
}

namespace {

template <class R>
outcome<R> say(const seen_ptr& s, R r) {
  if (s->says) return *s->says;
  return r;
}

struct all {
  using takes = fm::takes<reports::list_reports, reports::get_report, reports::delete_report,
                          reports::recommend_reports, reports::download_report>;
  seen_ptr seen;
};
outcome<reports::report_list> on(all& s, reports::list_reports m, effects&) {
  s.seen->listed = std::move(m);
  auto r = a_report();
  r.content.clear();
  return say(s.seen, reports::report_list{{r}});
}
outcome<reports::report_record> on(all& s, reports::get_report m, effects&) {
  s.seen->got = std::move(m);
  return say(s.seen, a_report());
}
outcome<done> on(all& s, reports::delete_report m, effects&) {
  s.seen->removed = std::move(m);
  return say(s.seen, done{});
}
outcome<reports::report_advice> on(all& s, reports::recommend_reports m, effects&) {
  s.seen->advised = std::move(m);
  reports::report_advice a;
  a.case_id = id_1, a.case_status = "resolved", a.sentences = {"Runbook: none yet."};
  a.available = {"incident_report", "runbook"}, a.recommended = {"runbook"},
  a.existing = {a_report("post_mortem")};
  a.runbook_action = "reuse", a.runbook_reason = "There is one.";
  if (s.seen->knows_runbook) a.runbook = {{id_2, "Disks", "runbook", .9}};
  return say(s.seen, a);
}
outcome<reports::report_file> on(all& s, reports::download_report m, effects&) {
  s.seen->download = std::move(m);
  const bool pdf = s.seen->download.format == "pdf";
  return say(s.seen, reports::report_file{pdf ? "Ausfälle-v3.pdf" : "Ausfälle-v3.md",
                                          pdf ? "application/pdf" : "text/markdown; charset=utf-8",
                                          pdf ? "%PDF-1.3" : "# T", "\"tag\""});
}

struct one {
  using takes = fm::takes<reports::generate_reports, reports::link_reports>;
  one(std::string, seen_ptr s) : seen(std::move(s)) {}
  seen_ptr seen;
};
outcome<reports::reports_generated> on(one& s, reports::generate_reports m, effects&) {
  s.seen->generate = std::move(m);
  reports::reports_generated g;
  g.case_id = id_1;
  for (const auto& type : s.seen->generate.types) {
    reports::report_outcome o;
    o.type = type;
    if (s.seen->one_failed && g.outcomes.empty())
      o.why = ec::invalid, o.error = "five versions";
    else
      o.made = {a_report(type)};
    g.outcomes.push_back(std::move(o));
  }
  return say(s.seen, g);
}
outcome<reports::reports_linked> on(one& s, reports::link_reports m, effects&) {
  s.seen->link = std::move(m);
  return say(s.seen, reports::reports_linked{{id_2}});
}

}  // namespace

struct world::actors : test::actor_fixture<reports::messages> {};

world::world() : actors_(std::make_unique<actors>()) {
  auto& sys = actors_->sys;
  auto a = sys.spawn<all>("reports", seen);
  auto o = sys.family<one>("reports of a case", {}, seen);
  std::vector<http::route_table> tables{http::report_routes(sys, a, o)};
  http::add_v1(tables);
  for (auto& t : tables) table.insert(table.end(), t.begin(), t.end());
}
world::~world() = default;

std::shared_ptr<test::kept_answer> world::call(http::method verb, const std::string& path,
                                               test::sent_request what) {
  return test::call_row(table, verb, path, std::move(what), [this] { actors_->run(); });
}

}  // namespace stub
