#include "agent/claim_crossings.hpp"

#include "agent/claim_paraphrase.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

/// A record tells some value of each kind together with the part.
bool meets(const told_part& part, const std::vector<told_part>& others) {
  return others.empty() ||
         std::any_of(others.begin(), others.end(), [&](const told_part& o) { return (o.in & part.in) != 0; });
}

std::string both(const told_part& a, const told_part& b) {
  return "that \"" + a.text + "\" and \"" + b.text + "\" belong together";
}

/// With the records that the same one wrote within the same second.
record_set with_same_moment(record_set in, const clause_facts& f, std::span<const cited_record> records) {
  auto out = in;
  // A name is of its own record, but for the version of who writes.
  const auto is_version = [](const told_part& n) {
    return n.text.find_first_not_of("0123456789.") == std::string::npos;
  };
  if (!std::all_of(f.names.begin(), f.names.end(), is_version)) return out;
  for (std::size_t a = 0; a < records.size() && a < most_records; ++a)
    for (std::size_t b = 0; b < records.size() && b < most_records; ++b)
      if (((in >> a) & 1) && records[a].time && records[b].time && !records[a].emitter.empty() &&
          records[a].emitter == records[b].emitter && std::abs(*records[a].time - *records[b].time) < 1)
        out |= record_set{1} << b;
  return out;
}

/// The clause is about one thing at one time: there is a record that tells all of it.
void find_crossed(const clause_facts& f, std::span<const cited_record> records,
                  std::vector<std::string>& out) {
  // "a at 10:00 and b a second later"
  const bool goes_on_later =
      f.of.text.find(" later") != f.of.text.npos || f.of.text.find(" earlier") != f.of.text.npos;
  const std::array kinds{&f.names, &f.numbers, &f.times, &f.tellings};
  record_set singles = f.all;
  const told_part* before = nullptr;
  for (const auto* kind : {&f.names, &f.numbers, &f.times}) {
    if (kind->size() != 1) continue;
    const auto& part = kind->front();
    if ((singles & part.in) == 0) {
      out.push_back(both(*before, part));
      return;
    }
    singles &= part.in;
    before = &part;
  }
  // Two names that no "and" joins are told of together.
  const bool listed = std::any_of(f.words.begin(), f.words.end(), [](const text_word& w) {
    constexpr std::array joining{"and"sv,     "or"sv,   "between"sv, "than"sv, "both"sv, "then"sv,
                                 "follows"sv, "also"sv, "like"sv,    "nor"sv,  "hit"sv};
    return std::find(joining.begin(), joining.end(), w.text) != joining.end();
  });
  constexpr std::array openings{"after"sv, "before"sv, "since"sv, "following"sv, "with"sv};
  const bool opens =
      !f.words.empty() && std::find(openings.begin(), openings.end(), f.words.front().text) != openings.end();
  if (f.names.size() == 2 && !listed && !opens && f.of.text.find(", ") == f.of.text.npos &&
      (f.names[0].in & f.names[1].in) == 0) {
    out.push_back(both(f.names[0], f.names[1]));
    return;
  }
  // So are two times.
  const bool spans = std::any_of(f.words.begin(), f.words.end(), [](const text_word& w) {
    constexpr std::array words{"from"sv, "to"sv,    "until"sv, "after"sv, "before"sv,
                               "till"sv, "since"sv, "by"sv,    "while"sv};
    return std::find(words.begin(), words.end(), w.text) != words.end();
  });
  if (f.times.size() == 2 && !listed && !spans && f.of.text.find(',') == f.of.text.npos &&
      (f.times[0].in & f.times[1].in) == 0) {
    out.emplace_back("that both times belong together");
    return;
  }
  // Of several values of a kind each one stands with one of each other kind.
  for (const auto* kind : kinds)
    for (const auto& part : *kind) {
      if (before && (part.in & with_same_moment(singles, f, records)) == 0 && kind == &f.tellings) {
        out.push_back(both(*before, part));
        return;
      }
      for (const auto* other : kinds) {
        const told_part moment{part.text, with_same_moment(part.in, f, records)};
        if (other != kind && other != &f.tellings && !goes_on_later &&
            !meets(kind == &f.tellings ? moment : part, *other)) {
          out.push_back(both(other->front(), part));
          return;
        }
      }
    }
  // As many names as numbers: "3 for a, 4 for b" in this order.
  for (const auto* other : {&f.numbers, &f.times})
    if (f.names.size() > 1 && !goes_on_later && other->size() == f.names.size())
      for (std::size_t i = 0; i < f.names.size(); ++i)
        if ((f.names[i].in & (*other)[i].in) == 0) {
          out.push_back(both(f.names[i], (*other)[i]));
          return;
        }
}

