// Logs of the JVM's garbage collector: full collections that free next to nothing.
#include "pasted/section.hpp"

#include <algorithm>

namespace fm::evidence::pasted {
namespace {

// A collection that looks at everything and still leaves this much of the heap in use has found live objects.
constexpr double full_share = .9;
constexpr double freed_share = .05;
constexpr std::size_t most_cited = 24;

struct collection {
  std::uint64_t line = 0;
  std::string_view before_it, after_it, heap, took;
};

/// `2046M->2043M(2048M)` that is not inside of a generation's brackets, last in the line.
bool take_sizes(std::string_view line, collection& g) {
  for (auto arrow = line.rfind("->"); arrow != std::string_view::npos && arrow > 0;
       arrow = line.rfind("->", arrow - 1)) {
    auto from = arrow;
    while (from > 0 && (is_digit(line[from - 1]) || is_alpha(line[from - 1]) || line[from - 1] == '.'))
      --from;
    const auto open = line.find('(', arrow);
    const auto close = line.find(')', arrow);
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) continue;
    const auto lead = line.substr(0, from);
    // Metaspace and the generations are named before their sizes.
    if (lead.ends_with("Metaspace: ") || lead.ends_with("Gen: ") || lead.ends_with("Perm : ")) continue;
    g.before_it = line.substr(from, arrow - from);
    g.after_it = line.substr(arrow + 2, open - arrow - 2);
    g.heap = line.substr(open + 1, close - open - 1);
    if (size_of(g.before_it) < 0 || size_of(g.after_it) < 0 || size_of(g.heap) <= 0) continue;
    return true;
  }
  return false;
}

bool is_collector_line(std::string_view line) {
  return (has(line, "[gc") && has(line, "GC(")) || has(line, "[Full GC") || has(line, "[GC (") ||
         has(line, "[GC pause");
}

}  // namespace

bool has_collections(std::string_view sample) {
  return has(sample, "[gc") || has(sample, "[Full GC") || has(sample, "[GC ");
}

std::uint64_t read_collections(context& c, std::uint64_t at) {
  if (!c.garbage || !is_collector_line(c.at(at))) return at;
  std::vector<collection> full;
  std::size_t useless = 0;
  std::size_t pauses = 0;
  auto n = at;
  for (; n <= c.count(); ++n) {
    const auto line = c.at(n);
    const bool collects = is_collector_line(line);
    if (!collects && !has(line, "[gc") && !has(line, "[safepoint")) break;
    pauses += collects;
    if (!has(line, "Pause Full") && !has(line, "[Full GC")) continue;
    collection g;
    g.line = n;
    if (!take_sizes(line, g)) continue;
    const auto words = split_words(line);
    g.took = has(line, " secs]") ? before(after(line.substr(line.rfind(", ")), ", "), "]") : words.back();
    const auto heap = size_of(g.heap);
    if (size_of(g.after_it) < heap * full_share ||
        size_of(g.before_it) - size_of(g.after_it) > heap * freed_share)
      continue;
    ++useless;
    full.push_back(g);
  }
  if (useless >= 2) {
    const auto& last = full.back();
    auto f = c.draft("collections_free_nothing", role::cause, .94);
    f.slot("before", last.before_it, last.line).slot("after", last.after_it, last.line);
    f.slot("heap", last.heap, last.line)
        .slot("duration", last.took, last.line)
        .quote(last.line)
        .count(useless);
    for (std::size_t i = full.size() > most_cited ? full.size() - most_cited : 0; i < full.size(); ++i)
      f.cite(full[i].line);
    f.times(c.time_of(c.at(full.front().line)), c.time_of(c.at(last.line))).level(severity::error);
    c.add(f);
  } else if (pauses >= 5) {
    auto well = c.draft("collections_well", role::healthy, .3);
    well.quote(at).level(severity::info);
    c.add(well);
  }
  return n;
}

}  // namespace fm::evidence::pasted
