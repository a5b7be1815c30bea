// Tools that deploy: Terraform's boxes, Ansible's tasks and recap.
#include "evidence/field_scanner.hpp"
#include "pasted/section.hpp"

#include <map>

namespace fm::evidence::pasted {
namespace {

constexpr std::string_view box_top = "╷";
constexpr std::string_view box_side = "│";
constexpr std::string_view box_bottom = "╵";

std::string_view inside(std::string_view line) {
  line = trim(line);
  if (line.starts_with(box_side)) line.remove_prefix(box_side.size());
  return trim(line);
}

/// What the service behind a provider said, without the calls that led to it.
std::string_view innermost(std::string_view message) {
  for (std::string_view mark : {"api error ", "Error message: ", "error: code = "})
    if (const auto rest = after(message, mark); !rest.empty()) return rest;
  return message;
}

/// Up to the first escape for an end of line: what stands so in the text.
std::string_view first_line(std::string_view value) { return trim(before(before(value, "\\n"), "\\r")); }

struct play_state {
  mention message, detail, item;
  bool unreachable = false;
};

void take_result(std::string_view json, std::uint64_t n, play_state& s) {
  json_fields scan(json);
  field f;
  for (int i = 0; i < 200 && scan.next(f); ++i) {
    if (f.type != field_type::text || f.value.empty()) continue;
    if (f.key == "msg") s.message = {first_line(f.value), n};
    // What the program itself wrote last says more than that it failed.
    if (f.key == "stderr" || f.key == "module_stderr" || f.key == "reason")
      s.detail = {first_line(f.value), n};
  }
}

void tell_task(context& c, std::string_view host, std::uint64_t n, const play_state& s, bool ignored) {
  auto f = c.draft(s.unreachable ? "host_not_reached" : "task_failed", role::cause, ignored ? .25 : .8);
  f.about(host).slot("host", host, n).slot("task", c.task.text, c.task.line);
  f.slot("reason", s.message.text, s.message.line);
  if (s.detail.text.empty() || !has(s.message.text, s.detail.text))
    f.slot("detail", s.detail.text, s.detail.line);
  f.quote(n).level(ignored ? severity::warning : severity::error);
  c.add(f);
  // What the task's program said may be a cause that the rules know.
  if (ignored) return;
  for (const auto* said : {&s.detail, &s.message}) c.r.embed(said->line, said->text, host);
}

bool is_play_line(std::string_view line) {
  for (std::string_view start : {"ok: [", "changed: [", "skipping: [", "included: ", "...ignoring", "PLAY [",
                                 "TASK [", "RUNNING HANDLER [", "rescued: [", "NO MORE HOSTS LEFT"})
    if (line.starts_with(start)) return true;
  return false;
}

std::uint64_t read_recap(context& c, std::uint64_t at) {
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto line = trim(c.at(n));
    if (!has(line, "ok=") || !has(line, "failed=")) break;
    const auto failed = word_after(line, "failed=");
    const auto lost = word_after(line, "unreachable=");
    if (leading_number(failed) > 0 || leading_number(lost) > 0) continue;
    auto well = c.draft("play_ended_well", role::healthy, .3);
    const auto host = trim(before(line, " "));
    well.about(host).slot("host", host, n).slot("result", "failed=0", n).quote(n).level(severity::info);
    c.add(well);
  }
  return n;
}

}  // namespace

std::uint64_t read_box(context& c, std::uint64_t at) {
  if (trim(c.at(at)) != box_top) return at;
  auto n = at + 1;
  const auto head = inside(c.at(n));
  mention resource, file, line_number, detail, holder, since;
  const auto first = n;
  for (; n <= c.count() && n < at + 2000; ++n) {
    const auto line = trim(c.at(n));
    if (line.starts_with(box_bottom)) break;
    if (!line.starts_with(box_side)) return at;
    const auto text = inside(line);
    if (n == first || text.empty()) continue;
    if (text.starts_with("with ") && resource.line == 0) {
      auto name = text.substr(5);
      while (name.ends_with(',') || name.ends_with(':')) name.remove_suffix(1);
      resource = {name, n};
    } else if (text.starts_with("on ") && has(text, " line ") && file.line == 0) {
      file = {before(text.substr(3), " line "), n};
      line_number = {word_after(text, " line ").substr(0, word_after(text, " line ").find_first_of(":,")), n};
    } else if (text.starts_with("Who: ") && holder.line == 0) {
      holder = {trim(text.substr(5)), n};
    } else if (text.starts_with("Created: ") && since.line == 0) {
      since = {trim(text.substr(9)), n};
    } else if (detail.line == 0 && leading_number(text) < 0) {
      detail = {text, n};
    }
  }
  if (!head.starts_with("Error: ")) return n + 1;
  if (holder.line != 0) {
    auto f = c.draft("lock_held", role::cause, .92);
    f.about(holder.text).slot("holder", holder.text, holder.line).slot("since", since.text, since.line);
    f.slot("reason", innermost(head.substr(7)), first).quote(first, head).level(severity::error);
    c.add(f);
    return n + 1;
  }
  auto f = c.draft("apply_failed", role::cause, .92);
  f.about(resource.text).slot("resource", resource.text, resource.line).slot("file", file.text, file.line);
  f.slot("line", line_number.text, line_number.line).slot("reason", innermost(head.substr(7)), first);
  f.slot("detail", detail.text, detail.line).quote(first, head).level(severity::error);
  c.add(f);
  return n + 1;
}

std::uint64_t read_play(context& c, std::uint64_t at) {
  const auto line = trim_right(c.at(at));
  if (line.starts_with("PLAY RECAP")) return read_recap(c, at);
  if (line.starts_with("TASK [") || line.starts_with("RUNNING HANDLER ["))
    c.task = {before(after(line, "["), "]"), at};
  if (is_play_line(line)) return at + 1;
  const bool fatal = line.starts_with("fatal: [");
  if (!fatal && !line.starts_with("failed: [")) return at;
  const auto host = before(before(after(line, ": ["), "]"), " ->");
  const auto arrow = line.find("=> {");
  if (arrow == std::string_view::npos) return at;
  play_state s;
  s.unreachable = has(line, "UNREACHABLE!");
  auto n = at;
  take_result(line.substr(arrow + 3), at, s);
  if (line.ends_with("=> {")) {
    for (++n; n <= c.count() && n < at + 400; ++n) {
      const auto text = trim(c.at(n));
      if (text == "}") break;
      for (std::string_view key : {"\"msg\": \"", "\"stderr\": \"", "\"reason\": \""})
        if (text.starts_with(key)) {
          auto value = text.substr(key.size());
          value = first_line(value.substr(0, value.rfind('"')));
          (key == "\"msg\": \"" ? s.message : s.detail) = {value, n};
        }
    }
  }
  const bool ignored = c.at(n + 1).starts_with("...ignoring");
  tell_task(c, host, at, s, ignored);
  return n + 1;
}

}  // namespace fm::evidence::pasted
