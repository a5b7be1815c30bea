#include "evidence/line_scan.hpp"
#include "evidence/line_test.hpp"
#include "evidence/look.hpp"
#include "evidence/scope.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <utility>

namespace fm::evidence {

namespace {

constexpr std::string_view ellipsis = "…";

/// Lines before a range in which the beginning of its first record is looked for.
constexpr std::uint64_t longest_record = 200;

std::size_t character_begin(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && continues_character(text[at])) --at;
  return at;
}

shown_line shown(std::uint32_t evidence, const scanned_line& line, std::size_t longest,
                 std::size_t match_at = 0) {
  shown_line out;
  out.evidence = evidence;
  out.number = line.number;
  out.text = clipped(line.text, longest, match_at, &out.clipped);
  if (line.cut && !out.text.ends_with(ellipsis)) out.text += ellipsis;
  out.clipped = out.clipped || line.cut;
  out.time = line.time;
  out.level = line.level;
  return out;
}

}  // namespace

std::string clipped(std::string_view line, std::size_t most, std::size_t match_at, bool* cut) {
  if (cut != nullptr) *cut = line.size() > most;
  if (line.size() <= most) return std::string(line);
  // Of what stands before the match a third of the room is shown.
  const auto before = most / 3;
  const auto begin =
      character_begin(line, match_at > most - before ? std::min(match_at - before, line.size() - most) : 0);
  std::string out;
  if (begin > 0) out += ellipsis;
  const auto part = first_bytes(line.substr(begin), most);
  out += part;
  if (begin + part.size() < line.size()) out += ellipsis;
  return out;
}

struct line_search::state {
  explicit state(const search_lines& m)
      : asked(m),
        test(m.kind, m.query),
        needs_records(m.least != severity::none || m.kind == query_kind::anything) {
    found.bad_query = test.error();
  }

  bool passes(const scanned_line& line, const time_window& window, match_place& place) {
    if (asked.kind == query_kind::anything && !line.begins_record) return false;
    if (asked.least != severity::none && line.level < asked.least) return false;
    if (!test.holds(line.text, place)) return false;
    if (!window.set) return true;
    if (line.time == no_time) ++found.untimed;
    return window.contains(line.time);
  }

  search_lines asked;
  line_test test;
  bool needs_records;
  lines_found found;
};

line_search::line_search(const search_lines& asked) : state_(std::make_unique<state>(asked)) {
  state_->asked.parts.clear();
}
line_search::~line_search() = default;

bool line_search::usable() const { return state_->found.bad_query.empty(); }

void line_search::add(const file_part& part, byte_source& raw, const analysis_options& options) {
  auto& s = *state_;
  const time_window window{part.windowed, false, part.first, part.last};
  auto why = scan_lines(raw, options, s.needs_records || part.windowed ? 1 : no_records,
                        [&](const scanned_line& line) {
                          ++s.found.looked_at;
                          if (line.cut) ++s.found.overlong;
                          match_place place;
                          if (!s.passes(line, window, place)) return true;
                          if (s.found.total++ < s.asked.skip || s.found.lines.size() >= s.asked.most)
                            return true;
                          s.found.lines.push_back(shown(part.number, line, s.asked.longest, place.at));
                          return true;
                        });
  if (!why.empty()) s.found.unread.push_back({part.number, std::move(why)});
}

lines_found line_search::finish() { return std::move(state_->found); }

lines_read read_range(const read_lines& asked, byte_source& raw, const analysis_options& options) {
  lines_read out;
  std::uint64_t seen = 0;
  bool ended = true;
  // The line may belong to a record that begins before it.
  const auto records_from = asked.first > longest_record ? asked.first - longest_record : 1;
  out.error = scan_lines(raw, options, records_from, [&](const scanned_line& line) {
    if (line.number > asked.last || out.lines.size() >= asked.most) {
      ended = false;
      return false;
    }
    seen = line.number;
    if (line.number < asked.first) return true;
    out.lines.push_back(shown(asked.part.number, line, asked.longest));
    return true;
  });
  if (ended) out.file_lines = seen;
  return out;
}

}  // namespace fm::evidence
