#include "tools/search.hpp"

#include "agent/wording.hpp"
#include "tools/catalog.hpp"

#include <fm/evidence/kind_names.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace fm::agent::tools {

namespace {

/// "from ... to ..." of the window that all parts share; empty where there is none.
std::string window_text(const std::vector<evidence::file_part>& parts) {
  if (parts.empty() || !parts.front().windowed) return {};
  std::string out;
  const auto& p = parts.front();
  if (p.first > evidence::no_time + 1) out += " from " + time_text(p.first);
  if (p.last < std::numeric_limits<evidence::micros>::max()) out += " to " + time_text(p.last);
  return out;
}

std::string condition_text(const evidence::search_lines& m) {
  std::string out;
  switch (m.kind) {
    case evidence::query_kind::text:
      out = "with \"" + m.query + "\"";
      break;
    case evidence::query_kind::regex:
      out = "matching /" + m.query + "/";
      break;
    case evidence::query_kind::pattern:
      out = "of the template \"" + m.query + "\"";
      break;
    case evidence::query_kind::anything:
      break;
  }
  if (m.least != evidence::severity::none)
    out += (out.empty() ? "of severity " : ", of severity ") + std::string(to_string(m.least)) + " or above";
  return out + window_text(m.parts);
}

}  // namespace

std::string citation_of(const evidence::shown_line& line) {
  return "E" + std::to_string(line.evidence) + ":" + std::to_string(line.number);
}

std::vector<tool_citable> citable_line(const evidence::shown_line& line) {
  std::vector<tool_citable> out;
  out.push_back({citation_of(line), line.text});
  return out;
}

void note_unread(page_writer& out, const std::vector<evidence::unread_file>& unread,
                 const evidence::case_files& files) {
  constexpr std::size_t most = 5;
  std::size_t said = 0;
  const auto say = [&](std::string sentence) {
    if (said++ < most) out.note("Note: " + std::move(sentence) + ".");
  };
  for (const auto& u : unread) {
    const bool known = u.evidence >= 1 && u.evidence <= files.files.size();
    say("E" + std::to_string(u.evidence) +
        (known ? " '" + files.files[u.evidence - 1].name + "'" : std::string()) +
        " was not read to its end: it " + u.why);
  }
  for (const auto& n : files.notes) say(n);
  if (said > most) out.note("Note: " + std::to_string(said - most) + " more files were left out.");
}

plan<evidence::search_lines> plan_search(const call& c, const evidence::case_files& files) {
  plan<evidence::search_lines> out;
  auto& m = out.request;
  m.parts = parts_of(c.arguments, files, {}, out.findings);
  m.zone = c.zone;
  m.query = text_argument(c.arguments, "query");
  const auto kind = text_argument(c.arguments, "kind");
  m.kind = m.query.empty()      ? evidence::query_kind::anything
           : kind == "regex"    ? evidence::query_kind::regex
           : kind == "template" ? evidence::query_kind::pattern
                                : evidence::query_kind::text;
  m.least = severity_argument(c.arguments, "severity_at_least", evidence::severity::none);
  const bool windowed = !m.parts.empty() && m.parts.front().windowed;
  if (m.query.empty() && m.least == evidence::severity::none && !windowed && out.findings.empty() &&
      !m.parts.empty())
    out.findings.push_back({"missing",
                            {"query"},
                            "is required unless severity_at_least, from or to say what is looked for; the "
                            "tool read_lines reads a file as it is"});
  constexpr std::uint32_t usual = 50;
  out.page = page_of(c, ids_of(files), usual, out.findings);
  m.skip = out.page.skip;
  m.most = out.page.limit;
  return out;
}

tool_result show_search(const plan<evidence::search_lines>& asked, const evidence::lines_found& found,
                        const evidence::case_files& files) {
  if (!found.bad_query.empty()) return refused({{"value_error", {"query"}, found.bad_query}});
  page_writer out(asked.page, usual_output_bytes);
  out.say(counted(found.total, "line") + " " + condition_text(asked.request) + ", of " +
          counted(found.looked_at, "line") + " in " + names_of(asked.request.parts, files) + ".");
  if (found.total == 0 && !asked.request.parts.empty() && asked.request.parts.front().windowed)
    out.note("Note: " + span_of(files) + ".");
  if (found.untimed > 0)
    out.note("Note: " + counted(found.untimed, "line") +
             " would match, but no time is stated on or before them, so they are in no window.");
  if (found.overlong > 0)
    out.note("Note: of " + counted(found.overlong, "line") + " only the first 64 KB were looked at.");
  note_unread(out, found.unread, files);
  for (const auto& line : found.lines)
    if (!out.row(citation_of(line) + " " + line.text, citable_line(line))) break;
  return out.finish(found.total, "line");
}

plan<evidence::read_lines> plan_read(const call& c, const evidence::case_files& files) {
  plan<evidence::read_lines> out;
  auto& m = out.request;
  auto parts = parts_of(c.arguments, files, {}, out.findings);
  if (parts.size() == 1) m.part = std::move(parts.front());
  const auto first = static_cast<std::uint64_t>(number_argument(c.arguments, "first", 1));
  const auto last = static_cast<std::uint64_t>(number_argument(c.arguments, "last", 1));
  if (last < first) out.findings.push_back({"value_error", {"last"}, "should not be below 'first'"});
  out.page = page_of(c, ids_of(files), most_lines_read, out.findings);
  if (last >= first && out.page.skip > last - first)
    out.findings.push_back(
        {"value_error", {"cursor"}, "should be the next_cursor of a page of this very call"});
  m.first = first + std::min(out.page.skip, last - std::min(first, last));
  m.last = last;
  m.most = most_lines_read;
  return out;
}

tool_result show_read(const plan<evidence::read_lines>& asked, const evidence::lines_read& found,
                      const evidence::case_files& files) {
  const auto& m = asked.request;
  if (!found.error.empty() && found.lines.empty()) {
    tool_result out;
    out.error = "unreadable";
    out.text = "'" + m.part.source.name + "' could not be read: it " + found.error + "\n";
    return out;
  }
  if (found.lines.empty())
    return refused({{"value_error",
                     {"first"},
                     "should be at most " + std::to_string(found.file_lines) + ": E" +
                         std::to_string(m.part.number) + " has " + counted(found.file_lines, "line")}});
  page_writer out(asked.page, usual_output_bytes);
  std::string head = names_of({m.part}, files) + ", from line " + std::to_string(m.first);
  if (found.file_lines > 0) head += " of " + std::to_string(found.file_lines);
  out.say(head + ".");
  if (!found.error.empty()) out.note("Note: the file could not be read to its end: it " + found.error + ".");
  for (const auto& line : found.lines)
    if (!out.row(citation_of(line) + " " + line.text, citable_line(line))) break;
  auto end = m.last;
  if (found.file_lines > 0)
    end = std::min(end, found.file_lines);
  else if (m.part.number <= files.files.size())
    end = std::min(end, std::max(found.lines.back().number, files.files[m.part.number - 1].lines));
  return out.finish(end - (m.first - asked.page.skip) + 1, "line");
}

}  // namespace fm::agent::tools
