#include "agent/claim_facts.hpp"

#include "agent/claim_paraphrase.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fm::agent {

namespace {

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

template <class Tells>
record_set records_where(std::span<const cited_record> records, const Tells& tells) {
  record_set out = 0;
  for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
    if (tells(records[k])) out |= record_set{1} << k;
  return out;
}

record_set every(std::span<const cited_record> records) {
  return records_where(records, [](const cited_record&) { return true; });
}

std::vector<stated_number> numbered(const cited_record& r, std::string_view kind) {
  const auto stem = kind.substr(0, kind.size() - (kind.ends_with('s') && kind.size() > 4 ? 1 : 0));
  std::vector<stated_number> out;
  for (std::size_t i = 0; i + 1 < r.words.size(); ++i) {
    if (!r.words[i].text.starts_with(stem) || r.words[i].text.size() > stem.size() + 2) continue;
    auto next = r.words[i + 1].text;
    while (!next.empty() && next.front() == ':') next.remove_prefix(1);
    if (const auto n = number_of(next)) out.push_back(*n);
  }
  return out;
}
bool numbers(const cited_record& r, std::string_view kind) { return !numbered(r, kind).empty(); }
bool has_numbered(const cited_record& r, std::string_view kind, const stated_number& n) {
  const auto all = numbered(r, kind);
  return std::any_of(all.begin(), all.end(), [&](const stated_number& s) { return s.value == n.value; });
}

/// So many seconds lie between two of the records that tell all names.
bool passed_between(const std::vector<told_part>& names, double seconds,
                    std::span<const cited_record> records) {
  constexpr double nearly = .06;
  std::vector<double> times;
  for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
    if (records[k].time &&
        std::all_of(names.begin(), names.end(), [&](const told_part& p) { return ((p.in >> k) & 1) != 0; }))
      times.push_back(*records[k].time);
  for (const auto a : times)
    for (const auto b : times)
      if (std::abs(a - b - seconds) <= nearly * seconds) return true;
  return false;
}

void add_times(std::string_view text, std::span<const cited_record> records, std::vector<told_part>& out) {
  for (const auto& t : read_stated(text).times) {
    const auto in = records_where(records, [&](const cited_record& r) {
      return std::any_of(r.figures.times.begin(), r.figures.times.end(),
                         [&](const clock_time& s) { return same_time(t, s); });
    });
    if (in != 0) out.push_back({"that time", in});
  }
}

}  // namespace

bool holds_name_of(const cited_record& record, std::string_view name) {
  const std::string_view text = record.text;
  for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if ((at == 0 || !is_letter_or_digit(text[at - 1])) &&
        (end == text.size() || !is_letter_or_digit(text[end])))
      return true;
  }
  return false;
}

record_set clause_facts::telling() const {
  auto out = all;
  for (const auto* parts : {&names, &numbers, &tellings})
    for (const auto& p : *parts) out &= p.in;
  return out;
}

record_set clause_facts::telling_at() const {
  auto out = telling();
  for (const auto& p : times) out &= p.in;
  return out;
}

