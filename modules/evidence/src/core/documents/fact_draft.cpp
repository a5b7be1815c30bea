#include "documents/fact_draft.hpp"

#include <fm/budget/checkpoint.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <map>

namespace fm::evidence {
namespace {

constexpr std::size_t most_lines = 64;
constexpr std::size_t quote_bytes = 400;
constexpr std::size_t embedded_bytes = 2000;
constexpr std::size_t most_embedded = 2000;
constexpr std::size_t most_names = 64;
/// Facts of one rule and subject that are compared with each other; more are kept unmerged.
constexpr std::size_t most_compared = 64;

std::vector<line_range> to_ranges(std::vector<std::uint64_t> lines) {
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::vector<line_range> out;
  for (auto l : lines) {
    if (!out.empty() && out.back().last + 1 == l)
      out.back().last = l;
    else
      out.push_back({l, l});
  }
  return out;
}

/// True when all slots that both have are equal and one has all names of the other.
bool same_saying(const fact& a, const fact& b) {
  budget::checkpoint();
  std::size_t shared = 0;
  for (const auto& s : a.slots)
    for (const auto& t : b.slots)
      if (s.name == t.name) {
        if (s.value != t.value) return false;
        ++shared;
      }
  return shared == std::min(a.slots.size(), b.slots.size());
}

}  // namespace

void join_facts(fact& into, fact&& from) {
  const bool better =
      from.weight > into.weight || (from.weight == into.weight && from.slots.size() > into.slots.size());
  std::vector<std::uint64_t> lines;
  for (const fact* f : {static_cast<const fact*>(&into), static_cast<const fact*>(&from)})
    for (const auto& r : f->lines)
      for (auto l = r.first; l <= r.last && lines.size() < 2 * most_lines; ++l) lines.push_back(l);
  auto ranges = to_ranges(lines);
  for (auto& s : from.slots)
    if (into.get(s.name).empty()) into.slots.push_back(s);
  if (ranges.size() <= most_lines) into.lines = std::move(ranges);
  for (auto& n : from.names)
    if (into.names.size() < most_names &&
        std::find(into.names.begin(), into.names.end(), n) == into.names.end())
      into.names.push_back(std::move(n));
  if (better) {
    into.weight = from.weight;
    into.role = from.role;
    into.quote = std::move(from.quote);
    into.quote_line = from.quote_line;
  }
  into.count += from.count;
  into.level = std::max(into.level, from.level);
  if (into.first == no_time || (from.first != no_time && from.first < into.first)) into.first = from.first;
  if (from.last != no_time && from.last > into.last) into.last = from.last;
}

void reading::embed(std::uint64_t line, std::string_view text, std::string_view subject) const {
  text = first_bytes(trim(text), embedded_bytes);
  if (text.size() < 4 || out.embedded.size() >= most_embedded) return;
  if (lines.at(line).find(text) == std::string_view::npos) return;
  out.embedded.push_back({evidence, line, std::string(text), std::string(subject)});
}

fact_draft::fact_draft(std::uint32_t evidence, const text_lines& lines, std::string_view rule, role r,
                       double weight)
    : lines_(lines) {
  fact_.evidence = evidence;
  fact_.rule = rule;
  fact_.role = r;
  fact_.weight = weight;
}

fact_draft& fact_draft::about(std::string_view subject) {
  fact_.subject = subject;
  return named(subject);
}

fact_draft& fact_draft::named(std::string_view name) {
  if (name.empty() || name.size() > 253 || name == "<none>" || fact_.names.size() >= most_names) return *this;
  if (std::find(fact_.names.begin(), fact_.names.end(), name) == fact_.names.end())
    fact_.names.emplace_back(name);
  return *this;
}

fact_draft& fact_draft::named(const std::vector<std::string>& names) {
  for (const auto& n : names) named(n);
  return *this;
}

fact_draft& fact_draft::cite(std::uint64_t line) {
  if (line == 0 || line > lines_.count() || cited_.size() >= most_lines) return *this;
  if (std::find(cited_.begin(), cited_.end(), line) == cited_.end()) cited_.push_back(line);
  return *this;
}

fact_draft& fact_draft::slot(std::string_view name, std::string_view value, std::uint64_t line) {
  value = first_bytes(trim(value), quote_bytes);
  if (value.empty() || has_slot(name) || lines_.at(line).find(value) == std::string_view::npos) return *this;
  const auto cited_before = cited_.size();
  cite(line);
  if (cited_.size() == cited_before && std::find(cited_.begin(), cited_.end(), line) == cited_.end())
    return *this;
  fact_.slots.push_back({std::string(name), std::string(value)});
  return *this;
}

fact_draft& fact_draft::slot_within(std::string_view name, std::string_view value, std::uint64_t first,
                                    std::uint64_t last) {
  value = trim(value);
  last = std::min(last, first + 4096);
  if (value.empty()) return *this;
  for (auto l = first; l <= last; ++l)
    if (lines_.at(l).find(value.substr(0, quote_bytes)) != std::string_view::npos)
      return slot(name, value, l);
  return *this;
}

fact_draft& fact_draft::quote(std::uint64_t line, std::string_view part) {
  const auto whole = lines_.at(line);
  auto text = trim(whole);
  if (!part.empty() && whole.find(part) != std::string_view::npos) text = trim(part);
  fact_.quote = first_bytes(text, quote_bytes);
  fact_.quote_line = line;
  return cite(line);
}

fact_draft& fact_draft::times(micros first, micros last) {
  fact_.first = first;
  fact_.last = last == no_time ? first : last;
  return *this;
}

fact_draft& fact_draft::count(std::uint64_t n) {
  fact_.count = std::max<std::uint64_t>(n, 1);
  return *this;
}

fact_draft& fact_draft::level(severity s) {
  fact_.level = s;
  return *this;
}

fact_draft& fact_draft::weight(double w) {
  fact_.weight = w;
  return *this;
}

fact_draft& fact_draft::as(role r) {
  fact_.role = r;
  return *this;
}

bool fact_draft::has_slot(std::string_view name) const {
  return std::any_of(fact_.slots.begin(), fact_.slots.end(),
                     [&](const evidence::slot& s) { return s.name == name; });
}

fact fact_draft::take() {
  if (fact_.quote.empty() && !cited_.empty()) quote(cited_.front());
  fact_.lines = to_ranges(cited_);
  return std::move(fact_);
}

void fact_draft::add(std::vector<fact>& facts) {
  auto done = take();
  if (!done.lines.empty() && !done.quote.empty()) facts.push_back(std::move(done));
}

void merge_facts(std::vector<fact>& facts, std::size_t most) {
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> seen;
  std::vector<fact> out;
  for (auto& f : facts) {
    budget::checkpoint();
    auto& same = seen[{f.rule, f.subject}];
    const auto at = std::find_if(
        same.begin(), same.begin() + static_cast<std::ptrdiff_t>(std::min(same.size(), most_compared)),
        [&](std::size_t i) { return same_saying(out[i], f); });
    if (at != same.end() && static_cast<std::size_t>(at - same.begin()) < most_compared) {
      join_facts(out[*at], std::move(f));
      continue;
    }
    same.push_back(out.size());
    out.push_back(std::move(f));
  }
  if (out.size() > most) {
    std::stable_sort(out.begin(), out.end(), [](const fact& a, const fact& b) {
      budget::checkpoint();
      return a.weight > b.weight;
    });
    out.resize(most);
  }
  std::stable_sort(out.begin(), out.end(), [](const fact& a, const fact& b) {
    budget::checkpoint();
    return a.lines.front().first < b.lines.front().first;
  });
  facts = std::move(out);
}

}  // namespace fm::evidence
