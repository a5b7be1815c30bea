#pragma once
// What the kinds of evidence are called where programs read.
#include <fm/evidence/messages.hpp>

#include <string_view>

namespace fm::evidence {

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
