#pragma once
// What the evidence module says to others. Plain data with `inspect`; no behaviour, no CAF.
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace fm::evidence {

/// Microseconds since 1970-01-01T00:00:00Z.
using micros = std::int64_t;
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
};

/// Severity as the line itself states it; `none` when it states nothing.
enum class severity : std::uint8_t { none, trace, debug, info, notice, warning, error, critical };

/// Lines of one file, 1-based, both ends included.
struct line_range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool operator==(const line_range&) const = default;
};
template <class Inspector>
auto inspect(Inspector& f, line_range& x) {
  return f(x.first, x.last);
}

/// A named value taken from the lines that the fact cites, letter by letter.
struct slot {
  std::string name;
  std::string value;
  bool operator==(const slot&) const = default;
};
template <class Inspector>
auto inspect(Inspector& f, slot& x) {
  return f(x.name, x.value);
}

/// Whether a fact can be the reason, is an effect of something else, or speaks for health.
enum class role : std::uint8_t { cause, symptom, context, healthy };

/// One thing that the evidence shows, with the lines that show it.
struct fact {
  std::string rule;  ///< e.g. `oom_killed`; the list is in docs/rules.md
  evidence::role role = role::context;
  double weight = 0;               ///< 0..1: how decisive it is when nothing else is known
  std::uint32_t evidence = 0;      ///< which file: E1 is 1
  std::string subject;             ///< the object it is about: pod, container, service, host, table ...
  std::vector<std::string> names;  ///< every object named with it, for matching the question
  std::vector<slot> slots;
  std::vector<line_range> lines;  ///< ascending, at most 64; never empty
  std::string quote;              ///< the decisive text, a part of line `quote_line`, at most 400 bytes
  std::uint64_t quote_line = 0;
  std::uint64_t count = 1;          ///< how many records show it
  severity level = severity::none;  ///< the highest severity among them
  micros first = no_time;
  micros last = no_time;
  bool operator==(const fact&) const = default;

  /// The value of a slot, or the empty string.
  const std::string& get(std::string_view name) const {
    static const std::string none;
    for (const auto& s : slots)
      if (s.name == name) return s.value;
    return none;
  }
};
template <class Inspector>
auto inspect(Inspector& f, fact& x) {
  return f(x.rule, x.role, x.weight, x.evidence, x.subject, x.names, x.slots, x.lines, x.quote, x.quote_line,
           x.count, x.level, x.first, x.last);
}

/// A mined message template: constant words and `<*>` for what varies.
struct pattern {
  std::uint32_t id = 0;
  std::string text;
  std::uint64_t count = 0;
  std::string example;  ///< a raw line, at most 2,000 bytes
  line_range seen;      ///< first and last line of it
  severity level = severity::none;
  micros first = no_time;
  micros last = no_time;
};
template <class Inspector>
auto inspect(Inspector& f, pattern& x) {
  return f(x.id, x.text, x.count, x.example, x.seen, x.level, x.first, x.last);
}

/// What the analysis of one file found.
struct digest {
  std::uint32_t evidence = 0;  ///< E1 is 1
  std::string name;            ///< path as the user gave it
  evidence::kind kind = kind::empty;
  std::string format;       ///< for people: "JSON lines", "syslog RFC 3164" ...
  std::uint64_t bytes = 0;  ///< after decompression
  std::uint64_t lines = 0;
  std::uint64_t timed_lines = 0;
  micros first = no_time;  ///< earliest and latest time of a line
  micros last = no_time;
  std::vector<std::uint64_t> by_severity;  ///< lines by `severity`, 8 numbers
  std::vector<fact> facts;
  std::vector<pattern> patterns;    ///< most frequent first, at most 200
  std::uint64_t pattern_count = 0;  ///< all templates, also those not listed
  std::vector<std::string> notes;   ///< what was assumed, cut or skipped, for people
};
template <class Inspector>
auto inspect(Inspector& f, digest& x) {
  return f(x.evidence, x.name, x.kind, x.format, x.bytes, x.lines, x.timed_lines, x.first, x.last,
           x.by_severity, x.facts, x.patterns, x.pattern_count, x.notes);
}

}  // namespace fm::evidence
