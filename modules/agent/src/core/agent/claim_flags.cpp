#include "agent/claim_flags.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

/// "mem_alarm" is told by "memory alarm": each of its parts begins a word of the clause, or the other way
/// round.
bool names_field(const clause_facts& f, std::string_view field) {
  constexpr std::size_t shortest = 3;
  std::size_t parts = 0;
  for (std::size_t at = 0; at < field.size();) {
    const auto end = std::min(field.find_first_of("_.- ", at), field.size());
    const auto part = field.substr(at, end - at);
    at = end + 1;
    if (part.empty()) continue;
    ++parts;
    const bool told = std::any_of(f.words.begin(), f.words.end(), [&](const text_word& w) {
      return w.text == field || w.text == part ||
             (part.size() >= shortest &&
              (w.text.starts_with(part) || (w.text.size() >= shortest && part.starts_with(w.text))));
    });
    if (!told) return false;
  }
  return parts > 0;
}

std::optional<bool> flag_of(std::string_view value) {
  if (value == "true" || value == "yes") return true;
  if (value == "false" || value == "no") return false;
  return {};
}

/// A gauge of whether something is up.
bool is_state(const line_field& f) { return f.name.ends_with("_up") && (f.value == "0" || f.value == "1"); }

/// "failed=0", "changed=1": whether it was so at all, where the clause has the word, or "un" before it.
std::optional<bool> outcome_in(const clause_facts& f, const line_field& v) {
  const auto n = number_of(v.value);
  if (!n || !n->unit.empty() || !(v.name.ends_with("ed") || v.name.ends_with("able"))) return {};
  for (const auto& w : f.words) {
    if (number_of(w.text) || spelled_number(w.text)) return {};
    if (w.text == v.name) return n->value > 0;
    if (w.text.starts_with("un") && w.text.substr(2) == v.name) return n->value == 0;
  }
  return {};
}

/// "Revision 5 is the deployed one": a word that is the value of a column, in another row.
void find_other_rows(const clause_facts& f, record_set in, std::span<const cited_record> records,
                     std::vector<std::string>& out) {
  constexpr std::size_t shortest = 4;
  for (const auto& w : f.words) {
    if (w.text.size() < shortest || is_filler(w.text)) continue;
    std::string_view column;
    for (const auto& r : records)
      for (const auto& v : r.fields)
        if (v.value == w.text) column = v.name;
    if (column.empty()) continue;
    bool same = false, other = false;
    for (std::size_t k = 0; k < records.size() && k < most_records; ++k) {
      if (!((in >> k) & 1)) continue;
      same = same || records[k].text.find(w.text) != std::string::npos;
      other = other || std::any_of(records[k].fields.begin(), records[k].fields.end(),
                                   [&](const line_field& v) { return v.name == column; });
    }
    if (other && !same)
      out.push_back("that \"" + std::string(column) + "\" is \"" + std::string(w.text) + "\"");
  }
}

/// "1/1": all of them.
std::optional<bool> of_all(std::string_view value) {
  const auto cut = value.find('/');
  if (cut == value.npos) return flag_of(value);
  return value.substr(0, cut) == value.substr(cut + 1);
}

bool denies(const clause_facts& f) {
  constexpr std::array words{"not"sv,     "no"sv,     "never"sv, "without"sv,
                             "neither"sv, "cannot"sv, "t"sv,     "false"sv};
  return std::any_of(f.words.begin(), f.words.end(), [&](const text_word& w) {
    return std::find(words.begin(), words.end(), w.text) != words.end();
  });
}

/// The one number of a clause that says what something is: "pg_up is 0".
std::optional<stated_number> value_said(const clause_facts& f) {
  constexpr std::array before{"is"sv, "was"sv, "of"sv, "to"sv, "at"sv, "uses"sv, "used"sv, "has"sv};
  std::optional<stated_number> out;
  for (std::size_t i = 1; i < f.words.size(); ++i) {
    const auto n = number_of(f.words[i].text);
    if (!n || !n->unit.empty() ||
        std::find(before.begin(), before.end(), f.words[i - 1].text) == before.end())
      continue;
    if (out) return {};
    out = n;
  }
  return out;
}

}  // namespace

std::vector<std::string> wrong_values(std::span<const clause_facts> facts,
                                      std::span<const cited_record> records) {
  std::vector<std::string> out;
  for (const auto& f : facts) {
    if (f.of.guess) continue;
    const auto in = f.about();
    constexpr std::array wholes{"all"sv, "every"sv, "each"sv, "both"sv};
    const bool whole = std::any_of(f.words.begin(), f.words.end(), [&](const text_word& w) {
      return std::find(wholes.begin(), wholes.end(), w.text) != wholes.end();
    });
    if (f.names.empty() && !whole) continue;
    if (!f.names.empty() && !denies(f)) find_other_rows(f, in, records, out);
    const auto value = value_said(f);
    const bool denied = denies(f);
    std::string field;
    bool same = false, other = false;
    for (std::size_t k = 0; k < records.size() && k < most_records; ++k) {
      if (!((in >> k) & 1)) continue;
      for (const auto& v : records[k].fields) {
        const auto flag = v.name == "ready" ? of_all(v.value) : flag_of(v.value);
        if (is_state(v) && f.of.text.find(" up") != f.of.text.npos) {
          field = v.name;
          ((v.value == "1") != denied ? same : other) = true;
          continue;
        }
        if (const auto outcome = outcome_in(f, v)) {
          field = v.name;
          (*outcome != denied ? same : other) = true;
          continue;
        }
        const auto is = value ? number_of(v.value) : std::nullopt;
        if ((!flag && !is) || !names_field(f, v.name)) continue;
        field = v.name;
        (flag ? *flag != denied : is->value == value->value) ? same = true : other = true;
      }
    }
    if (other && (!same || (whole && f.names.empty()))) out.push_back("that value of \"" + field + "\"");
  }
  return out;
}

}  // namespace fm::agent
