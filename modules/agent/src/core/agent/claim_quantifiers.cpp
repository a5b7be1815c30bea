#include "agent/claim_quantifiers.hpp"

#include "agent/claim_codes.hpp"
#include "agent/claim_paraphrase.hpp"
#include "agent/claim_words.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

/// Of the records that tell the subject behind word `i` those that tell all the rest of the clause.
struct share {
  int of = 0, tell = 0;
  bool is_whole() const { return of > 1 && tell == of; }
};

std::string_view word_at(const clause_facts& f, std::size_t i) {
  return i < f.words.size() ? f.words[i].text : std::string_view();
}

record_set told_by(const std::vector<told_part>& parts, std::string_view word, record_set otherwise) {
  const auto at =
      std::find_if(parts.begin(), parts.end(), [&](const told_part& p) { return p.text == word; });
  return at == parts.end() ? otherwise : at->in;
}

share share_of(const clause_facts& f, std::size_t quantifier) {
  constexpr std::array behind{"of"sv, "the"sv, "these"sv, "those"sv, "its"sv, "their"sv};
  auto i = quantifier + 1;
  while (i < f.words.size() &&
         (one_of(behind, word_at(f, i)) || number_of(word_at(f, i)) || spelled_number(word_at(f, i))))
    ++i;
  const auto subject = word_at(f, i);
  auto otherwise = f.all;
  for (const auto& n : f.names) otherwise &= n.in;
  auto of = told_by(f.names, subject, told_by(f.tellings, subject, otherwise));
  // "all requests to /cart": what stands behind a preposition belongs to the subject.
  if (i + 2 < f.words.size() &&
      (word_at(f, i + 1) == "to" || word_at(f, i + 1) == "of" || word_at(f, i + 1) == "for" ||
       word_at(f, i + 1) == "in" || word_at(f, i + 1) == "on"))
    of &= told_by(f.names, word_at(f, i + 2), told_by(f.tellings, word_at(f, i + 2), f.all));
  return {std::popcount(of), std::popcount(of & f.telling())};
}

bool tells_any(std::span<const cited_record> records, record_set in,
               std::initializer_list<std::string_view> words) {
  for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
    if ((in >> k) & 1)
      for (const auto w : words)
        if (records[k].meaning.find(w) != std::string::npos) return true;
  return false;
}

/// "30 of 120", "80%" in the clause: the number of it that is said, 0..1.
std::optional<double> stated_ratio(const clause_facts& f) {
  for (std::size_t i = 0; i < f.words.size(); ++i) {
    const auto n = number_of(word_at(f, i));
    if (!n) continue;
    if (n->unit == "%" || word_at(f, i + 1) == "percent") return n->value / 100;
    const auto whole = number_of(word_at(f, i + 2));
    if (word_at(f, i + 1) == "of" && whole && whole->value > 0) return n->value / whole->value;
  }
  return {};
}

/// How often the records that tell the clause say that it was: by being so many, or in a number.
double times_told(const clause_facts& f, std::span<const cited_record> records, bool at_another_time) {
  constexpr std::array counting{"counter"sv,  "count"sv,  "times"sv, "retries"sv,  "attempts"sv,
                                "attempt"sv,  "hits"sv,   "total"sv, "repeated"sv, "restarts"sv,
                                "failures"sv, "errors"sv, "time"sv,  "lag"sv,      "requests"sv};
  auto in = f.telling();
  if (at_another_time) {
    in = f.all;
    for (const auto& p : f.tellings) in &= p.in;
  }
  auto out = static_cast<double>(std::popcount(in));
  for (std::size_t k = 0; k < records.size() && k < most_records; ++k) {
    const auto& words = records[k].words;
    for (std::size_t i = 0; i < words.size(); ++i) {
      auto word = words[i].text;
      const bool by_x = word.size() > 1 && word.front() == 'x' && word[1] >= '0' && word[1] <= '9';
      if (by_x) word.remove_prefix(1);
      const auto n = number_of(word);
      if (!n || n->decimals > 0 || !(n->unit.empty() || n->unit == "x")) continue;
      bool counts = by_x || n->unit == "x";
      for (std::size_t j = i >= 3 ? i - 3 : 0; j < words.size() && j <= i + 2; ++j)
        counts = counts || one_of(counting, words[j].text);
      if (counts) out = std::max(out, n->value);
    }
  }
  return out;
}

