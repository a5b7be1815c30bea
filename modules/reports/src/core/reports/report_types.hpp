#pragma once
// The types of reports and what they are called.
#include <array>
#include <string>
#include <string_view>

namespace fm::reports {

inline constexpr std::array<std::string_view, 3> report_types{"incident_report", "runbook", "post_mortem"};

/// For people: "Incident report".
std::string_view label_of(std::string_view type);
/// The label and the beginning of the case's title, in one line.
std::string title_of(std::string_view type, std::string_view case_title);
/// A name for a file that every file system takes: words of the title, the version and the ending.
std::string file_name_of(std::string_view title, unsigned version, std::string_view ending);

/// At most so many characters of UTF-8, with an ellipsis where some are left out; blanks for control
/// characters and runs of blanks.
std::string one_line(std::string_view text, std::size_t characters);

}  // namespace fm::reports
