// `docker ps -a`, also of podman, and what compose lists.
#include "pasted/section.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence::pasted {
namespace {

/// What the head of a list begins with, and its columns.
struct form {
  std::string_view first, name, command, status;
};
constexpr std::array forms = std::to_array<form>({
    {"CONTAINER ID", "NAMES", "COMMAND", "STATUS"},
    {"NAME", "NAME", "SERVICE", "STATUS"},
    {"Name", "Name", "Command", "State"},
});

void tell(context& c, std::uint64_t n, std::string_view name, std::string_view image,
          std::string_view status) {
  const auto draft = [&](std::string_view rule, role what, double weight, severity level) {
    auto f = c.draft(rule, what, weight);
    f.about(name).named(before(image, ":")).slot("container", name, n).quote(n).level(level);
    return f;
  };
  if (status.starts_with("Exit")) {
    const auto code = has(status, "(") ? before(after(status, "("), ")") : trim(after(status, "Exit "));
    if (code == "0") return;
    auto f = draft("exit_code", role::symptom, .6, severity::error);
    f.slot("exit_code", code, n);
    c.add(f);
  } else if (status.starts_with("Restarting")) {
    auto f = draft("crash_loop", role::symptom, .6, severity::error);
    f.slot("reason", status, n);
    c.add(f);
  } else if (has(status, "(unhealthy)")) {
    auto f = draft("probe_failed", role::symptom, .6, severity::warning);
    f.slot("detail", "unhealthy", n);
    c.add(f);
  } else if (status.starts_with("Up ")) {
    auto f = draft("container_up", role::healthy, .4, severity::info);
    f.slot("status", status, n);
    c.add(f);
  }
}

}  // namespace

std::uint64_t read_containers(context& c, std::uint64_t at) {
  const auto head = trim(c.at(at));
  const auto* f = std::find_if(forms.begin(), forms.end(), [&](const form& x) {
    return head.starts_with(x.first) && has(head, x.name) && has(head, x.command) && has(head, x.status);
  });
  if (f == forms.end()) return at;
  const column_table table(c.at(at));
  auto n = at + 1;
  // Version 1 of compose draws a line below the head.
  if (trim(c.at(n)).starts_with("-----")) ++n;
  const auto first_row = n;
  for (; n <= c.count(); ++n) {
    auto cells = table.cells(c.at(n));
    // A row whose last cell is empty, below a head that is centred.
    if (cells.empty()) cells = split_cells(c.at(n));
    if (cells.size() + 1 < table.columns().size()) break;
    const auto status = cells.empty() ? std::string_view() : table.get(cells, f->status);
    if (status.empty()) break;
    tell(c, n, table.get(cells, f->name), table.get(cells, "IMAGE"), status);
  }
  return n == first_row ? at : n;
}

}  // namespace fm::evidence::pasted