struct amount_word {
  std::string_view word;
  double least;
};
constexpr std::array amounts{
    amount_word{"several", 3},      amount_word{"multiple", 2},     amount_word{"numerous", 5},
    amount_word{"many", 5},         amount_word{"dozens", 24},      amount_word{"hundreds", 200},
    amount_word{"thousands", 2000}, amount_word{"millions", 2e6},   amount_word{"repeatedly", 2},
    amount_word{"constantly", 5},   amount_word{"continuously", 5}, amount_word{"frequently", 3},
    amount_word{"often", 3},        amount_word{"regularly", 3},    amount_word{"various", 3},
    amount_word{"countless", 50},   amount_word{"periodically", 3}, amount_word{"keeps", 2},
    amount_word{"keep", 2},         amount_word{"twice", 2},        amount_word{"retried", 2},
    amount_word{"retries", 2},      amount_word{"again", 2}};

/// How many lines of the records tell the words of the clause.
int lines_telling(const clause_facts& f, std::span<const cited_record> records) {
  int out = 0;
  for (const auto& r : records)
    for (std::size_t at = 0; at < r.text.size();) {
      const auto end = std::min(r.text.find('\n', at), r.text.size());
      const auto line =
          r.text.substr(at, end - at) + meaning_of_codes(std::string_view(r.text).substr(at, end - at));
      out += std::all_of(f.words.begin(), f.words.end(), [&](const text_word& w) {
        return is_common_word(w.text) || number_of(w.text) || spelled_number(w.text) ||
               tells_word(line, w.text);
      });
      at = end + 1;
    }
  return out;
}

/// One record lists what is meant: as often as its subject stands there, the rest of the clause does.
bool lists_all(const clause_facts& f, std::size_t subject, std::span<const cited_record> records) {
  const auto times_in = [](std::string_view text, std::string_view word) {
    const auto stem =
        word.substr(0, std::max<std::size_t>(std::min<std::size_t>(4, word.size()), word.size() * 2 / 3));
    int n = 0;
    for (auto at = text.find(stem); at != text.npos; at = text.find(stem, at + stem.size())) ++n;
    return n;
  };
  for (const auto& r : records) {
    const auto of = times_in(r.text, word_at(f, subject));
    if (of < 2) continue;
    for (std::size_t i = subject + 1; i < f.words.size(); ++i)
      if (!is_common_word(f.words[i].text) && times_in(r.text, f.words[i].text) >= of) return true;
  }
  return false;
}

/// "For days", "in the last weeks": how long is not said, and not known.
void find_vague_times(const clause_facts& f, std::vector<std::string>& out) {
  constexpr std::array spans{"minutes"sv, "hours"sv, "days"sv, "weeks"sv, "months"sv,
                             "years"sv,   "night"sv, "day"sv,  "week"sv};
  constexpr std::array before{"for"sv, "last"sv, "past"sv, "many"sv, "few"sv, "recent"sv};
  for (std::size_t i = 1; i < f.words.size(); ++i)
    if (one_of(spans, word_at(f, i)) && one_of(before, word_at(f, i - 1)))
      out.push_back("\"" + std::string(word_at(f, i - 1)) + " " + std::string(word_at(f, i)) + "\"");
}

