#include "report_store.hpp"

#include "fm/reports/spawn.hpp"

#include <fm/providers/row_reader.hpp>

namespace fm::reports {

namespace {

constexpr std::string_view tables = R"sql(
create table case_reports (
  id text primary key,
  case_id text not null references cases (id) on delete cascade,
  report_type text not null,
  title text not null,
  content text not null,
  document text not null,
  version bigint not null,
  linked_to_closure bigint not null,
  generation_time_ms bigint not null,
  created_at bigint not null,
  generated_at bigint not null,
  unique (case_id, report_type, version)
);
)sql";

#define FM_REPORT_COLUMNS(content, document)                                                           \
  "select r.id, r.case_id, r.report_type, r.title, " content ", " document                             \
  ", r.version, case when r.version = (select max(n.version) from case_reports n where n.case_id = "   \
  "r.case_id"                                                                                          \
  " and n.report_type = r.report_type) then 1 else 0 end, r.linked_to_closure, r.generation_time_ms, " \
  "r.created_at, r.generated_at from case_reports r "

static_assert(most_versions == 5, "the number stands in the statement");
// The number is given where the row is written, so that two writers cannot take the same.
constexpr std::string_view insert_sql =
    "insert into case_reports (id, case_id, report_type, title, content, document, version, "
    "linked_to_closure, generation_time_ms, created_at, generated_at) "
    "select cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as text), "
    "cast($6 as text), coalesce(max(version), 0) + 1, 0, cast($7 as bigint), cast($8 as bigint), "
    "cast($9 as bigint) from case_reports where case_id = $2 and report_type = $3 having count(*) < 5 "
    "returning version";

}  // namespace

const db::schema& schema() { return store::schema(); }

namespace store {

const db::schema& schema() {
  static const db::schema all{
      {{"reports", 1, tables}},
      {{"reports.insert_report", insert_sql},
       {"reports.reports_of_case",
        FM_REPORT_COLUMNS("''", "''") "where r.case_id = $1 order by r.report_type, r.version desc"},
       {"reports.read_report", FM_REPORT_COLUMNS("r.content", "r.document") "where r.id = $1"},
       {"reports.delete_report", "delete from case_reports where id = $1 and linked_to_closure = 0"},
       {"reports.link_report",
        "update case_reports set linked_to_closure = 1 where id = $1 and case_id = $2"}}};
  return all;
}

db::operation insert(const report_record& r) {
  return {"reports.insert_report",
          {r.id, r.case_id, r.type, r.title, r.content, r.document, r.took_ms, r.created, r.generated}};
}

db::operation of_case(const std::string& case_id) { return {"reports.reports_of_case", {case_id}}; }
db::operation read(const std::string& id) { return {"reports.read_report", {id}}; }
db::operation remove(const std::string& id) { return {"reports.delete_report", {id}, 1}; }

db::operation link(const std::string& case_id, const std::vector<std::string>& ids) {
  db::operation out{"reports.link_report",
                    {},
                    static_cast<std::int64_t>(ids.size()),
                    static_cast<std::uint32_t>(ids.size())};
  for (const auto& id : ids) {
    out.params.emplace_back(id);
    out.params.emplace_back(case_id);
  }
  return out;
}

report_record record_of(const db::row& row) {
  db::row_reader in(row);
  report_record r;
  r.id = in.text();
  r.case_id = in.text();
  r.type = in.text();
  r.title = in.text();
  r.content = in.text();
  r.document = in.text();
  r.version = in.number<std::uint32_t>();
  r.current = in.flag();
  r.linked = in.flag();
  r.took_ms = in.number<std::uint64_t>();
  r.created = in.number<micros>();
  r.generated = in.number<micros>();
  return r;
}

std::vector<report_record> records_of(const db::row_set& rows) {
  std::vector<report_record> out;
  for (const auto& r : rows.rows) out.push_back(record_of(r));
  return out;
}

}  // namespace store

}  // namespace fm::reports
