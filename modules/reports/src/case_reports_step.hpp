#pragma once
// The writing of the reports of one case, one request after the other.
#include "fm/reports/spawn.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/turnstile.hpp>
#include <fm/reports/messages.hpp>

#include <string>
#include <utility>

namespace fm::reports {

struct case_reports {
  using takes = fm::takes<generate_reports, link_reports>;
  case_reports(std::string key, options o) : id(std::move(key)), how(o) {}

  std::string id;
  options how;
  turnstile writes;
};

flow<reports_generated> on(case_reports& s, generate_reports m, effects& fx);
flow<reports_linked> on(case_reports& s, link_reports m, effects& fx);

}  // namespace fm::reports
