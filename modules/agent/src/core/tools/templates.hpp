#pragma once
// The tools templates and compare.
#include "tools/call.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace fm::agent::tools {

plan<evidence::count_templates> plan_templates(const call& c, const evidence::case_files& files);
/// Sorts as the call asks; `found` is used up.
tool_result show_templates(const call& c, const plan<evidence::count_templates>& asked,
                           evidence::templates_counted found, const evidence::case_files& files);

plan<evidence::count_templates> plan_compare(const call& c, const evidence::case_files& files);

/// How a template differs between two sides.
enum class difference : std::uint8_t { appeared, vanished, more, less };
struct changed_template {
  difference how = difference::appeared;
  double weight = 0;  ///< how sure it is, in standard deviations
  const evidence::counted_template* what = nullptr;
};
/// New and gone ones, and those whose rates differ by a factor of two and by more than chance; new ones that
/// tell of trouble first. `exposure` is by what the numbers of each side are divided: time or records.
std::vector<changed_template> differences_of(const evidence::templates_counted& found,
                                             const std::array<double, 2>& exposure);
tool_result show_compare(const plan<evidence::count_templates>& asked,
                         const evidence::templates_counted& found, const evidence::case_files& files);

}  // namespace fm::agent::tools
