#pragma once
// What the kinds of evidence and the severities are called where programs read.
#include <fm/evidence/messages.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace fm::evidence {

/// By the number of the severity; the first is "none".
inline constexpr std::array<std::string_view, 8> severity_names = {"none",   "trace",   "debug", "info",
                                                                   "notice", "warning", "error", "critical"};
constexpr std::string_view to_string(severity s) {
  const auto i = static_cast<std::size_t>(s);
  return i < severity_names.size() ? severity_names[i] : severity_names[0];
}

constexpr std::string_view to_string(kind k) {
  switch (k) {
    case kind::empty:
      return "empty";
    case kind::log:
      return "log";
    case kind::kubectl_describe:
      return "kubectl_describe";
    case kind::kubectl_table:
      return "kubectl_table";
    case kind::kubectl_events:
      return "kubectl_events";
    case kind::manifest:
      return "manifest";
    case kind::json_document:
      return "json_document";
    case kind::yaml_document:
      return "yaml_document";
    case kind::config:
      return "config";
    case kind::text:
      return "text";
    case kind::command_output:
      return "command_output";
  }
  return "unknown";
}

}  // namespace fm::evidence
