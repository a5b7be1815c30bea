// `docker ps -a`, also of podman.
#include "pasted/section.hpp"

namespace fm::evidence::pasted {
namespace {

void tell(context& c, std::uint64_t n, std::string_view name, std::string_view image,
          std::string_view status) {
  const auto draft = [&](std::string_view rule, role what, double weight, severity level) {
    auto f = c.draft(rule, what, weight);
    f.about(name).named(before(image, ":")).slot("container", name, n).quote(n).level(level);
    return f;
  };
  if (status.starts_with("Exited (")) {
    const auto code = before(after(status, "("), ")");
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
  const auto head = c.at(at);
  if (!head.starts_with("CONTAINER ID") || !has(head, "STATUS") || !has(head, "NAMES")) return at;
  const column_table table(head);
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto cells = table.cells(c.at(n));
    const auto status = cells.empty() ? std::string_view() : table.get(cells, "STATUS");
    if (status.empty()) break;
    tell(c, n, table.get(cells, "NAMES"), table.get(cells, "IMAGE"), status);
  }
  return n == at + 1 ? at : n;
}

}  // namespace fm::evidence::pasted
