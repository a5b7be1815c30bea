// `helm history` and `helm list`.
#include "pasted/section.hpp"

namespace fm::evidence::pasted {
namespace {

void tell_release(context& c, const mention& name, std::uint64_t n, std::string_view status,
                  std::string_view revision, const mention& good) {
  if (status == "deployed" || status == "superseded") {
    auto well = c.draft("release_deployed", role::healthy, .4);
    well.about(name.text)
        .slot("release", name.text, name.line)
        .slot("revision", revision, n)
        .slot("status", status, n)
        .quote(n);
    c.add(well);
    return;
  }
  const bool pending = status.starts_with("pending-");
  if (!pending && status != "failed" && status != "uninstalling") return;
  auto f = c.draft(pending ? "release_pending" : "release_failed", pending ? role::cause : role::symptom,
                   pending ? .94 : .6);
  f.about(name.text)
      .slot("release", name.text, name.line)
      .slot("status", status, n)
      .slot("revision", revision, n);
  f.slot("good", good.text, good.line).quote(n).level(severity::error);
  c.add(f);
}

}  // namespace

std::uint64_t read_releases(context& c, std::uint64_t at) {
  const auto head = c.at(at);
  const bool history = head.starts_with("REVISION") && has(head, "DESCRIPTION");
  const bool list = head.starts_with("NAME") && has(head, "REVISION") && has(head, "APP VERSION");
  if (!history && !list) return at;
  const column_table table(head);
  mention good;
  std::vector<std::string_view> last;
  std::uint64_t last_line = 0;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    if (trim(c.at(n)).empty()) break;
    const auto cells = table.cells(c.at(n));
    if (cells.empty()) break;
    if (list) {
      tell_release(c, {table.get(cells, "NAME"), n}, n, table.get(cells, "STATUS"),
                   table.get(cells, "REVISION"), {});
      continue;
    }
    // Of a history the last revision tells how it stands.
    const auto before_it = last_line == 0 ? std::string_view() : table.get(last, "STATUS");
    if (before_it == "deployed" || before_it == "superseded") good = {table.get(last, "REVISION"), last_line};
    last = cells;
    last_line = n;
  }
  // A history does not name its release; the command above it does.
  const auto asked =
      has(c.command.text, "history ") ? word_after(c.command.text, "history ") : std::string_view();
  if (last_line != 0)
    tell_release(c, {asked, c.command.line}, last_line, table.get(last, "STATUS"),
                 table.get(last, "REVISION"), good);
  return n == at + 1 ? at : n;
}

}  // namespace fm::evidence::pasted