/// A word behind which a number says which one, or how much: "sector 91822", "counter is at 5".
std::string_view key_of(const std::vector<text_word>& words, std::size_t number) {
  constexpr std::array between{"is"sv, "was"sv,    "at"sv,    "of"sv,   "to"sv,   "are"sv, "the"sv,
                               "id"sv, "number"sv, "about"sv, "only"sv, "than"sv, "with"sv};
  constexpr std::size_t reach = 3;
  for (std::size_t back = 1; back <= reach && back <= number; ++back) {
    const auto w = words[number - back].text;
    if (std::find(between.begin(), between.end(), w) != between.end()) continue;
    if (w == "line") return w;
    if (is_filler(w) || number_of(w) || w.ends_with("ed") || w.ends_with("ing")) return {};
    return w;
  }
  return {};
}

bool is_measure_of(std::string_view word) {
  return word == "is" || word == "was" || word == "has" || word == "bytes";
}

std::optional<stated_number> number_in(std::string_view word) {
  while (!word.empty() && (word.front() == ':' || word.front() == '-')) word.remove_prefix(1);
  return number_of(word);
}

/// The numbers that stand behind a word in a record.
void numbers_behind(const cited_record& r, std::string_view key, std::vector<stated_number>& out) {
  const auto stem = key.substr(0, key.size() - (key.ends_with('s') && key.size() > 4 ? 1 : 0));
  for (std::size_t i = 0; i + 1 < r.words.size(); ++i) {
    auto word = r.words[i].text;
    const auto dot = word.rfind('.');
    if (word != key && word != stem && !(word.starts_with(stem) && word.size() <= stem.size() + 2) &&
        !(dot != word.npos && word.substr(dot + 1) == stem))
      continue;
    for (auto k = i + 1; k < r.words.size() && k <= i + 2; ++k) {
      if (auto n = number_in(r.words[k].text)) {
        if (n->unit.empty() && k + 1 < r.words.size()) {
          double unit = 0;
          if (time_unit(r.words[k + 1].text, unit) || size_unit(r.words[k + 1].text, unit))
            n->unit = r.words[k + 1].text;
        }
        out.push_back(*n);
        break;
      }
      if (!is_filler(r.words[k].text)) break;
    }
  }
}

/// "written by 3.11", where it was written by another one.
void find_wrong_doers(const clause_facts& f, std::span<const cited_record> records,
                      std::vector<std::string>& out) {
  const auto behind = [](const std::vector<text_word>& words, std::string_view verb, auto&& see) {
    const auto stem = verb.substr(0, std::max<std::size_t>(4, verb.size() * 2 / 3));
    for (std::size_t i = 0; i + 2 < words.size(); ++i)
      if (words[i + 1].text == "by" && words[i].text.starts_with(stem)) see(words[i + 2].text);
  };
  for (std::size_t i = 0; i + 2 < f.words.size(); ++i) {
    if (f.words[i + 1].text != "by" || f.words[i].text.size() < 5 ||
        !(number_of(f.words[i + 2].text) || names_thing({f.words[i + 2].text, 1, false})))
      continue;
    bool other = false, same = false;
    for (const auto& r : records)
      behind(r.words, f.words[i].text,
             [&](std::string_view who) { (who == f.words[i + 2].text ? same : other) = true; });
    if (other && !same)
      out.push_back("\"" + std::string(f.words[i].text) + " by " + std::string(f.words[i + 2].text) + "\"");
  }
}

/// "consumers=4" counts.
bool stands_as_sum(std::string_view what, const stated_number& n, std::span<const cited_record> records) {
  return std::any_of(records.begin(), records.end(), [&](const cited_record& r) {
    for (std::size_t k = 0; k + 1 < r.words.size(); ++k)
      if (r.words[k].text == what)
        if (const auto b = number_of(r.words[k + 1].text); b && b->value == n.value) return true;
    return false;
  });
}

