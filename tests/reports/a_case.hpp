#pragma once
// A case with an investigation of its evidence, as the other modules hand it over.
#include <fm/reports/messages.hpp>

#include <string>
#include <utility>
#include <vector>

namespace fm::reports {

inline constexpr micros opened = 1'764'000'000 * second;  // 2025-11-24T16:00:00Z

inline agent::claim claim(std::string form, std::string quote, std::uint32_t file, std::uint64_t line) {
  agent::claim c;
  c.form = form;
  c.slots = {{"quote", quote}};
  agent::citation where;
  where.evidence = file;
  where.lines = {{line, line}};
  c.citations = {where};
  auto at = form.find("{quote}");
  c.text = at == std::string::npos ? form : form.replace(at, 7, quote);
  return c;
}

inline agent::hypothesis hypothesis(std::string statement, double likelihood) {
  agent::hypothesis h;
  h.rule = "connections_exhausted";
  h.statement = claim(std::move(statement), "", 1, 242);
  h.likelihood = likelihood;
  h.level = likelihood >= .85 ? "verified" : "speculation";
  return h;
}

inline material bare_case() {
  material m;
  m.the_case.id = "018f0000-0000-7000-8000-000000000001";
  m.the_case.owner = "ann";
  m.the_case.title = "Orders fail";
  m.the_case.created = opened;
  m.the_case.metadata = "{}";
  m.not_investigated = "the case has no evidence";
  m.now = opened + 180 * minute;
  return m;
}

inline material full_case() {
  auto m = bare_case();
  m.the_case.description = "Customers cannot order since the afternoon.";
  m.the_case.status = "resolved";
  m.the_case.resolved = opened + 125 * minute;
  m.the_case.metadata =
      R"({"status_history":[{"from_status":"consulting","to_status":"investigating","changed_at":"2025-11-24T16:05:00.000000Z","changed_by":"ann","auto":true,"reason":"a question was asked about the evidence"},)"
      R"({"from_status":"investigating","to_status":"resolved","changed_at":"2025-11-24T18:05:00.000000Z","changed_by":"ann","auto":false,"reason":"pool size lowered to 20"}],)"
      R"("investigation_state":{"working_conclusion":{"statement":"No connection slots are left","confidence":0.9,"confidence_level":"verified","generated_at_turn":1},"progress":{"symptom_verified":true}}})";
  evidence::evidence_record e;
  e.id = "e-1", e.original_filename = "orders.log", e.evidence_type = "log", e.status = "processed";
  e.file_size = 512, e.uploaded = opened + 4 * minute;
  m.evidence = {e};
  m.evidence_count = 1;
  cases::case_message q;
  q.id = "q-1", q.role = "user", q.content = "Why do the orders fail?", q.turn = 1, q.state = "answered";
  q.created = opened + 5 * minute;
  m.messages = {q};
  m.message_count = 1;
  m.investigated = true;
  m.not_investigated.clear();
  auto& f = m.found;
  f.verdict = agent::verdict::problem;
  f.confidence = .98;
  auto best = hypothesis("orders: the server accepts no more connections", .98);
  best.supporting = {claim("\"{quote}\", 6 times", "remaining connection slots are reserved", 1, 242),
                     claim("it would explain \"{quote}\"", "order 120 failed", 1, 250),
                     claim("just before it, at 16:00: \"{quote}\"",
                           "configuration reloaded: report_export=enabled", 1, 174)};
  best.next_steps = {{"List who holds connections and since when", ""}};
  f.hypotheses = {best, hypothesis("Calls are slow: duration is 12013.464", .43),
                  hypothesis("The program ends", .1)};
  f.timeline = {{opened - 10 * minute, claim("changed just before: \"{quote}\"",
                                             "configuration reloaded: report_export=enabled", 1, 174)},
                {opened - 9 * minute + 788'000,
                 claim("first \"{quote}\"", "remaining connection slots are reserved", 1, 242)}};
  f.next_steps = {{"List who holds connections and since when", ""}, {"Lower the clients' pool sizes", ""}};
  f.questions = {"Which clients hold the connections?"};
  knowledge::passage p;
  p.path = "databases/postgres-connections-exhausted.md", p.anchor = "mitigation", p.score = .93;
  p.headings = {"PostgreSQL: too many connections", "Mitigation"};
  f.passages = {p};
  evidence::digest d;
  d.evidence = 1, d.name = "orders.log", d.format = "text: ISO 8601", d.lines = 356;
  d.first = opened - 11 * minute, d.last = opened - 8 * minute;
  d.by_severity = {0, 0, 0, 344, 0, 0, 12, 0};
  f.evidence = {d};
  f.notes = {"E1: times without a time zone were read as UTC"};
  m.evidence_ids = {"e-1"};
  return m;
}

}  // namespace fm::reports
