#include "agent/claim_amounts.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

namespace fm::agent {

namespace {

const clause_facts* clause_at(std::size_t at, std::span<const clause_facts> facts, std::string_view rest) {
  for (const auto& f : facts) {
    const auto begin = static_cast<std::size_t>(f.of.text.data() - rest.data());
    if (at >= begin && at < begin + f.of.text.size()) return &f;
  }
  return nullptr;
}

}  // namespace

bool is_roughly(const stated_number& said, std::string_view before, std::string_view second_before,
                const stated& in) {
  const bool under = before == "under" || before == "below" || before == "almost" || before == "nearly" ||
                     (before == "than" && (second_before == "less" || second_before == "fewer"));
  const bool over = before == "over" || before == "above" || before == "exceeding" ||
                    (before == "than" && second_before == "more") ||
                    (before == "least" && second_before == "at");
  const bool about = before == "about" || before == "around" || before == "roughly" ||
                     before == "approximately" || before == "some";
  if (!under && !over && !about) return false;
  constexpr double most_under = .75, most_over = 1.34, nearly = .1;
  double scale = 1;
  const bool timed = time_unit(said.unit, scale);
  const bool sized = !timed && size_unit(said.unit, scale);
  if (!timed && !sized) scale = 1;
  const auto fits = [&](double amount) {
    const double ratio = amount / scale / said.value;
    return (under && ratio >= most_under && ratio <= 1) || (over && ratio >= 1 && ratio <= most_over) ||
           (about && std::abs(ratio - 1) <= nearly);
  };
  for (const auto& n : in.numbers) {
    double of = 1;
    const bool same_kind = timed ? time_unit(n.unit, of) : sized ? size_unit(n.unit, of) : n.unit.empty();
    if (same_kind && fits(n.value * of)) return true;
  }
  for (const auto& a : in.times)
    for (const auto& b : in.times)
      if (timed && a.of_day() > b.of_day() && fits(a.of_day() - b.of_day())) return true;
  return false;
}

double times_in(std::string_view known) {
  double out = 0;
  const auto words = words_of(known);
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (const auto n = number_of(words[i].text); n && words[i + 1].text == "times")
      out = std::max(out, n->value);
  return out;
}

stated figures_near(std::size_t at, std::span<const clause_facts> facts,
                    std::span<const cited_record> records, std::string_view rest) {
  const auto* f = clause_at(at, facts, rest);
  record_set in = 0;
  if (f)
    for (const auto& n : f->names) in |= n.in;
  stated out;
  for (std::size_t k = 0; k < records.size(); ++k) {
    if (in != 0 && k < most_records && !((in >> k) & 1)) continue;
    const auto& of = records[k].figures;
    out.numbers.insert(out.numbers.end(), of.numbers.begin(), of.numbers.end());
  }
  for (std::size_t k = 0; k < records.size(); ++k)
    if (in == 0 || k >= most_records || ((in >> k) & 1))
      out.times.insert(out.times.end(), records[k].figures.times.begin(), records[k].figures.times.end());
  // Of one record alone there is no duration.
  if (std::popcount(in) == 1)
    for (const auto& r : records)
      out.times.insert(out.times.end(), r.figures.times.begin(), r.figures.times.end());
  return out;
}

bool tells_as_many(double n, std::size_t at, std::span<const clause_facts> facts,
                   std::span<const cited_record> records, std::string_view rest) {
  const auto* f = clause_at(at, facts, rest);
  std::set<std::string_view> who;
  for (std::size_t k = 0; f && k < records.size() && k < most_records; ++k)
    if (((f->telling() >> k) & 1) && !records[k].words.empty()) who.insert(records[k].words.front().text);
  return static_cast<double>(who.size()) == n;
}

bool is_share(const stated_number& said, std::size_t at, std::span<const clause_facts> facts,
              std::span<const cited_record> records, std::string_view rest) {
  constexpr std::size_t fewest = 3;
  const auto* f = clause_at(at, facts, rest);
  if (!f || said.unit != "%" || records.size() < fewest) return false;
  return near(said, 100.0 * std::popcount(f->telling()) / static_cast<double>(records.size()));
}

}  // namespace fm::agent
