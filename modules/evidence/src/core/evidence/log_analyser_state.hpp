#pragma once
// What the log analyser remembers while it reads; shared by its two parts, reading and finishing.
#include "evidence/cause_chain.hpp"
#include "evidence/log_analyser.hpp"
#include "evidence/record_border.hpp"
#include "evidence/template_miner.hpp"
#include "evidence/text_rules.hpp"
#include "evidence/time_histogram.hpp"
#include "evidence/value_series.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

namespace fm::evidence {

inline constexpr std::size_t max_ranges = 1'000;  // line ranges remembered of one fact

inline std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

inline void add_range(std::vector<line_range>& ranges, line_range r) {
  if (!ranges.empty() && r.first <= ranges.back().last + 1) {
    ranges.back().last = std::max(ranges.back().last, r.last);
    return;
  }
  if (ranges.size() < max_ranges) ranges.push_back(r);
}

/// Statistics are kept apart for what is logged as trouble and what is not.
inline std::uint32_t slot_of(template_miner::id_type id, bool wrong) { return id * 2 + (wrong ? 1 : 0); }
inline template_miner::id_type template_of(std::size_t slot) {
  return static_cast<template_miner::id_type>(slot / 2);
}

inline bool at_least(severity a, severity b) { return static_cast<int>(a) >= static_cast<int>(b); }

/// Puts the innermost cause and what stands beside it into the slots of a fact whose lines hold them.
void add_why(fact& f, const cause_chain& why);

/// The last line that `add_why` quotes; 0 when there is none.
std::uint64_t last_line_of(const cause_chain& why);

/// The role says that something is wrong.
inline bool is_trouble(const fact& f) { return f.role == role::cause || f.role == role::symptom; }

struct log_analyser::impl {
  /// Records of one template that no rule explains, and that name the same cause.
  struct error_group {
    std::string key;  // the masked cause; empty where the message itself is all that is said
    std::string quote;
    std::uint64_t quote_line = 0;
    cause_chain why;
    std::vector<line_range> ranges;
    std::uint64_t count = 0;
    micros first = no_time, last = no_time;
    std::string source, component;
  };
  struct template_stats {
    std::uint64_t count = 0, in_window = 0;
    std::uint64_t first_line = 0, last_line = 0;
    micros first = no_time, last = no_time;
    severity level = severity::none;
    bool wrong = false;              // by severity or by its words
    bool sounds_wrong = false;       // by its words
    bool alarming = false;           // by words that programs do not use lightly
    bool advice = false;             // no trouble, whatever its severity
    bool has_code = false;           // states a code, which may be another one each time
    bool stops = false;              // tells that the program was asked to stop
    bool known = false;              // a rule has matched it
    bool exceeds = false;            // states a time that is longer than one it states as well
    std::uint32_t judged = 0;        // records that could have been looked at
    std::uint32_t evaluated = 0;     // records that the rules did look at
    std::uint32_t without_news = 0;  // looks in a row that brought no new fact
    std::string example;             // the raw line
    std::string message;             // its message, when it is wrong or rare enough to be quoted
    std::uint64_t example_line = 0;
    std::vector<error_group> groups;
    std::vector<std::size_t> facts;
    std::string source, component;
    time_histogram over_time;
    struct {
      std::uint64_t count = 0;
      micros sum = 0, longest = 0;
      std::uint64_t line_before = 0, line_after = 0;
      std::string before, after;
    } wait;  // from a record of this template to the next one
    value_series values;
  };
  struct record {
    bool open = false;
    bool keep = false;
    bool wrong = false;    // by severity or by its words
    std::uint32_t id = 0;  // index into stats
    line_range lines;
    std::string message, source, component, raw;
    std::string detail;  // continuation text, newline between lines
    std::vector<std::pair<std::size_t, std::uint64_t>> detail_lines;  // offset in `detail`, line number
    severity level = severity::none;
    micros time = no_time;
    bool in_window = true;
    bool with_code = false;              // states a code other than zero
    std::optional<message_words> words;  // of the message, where they are known
  };

  explicit impl(log_options o) : options(o), miner() {
    constexpr std::size_t usual_templates = 128;
    stats.reserve(2 * usual_templates);
  }

  log_options options;
  const std::shared_ptr<const text_rules> rules = text_rules::in_use();  // the same for the whole file
  template_miner miner;
  std::vector<template_stats> stats;
  std::vector<fact> facts;
  std::map<std::string, std::size_t> fact_by_key;
  record now;
  std::array<record, 4> parked;  // of other sources
  cause_chain why;               // of the record that is judged
  std::string embedded;          // the trace in a field of it
  record_border border;
  time_scale scale;
  time_histogram all_lines, wrong_lines;
  std::uint64_t records = 0, lines = 0, timed = 0, backwards = 0, in_window = 0;
  std::vector<std::uint64_t> by_severity = std::vector<std::uint64_t>(8);
  micros first = no_time, last = no_time, previous = no_time;
  std::uint64_t previous_line = 0;
  struct silence {
    micros length = 0, from = no_time, to = no_time;
    std::uint64_t before = 0, after = 0;
    std::string last_words;
  };
  std::string previous_message;
  std::string columns;  // line 1, when it names the columns of comma-separated values
  std::size_t previous_id = 0;
  bool news_told = false;  // what was said just before the trouble
  silence longest;
  std::uint64_t intervals = 0;

  void note_time(std::uint64_t number, micros t, std::string_view message);
  void note_wait(std::uint64_t number, micros t, std::string_view message);
  void open_record(std::uint64_t number, std::string_view raw, const line_head& head);
  static void extend_record(record& r, std::uint64_t number, std::string_view text);
  void change_source(std::string_view source);
  record* record_above(std::string_view source);
  void note_end(std::string_view message);
  void close_all();
  void close_record();
  void judge(template_stats& s);
  void find_why();
  bool cause_is_below() const;
  bool apply_to_trace(template_stats& s);
  bool apply_to_lines(template_stats& s);
  bool note_exceeded_time(template_stats& s);
  void note_unexplained(template_stats& s);
  void count_in(fact& f, std::uint64_t line) const;
  fact new_fact(std::string_view rule, role what, double weight, std::string_view quote,
                std::uint64_t line) const;
  void add_fields(fact& f, const rule& of) const;
  bool apply_rule(template_stats& s, std::string_view text, std::uint64_t line, double factor);
  bool take_match(template_stats& s, const rule_match& found, std::string_view text, std::uint64_t line,
                  double factor);
  void join_merged_templates();
  void add_error_groups();
  void join_layers();
  void tell_stops();
  void tell_onset();
  std::vector<bool> reports_only() const;
  void tell_cascade(const std::vector<bool>& reports);
  void tell_root_of_steps(const std::vector<bool>& reports);
  void tell_last_words(const std::vector<bool>& reports);
  void note_recoveries();
  void add_value_facts();
  void add_rate_facts();
  void add_rate_changes();
  void add_gap();
  void add_slow_step();
  void add_news_before(fact& effect);
  std::vector<std::string> names_of(const std::string& source, const std::string& component,
                                    std::string_view raw) const;
};

}  // namespace fm::evidence
