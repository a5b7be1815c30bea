#include "agent/claim_agents.hpp"

#include "agent/claim_event_classes.hpp"
#include "agent/claim_paraphrase.hpp"
#include "agent/claim_words.hpp"

#include <algorithm>
#include <array>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

bool is_helper(std::string_view w) {
  constexpr std::array words{"is"sv,    "was"sv, "are"sv,  "were"sv, "be"sv, "been"sv,
                             "being"sv, "got"sv, "gets"sv, "to"sv,   "not"sv};
  return one_of(words, w);
}

std::string_view stem(std::string_view word) {
  constexpr std::size_t shortest = 3;
  return word.substr(0, std::max(std::min(shortest, word.size()), word.size() * 2 / 3));
}

/// The same verb in some form.
bool same_deed(std::string_view a, std::string_view b) { return b.starts_with(stem(a)); }

/// "<doer> <deed> <what>": an active verb of a clause, with whom and what it is about.
struct deed {
  std::string_view verb, doer;
  std::vector<std::string_view> objects;
};

/// The noun before the verb at `v`, behind which "already", "has" or "failed to" may stand.
std::string_view doer_of(const std::vector<text_word>& words, std::size_t v) {
  constexpr std::array between{"already"sv, "has"sv,   "have"sv,   "had"sv,  "also"sv,
                               "then"sv,    "still"sv, "itself"sv, "again"sv};
  constexpr std::size_t furthest = 4;
  for (std::size_t back = 1; back <= furthest && back <= v; ++back) {
    const auto w = words[v - back].text;
    if (one_of(between, w)) continue;
    // "failed to attach"
    if (w == "to" && back + 1 <= v && words[v - back - 1].text.starts_with("fail")) {
      ++back;
      continue;
    }
    return is_filler(w) || is_helper(w) || number_of(w) ? std::string_view() : w;
  }
  return {};
}

std::vector<deed> deeds_of(const clause_facts& f) {
  constexpr std::array nouns{"error"sv, "request"sv, "requests"sv, "process"sv, "log"sv, "logs"sv};
  constexpr std::size_t reach = 5;
  std::vector<deed> out;
  for (std::size_t v = 1; v < f.words.size(); ++v) {
    const auto w = f.words[v].text;
    const bool finite =
        w.size() > 3 && (w.ends_with("ed") || w.ends_with("es") || w.ends_with("s") || events_of(w) != 0);
    if (!finite || one_of(nouns, w) || names_thing({w, 1, false}) ||
        (v + 1 < f.words.size() && f.words[v + 1].text == "by"))
      continue;
    const auto doer = doer_of(f.words, v);
    if (doer.empty()) continue;
    deed d{w, doer, {}};
    for (auto k = v + 1; k < f.words.size() && k <= v + reach; ++k) {
      const auto o = f.words[k].text;
      constexpr std::array ends{"at"sv, "in"sv, "on"sv,   "with"sv, "after"sv, "because"sv,
                                "by"sv, "to"sv, "from"sv, "of"sv,   "for"sv};
      if (one_of(ends, o)) break;
      if (!is_filler(o)) d.objects.push_back(o);
    }
    out.push_back(std::move(d));
  }
  return out;
}

std::string_view singular(std::string_view w) {
  return w.substr(0, w.size() - (w.ends_with('s') && w.size() > 4 ? 1 : 0));
}

bool is_same(std::string_view shown, std::string_view said) {
  return shown.find(singular(said)) != shown.npos || said.find(singular(shown)) != said.npos;
}

/// Who an occurrence of a deed says that it was by: the words behind "by".
std::vector<std::string_view> agents_at(std::string_view text, const std::vector<text_word>& words,
                                        std::size_t k) {
  constexpr std::size_t reach = 4;
  std::vector<std::string_view> out;
  if (k + 2 >= words.size() || words[k + 1].text != "by") return out;
  for (auto n = k + 2; n < words.size() && n < k + 2 + reach; ++n) {
    if (!is_filler(words[n].text)) out.push_back(words[n].text);
    const auto end = words[n].at + words[n].text.size();
    if (end < text.size() && ":;,."sv.find(text[end]) != std::string_view::npos) break;
  }
  return out;
}

/// Something stands behind the verb that it was done to: no preposition, and no field ("attempt=1").
bool has_object(const cited_record& r, std::size_t k) {
  constexpr std::array others{"by"sv, "because"sv, "due"sv, "for"sv,  "with"sv, "after"sv, "at"sv,
                              "on"sv, "in"sv,      "to"sv,  "from"sv, "and"sv,  "as"sv,    "of"sv};
  if (k + 1 >= r.words.size() || one_of(others, r.words[k + 1].text)) return false;
  const auto end = r.words[k + 1].at + r.words[k + 1].text.size();
  return end >= r.text.size() || (r.text[end] != '=' && r.text[end] != ':');
}

