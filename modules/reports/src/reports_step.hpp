#pragma once
// Reports as they are kept: lists, reads, downloads, deletion, recommendation.
#include <fm/actors/step.hpp>
#include <fm/reports/messages.hpp>

namespace fm::reports {

struct reports_state {
  using takes = fm::takes<list_reports, get_report, delete_report, recommend_reports, download_report>;
};

flow<report_list> on(reports_state& s, list_reports m, effects& fx);
flow<report_record> on(reports_state& s, get_report m, effects& fx);
flow<done> on(reports_state& s, delete_report m, effects& fx);
flow<report_advice> on(reports_state& s, recommend_reports m, effects& fx);
flow<report_file> on(reports_state& s, download_report m, effects& fx);

}  // namespace fm::reports
