#pragma once
// What probes of models found, for people and for scripts.
#include <fm/model/probe.hpp>

#include <string>
#include <vector>

namespace fm::program {

/// One block of lines for each model.
std::string to_text(const std::vector<model::probe_report>& reports);
/// An array with an object for each model.
std::string to_json(const std::vector<model::probe_report>& reports);
/// One line for a log: "tools yes, streamed no, schema yes, context 8192 (vendor)".
std::string summary_of(const model::probe_report& report);

}  // namespace fm::program