/// `reason` is the clause that says why, or null: it has to hold of the whole as well.
void find_wholes(const clause_facts& f, const clause_facts* reason, std::span<const cited_record> records,
                 std::vector<std::string>& out) {
  constexpr std::array wholes{"all"sv,        "every"sv,      "each"sv,     "always"sv, "entire"sv,
                              "everything"sv, "everybody"sv,  "everyone"sv, "any"sv,    "whole"sv,
                              "entirely"sv,   "completely"sv, "fully"sv};
  constexpr std::array majorities{"most"sv, "mostly"sv, "majority"sv, "largely"sv, "mainly"sv};
  for (std::size_t i = 0; i < f.words.size(); ++i) {
    const auto word = word_at(f, i), next = word_at(f, i + 1),
               before = i > 0 ? word_at(f, i - 1) : std::string_view();
    const auto say = [&] { out.push_back("\"" + std::string(word) + "\""); };
    const auto ratio = stated_ratio(f);
    if (one_of(wholes, word)) {
      if (before == "at" || before == "of" || before == "almost" || before == "nearly" ||
          (word == "any" &&
           (next == "more" || next == "longer" || before == "not" ||
            f.of.text.find("not ") != f.of.text.npos || f.of.text.find("cannot") != f.of.text.npos ||
            f.of.text.find("without") != f.of.text.npos)))
        continue;
      if (tells_word(records.front().text, word) && records.size() == 1) continue;
      // A time or a number is meant: "every five seconds".
      auto at = i + 1;
      while (word_at(f, at) == "of" || word_at(f, at) == "the" || word_at(f, at) == "these" ||
             word_at(f, at) == "its")
        ++at;
      const auto counted = word_at(f, at);
      double unit = 0;
      if (word == "every" &&
          (time_unit(word_at(f, i + 2), unit) || time_unit(next, unit) || time_unit(word_at(f, i + 3), unit)))
        continue;
      std::optional<double> n;
      if (const auto s = spelled_number(counted)) n = *s;
      if (const auto s = number_of(counted)) n = s->value;
      const auto part = share_of(f, i);
      // That all lack something no count of records shows.
      const bool lacks = std::any_of(f.words.begin(), f.words.end(), [](const text_word& w) {
        return w.text == "without" || w.text == "no";
      });
      if (lacks && !n) {
        say();
        continue;
      }
      if (n && lines_telling(f, records) == *n) continue;
      if (n && (part.tell == *n || (part.of == *n && part.is_whole()))) continue;
      if (n && tells_any(records, f.all, {"all", "each"})) continue;
      if (n && (ratio || std::any_of(records.begin(), records.end(), [&](const cited_record& r) {
                  return std::any_of(r.figures.numbers.begin(), r.figures.numbers.end(),
                                     [&](const stated_number& s) { return s.value == *n; });
                })))
        continue;
      if (reason && !reason->of.guess && !reason->tellings.empty() &&
          std::popcount(reason->telling()) < part.of) {
        say();
        continue;
      }
      if (!n && lists_all(f, at, records)) continue;
      if (!n && (part.is_whole() || (next == "time" && std::popcount(f.telling()) > 1))) continue;
      if (!n && tells_any(records, f.telling(), {"all ", "every", "each ", "entire", "100%"})) continue;
      say();
    }
    if (one_of(majorities, word)) {
      constexpr std::array superlatives{"recent"sv, "likely"sv, "probably"sv, "important"sv};
      if (before == "at" || before == "of" || before == "almost" || before == "nearly" ||
          (before == "the" && next != "of") || one_of(superlatives, next))
        continue;
      if (!(ratio && *ratio > .5) && !tells_any(records, f.all, {"most", "majority"})) say();
    }
    constexpr std::size_t before_half = 2;
    double unit = 0;
    const bool of_measure = (i >= before_half && word_at(f, i - before_half) == "and") ||
                            time_unit(next, unit) || time_unit(word_at(f, i + 2), unit);
    if (word == "half" && !of_measure && !(ratio && std::abs(*ratio - .5) < .02) &&
        !tells_any(records, f.all, {"half", "50%"}))
      say();
  }
}

/// The record names others of the same kind: "10.0.0.4" beside "10.0.0.5", "web-1" beside "web-2".
bool names_others(const told_part& one, std::span<const cited_record> records) {
  const auto form = [](std::string_view w) {
    std::string out;
    for (const char c : w.substr(0, w.find(':')))
      if (c < '0' || c > '9') out.push_back(c);
    return out;
  };
  for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
    if ((one.in >> k) & 1)
      for (const auto& w : records[k].words)
        if (!w.text.starts_with(one.text) && names_thing(w) && form(w.text) == form(one.text)) return true;
  return false;
}

bool names(const clause_facts& f, std::string_view word) {
  return std::any_of(f.names.begin(), f.names.end(), [&](const told_part& n) { return n.text == word; });
}

void find_exclusive(const clause_facts& f, std::span<const cited_record> records,
                    std::vector<std::string>& out) {
  constexpr std::array exclusive{"only"sv, "solely"sv, "exclusively"sv, "alone"sv};
  constexpr std::array merely{"after"sv, "when"sv, "once"sv,      "then"sv,   "one"sv,
                              "a"sv,     "part"sv, "partially"sv, "because"sv};
  constexpr std::size_t reach = 4;
  for (std::size_t i = 0; i < f.words.size(); ++i) {
    if (!one_of(exclusive, word_at(f, i))) continue;
    bool founded =
        tells_any(records, f.all, {"only"}) || one_of(merely, word_at(f, i + 1)) || i + 1 == f.words.size();
    for (std::size_t k = i + 1; k <= i + reach && !names(f, word_at(f, k)); ++k)
      founded = founded || number_of(word_at(f, k)) || spelled_number(word_at(f, k));
    // Who else did it is seen where records tell it of others.
    if (!founded && f.names.size() == 1) {
      auto without = f.all;
      for (const auto* parts : {&f.numbers, &f.tellings})
        for (const auto& p : *parts) without &= p.in;
      founded = without != f.all && (without & ~f.names.front().in) == 0 && without != 0 &&
                !names_others(f.names.front(), records);
    }
    if (!founded) out.push_back("\"" + std::string(word_at(f, i)) + "\"");
  }
}

