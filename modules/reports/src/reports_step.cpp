#include "reports_step.hpp"

#include "report_store.hpp"
#include "reports/advice.hpp"
#include "reports/page_json.hpp"
#include "reports/report_types.hpp"

#include <fm/auth/audit.hpp>
#include <fm/cases/messages.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/db.hpp>
#include <fm/providers/document.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace fm::reports {

namespace {

failure not_found(const std::string& id) { return fail(ec::not_found, "report " + id + " not found"); }

/// The report when its case is the caller's; the one check of ownership of this module.
flow<report_record> own_report(std::string id, std::string case_id, effects& fx) {
  auto read = store::read(id);
  db::row_set found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return not_found(id);
  auto r = store::record_of(found.rows.front());
  if (!case_id.empty() && r.case_id != case_id) co_return not_found(id);
  auto theirs = co_await fx.try_ask<cases::get_case>(r.case_id);
  if (!theirs && theirs.error().code == ec::not_found) co_return not_found(id);
  if (!theirs) co_return theirs.error();
  co_return r;
}

}  // namespace

flow<report_list> on(reports_state&, list_reports m, effects& fx) {
  co_await fx.ask<cases::get_case>(m.case_id);
  auto read = store::of_case(m.case_id);
  db::row_set found = co_await fx.ask<db::query>(read);
  report_list out;
  out.reports = store::records_of(found);
  std::erase_if(out.reports, [&](const report_record& r) {
    return (!m.type.empty() && r.type != m.type) || (!m.with_history && !r.current);
  });
  co_return out;
}

flow<report_record> on(reports_state&, get_report m, effects& fx) {
  co_return co_await own_report(m.report_id, m.case_id, fx);
}

flow<done> on(reports_state&, delete_report m, effects& fx) {
  const std::string of_any_case;
  co_await own_report(m.report_id, of_any_case, fx);
  std::vector<db::operation> unit{store::remove(m.report_id), auth::audit(fx, "report.delete", m.report_id)};
  auto removed = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!removed && removed.error().code != ec::conflict) co_return removed.error();
  if (!removed)
    co_return fail(ec::not_found, "report " + m.report_id +
                                      " not found among those that can be deleted: it belongs to the closure "
                                      "of its case, or is gone already");
  co_return done{};
}

flow<report_advice> on(reports_state&, recommend_reports m, effects& fx) {
  constexpr bool whole = true;
  cases::case_record theirs = co_await fx.ask<cases::get_case>(m.case_id, whole);
  auto read = store::of_case(m.case_id);
  db::row_set found = co_await fx.ask<db::query>(read);
  std::vector<knowledge::search_hit> hits;
  auto query = runbook_query(theirs);
  if (!query.empty()) {
    constexpr std::uint32_t best = 1;
    knowledge::search_filter all;
    // Advice without the knowledge base is worth more than none.
    auto searched = co_await fx.try_ask<knowledge::search_documents>(query, best, all);
    if (searched) hits = std::move(searched->hits);
  }
  auto existing = store::records_of(found);
  co_return advise(theirs, std::move(existing), hits);
}

flow<report_file> on(reports_state&, download_report m, effects& fx) {
  report_record r = co_await own_report(m.report_id, m.case_id, fx);
  report_file out;
  // A report never changes.
  out.tag = "\"" + r.id + "-" + m.format + "\"";
  if (m.format == "pdf") {
    auto page = page_of(r.document);
    if (!page) co_return fail(ec::internal, "the stored document of report " + r.id + " cannot be read");
    document::printed file = co_await fx.ask<document::print_pdf>(*page);
    out.name = file_name_of(r.title, r.version, "pdf");
    out.content_type = "application/pdf";
    out.bytes = std::move(file.bytes);
    co_return out;
  }
  out.name = file_name_of(r.title, r.version, "md");
  out.content_type = "text/markdown; charset=utf-8";
  out.bytes = std::move(r.content);
  co_return out;
}

}  // namespace fm::reports