/// "88 rows" where the records tell of row 88, or of another number of them.
void find_wrong_counts(const clause_facts& f, std::span<const cited_record> records,
                       std::vector<std::string>& out) {
  for (std::size_t i = 0; i + 1 < f.words.size(); ++i) {
    const auto n = number_of(f.words[i].text);
    const auto what = f.words[i + 1].text;
    double unit = 0;
    if (!n || !n->unit.empty() || stands_as_sum(f.words[i + 1].text, *n, records) || what.size() < 4 ||
        is_measure_of(what) || time_unit(what, unit) || size_unit(what, unit) || !what.ends_with('s'))
      continue;
    const auto stem = what.substr(0, what.size() - 1);
    bool as_id = false, as_count = false, other = false;
    for (const auto& r : records)
      for (std::size_t k = 0; k + 1 < r.words.size(); ++k) {
        const auto a = number_in(r.words[k].text), b = number_in(r.words[k + 1].text);
        const bool near_behind = r.words[k + 1].text.starts_with(stem) ||
                                 (k + 2 < r.words.size() && r.words[k + 2].text.starts_with(stem));
        if (a && near_behind) (a->value == n->value ? as_count : other) = true;
        if (b && r.words[k].text.starts_with(stem) && r.words[k].text.size() < what.size())
          as_id = as_id || b->value == n->value;
      }
    const bool counted =
        static_cast<double>(std::count_if(records.begin(), records.end(), [&](const cited_record& r) {
          return tells_word(r.meaning, what);
        })) == n->value;
    if ((as_id || other) && !as_count && !counted)
      out.push_back("\"" + std::string(f.words[i].text) + " " + std::string(what) + "\"");
  }
}

/// A number stands behind a word behind which the records have other ones.
void find_wrong_keys(const clause_facts& f, std::span<const cited_record> records,
                     std::vector<std::string>& out) {
  for (std::size_t i = 1; i < f.words.size(); ++i) {
    auto n = number_of(f.words[i].text);
    if (!n) continue;
    const auto next = i + 1 < f.words.size() ? f.words[i + 1].text : std::string_view();
    double unit = 0;
    const bool measured = time_unit(next, unit) || size_unit(next, unit);
    if (n->unit.empty() && measured) n->unit = next;
    // "failed 3 times" counts.
    if (!next.empty() && !measured && !is_filler(next) &&
        f.words[i + 1].at == f.words[i].at + f.words[i].text.size() + 1)
      continue;
    if (next == "times") continue;
    const auto key = key_of(f.words, i);
    if (key.size() < 3 || (names_thing({key, 1, false}) &&
                           std::any_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; })))
      continue;
    std::vector<stated_number> shown;
    for (const auto& r : records) numbers_behind(r, key, shown);
    if (!shown.empty() &&
        std::none_of(shown.begin(), shown.end(), [&](const stated_number& s) { return same_amount(*n, s); }))
      out.push_back("\"" + std::string(key) + " " + std::string(f.words[i].text) + "\"");
  }
}

/// "its certificate"
bool refers_back(const std::vector<text_word>& words) {
  return std::any_of(words.begin(), words.end(),
                     [](const text_word& w) { return w.text == "its" || w.text == "their"; });
}

bool begins_with_verb(const std::vector<text_word>& words) {
  constexpr std::array helpers{"is"sv,  "was"sv, "were"sv,  "has"sv, "had"sv,
                               "are"sv, "did"sv, "could"sv, "got"sv, "it"sv};
  const auto w = words.front().text;
  return w.ends_with("ed") || w.ends_with("s") ||
         std::find(helpers.begin(), helpers.end(), w) != helpers.end();
}

}  // namespace

std::vector<std::string> crossings_in(std::span<const clause_facts> facts,
                                      std::span<const cited_record> records) {
  std::vector<std::string> out;
  std::vector<told_part> subject;
  for (auto f : facts) {
    if (f.of.guess) continue;
    find_wrong_keys(f, records, out);
    find_wrong_doers(f, records, out);
    find_wrong_counts(f, records, out);
    // "a failed and exited with 1": the second clause is about a as well.
    const bool goes_on = f.names.empty() && subject.size() == 1 && !f.words.empty() &&
                         ((f.of.by == joint::further && begins_with_verb(f.words)) || refers_back(f.words));
    if (goes_on) f.names = subject;
    find_crossed(f, records, out);
    if (!f.names.empty()) subject = f.names;
  }
  return out;
}

}  // namespace fm::agent
