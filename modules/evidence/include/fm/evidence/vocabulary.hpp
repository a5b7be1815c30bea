#pragma once
// The words that all messages about evidence share.
#include <cstdint>
#include <limits>
#include <string>

namespace fm::evidence {

/// Microseconds since 1970-01-01T00:00:00Z.
using micros = std::int64_t;  // the same as fm::micros
/// A line, fact or file without a time.
inline constexpr micros no_time = std::numeric_limits<micros>::min();

/// What a file turned out to be; decides which extractor reads it.
enum class kind : std::uint8_t {
  empty,
  log,
  kubectl_describe,
  kubectl_table,  ///< `kubectl get`, also `-o wide`, with or without its header line
  kubectl_events,
  manifest,  ///< Kubernetes objects as YAML or JSON, applied or read back
  json_document,
  yaml_document,
  config,  ///< INI, TOML, properties, env, nginx-like
  text,
  command_output,  ///< of known commands and tools, and nothing else
};

/// Severity as the line itself states it; `none` when it states nothing.
enum class severity : std::uint8_t { none, trace, debug, info, notice, warning, error, critical };

/// Lines of one file, 1-based, both ends included.
struct line_range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool operator==(const line_range&) const = default;
};

/// A file of an incident, where the composition root finds it.
struct file_source {
  std::string path;          ///< "-" is standard input
  std::string name;          ///< as people see it
  bool from_folder = false;  ///< a folder holds it: what is no text is left out instead of refused
  std::uint64_t bytes = 0;   ///< its length when that is known, for progress
};

}  // namespace fm::evidence
