#include "agent/claim_reversals.hpp"

#include "agent/claim_words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace fm::agent {

namespace {

constexpr std::string_view failing[] = {"fail",  "refus",     "reject",   "denied",  "unable",  "cannot",
                                        "error", "timed out", "lost",     "timeout", "without", "missing",
                                        "abort", "crash",     "kill",     "exhaust", "unavai",  "unreach",
                                        "stuck", "hung",      "too many", "expired"};
constexpr std::string_view denying[] = {"not",     "no",  "never",   "none",  "cannot",
                                        "neither", "nor", "nothing", "nobody"};
constexpr std::string_view better[] = {"recover", "succe",   "again",     "restor", "resum",
                                       "resolv",  "healthy", "reconnect", "ok",     "clear"};

bool holds_beginning(const std::vector<text_word>& words, std::string_view stem) {
  return std::any_of(words.begin(), words.end(),
                     [&](const text_word& w) { return w.text.starts_with(stem); });
}

template <class List>
bool holds_one(std::string_view text, const List& list) {
  return std::any_of(std::begin(list), std::end(list),
                     [&](std::string_view w) { return text.find(w) != text.npos; });
}

bool is_denial(std::string_view word) {
  return std::find(std::begin(denying), std::end(denying), word) != std::end(denying) ||
         word.ends_with("n't");
}
bool denies(const std::vector<text_word>& words) {
  // A count of nothing denies as well.
  return std::any_of(words.begin(), words.end(), [](const text_word& w) {
    return is_denial(w.text) || w.text == "0" || w.text.ends_with("=0");
  });
}

std::string_view stem_of(std::string_view word) {
  constexpr std::size_t shortest = 4;
  return word.substr(0, std::max(std::min(shortest, word.size()), word.size() * 2 / 3));
}

/// "did not", "never", "no longer"; neither "and not of memory", which says what it is instead, nor "no
/// consumers", which is looked for as an absence.
bool denies_verb(const std::vector<text_word>& words, std::size_t i) {
  constexpr std::string_view places[] = {"on", "of", "in",  "at",      "from",
                                         "by", "to", "for", "because", "only"};
  const auto word = words[i].text;
  const auto next = i + 1 < words.size() ? words[i + 1].text : std::string_view();
  if (word == "no") return next == "longer";
  if (word != "not" && word != "never" && !word.ends_with("n't")) return false;
  return std::find(std::begin(places), std::end(places), next) == std::end(places);
}

/// The word that a denial at `i` is about: the next that says something.
std::string_view denied_word(const std::vector<text_word>& words, std::size_t i) {
  constexpr std::size_t reach = 4, shortest = 4;
  for (auto k = i + 1; k < words.size() && k <= i + reach; ++k) {
    const auto w = words[k].text;
    if (w.size() < shortest || is_filler(w) || w == "been" || w == "longer" || w == "have" || w == "were" ||
        w == "able")
      continue;
    return w;
  }
  return {};
}

void find_denials(const std::vector<text_word>& claim, std::span<const std::string> lines,
                  std::vector<std::string>& out) {
  for (std::size_t i = 0; i < claim.size(); ++i) {
    if (!denies_verb(claim, i)) continue;
    const auto word = denied_word(claim, i);
    if (word.empty() || names_thing({word, 1, false})) continue;
    const bool of_failure = holds_one(word, failing) || word.starts_with("slow");
    bool told = false, borne_out = false;
    for (const auto& line : lines) {
      const auto words = words_of(line);
      if (!holds_beginning(words, stem_of(word))) continue;
      told = true;
      borne_out =
          borne_out || denies(words) || (of_failure ? holds_one(line, better) : holds_one(line, failing));
    }
    if (told && !borne_out) out.push_back("that it did not \"" + std::string(word) + "\"");
  }
}

/// The words on both sides of `first ... second`, where the second follows the first within a few words.
struct two_sides {
  std::string_view left, right;
};
std::vector<two_sides> sides_of(const std::vector<text_word>& words, std::string_view first,
                                std::string_view second) {
  constexpr std::size_t reach = 4;
  std::vector<two_sides> out;
  for (std::size_t i = 0; i + 3 < words.size(); ++i) {
    if (words[i].text != first) continue;
    for (auto k = i + 2; k + 1 < words.size() && k <= i + reach; ++k)
      if (words[k].text == second) {
        out.push_back({words[i + 1].text, words[k + 1].text});
        break;
      }
  }
  return out;
}

void find_swaps(const std::vector<text_word>& claim, std::span<const std::string> lines,
                std::vector<std::string>& out) {
  for (const auto& said : sides_of(claim, "from", "to"))
    for (const auto& line : lines) {
      const auto shown = sides_of(words_of(line), "from", "to");
      const auto is = [&](std::string_view l, std::string_view r) {
        return std::any_of(shown.begin(), shown.end(),
                           [&](const two_sides& s) { return s.left == l && s.right == r; });
      };
      if (is(said.right, said.left) && !is(said.left, said.right))
        out.push_back("from " + std::string(said.left) + " to " + std::string(said.right));
    }
  // What was switched from off to on is on.
  constexpr std::string_view switches[] = {"switched ", "turned ", "set to ", "changed to ", "flipped "};
  for (const auto s : switches)
    for (const auto& [is, was] :
         {std::pair{std::string_view("off"), std::string_view("on")}, {"on", "off"}}) {
      const auto said = std::string(s) + std::string(is), shown = std::string(is) + " to " + std::string(was);
      const auto holds = [&](const text_word& w) { return w.text == is; };
      if (std::none_of(claim.begin(), claim.end(), holds) ||
          std::any_of(claim.begin(), claim.end(), [&](const text_word& w) { return w.text == was; }))
        continue;
      const bool switched = std::any_of(
          claim.begin(), claim.end(), [&](const text_word& w) { return w.text == s.substr(0, s.find(' ')); });
      if (switched && std::any_of(lines.begin(), lines.end(),
                                  [&](const std::string& l) { return l.find(shown) != l.npos; }))
        out.push_back("\"" + said + "\"");
    }
  // 30 of 120.
  for (std::size_t i = 0; i + 2 < claim.size(); ++i) {
    if (claim[i + 1].text != "of" || !number_of(claim[i].text) || !number_of(claim[i + 2].text)) continue;
    const auto turned = std::string(claim[i + 2].text) + " of " + std::string(claim[i].text);
    if (std::any_of(lines.begin(), lines.end(),
                    [&](const std::string& l) { return l.find(turned) != l.npos; }))
      out.push_back(std::string(claim[i].text) + " of " + std::string(claim[i + 2].text));
  }
  // "a was replaced by b", where b was replaced by a.
  for (std::size_t by = 2; by + 1 < claim.size(); ++by) {
    if (claim[by].text != "by" || !claim[by - 1].text.ends_with("ed")) continue;
    const auto object = claim[by + 1].text, verb = stem_of(claim[by - 1].text);
    for (std::size_t k = 0; k + 1 < by; ++k) {
      const auto subject = claim[k].text;
      if (!names_thing(claim[k]) || subject == object) continue;
      for (const auto& line : lines) {
        const auto at = line.find(verb);
        const auto agent = at == line.npos ? at : line.find(" by ", at);
        if (agent == line.npos) continue;
        const auto first = std::string_view(line).substr(0, at),
                   second = std::string_view(line).substr(agent);
        if (first.find(object) != first.npos && second.find(subject) != second.npos &&
            first.find(subject) == first.npos)
          out.push_back("who was " + std::string(claim[by - 1].text) + " by whom");
      }
    }
  }
}

void find_percentages(const std::vector<text_word>& claim, std::span<const std::string> lines,
                      std::vector<std::string>& out) {
  std::vector<stated_number> shown;
  for (const auto& line : lines) {
    const auto words = words_of(line);
    for (std::size_t i = 0; i < words.size(); ++i)
      if (auto n = number_of(words[i].text)) {
        if (n->unit.empty() && i + 1 < words.size() && words[i + 1].text == "percent") n->unit = "%";
        shown.push_back(*n);
      }
  }
  for (std::size_t i = 0; i < claim.size(); ++i) {
    auto n = number_of(claim[i].text);
    if (!n || !(n->unit == "%" || (i + 1 < claim.size() && claim[i + 1].text == "percent"))) continue;
    const auto same = [&](const stated_number& s) { return s.value == n->value; };
    if (std::none_of(shown.begin(), shown.end(), same))
      continue;  // then it was computed, or is missing anyway
    const bool stated =
        std::any_of(shown.begin(), shown.end(), [&](const auto& s) { return same(s) && s.unit == "%"; });
    bool follows = false;
    for (const auto& a : shown)
      for (const auto& b : shown)
        follows = follows || (b.value > 0 && std::abs(100 * a.value / b.value - n->value) < .51 && &a != &b);
    if (!stated && !follows) out.push_back("the percentage " + std::string(claim[i].text));
  }
}

/// A word of another alphabet or language that no line holds: what it means is not checked.
void find_foreign_words(const std::vector<text_word>& claim, std::span<const std::string> lines,
                        std::vector<std::string>& out) {
  constexpr unsigned char first_letter = 0xC3, first_sign = 0xE2, last_sign = 0xE2;
  for (const auto& w : claim) {
    const bool foreign = std::any_of(w.text.begin(), w.text.end(), [&](char c) {
      const auto u = static_cast<unsigned char>(c);
      return u >= first_letter && (u < first_sign || u > last_sign);
    });
    if (foreign && std::none_of(lines.begin(), lines.end(),
                                [&](const std::string& l) { return l.find(w.text) != l.npos; }))
      out.push_back("\"" + std::string(w.text) + "\"");
  }
}

}  // namespace

