#include "agent/claim_crossings.hpp"

#include "agent/claim_paraphrase.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

/// A record tells some value of each kind together with the part.
bool meets(const told_part& part, const std::vector<told_part>& others) {
  return others.empty() || std::any_of(others.begin(), others.end(),
                                       [&](const told_part& o) { return (o.in & part.in) != 0; });
}

std::string both(const told_part& a, const told_part& b) {
  return "that \"" + a.text + "\" and \"" + b.text + "\" belong together";
}

/// The clause is about one thing at one time: there is a record that tells all of it.
void find_crossed(const clause_facts& f, std::vector<std::string>& out) {
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
  // Of several values of a kind each one stands with one of each other kind.
  for (const auto* kind : kinds)
    for (const auto& part : *kind) {
      if (before && &part != before && (part.in & singles) == 0 && kind == &f.tellings) {
        out.push_back(both(*before, part));
        return;
      }
      for (const auto* other : kinds)
        if (other != kind && other != &f.tellings && !meets(part, *other)) {
          out.push_back(both(other->front(), part));
          return;
        }
    }
  // As many names as numbers: "3 for a, 4 for b" in this order.
  for (const auto* other : {&f.numbers, &f.times})
    if (f.names.size() > 1 && other->size() == f.names.size())
      for (std::size_t i = 0; i < f.names.size(); ++i)
        if ((f.names[i].in & (*other)[i].in) == 0) {
          out.push_back(both(f.names[i], (*other)[i]));
          return;
        }
}

/// A word behind which a number says which one, or how much: "sector 91822", "counter is at 5".
std::string_view key_of(const std::vector<text_word>& words, std::size_t number) {
  constexpr std::array between{"is"sv, "was"sv, "at"sv, "of"sv, "to"sv, "are"sv, "the"sv, "id"sv, "number"sv, "about"sv, "only"sv, "than"sv, "with"sv};
  constexpr std::size_t reach = 3;
  for (std::size_t back = 1; back <= reach && back <= number; ++back) {
    const auto w = words[number - back].text;
    if (std::find(between.begin(), between.end(), w) != between.end()) continue;
    if (is_filler(w) || number_of(w) || w.ends_with("ed") || w.ends_with("ing")) return {};
    return w;
  }
  return {};
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
void find_wrong_doers(const clause_facts& f, std::span<const cited_record> records, std::vector<std::string>& out) {
  const auto behind = [](const std::vector<text_word>& words, std::string_view verb, auto&& see) {
    const auto stem = verb.substr(0, std::max<std::size_t>(4, verb.size() * 2 / 3));
    for (std::size_t i = 0; i + 2 < words.size(); ++i)
      if (words[i + 1].text == "by" && words[i].text.starts_with(stem)) see(words[i + 2].text);
  };
  for (std::size_t i = 0; i + 2 < f.words.size(); ++i) {
    if (f.words[i + 1].text != "by" || f.words[i].text.size() < 5 || !number_of(f.words[i + 2].text)) continue;
    bool other = false, same = false;
    for (const auto& r : records)
      behind(r.words, f.words[i].text, [&](std::string_view who) { (who == f.words[i + 2].text ? same : other) = true; });
    if (other && !same) out.push_back("\"" + std::string(f.words[i].text) + " by " + std::string(f.words[i + 2].text) + "\"");
  }
}

/// A number stands behind a word behind which the records have other ones.
void find_wrong_keys(const clause_facts& f, std::span<const cited_record> records, std::vector<std::string>& out) {
  for (std::size_t i = 1; i < f.words.size(); ++i) {
    auto n = number_of(f.words[i].text);
    if (!n) continue;
    const auto next = i + 1 < f.words.size() ? f.words[i + 1].text : std::string_view();
    double unit = 0;
    const bool measured = time_unit(next, unit) || size_unit(next, unit);
    if (n->unit.empty() && measured) n->unit = next;
    // "failed 3 times" counts.
    if (!next.empty() && !measured && !is_filler(next) && f.words[i + 1].at == f.words[i].at + f.words[i].text.size() + 1)
      continue;
    if (next == "times") continue;
    const auto key = key_of(f.words, i);
    if (key.size() < 3 || names_thing({key, 1, false})) continue;
    std::vector<stated_number> shown;
    for (const auto& r : records) numbers_behind(r, key, shown);
    if (!shown.empty() &&
        std::none_of(shown.begin(), shown.end(), [&](const stated_number& s) { return same_amount(*n, s); }))
      out.push_back("\"" + std::string(key) + " " + std::string(f.words[i].text) + "\"");
  }
}

bool begins_with_verb(const std::vector<text_word>& words) {
  constexpr std::array helpers{"is"sv, "was"sv, "were"sv, "has"sv, "had"sv, "are"sv, "did"sv, "could"sv, "got"sv, "it"sv};
  const auto w = words.front().text;
  return w.ends_with("ed") || w.ends_with("s") || std::find(helpers.begin(), helpers.end(), w) != helpers.end();
}

}  // namespace

std::vector<std::string> crossings_in(std::span<const clause_facts> facts, std::span<const cited_record> records) {
  std::vector<std::string> out;
  std::vector<told_part> subject;
  for (auto f : facts) {
    if (f.of.guess) continue;
    find_wrong_keys(f, records, out);
    find_wrong_doers(f, records, out);
    // "a failed and exited with 1": the second clause is about a as well.
    const bool goes_on = f.of.by == joint::further && f.names.empty() && subject.size() == 1 && !f.words.empty() &&
                         begins_with_verb(f.words);
    if (goes_on) f.names = subject;
    find_crossed(f, out);
    if (!f.names.empty()) subject = f.names;
  }
  return out;
}

}  // namespace fm::agent
