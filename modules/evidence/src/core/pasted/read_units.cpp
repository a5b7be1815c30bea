// `systemctl status` of one or several units.
#include "pasted/section.hpp"

namespace fm::evidence::pasted {
namespace {

bool is_unit(std::string_view name) {
  for (std::string_view end : {".service", ".socket", ".mount", ".timer", ".target", ".path", ".automount",
                               ".slice", ".scope", ".swap", ".device"})
    if (name.ends_with(end)) return true;
  return false;
}

/// The line without the mark before the name: a dot in one of several shapes, an x, a star.
std::string_view without_mark(std::string_view line) {
  const auto words = split_words(line);
  if (words.empty() || words[0].size() > 3) return line;
  for (std::string_view mark : {"x", "*", "●", "○", "×", "↻", "◌"})
    if (words[0] == mark) return trim(line.substr(line.find(words[0]) + words[0].size()));
  return line;
}

struct unit_status {
  std::string_view name;
  std::uint64_t line = 0;
  mention active, result, code, command, condition;
};

/// `203/EXEC` of `(code=exited, status=203/EXEC)`, or `9/KILL` of a process that was killed.
void take_code(unit_status& u, std::string_view line, std::uint64_t n) {
  const auto status = word_after(line, "status=");
  const bool ended_well = status == "0/SUCCESS" || status == "0" || status.empty();
  if (ended_well) return;
  if (u.code.text.empty()) u.code = {status, n};
  if (const auto rest = after(line, "ExecStart="); !rest.empty() && u.command.text.empty())
    u.command = {trim(before(rest, " (code=")), n};
}

// systemd.exec(5): what systemd itself says of a process that it could not start.
bool cannot_start(std::string_view status) { return status.starts_with("203/"); }
bool cannot_prepare(std::string_view status) {
  const auto n = leading_number(status);
  return n >= 200 && n <= 245 && has(status, "/");
}

void tell(context& c, const unit_status& u) {
  const auto state = before(u.active.text, " ");
  if (state == "active") {
    auto well = c.draft("unit_active", role::healthy, .45);
    well.about(u.name).slot("unit", u.name, u.line).slot("state", u.active.text, u.active.line);
    well.quote(u.active.line).level(severity::info);
    c.add(well);
    return;
  }
  const bool failed = state == "failed" || !u.code.text.empty();
  if (!failed && state != "inactive" && state != "activating") return;
  const auto rule = cannot_start(u.code.text)     ? "unit_exec_failed"
                    : cannot_prepare(u.code.text) ? "unit_setup_failed"
                    : failed                      ? "unit_failed"
                                                  : "unit_inactive";
  const bool cause = cannot_start(u.code.text) || cannot_prepare(u.code.text);
  auto f = c.draft(rule, cause ? role::cause : role::symptom, cause ? .93 : failed ? .6 : .4);
  f.about(u.name).named(before(u.name, ".")).slot("unit", u.name, u.line);
  f.slot("status", u.code.text, u.code.line).slot("command", before(u.command.text, " "), u.command.line);
  f.slot("result", u.result.text, u.result.line).slot("condition", u.condition.text, u.condition.line);
  f.quote(u.code.line != 0 ? u.code.line : u.active.line).level(failed ? severity::error : severity::warning);
  // systemd writes the weekday before a date in digits.
  if (const auto since = before(after(u.active.text, "since "), ";"); !since.empty()) {
    const auto time = c.time_of(is_alpha(since.front()) ? after(since, " ") : since);
    f.times(time, time);
  }
  c.add(f);
}

/// A row of `systemctl list-units`: `name loaded failed failed description`.
std::uint64_t read_row(context& c, std::uint64_t at) {
  const auto words = split_words(without_mark(c.at(at)));
  if (words.size() < 4 || !is_unit(words[0]) || words[1] != "loaded") return at;
  if (words[2] == "failed") {
    auto f = c.draft("unit_failed", role::symptom, .6);
    f.about(words[0])
        .named(before(words[0], "."))
        .slot("unit", words[0], at)
        .quote(at)
        .level(severity::error);
    c.add(f);
  }
  return at + 1;
}

}  // namespace

std::uint64_t read_unit(context& c, std::uint64_t at) {
  const auto head = without_mark(trim(c.at(at)));
  unit_status u;
  u.name = before(head, " ");
  u.line = at;
  if (!is_unit(u.name)) return at;
  if (!trim(c.at(at + 1)).starts_with("Loaded: ")) return read_row(c, at);
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto line = c.at(n);
    const auto text = trim(line);
    if (text.empty() || !is_blank(line.front())) break;
    if (text.starts_with("Active: ")) {
      u.active = {after(text, "Active: "), n};
      if (has(text, "(Result: ")) u.result = {before(after(text, "(Result: "), ")"), n};
    }
    if (text.starts_with("Process: ") || text.starts_with("Main PID: ")) take_code(u, text, n);
    if (text.starts_with("Condition: ") && has(text, "failed")) u.condition = {after(text, "Condition: "), n};
  }
  tell(c, u);
  return n;
}

}  // namespace fm::evidence::pasted