std::vector<std::string> reversals_in(std::string_view claim, std::span<const std::string> lines) {
  std::vector<std::string> out;
  const auto words = words_of(claim);
  find_denials(words, lines, out);
  find_swaps(words, lines, out);
  find_percentages(words, lines, out);
  find_foreign_words(words, lines, out);
  return out;
}

std::vector<std::string> affirmations_in(std::string_view clause, std::span<const std::string> lines) {
  std::vector<std::string> out;
  const auto claim = words_of(clause);
  constexpr std::string_view without[] = {"not",  "never",  "cannot", "no",    "unable", "without",
                                          "must", "should", "may",    "might", "could",  "can"};
  constexpr std::size_t shortest = 5, reach = 3;
  const auto has = [](const auto& list, std::string_view w) {
    return std::find(std::begin(list), std::end(list), w) != std::end(list);
  };
  for (std::size_t i = 1; i < claim.size(); ++i) {
    const auto word = claim[i].text;
    const bool stated = i > 0 && (claim[i - 1].text == "was" || claim[i - 1].text == "is" ||
                                  claim[i - 1].text == "were" || claim[i - 1].text == "are");
    if (word.size() < shortest || word.find('-') != word.npos ||
        !(stated || word.ends_with("ed") || word.ends_with("en")))
      continue;
    if (std::any_of(claim.begin(), claim.end(),
                    [&](const text_word& w) { return is_denial(w.text) || w.text == "only"; }))
      continue;
    const auto stem = stem_of(word.substr(0, word.size() - 1));
    bool affirmed = false, denied = false;
    for (const auto& line : lines) {
      const auto words = words_of(line);
      for (std::size_t k = 0; k < words.size(); ++k) {
        if (!words[k].text.starts_with(stem)) continue;
        bool open = false;
        for (std::size_t back = 1; back <= reach && back <= k; ++back)
          open = open || has(without, words[k - back].text);
        const auto end = words[k].at + words[k].text.size();
        const bool done = words[k].text.ends_with("ing");
        for (auto k2 = k + 1; stated && !done && k2 < words.size() && k2 <= k + reach; ++k2)
          open = open || (words[k2].text.starts_with("fail") && !word.starts_with("fail"));
        const bool no_verb = !word.ends_with("ed") && !word.ends_with("en");
        const bool is_sum = line.substr(end).starts_with("=") || line.substr(end).starts_with(":");
        if (no_verb) open = false;
        open = open || (is_sum && k + 1 < words.size() && words[k + 1].text == "0") ||
               (done && line.substr(end).starts_with("..."));
        (open ? denied : affirmed) = true;
      }
    }
    if (denied && !affirmed) out.push_back("that it was \"" + std::string(word) + "\"");
  }
  return out;
}

}  // namespace fm::agent
