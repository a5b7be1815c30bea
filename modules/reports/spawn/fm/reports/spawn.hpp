#pragma once
// Starts the reports module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/reports/messages.hpp"

#include <fm/providers/db.hpp>

#include <cstddef>

extern template void fm::actors::register_list<fm::reports::messages>(fm::actors::message_table&);

namespace fm::reports {

struct options {
  std::size_t writers = 1;           ///< threads that compose
  std::size_t waiting_requests = 4;  ///< of one case; beyond it `rate_limited`
  actors::family_options cases{.idle_after = minute, .most = 1'000};
};

struct handles {
  actors::handle<list_reports, get_report, delete_report, recommend_reports, download_report> all;
  actors::handle<generate_reports, link_reports> of_case;
};

/// The tables and statements of the module; behind those of cases.
const db::schema& schema();

/// One actor that knows all reports, one for each case whose reports are written, and the workers that
/// compose. Database, cases, evidence, agent, knowledge and printer are asked by their messages.
handles spawn(actors::system& system, const options& how = {});

}  // namespace fm::reports
