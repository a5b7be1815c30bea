#include "agent/claim_facts.hpp"

#include "agent/claim_paraphrase.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

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
  for (const auto& f : r.fields)
    if (f.name == kind || f.name == stem)
      if (const auto n = number_of(f.value)) out.push_back(*n);
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

/// By its level, or by what it says.
bool tells_error(const cited_record& r) {
  constexpr std::array words{"error"sv, "fail"sv,  "exception"sv, "fatal"sv,   "err"sv,
                             "panic"sv, "emerg"sv, "crit"sv,      "refused"sv, "denied"sv};
  return std::any_of(words.begin(), words.end(),
                     [&](auto w) { return r.meaning.find(w) != r.meaning.npos; }) ||
         std::any_of(r.fields.begin(), r.fields.end(), [](const line_field& f) {
           return (f.name == "s" || f.name == "level" || f.name == "severity") &&
                  (f.value == "e" || f.value == "f");
         });
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

record_set clause_facts::about() const {
  auto out = all;
  for (const auto& n : names) out &= n.in;
  return out == 0 ? all : out;
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

namespace {

/// Reads a clause word by word into what it states.
class clause_reader {
 public:
  clause_reader(const clause& c, std::string_view said, std::span<const cited_record> records)
      : records_(records) {
    f_.of = c;
    f_.all = every(records);
    f_.words = words_of(c.text);
    f_.said = said;
    add_times(f_.said, records, f_.times);
  }

  clause_facts read() && {
    for (std::size_t i = 0; i < f_.words.size(); ++i) {
      if (const auto n = number_at(i)) {
        if (!add_numbered(i, *n)) add_number(i, *n);
      } else if (add_request(i)) {
        ++i;  // its path
      } else if (!is_version(i) && !add_name(i)) {
        add_telling(i);
      }
    }
    return std::move(f_);
  }

 private:
  std::string_view word(std::size_t i) const {
    return i < f_.words.size() ? f_.words[i].text : std::string_view();
  }
  template <class Tells>
  record_set where(const Tells& tells) const {
    return records_where(records_, tells);
  }

  /// "Ten seconds" that do not lie between two records stand in one.
  std::optional<stated_number> number_at(std::size_t i) const {
    double unit = 0;
    if (const auto spelled = spelled_number(word(i));
        spelled && time_unit(word(i + 1), unit) && !passed_between(f_.names, *spelled * unit, records_))
      return stated_number{*spelled, 0, {}, {}};
    return number_of(word(i));
  }

  /// "Process 812" is one thing, where the records number such things; and "runs 18 and 19" are two.
  bool add_numbered(std::size_t i, const stated_number& n) {
    if (i == 0) return false;
    const auto kind = word(i - 1);
    const auto between = f_.words[i - 1].at + kind.size();
    const bool in_brackets = between < f_.of.text.size() && f_.of.text[between] == '(';
    const auto add = [&](std::string_view of, record_set in) {
      f_.names.push_back({std::string(of) + " " + std::string(word(i)), in});
    };
    const auto so_numbered = [&](std::string_view of) {
      return where([&](const cited_record& r) { return has_numbered(r, of, n); });
    };
    if (n.unit.empty() && kind.size() > 1 && (in_brackets || !is_filler(kind)) &&
        between + 1 == f_.words[i].at) {
      const auto in = so_numbered(kind);
      if (in != 0 && where([&](const cited_record& r) { return numbers(r, kind); }) != in) {
        add(kind, in);
        return true;
      }
    }
    if (kind == "and" && i > 2 && !f_.names.empty() &&
        f_.names.back().text.ends_with(" " + std::string(word(i - 2)))) {
      const auto of = f_.names.back().text.substr(0, f_.names.back().text.find(' '));
      if (const auto in = so_numbered(of); in != 0) {
        add(of, in);
        return true;
      }
    }
    return false;
  }

  void add_number(std::size_t i, stated_number n) {
    // The whole of a part may stand elsewhere: "12 of 41".
    if (i > 1 && word(i - 1) == "of" && number_of(word(i - 2))) return;
    const auto behind = word(i + 1);
    // A ratio: "12 times the number of cores".
    if (behind == "times" && (word(i + 2) == "the" || word(i + 2) == "as" || word(i + 2).ends_with("er")))
      return;
    double unit = 0;
    const bool measured = time_unit(behind, unit) || size_unit(behind, unit);
    // Counts are no part of a record.
    if (n.unit.empty() && n.decimals == 0 && n.value <= static_cast<double>(records_.size()) &&
        !is_filler(behind) && !measured)
      return;
    if (n.unit.empty() && measured) n.unit = behind;
    const auto in = where([&](const cited_record& r) {
      return begins_version(r.text, word(i)) ||
             std::any_of(r.figures.numbers.begin(), r.figures.numbers.end(),
                         [&](const stated_number& s) { return same_amount(n, s); });
    });
    if (in != 0) f_.numbers.push_back({std::string(word(i)), in});
  }

  /// "GET /orders" is one thing.
  bool add_request(std::size_t i) {
    constexpr std::array methods{"get"sv, "post"sv, "put"sv, "delete"sv, "patch"sv, "head"sv};
    if (std::find(methods.begin(), methods.end(), word(i)) == methods.end() || !word(i + 1).starts_with('/'))
      return false;
    const auto request = std::string(word(i)) + " " + std::string(word(i + 1));
    const auto in = where([&](const cited_record& r) { return holds_name_of(r, request); });
    if (in != 0) f_.names.push_back({request, in});
    return in != 0;
  }

  /// The version of what is named before it is no part of every record of that.
  bool is_version(std::size_t i) const {
    return i > 0 && word(i).find_first_not_of("0123456789.") == std::string_view::npos &&
           std::any_of(f_.names.begin(), f_.names.end(),
                       [&](const told_part& p) { return p.text == word(i - 1); });
  }

  /// A record is written by what is called so; "payments" of what another one tells of is no service.
  bool names_writer(std::size_t i) const {
    const auto w = word(i), one = w.substr(0, w.size() - w.ends_with('s'));
    return where([&](const cited_record& r) { return r.emitter == w; }) != 0 &&
           (i == 0 || !w.ends_with('s') || is_filler(word(i - 1)) ||
            where([&](const cited_record& r) { return r.emitter != w && holds_name_of(r, one); }) == 0);
  }

  /// Behind a kind of thing stands its name, however plain it looks; a common word where it is quoted.
  bool is_introduced(std::size_t i) const {
    const auto quoted = '"' + std::string(word(i)) + '"';
    return i > 0 && introduces_name(word(i - 1)) &&
           (!is_common_word(word(i)) ||
            where([&](const cited_record& r) { return r.text.find(quoted) != r.text.npos; }) != 0) &&
           !word(i).ends_with("ed") && !word(i).ends_with("ing");
  }

  bool add_name(std::size_t i) {
    if (!names_thing({word(i), f_.words[i].at, false}) && !names_writer(i) && !is_introduced(i)) return false;
    const auto in = where([&](const cited_record& r) { return holds_name_of(r, word(i)); });
    if (in != 0) f_.names.push_back({std::string(word(i)), in});
    return true;
  }

  void add_telling(std::size_t i) {
    const auto w = word(i);
    // Adverbs belong to the whole.
    constexpr std::size_t shortest_adverb = 6;
    if (w.size() >= shortest_adverb && w.ends_with("ly") && w != "successfully") return;
    const bool of_error = w == "error" || w == "errors";
    if (!of_error && !is_verb_of_records(i)) {
      double unit = 0;
      if (is_common_word(w) || spelled_number(w) || time_unit(w, unit) || size_unit(w, unit)) return;
    }
    const auto in =
        where([&](const cited_record& r) { return of_error ? tells_error(r) : tells_word(r.meaning, w); });
    if (in != 0 && in != f_.all) f_.tellings.push_back({std::string(w), in});
  }

  bool is_verb_of_records(std::size_t i) const {
    const auto w = word(i);
    const bool passive = i > 0 && (word(i - 1) == "was" || word(i - 1) == "were");
    return w.size() > 3 && (w.ends_with("ed") || w.ends_with("ept") || w.ends_with("ent")) &&
           where([&](const cited_record& r) {
             // "was started" of "starting"
             return holds_name_of(r, w) || (passive && w.ends_with("ed") &&
                                            holds_name_of(r, std::string(w.substr(0, w.size() - 2)) + "ing"));
           }) != 0;
  }

  clause_facts f_;
  std::span<const cited_record> records_;
};

}  // namespace

std::vector<clause_facts> facts_of(std::string_view low, std::string_view rest,
                                   std::span<const clause> clauses, std::span<const cited_record> records) {
  std::vector<clause_facts> out;
  for (const auto& c : clauses) {
    const auto at = static_cast<std::size_t>(c.text.data() - rest.data());
    out.push_back(clause_reader(c, low.substr(at, c.text.size()), records).read());
  }
  return out;
}

}  // namespace fm::agent