void find_repetitions(const clause_facts& f, std::span<const cited_record> records, double times,
                      std::vector<std::string>& out) {
  for (std::size_t i = 0; i < f.words.size(); ++i) {
    const auto word = word_at(f, i);
    const auto row =
        std::find_if(amounts.begin(), amounts.end(), [&](const amount_word& a) { return a.word == word; });
    if (row == amounts.end()) continue;
    const auto before = i > 0 ? word_at(f, i - 1) : std::string_view();
    if (before == "too" || before == "how" || before == "as") continue;  // "too many clients" is a message
    if (tells_any(records, f.all, {word})) continue;
    if ((word == "again" || word == "repeatedly" || word == "keeps" || word == "keep") &&
        tells_any(records, f.all, {"repeat", "retr", "restart", "again", "back-off"}))
      continue;
    if (std::max(times, times_told(f, records, word == "again")) < row->least)
      out.push_back("\"" + std::string(word) + "\"");
  }
}

/// "The first error is at ..." where an earlier record tells it too, and "the last" where a later one does.
void find_ends(const clause_facts& f, std::span<const cited_record> records, std::vector<std::string>& out) {
  for (std::size_t i = 0; i < f.words.size(); ++i) {
    const bool first = word_at(f, i) == "first", last = word_at(f, i) == "last" || word_at(f, i) == "latest";
    if ((!first && !last) || f.times.size() != 1) continue;
    auto telling = f.all;
    for (const auto& p : f.tellings) telling &= p.in;
    for (const auto& p : f.numbers) telling &= p.in;
    std::optional<double> at;
    for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
      if (((f.times.front().in >> k) & 1) && records[k].time) at = records[k].time;
    if (!at || telling == f.all) continue;
    for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
      if (((telling >> k) & 1) && records[k].time &&
          (first ? *records[k].time < *at : *records[k].time > *at)) {
        out.push_back("that it is the " + std::string(word_at(f, i)));
        break;
      }
  }
}

/// What is to come is known only where a record announces it.
void find_future(const clause_facts& f, std::span<const cited_record> records,
                 std::vector<std::string>& out) {
  const bool ahead = std::any_of(f.words.begin(), f.words.end(),
                                 [](const text_word& w) { return w.text == "will" || w.text == "soon"; }) ||
                     f.of.text.find("about to ") != f.of.text.npos ||
                     f.of.text.find("going to ") != f.of.text.npos;
  if (!ahead) return;
  if (!tells_any(records, f.all, {"will ", "next run", "retry in", "retrying in", "planned", "due "})) {
    out.emplace_back("what will be");
    return;
  }
  // "The next run will fail": that it runs is announced.
  for (std::size_t i = 0; i + 1 < f.words.size(); ++i)
    if (word_at(f, i) == "will" && word_at(f, i + 1).starts_with("fail") &&
        !tells_any(records, f.all, {"will fail"}))
      out.emplace_back("what will be");
}

/// "None of them": no record may tell it.
void find_none(const clause_facts& f, std::span<const cited_record> records, std::vector<std::string>& out) {
  for (std::size_t i = 0; i < f.words.size(); ++i) {
    if (word_at(f, i) != "none" || word_at(f, i + 1) != "of") continue;
    // "unreachable=0" tells that there was none.
    const bool zero = std::any_of(records.begin(), records.end(), [&](const cited_record& r) {
      return std::any_of(f.tellings.begin(), f.tellings.end(),
                         [&](const told_part& t) { return r.text.find(t.text + "=0") != std::string::npos; });
    });
    if (!zero && !f.tellings.empty() && f.telling() != 0) out.emplace_back("\"none\"");
  }
}

}  // namespace

std::vector<std::string> unfounded_amounts(std::span<const clause_facts> facts,
                                           std::span<const cited_record> records, double times) {
  std::vector<std::string> out;
  if (records.empty()) return out;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto& f = facts[i];
    if (f.of.guess) continue;
    const bool explained = i + 1 < facts.size() && facts[i + 1].of.by == joint::reason;
    find_wholes(f, explained ? &facts[i + 1] : nullptr, records, out);
    find_vague_times(f, out);
    find_exclusive(f, records, out);
    find_repetitions(f, records, times, out);
    find_ends(f, records, out);
    find_future(f, records, out);
    find_none(f, records, out);
  }
  return out;
}

}  // namespace fm::agent