/// Somebody other than the doer is told to have done it, or what it was done to alone.
bool is_of_another(const deed& d, std::span<const cited_record> records) {
  bool same = false, other = false;
  for (const auto& r : records) {
    // Who writes it does what it tells, unless it tells who did.
    const bool writes = !r.emitter.empty() && is_same(r.emitter, d.doer);
    bool literal = false;
    for (std::size_t k = 0; k < r.words.size(); ++k) {
      if (!same_deed(d.verb, r.words[k].text)) continue;
      literal = true;
      const auto by = agents_at(r.text, r.words, k);
      if (!by.empty()) {
        // An address or an identifier may be of the doer.
        const auto has_digit = [](std::string_view a) {
          return std::any_of(a.begin(), a.end(), [](char c) { return c >= '0' && c <= '9'; });
        };
        if (std::any_of(by.begin(), by.end(), has_digit)) continue;
        const bool is = std::any_of(by.begin(), by.end(), [&](auto a) { return is_same(a, d.doer); });
        (is ? same : other) = true;
        continue;
      }
      if (k == 0) continue;
      const auto before = r.words[k - 1].text;
      const bool acts = has_object(r, k) && names_thing({before, 1, false}) &&
                        r.words[k].at == r.words[k - 1].at + before.size() + 1;
      if (is_same(before, d.doer)) {
        same = true;
      } else if (writes) {
        (acts ? other : same) = true;
      } else if (before != "connection" && events_of(d.verb) != 0 && r.words[k].text.ends_with("ed") &&
                 before.size() > 3 && !d.objects.empty() &&
                 std::any_of(d.objects.begin(), d.objects.end(),
                             [&](auto o) { return is_same(before, o); })) {
        // "account suspended"
        other = true;
      }
    }
    if (writes && !literal) same = same || tells_word(r.text, d.verb);
  }
  return other && !same;
}

/// "The server was killed" of "killing all activity": what it is done to stands behind it.
bool was_done_to_another(const clause_facts& f, std::span<const cited_record> records) {
  constexpr std::size_t reach = 4;
  for (std::size_t v = 2; v < f.words.size(); ++v) {
    const auto verb = f.words[v].text, what = f.words[v - 2].text;
    const auto helper = f.words[v - 1].text;
    if (!verb.ends_with("ed") || (helper != "was" && helper != "were" && helper != "is") || is_filler(what) ||
        events_of(verb) == 0)
      continue;
    bool same = false, other = false;
    for (const auto& r : records)
      for (std::size_t k = 0; k < r.words.size(); ++k) {
        if (!same_deed(verb, r.words[k].text)) continue;
        const bool going_on = r.words[k].text.ends_with("ing") && k + 2 < r.words.size();
        bool here = (!r.emitter.empty() && is_same(r.emitter, what)) ||
                    std::any_of(f.names.begin(), f.names.end(),
                                [&](const told_part& n) { return holds_name_of(r, n.text); });
        for (std::size_t n = k > 2 ? k - 2 : 0; n < r.words.size() && n <= k + reach; ++n)
          here = here || (n != k && tells_word(r.words[n].text, what));
        (going_on && !here ? other : same) = true;
      }
    if (other && !same) return true;
  }
  return false;
}

/// The doer stands in the records only as the one who did something else: "used by pod a".
bool did_something_else(const deed& d, std::span<const cited_record> records) {
  bool elsewhere = false, otherwise = false;
  for (const auto& r : records) {
    if (r.emitter == d.doer) otherwise = true;
    for (std::size_t n = 0; n < r.words.size(); ++n) {
      if (r.words[n].text != d.doer) continue;
      constexpr std::size_t reach = 4;
      bool by = false, same = false;
      for (std::size_t back = 1; back <= reach && back < n; ++back)
        if (r.words[n - back].text == "by") {
          by = true;
          same = same_deed(d.verb, r.words[n - back - 1].text);
        }
      (by && !same ? elsewhere : otherwise) = true;
    }
  }
  return elsewhere && !otherwise;
}

}  // namespace

std::vector<std::string> wrong_agents(std::span<const clause_facts> facts,
                                      std::span<const cited_record> records) {
  std::vector<std::string> out;
  for (const auto& f : facts) {
    if (f.of.guess) continue;
    if (was_done_to_another(f, records)) out.emplace_back("to whom it was done");
    for (const auto& d : deeds_of(f))
      if (is_of_another(d, records) || (names_thing({d.doer, 1, false}) && did_something_else(d, records)))
        out.push_back("who \"" + std::string(d.verb) + "\"");
  }
  return out;
}

}  // namespace fm::agent
