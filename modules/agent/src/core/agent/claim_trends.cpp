#include "agent/claim_trends.hpp"

#include "agent/claim_paraphrase.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

constexpr std::array rises{"grew"sv,   "grow"sv,   "rose"sv,   "ris"sv,    "increas"sv,
                           "climb"sv,  "raised"sv, "longer"sv, "slower"sv, "higher"sv,
                           "larger"sv, "doubl"sv,  "went up"sv};
constexpr std::array falls{"fell"sv,    "fall"sv,  "drop"sv,  "decreas"sv, "shrank"sv, "shrink"sv,
                           "shorter"sv, "lower"sv, "reduc"sv, "faster"sv,  "smaller"sv};
constexpr std::array courses{"longer and longer"sv, "more and more"sv,     "increasingly"sv,
                             "steadily"sv,          "gradually"sv,         "worse"sv,
                             "less and less"sv,     "slower and slower"sv, "degrad"sv};

template <class List>
bool begins_one(const std::vector<text_word>& words, const List& list) {
  return std::any_of(words.begin(), words.end(), [&](const text_word& w) {
    return std::any_of(list.begin(), list.end(), [&](auto s) { return w.text.starts_with(s); });
  });
}

struct change {
  stated_number from, to;
};
std::optional<change> change_in(const clause_facts& f) {
  constexpr std::size_t reach = 5;
  for (std::size_t i = 0; i + 3 < f.words.size(); ++i) {
    if (f.words[i].text != "from") continue;
    const auto from = number_of(f.words[i + 1].text);
    for (auto k = i + 2; from && k + 1 < f.words.size() && k <= i + reach; ++k)
      if (const auto to =
              f.words[k].text == "to" ? number_of(f.words[k + 1].text) : std::optional<stated_number>())
        return change{*from, *to};
  }
  return {};
}

double in_unit(const stated_number& n) {
  double scale = 1;
  if (!time_unit(n.unit, scale) && !size_unit(n.unit, scale)) scale = 1;
  return n.value * scale;
}

void find_directions(const clause_facts& f, std::span<const cited_record> records,
                     std::vector<std::string>& out) {
  const bool up = begins_one(f.words, rises), down = begins_one(f.words, falls);
  const auto change = change_in(f);
  if (change && up != down) {
    auto from = change->from;
    if (from.unit.empty()) from.unit = change->to.unit;
    if (up ? in_unit(change->to) <= in_unit(from) : in_unit(change->to) >= in_unit(from)) {
      out.emplace_back("that direction of the change");
      return;
    }
  }
  if (change) {
    // The order in which the records have both values: in one of them, or by their times.
    bool forth = false, back = false;
    std::optional<double> earliest_from, latest_to;
    for (std::size_t k = 0; k < records.size() && k < most_records; ++k) {
      std::optional<std::size_t> from, to;
      const bool concerned = std::all_of(f.names.begin(), f.names.end(), [&](const told_part& n) {
        return ((n.in >> k) & 1) != 0 || (n.in == 0);
      });
      const auto& numbers = records[k].figures.numbers;
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (same_amount(change->from, numbers[i]) && !from) from = i;
        if (same_amount(change->to, numbers[i])) to = i;
      }
      // Load averages have the latest first.
      const bool latest_first = records[k].text.find("load average") != std::string::npos;
      if (concerned && from && to) ((*from < *to) != latest_first ? forth : back) = true;
      if (from && records[k].time)
        earliest_from = std::min(earliest_from.value_or(*records[k].time), *records[k].time);
      if (to && records[k].time) latest_to = std::max(latest_to.value_or(*records[k].time), *records[k].time);
    }
    const bool by_time = earliest_from && latest_to && *earliest_from < *latest_to;
    const bool timed = earliest_from && latest_to;
    if (!forth && (back || timed) && (f.names.empty() ? !by_time : back || !by_time))
      out.emplace_back("from what to what it changed");
  }
  if (!change &&
      std::any_of(courses.begin(), courses.end(),
                  [&](auto c) { return f.of.text.find(c) != f.of.text.npos; }) &&
      std::none_of(records.begin(), records.end(), [](const cited_record& r) {
        return begins_one(r.words, rises) || begins_one(r.words, falls);
      }))
    out.emplace_back("that course of things");
}

bool shares(std::string_view what, const cited_record& r) {
  return what.size() > 2 && r.text.find(what) != std::string::npos;
}

/// Something joins two records: who wrote one, or a name in it.
bool are_joined(const cited_record& a, const cited_record& b) {
  constexpr double near_in_time = 5;
  if (a.time && b.time && std::abs(*a.time - *b.time) <= near_in_time) return true;
  const auto stem = [](std::string_view e) { return e.substr(0, e.find_first_of("_-.@/")); };
  if (shares(stem(a.emitter), b) || shares(stem(b.emitter), a)) return true;
  return std::any_of(a.words.begin(), a.words.end(), [&](const text_word& w) {
    return names_thing({w.text, w.at, false}) && shares(w.text, b);
  });
}

