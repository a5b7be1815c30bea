#include "evidence/alarm_words.hpp"
#include "evidence/line_scan.hpp"
#include "evidence/look.hpp"
#include "evidence/scope.hpp"
#include "evidence/severity_word.hpp"
#include "evidence/template_miner.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fm::evidence {

namespace {

constexpr std::size_t longest_example = 400;
constexpr micros widest_gap = std::numeric_limits<micros>::max() / 4;

struct open_run {
  template_miner::id_type id = 0;
  event_run run;
};

bool by_template(const open_run& a, const open_run& b) {
  return std::tuple(a.run.begin.evidence, a.id, a.run.begin.time, a.run.begin.number) <
         std::tuple(b.run.begin.evidence, b.id, b.run.begin.time, b.run.begin.number);
}

bool by_time(const open_run& a, const open_run& b) {
  return std::tuple(a.run.begin.time, a.run.begin.evidence, a.run.begin.number) <
         std::tuple(b.run.begin.time, b.run.begin.evidence, b.run.begin.number);
}

void extend(event_run& run, const event_run& next) {
  run.count += next.count;
  if (next.last >= run.last) {
    run.last = next.last;
    run.last_line = next.last_line;
  }
  run.level = more_severe(run.level, next.level);
}

}  // namespace

struct event_runs::state {
  state(const find_runs& m, std::size_t most)
      : least(m.least), gap(std::max<micros>(1, m.gap)), most_kept(most) {}

  /// A line that states no severity may still tell of trouble; judged once for each template.
  bool tells_of_trouble(template_miner::id_type id, const scanned_record& r) {
    if (id >= judged.size()) judged.resize(id + 1);
    if (judged[id] == verdict::open)
      judged[id] = sounds_alarming(r.message) ? verdict::trouble : verdict::none;
    return judged[id] == verdict::trouble;
  }

  bool counts(template_miner::id_type id, const scanned_record& r) {
    if (r.level >= least) return true;
    return r.level == severity::none && least <= severity::error && tells_of_trouble(id, r);
  }

  void take(const file_part& part, const scanned_record& r) {
    if (r.level != severity::none && r.level < least) return;
    const auto id = miner.add(r.message);
    if (!counts(id, r)) return;
    if (r.time == no_time) {
      ++found.untimed;
      return;
    }
    event_run one;
    one.last_line = r.number, one.last = r.time, one.count = 1, one.level = r.level;
    if (auto known = latest.find(id); known != latest.end()) {
      auto& run = runs[known->second].run;
      if (r.time >= run.begin.time && r.time - run.last <= gap) {
        extend(run, one);
        return;
      }
    }
    if (runs.size() >= most_kept && gap < widest_gap) make_room();
    if (runs.size() >= most_kept) {
      ++found.left_out;
      return;
    }
    one.begin.evidence = part.number;
    one.begin.number = r.number;
    one.begin.text = clipped(r.text, longest_example, 0, &one.begin.clipped);
    one.begin.time = r.time;
    one.begin.level = r.level;
    latest[id] = runs.size();
    runs.push_back({id, std::move(one)});
  }

  /// Joins runs of one template and file that are no further apart than the gap.
  void join_close() {
    std::sort(runs.begin(), runs.end(), by_template);
    std::size_t kept = 0;
    for (std::size_t i = 1; i < runs.size(); ++i) {
      auto& before = runs[kept];
      auto& next = runs[i];
      if (before.id == next.id && before.run.begin.evidence == next.run.begin.evidence &&
          next.run.begin.time - before.run.last <= gap)
        extend(before.run, next.run);
      else if (++kept != i)
        runs[kept] = std::move(next);
    }
    if (!runs.empty()) runs.resize(kept + 1);
  }

  void make_room() {
    // A whole pass for little room would be one for each further line.
    while (runs.size() > most_kept / 2 && gap < widest_gap) {
      gap *= 2;
      join_close();
    }
    latest.clear();
    for (std::size_t i = 0; i < runs.size(); ++i)
      if (runs[i].run.begin.evidence == at_file) latest[runs[i].id] = i;
  }

  enum class verdict : std::uint8_t { open, trouble, none };

  severity least;
  micros gap;
  std::size_t most_kept;
  template_miner miner;
  std::vector<verdict> judged;
  std::vector<open_run> runs;
  std::unordered_map<template_miner::id_type, std::size_t> latest;  // run of the file that is read
  std::uint32_t at_file = 0;
  runs_found found;
};

event_runs::event_runs(const find_runs& asked, std::size_t most)
    : state_(std::make_unique<state>(asked, most)) {}
event_runs::~event_runs() = default;

void event_runs::add(const file_part& part, byte_source& raw, const analysis_options& options) {
  auto& s = *state_;
  s.at_file = part.number;
  s.latest.clear();
  const time_window window{part.windowed, false, part.first, part.last};
  auto why = scan_records(raw, options, [&](const scanned_record& r) {
    if (window.contains(r.time)) s.take(part, r);
  });
  if (!why.empty()) s.found.unread.push_back({part.number, std::move(why)});
}

runs_found event_runs::finish() {
  auto& s = *state_;
  s.miner.consolidate();
  for (auto& r : s.runs) r.id = s.miner.root(r.id);
  s.join_close();
  std::sort(s.runs.begin(), s.runs.end(), by_time);
  for (auto& r : s.runs) s.found.runs.push_back(std::move(r.run));
  s.found.gap = s.gap;
  return std::move(s.found);
}

}  // namespace fm::evidence
