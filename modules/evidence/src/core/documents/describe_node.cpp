#include "documents/describe_tree.hpp"

namespace fm::evidence {
namespace {

constexpr auto none = described_object::none;

/// The percentage in `  memory  1500Mi (98%)  ...`, or -1.
std::int64_t percent_of(std::string_view cell) {
  const auto open = cell.rfind('(');
  const auto close = cell.rfind("%)");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return -1;
  return parse_count(cell.substr(open + 1, close - open - 1)).value_or(-1);
}

}  // namespace

void describe_node(const described_object& o, const reading& r) {
  const auto names = names_of(o);
  const auto draft = [&](std::string_view rule, role what, double weight) {
    fact_draft f(r.evidence, r.lines, rule, what, weight);
    f.about(o.name).named(names);
    return f;
  };
  recovery now;
  for (const auto& c : conditions_of(o)) {
    if (c.type == "Ready" && c.status == "True") {
      now = {true, c.line, "True"};
      draft("node_ready", role::healthy, 0.4).slot("ready", c.status, c.line).quote(c.line).add(r.out.facts);
    } else if (c.type == "Ready") {
      draft("node_not_ready", role::cause, 0.9)
          .slot("ready", c.status, c.line)
          .slot("reason", c.reason, c.line)
          .slot("detail", c.message, c.line)
          .quote(c.line)
          .level(severity::error)
          .add(r.out.facts);
      r.embed(c.line, c.message, o.name);
    } else if (c.status == "True") {
      draft("node_pressure", role::cause, 0.88)
          .slot("condition", c.type, c.line)
          .slot("reason", c.reason, c.line)
          .slot("detail", c.message, c.line)
          .quote(c.line)
          .level(severity::error)
          .add(r.out.facts);
    }
  }
  if (const auto at = o.find("Taints"); at != none) {
    const auto taint = [&](std::string_view text, std::uint64_t line) {
      if (text.empty() || text == "<none>") return;
      const bool trouble = has(text, "not-ready") || has(text, "unreachable") || has(text, "pressure");
      const bool usual = has(text, "control-plane") || has(text, "master");
      draft("node_taint", trouble ? role::symptom : role::context,
            trouble ? 0.5
            : usual ? 0.1
                    : 0.3)
          .slot("taint", text, line)
          .quote(line)
          .add(r.out.facts);
    };
    taint(o.lines[at].value, o.lines[at].line);
    for (auto i : o.children(at)) taint(o.lines[i].text, o.lines[i].line);
  }
  if (o.value("Unschedulable") == "true")
    draft("node_cordoned", role::cause, 0.6)
        .slot("unschedulable", "true", o.line("Unschedulable"))
        .quote(o.line("Unschedulable"))
        .add(r.out.facts);
  if (const auto at = o.find("Allocated resources"); at != none)
    for (auto i = at + 1; i < o.lines[at].end; ++i) {
      const auto cells = split_cells(o.lines[i].text);
      if (cells.size() < 2 || percent_of(cells[1]) < 95) continue;
      draft("node_full", role::context, 0.3)
          .slot("resource", cells[0], o.lines[i].line)
          .slot("requests", cells[1], o.lines[i].line)
          .quote(o.lines[i].line)
          .add(r.out.facts);
    }
  describe_events(o, names, now, r);
}

}  // namespace fm::evidence
