#include "evidence/line_scan.hpp"
#include "evidence/look.hpp"
#include "evidence/scope.hpp"
#include "evidence/severity_word.hpp"
#include "evidence/template_miner.hpp"
#include "evidence/time_histogram.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace fm::evidence {

namespace {

constexpr std::size_t longest_example = 400;

void widen(micros& first, micros& last, micros t) {
  if (t == no_time) return;
  if (first == no_time || t < first) first = t;
  if (last == no_time || t > last) last = t;
}

struct template_count {
  severity level = severity::none;
  std::vector<side_count> sides;
  time_histogram over_time;
};

void join(side_count& into, side_count&& other) {
  if (other.count == 0) return;
  const auto place = [](const side_count& s) { return std::pair(s.example.evidence, s.example.number); };
  if (into.count == 0 || place(other) < place(into)) into.example = std::move(other.example);
  into.count += other.count;
  widen(into.first, into.last, other.first);
  widen(into.first, into.last, other.last);
}

std::uint64_t all_of(const counted_template& t) {
  std::uint64_t n = 0;
  for (const auto& s : t.sides) n += s.count;
  return n;
}

}  // namespace

struct template_table::state {
  explicit state(const count_templates& m)
      : least(m.least), buckets(std::clamp<std::size_t>(m.buckets, 1, 64)) {
    found.sides.resize(std::max<std::size_t>(1, m.sides));
  }

  void count(const file_part& part, const scanned_record& r) {
    auto& side = found.sides.at(part.side);
    const auto id = miner.add(r.message);
    if (id >= counts.size()) counts.resize(id + 1);
    auto& c = counts[id];
    if (c.sides.empty()) c.sides.resize(found.sides.size());
    auto& own = c.sides[part.side];
    ++side.records;
    if (own.count++ == 0) {
      own.example.evidence = part.number;
      own.example.number = r.number;
      own.example.text = clipped(r.text, longest_example, 0, &own.example.clipped);
      own.example.time = r.time;
      own.example.level = r.level;
    }
    c.level = more_severe(c.level, r.level);
    if (r.time == no_time) {
      ++side.untimed;
      return;
    }
    widen(side.first, side.last, r.time);
    widen(own.first, own.last, r.time);
    // The bucket first: it may widen the scale.
    const auto bucket = scale.bucket(r.time);
    c.over_time.add(scale, bucket);
    all_over_time.add(scale, bucket);
  }

  /// The buckets that hold anything, in at most so many equal parts.
  void set_span() {
    const auto& all = all_over_time.counts(scale);
    std::size_t low = 0, high = all.size();
    while (low < high && all[low] == 0) ++low;
    while (high > low && all[high - 1] == 0) --high;
    if (low == high) return;
    lowest = low;
    width = (high - low + buckets - 1) / buckets;
    parts = (high - low + width - 1) / width;
    found.first = scale.origin() + static_cast<micros>(low) * scale.width();
    found.last = found.first + static_cast<micros>(parts * width) * scale.width();
  }

  std::vector<std::uint32_t> parts_of(time_histogram& h) {
    std::vector<std::uint32_t> out(parts);
    const auto& counted = h.counts(scale);
    for (std::size_t i = 0; i < parts * width && lowest + i < counted.size(); ++i)
      out[i / width] += counted[lowest + i];
    return out;
  }

  severity least;
  std::size_t buckets;
  template_miner miner;
  time_scale scale;
  time_histogram all_over_time;
  std::vector<template_count> counts;  // by the miner's ids
  std::size_t lowest = 0, width = 0, parts = 0;
  templates_counted found;
};

template_table::template_table(const count_templates& asked) : state_(std::make_unique<state>(asked)) {}
template_table::~template_table() = default;

void template_table::add(const file_part& part, byte_source& raw, const analysis_options& options) {
  auto& s = *state_;
  const time_window window{part.windowed, false, part.first, part.last};
  auto why = scan_records(raw, options, [&](const scanned_record& r) {
    if (r.level < s.least) return;
    if (window.contains(r.time))
      s.count(part, r);
    else if (r.time == no_time)
      ++s.found.sides.at(part.side).untimed;
  });
  if (!why.empty()) s.found.unread.push_back({part.number, std::move(why)});
}

templates_counted template_table::finish() {
  auto& s = *state_;
  s.miner.consolidate();
  s.set_span();
  std::map<template_miner::id_type, template_count> joined;
  for (template_miner::id_type id = 0; id < s.counts.size(); ++id) {
    auto& c = s.counts[id];
    if (c.sides.empty()) continue;
    auto [place, fresh] = joined.try_emplace(s.miner.root(id));
    auto& into = place->second;
    if (fresh) {
      into = std::move(c);
      continue;
    }
    into.level = more_severe(into.level, c.level);
    for (std::size_t i = 0; i < c.sides.size(); ++i) join(into.sides[i], std::move(c.sides[i]));
    into.over_time.merge(s.scale, c.over_time);
  }
  for (auto& [id, c] : joined)
    s.found.templates.push_back({s.miner.text(id), c.level, std::move(c.sides), s.parts_of(c.over_time)});
  std::stable_sort(
      s.found.templates.begin(), s.found.templates.end(),
      [](const counted_template& a, const counted_template& b) { return all_of(a) > all_of(b); });
  s.found.total = s.found.templates.size();
  return std::move(s.found);
}

}  // namespace fm::evidence