bool is_event(const clause_facts& f) {
  return f.numbers.empty() && std::any_of(f.words.begin(), f.words.end(), [](const text_word& w) {
           return w.text.ends_with("ed") || w.text == "ran";
         });
}

struct comparison {
  std::string_view left, than, right;
};
std::optional<comparison> comparison_in(std::string_view text) {
  const auto than = text.find(" than ");
  if (than == text.npos) return {};
  const auto begin = text.rfind(' ', than - 1);
  if (begin == text.npos) return {};
  return comparison{text.substr(0, begin), text.substr(begin + 1, than - begin - 1), text.substr(than + 6)};
}

/// How many of the words of a part stand in one side and not in the other, less those that stand the other
/// way.
int leaning(std::string_view part, std::string_view to, std::string_view away) {
  int out = 0;
  for (const auto& w : words_of(part)) {
    if (is_filler(w.text) && !number_of(w.text)) continue;
    constexpr int of_number = 10;
    const int weight = number_of(w.text) ? of_number : 1;
    out += weight * ((to.find(w.text) != to.npos) - (away.find(w.text) != away.npos));
  }
  return out;
}

/// "a is newer than b" of a record that says it of b and a, or that a is older.
void find_comparisons(const clause_facts& f, std::span<const cited_record> records,
                      std::vector<std::string>& out) {
  constexpr std::array opposites{std::pair{"newer"sv, "older"sv},    std::pair{"higher"sv, "lower"sv},
                                 std::pair{"more"sv, "less"sv},      std::pair{"larger"sv, "smaller"sv},
                                 std::pair{"longer"sv, "shorter"sv}, std::pair{"faster"sv, "slower"sv},
                                 std::pair{"later"sv, "earlier"sv},  std::pair{"greater"sv, "less"sv}};
  const auto said = comparison_in(f.of.text);
  if (!said) return;
  for (const auto& r : records) {
    const auto shown = comparison_in(r.text);
    if (!shown) continue;
    const bool same = said->than == shown->than;
    const bool opposite = std::any_of(opposites.begin(), opposites.end(), [&](const auto& o) {
      return (o.first == said->than && o.second == shown->than) ||
             (o.second == said->than && o.first == shown->than);
    });
    if (!same && !opposite) continue;
    const int straight =
        leaning(said->left, shown->left, shown->right) + leaning(said->right, shown->right, shown->left);
    if (same ? straight < 0 : straight > 0) out.push_back("\"" + std::string(said->than) + " than\"");
  }
}

void find_order(std::span<const clause_facts> facts, std::span<const cited_record> records,
                std::vector<std::string>& out) {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto by = facts[i].of.by;
    if (i == 0 || facts[i].of.guess || facts[i - 1].of.guess) continue;
    const auto first = facts[i - 1].telling_at(), second = facts[i].telling_at();
    if (first == facts[i].all || second == facts[i].all || first == 0 || second == 0 || (first & second) != 0)
      continue;
    bool after = false, before = false, joined = false, timed = true;
    for (std::size_t a = 0; a < records.size(); ++a)
      for (std::size_t b = 0; b < records.size(); ++b) {
        if (!((first >> a) & 1) || !((second >> b) & 1)) continue;
        if (!records[a].time || !records[b].time) {
          timed = false;
          joined = joined || are_joined(records[a], records[b]);
          continue;
        }
        after = after || *records[a].time > *records[b].time;
        before = before || *records[a].time < *records[b].time;
        // "So" concludes as often as it tells of an effect.
        const bool cause_first = by == joint::effect || *records[b].time <= *records[a].time + 1;
        joined = joined || (cause_first && are_joined(records[a], records[b]));
      }
    if ((by == joint::reason || by == joint::effect) && !joined)
      out.emplace_back("that one is the reason of the other");
    if (!timed) continue;
    if (by == joint::after && !after) out.emplace_back("that order of times (\"after\")");
    if (by == joint::before && !before) out.emplace_back("that order of times (\"before\")");
    // "While" contrasts as often; of events of which both happened it tells one time.
    if (by == joint::meanwhile && is_event(facts[i]) && is_event(facts[i - 1]))
      out.emplace_back("that order of times (\"while\")");
  }
}

}  // namespace

std::vector<std::string> wrong_courses(std::span<const clause_facts> facts,
                                       std::span<const cited_record> records) {
  std::vector<std::string> out;
  for (const auto& f : facts)
    if (!f.of.guess) {
      find_directions(f, records, out);
      find_comparisons(f, records, out);
    }
  find_order(facts, records, out);
  return out;
}

}  // namespace fm::agent
