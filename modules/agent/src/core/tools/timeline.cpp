#include "tools/timeline.hpp"

#include "agent/wording.hpp"
#include "tools/catalog.hpp"
#include "tools/search.hpp"

#include <fm/evidence/kind_names.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace fm::agent::tools {

namespace {

/// Records of one template that are closer than a small part of the time that is looked at are one entry.
evidence::micros gap_for(const std::vector<evidence::file_part>& parts, const evidence::case_files& files) {
  constexpr evidence::micros entries = 50, shortest = second, longest = 60 * minute;
  auto first = std::numeric_limits<evidence::micros>::max(), last = evidence::no_time;
  for (const auto& p : parts) {
    const auto& f = files.files.at(p.number - 1);
    if (f.first == evidence::no_time) continue;
    first = std::min(first, p.windowed ? std::max(p.first, f.first) : f.first);
    last = std::max(last, p.windowed ? std::min(p.last, f.last) : f.last);
  }
  if (last == evidence::no_time || last <= first) return minute;
  return std::clamp((last - first) / entries, shortest, longest) / second * second;
}

std::string entry_of(const evidence::event_run& r) {
  std::string out = time_text(r.begin.time) + " " + citation_of(r.begin);
  if (r.level != evidence::severity::none) out += " " + std::string(to_string(r.level));
  if (r.count > 1)
    out += " (" + std::to_string(r.count) + "x until " + time_text(r.last) + ", line " +
           std::to_string(r.last_line) + ")";
  return out + " " + r.begin.text;
}

}  // namespace

plan<evidence::find_runs> plan_timeline(const call& c, const evidence::case_files& files) {
  plan<evidence::find_runs> out;
  auto& m = out.request;
  m.zone = c.zone;
  m.parts = parts_of(c.arguments, files, {}, out.findings);
  m.least = severity_argument(c.arguments, "severity_at_least", evidence::severity::warning);
  m.gap = gap_for(m.parts, files);
  constexpr std::uint32_t usual = 50;
  out.page = page_of(c, ids_of(files), usual, out.findings);
  return out;
}

tool_result show_timeline(const plan<evidence::find_runs>& asked, const evidence::runs_found& found,
                          const evidence::case_files& files) {
  page_writer out(asked.page, usual_output_bytes);
  out.say(counted(found.runs.size(), "event") + " of severity " +
          std::string(to_string(asked.request.least)) + " or above in " +
          names_of(asked.request.parts, files) + "; records of one template no further apart than " +
          length_text(found.gap) + " are one event. Times are UTC.");
  if (found.untimed > 0)
    out.note("Note: " + counted(found.untimed, "record") +
             " of that severity state no time and are not here.");
  if (found.left_out > 0)
    out.note("Note: " + counted(found.left_out, "record") +
             " were left out, for there are too many kinds of messages: choose a window or a severity.");
  note_unread(out, found.unread, files);
  for (std::size_t i = asked.page.skip; i < found.runs.size(); ++i)
    if (!out.row(entry_of(found.runs[i]), citable_line(found.runs[i].begin))) break;
  return out.finish(found.runs.size(), "event");
}

}  // namespace fm::agent::tools