std::vector<clause_facts> facts_of(std::string_view low, std::string_view rest,
                                   std::span<const clause> clauses, std::span<const cited_record> records) {
  std::vector<clause_facts> out;
  const auto all = every(records);
  for (const auto& c : clauses) {
    clause_facts f;
    f.of = c;
    f.all = all;
    f.words = words_of(c.text);
    const auto at = static_cast<std::size_t>(c.text.data() - rest.data());
    add_times(low.substr(at, c.text.size()), records, f.times);
    for (std::size_t i = 0; i < f.words.size(); ++i) {
      const auto word = f.words[i].text;
      auto n = number_of(word);
      double unit = 0;
      if (const auto spelled = spelled_number(word); spelled && i + 1 < f.words.size() &&
                                                     time_unit(f.words[i + 1].text, unit) &&
                                                     !passed_between(f.names, *spelled * unit, records))
        n = stated_number{*spelled, 0, {}, {}};
      if (n) {
        // "Process 812" is one thing, where the records number such things.
        const auto kind = i > 0 ? f.words[i - 1].text : std::string_view();
        const auto between = i > 0 ? f.words[i - 1].at + kind.size() : 0;
        const bool in_brackets = between > 0 && between < c.text.size() && c.text[between] == '(';
        if (n->unit.empty() && kind.size() > 1 && (in_brackets || !is_filler(kind)) &&
            between + 1 == f.words[i].at) {
          const auto in =
              records_where(records, [&](const cited_record& r) { return has_numbered(r, kind, *n); });
          const bool many =
              records_where(records, [&](const cited_record& r) { return numbers(r, kind); }) != in;
          if (in != 0 && many) {
            f.names.push_back({std::string(kind) + " " + std::string(word), in});
            continue;
          }
        }
        // "Runs 18 and 19"
        if (kind == "and" && i > 2 && !f.names.empty() &&
            f.names.back().text.ends_with(" " + std::string(f.words[i - 2].text))) {
          const auto of = std::string_view(f.names.back().text).substr(0, f.names.back().text.find(' '));
          const auto in =
              records_where(records, [&](const cited_record& r) { return has_numbered(r, of, *n); });
          if (in != 0) {
            f.names.push_back({std::string(of) + " " + std::string(word), in});
            continue;
          }
        }
        // The whole of a part may stand elsewhere: "12 of 41".
        if (kind == "of" && i > 1 && number_of(f.words[i - 2].text)) continue;
        // Counts are no part of a record.
        const auto behind = i + 1 < f.words.size() ? f.words[i + 1].text : std::string_view();
        if (n->unit.empty() && n->decimals == 0 && n->value <= static_cast<double>(records.size()) &&
            !is_filler(behind) && !time_unit(behind, unit) && !size_unit(behind, unit))
          continue;
        if (n->unit.empty() && i + 1 < f.words.size() &&
            (time_unit(f.words[i + 1].text, unit) || size_unit(f.words[i + 1].text, unit)))
          n->unit = f.words[i + 1].text;
        const auto in = records_where(records, [&](const cited_record& r) {
          return std::any_of(r.figures.numbers.begin(), r.figures.numbers.end(),
                             [&](const stated_number& s) { return same_amount(*n, s); });
        });
        if (in != 0) f.numbers.push_back({std::string(word), in});
        continue;
      }
      // "GET /orders" is one thing.
      constexpr std::array methods{std::string_view("get"),   std::string_view("post"),
                                   std::string_view("put"),   std::string_view("delete"),
                                   std::string_view("patch"), std::string_view("head")};
      if (std::find(methods.begin(), methods.end(), word) != methods.end() && i + 1 < f.words.size() &&
          f.words[i + 1].text.front() == '/') {
        const auto request = std::string(word) + " " + std::string(f.words[i + 1].text);
        const auto in =
            records_where(records, [&](const cited_record& r) { return holds_name_of(r, request); });
        if (in != 0) {
          f.names.push_back({request, in});
          ++i;
          continue;
        }
      }
      // The version of what is named before it is no part of every record of that.
      const bool version = i > 0 && word.find_first_not_of("0123456789.") == word.npos &&
                           std::any_of(f.names.begin(), f.names.end(),
                                       [&](const told_part& p) { return p.text == f.words[i - 1].text; });
      if (version) continue;
      const bool writes = std::any_of(records.begin(), records.end(),
                                      [&](const cited_record& r) { return r.emitter == word; });
      const bool introduced = i > 0 && introduces_name(f.words[i - 1].text) && !is_common_word(word) &&
                              !word.ends_with("ed") && !word.ends_with("ing");
      if (names_thing({word, f.words[i].at, false}) || writes || introduced) {
        const auto in = records_where(records, [&](const cited_record& r) { return holds_name_of(r, word); });
        if (in != 0) f.names.push_back({std::string(word), in});
        continue;
      }
      const bool verb = word.size() > 3 &&
                        (word.ends_with("ed") || word.ends_with("ept") || word.ends_with("ent")) &&
                        std::any_of(records.begin(), records.end(),
                                    [&](const cited_record& r) { return holds_name_of(r, word); });
      // Adverbs belong to the whole.
      constexpr std::size_t shortest_adverb = 6;
      if (word.size() >= shortest_adverb && word.ends_with("ly")) continue;
      if ((is_common_word(word) && !verb) || spelled_number(word) || time_unit(word, unit) ||
          size_unit(word, unit))
        continue;
      const auto in =
          records_where(records, [&](const cited_record& r) { return tells_word(r.meaning, word); });
      if (in != 0 && in != all) f.tellings.push_back({std::string(word), in});
    }
    out.push_back(std::move(f));
  }
  return out;
}

}  // namespace fm::agent
