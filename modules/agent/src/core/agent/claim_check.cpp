#include "agent/claim_check.hpp"

#include "agent/claim_amounts.hpp"
#include "agent/claim_concepts.hpp"
#include "agent/claim_crossings.hpp"
#include "agent/claim_figures.hpp"
#include "agent/claim_paraphrase.hpp"
#include "agent/claim_quantifiers.hpp"
#include "agent/claim_reversals.hpp"
#include "agent/claim_roles.hpp"
#include "agent/claim_trends.hpp"
#include "agent/claim_words.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;

constexpr std::size_t longest_source = 4'000;  // bytes that are looked at
constexpr std::size_t most_sources = 128;
constexpr std::size_t longest_claim = 1'000;  // bytes; what is longer is no sentence

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// The word stands in the text with nothing of a word beside it.
bool holds_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word_char(text[at - 1]) || !is_word_char(word.front());
    const auto end = at + word.size();
    if (begins && (end == text.size() || !is_word_char(text[end]) || !is_word_char(word.back()))) return true;
  }
  return false;
}

/// A name may be written in another form: `Postgres` for `PostgreSQL`, `orders.db` for `orders-db`.
bool holds_name(std::string_view text, std::string_view name) {
  if (holds_word(text, name)) return true;
  constexpr std::size_t stem = 5;
  const bool only_letters =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (only_letters && name.size() > stem) {
    const auto begin = name.substr(0, name.size() - (name.ends_with('s') ? 1 : 0))
                           .substr(0, std::max(stem, name.size() - 3));
    for (auto at = text.find(begin); at != npos; at = text.find(begin, at + 1))
      if (at == 0 || !is_word_char(text[at - 1])) return true;
  }
  // `Class.method`, `namespace/pod`, `host:port`: its parts.
  const bool address = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (const auto cut = name.find_first_of(address ? "/:" : "/:.");
      cut != npos && cut > 1 && cut + 2 < name.size())
    return holds_name(text, name.substr(0, cut)) && holds_name(text, name.substr(cut + 1));
  return false;
}

struct opposites {
  std::string_view one, other;
};
constexpr std::array pairs{opposites{"succeed", "fail"},           opposites{"success", "fail"},
                           opposites{"enabled", "disabled"},       opposites{"started", "stopped"},
                           opposites{"connected", "disconnected"}, opposites{"opened", "closed"},
                           opposites{"healthy", "unhealthy"},      opposites{"available", "unavailable"},
                           opposites{"valid", "invalid"},          opposites{"valid", "expired"},
                           opposites{"allowed", "denied"},         opposites{"accepted", "rejected"},
                           opposites{"increased", "decreased"},    opposites{"recovered", "fail"},
                           opposites{"restored", "lost"},          opposites{"ready", "not ready"},
                           opposites{"present", "missing"},        opposites{"accepted", "refused"},
                           opposites{"raised", "lowered"},         opposites{"rolled out", "rolled back"},
                           opposites{"finished", "interrupted"},   opposites{"completed", "aborted"},
                           opposites{"renewed", "revoked"},        opposites{"answered", "timed out"}};

/// `stem` begins a word of the text.
bool begins_word(std::string_view text, std::string_view stem) {
  for (auto at = text.find(stem); at != npos; at = text.find(stem, at + 1))
    if (at == 0 || !is_word_char(text[at - 1])) return true;
  return false;
}

bool says_absence(std::string_view claim) {
  if (claim.find("no space") != npos || claim.find("no longer") != npos ||
      claim.find("almost nothing") != npos || claim.find("no line") != npos)
    return false;
  constexpr std::array words{"no"sv, "never"sv, "none"sv, "nothing"sv, "nobody"sv, "without"sv};
  return std::any_of(words.begin(), words.end(), [&](auto w) { return holds_word(claim, w); });
}
bool shows_absence(std::string_view text) {
  constexpr std::array words{"no"sv,      "not"sv, "never"sv,   "none"sv, "nothing"sv,
                             "without"sv, "0"sv,   "missing"sv, "zero"sv, "empty"sv};
  return std::any_of(words.begin(), words.end(), [&](auto w) { return holds_word(text, w); });
}

/// A noun without an article behind a preposition is a name ("in staging"), but for these.
bool is_usual_place(std::string_view word) {
  constexpr std::array words{"use"sv,     "total"sv,    "turn"sv,    "memory"sv, "disk"sv, "time"sv,
                             "state"sv,   "front"sv,    "order"sv,   "case"sv,   "fact"sv, "production"sv,
                             "both"sv,    "several"sv,  "startup"sv, "top"sv,    "hold"sv, "demand"sv,
                             "average"sv, "progress"sv, "port"sv,    "line"sv};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_auxiliary(std::string_view word) {
  constexpr std::array words{"is"sv,   "are"sv, "was"sv, "were"sv, "has"sv,    "have"sv, "had"sv,
                             "does"sv, "do"sv,  "did"sv, "may"sv,  "cannot"sv, "can"sv,  "could"sv};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Behind a kind of thing stands what it does as often as its name: "the container exits".
bool may_be_verb(std::string_view word) {
  constexpr std::array others{"may"sv,    "might"sv, "can"sv,   "could"sv,   "will"sv,    "would"sv,
                              "ran"sv,    "went"sv,  "lost"sv,  "got"sv,     "did"sv,     "held"sv,
                              "kept"sv,   "came"sv,  "began"sv, "becomes"sv, "name"sv,    "again"sv,
                              "itself"sv, "never"sv, "still"sv, "alone"sv,   "together"sv};
  return word.ends_with("s") || word.ends_with("ed") || word.ends_with("ing") ||
         std::find(others.begin(), others.end(), word) != others.end();
}

/// Takes what stands between quotes out of `claim`.
std::vector<std::string> take_quotes(std::string& claim) {
  std::vector<std::string> out;
  struct marks {
    std::string_view open, close;
  };
  constexpr std::array kinds{marks{"`", "`"}, marks{"\"", "\""}, marks{"“", "”"}, marks{"«", "»"}};
  for (const auto& m : kinds)
    for (auto at = claim.find(m.open); at != npos; at = claim.find(m.open, at)) {
      const auto begin = at + m.open.size();
      const auto end = claim.find(m.close, begin);
      if (end == npos) break;
      if (end > begin) out.push_back(claim.substr(begin, end - begin));
      std::fill(claim.begin() + static_cast<std::ptrdiff_t>(at),
                claim.begin() + static_cast<std::ptrdiff_t>(end + m.close.size()), ' ');
      at = end + m.close.size();
    }
  return out;
}

/// All parts between ellipses, in their order.
bool holds_quote(std::string_view text, std::string_view quote) {
  std::size_t from = 0;
  std::string q = plain_text(quote);
  for (auto dots = q.find("..."); dots != npos; dots = q.find("...")) q.replace(dots, 3, "…");
  while (!q.empty()) {
    const auto cut = std::min(q.find("…"), q.size());
    auto part = plain_text(q.substr(0, cut));
    while (!part.empty() && (part.back() == '.' || part.back() == ',')) part.pop_back();
    q.erase(0, cut == q.size() ? cut : cut + std::string_view("…").size());
    if (part.empty()) continue;
    const auto at = text.find(part, from);
    if (at == npos) return false;
    from = at + part.size();
  }
  return true;
}

/// What is missing names the word already, in some form.
bool is_named_in(const std::vector<std::string>& missing, std::string_view word) {
  const auto stem =
      word.substr(0, std::max<std::size_t>(std::min<std::size_t>(4, word.size()),
                                           word.size() - std::min<std::size_t>(word.size(), 3)));
  return std::any_of(missing.begin(), missing.end(),
                     [&](const std::string& m) { return m.find(stem) != m.npos; });
}

/// "No leader", of the records that the clause is about: where the word stands, a denial or a 0 stands beside
/// it.
bool shows_absence_of(const clause_facts& f, std::span<const cited_record> records,
                      std::string_view meaning) {
  constexpr std::array said{"no"sv, "without"sv};
  constexpr std::size_t reach = 3;
  record_set about = f.all;
  for (const auto& n : f.names) about &= n.in;
  if (about == 0) about = f.all;
  for (std::size_t i = 0; i + 1 < f.words.size(); ++i) {
    if (std::find(said.begin(), said.end(), f.words[i].text) == said.end()) continue;
    auto at = i + 1;
    while (at + 1 < f.words.size() && is_filler(f.words[at].text)) ++at;
    const auto what = f.words[at].text.substr(0, f.words[at].text.size() - f.words[at].text.ends_with('s'));
    bool stands = false;
    for (std::size_t k = 0; k < records.size() && k < most_records; ++k) {
      if (!((about >> k) & 1)) continue;
      const auto& words = records[k].words;
      for (std::size_t w = 0; w < words.size(); ++w) {
        if (!words[w].text.starts_with(what)) continue;
        stands = true;
        for (std::size_t n = w >= reach ? w - reach : 0; n < words.size() && n <= w + 2; ++n)
          if (shows_absence(words[n].text) &&
              (words[n].text != "0" || n == w + 1 || (n == w + 2 && !number_of(words[w + 1].text))))
            return true;
        // A row of a table: which column the 0 is in is not seen.
        if (records[k].meaning.size() > records[k].text.size() && holds_word(records[k].text, "0"))
          return true;
      }
    }
    if (stands) return false;
  }
  return shows_absence(meaning);
}

}  // namespace

checked_claim check_claim(std::string_view claim, std::span<const std::string> sources,
                          std::string_view about_sources) {
  checked_claim out;
  if (sources.empty()) {
    out.missing.emplace_back("any source");
    return out;
  }
  if (claim.size() > longest_claim) {
    out.missing.emplace_back("a shorter sentence");
    return out;
  }
  std::vector<std::string> lines;
  std::string all;
  for (const auto& s : sources.first(std::min(sources.size(), most_sources))) {
    lines.push_back(plain_text(std::string_view(s).substr(0, longest_source)));
    all += lines.back();
    all.push_back('\n');
  }
  const auto shown = read_stated(all);
  const auto context = plain_text(about_sources);
  std::size_t content = 0, common = 0;  // words of the claim, and those of them that the sources have
  std::vector<std::string> own;         // names and times of the claim that are known
  std::vector<std::string> quotes;      // as much

  std::string open(claim);
  for (auto& quote : take_quotes(open))
    if (!holds_quote(all, quote)) {
      out.missing.push_back("`" + quote + "`");
    } else {
      ++content, ++common;
      quotes.push_back(std::move(quote));
    }

  const auto low = lowered(open);
  const auto said = read_stated(low);
  for (const auto& t : said.times) {
    const bool known = std::any_of(shown.times.begin(), shown.times.end(),
                                   [&](const clock_time& s) { return same_time(t, s); });
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", t.hour, t.minute);
    if (known)
      ++content, ++common, own.emplace_back(text);
    else
      out.missing.push_back("the time " + std::string(text));
  }
  for (const auto& d : said.days)
    if (std::none_of(shown.days.begin(), shown.days.end(), [&](const calendar_day& s) { return s.fits(d); }))
      out.missing.push_back("the day " + std::to_string(d.day) + "." + std::to_string(d.month) + ".");
    else
      ++content, ++common;

  auto records = records_of(lines);
  tell_complements(records, low);
  stated more_shown;
  for (const auto& r : records)
    more_shown.numbers.insert(more_shown.numbers.end(), r.figures.numbers.begin(), r.figures.numbers.end());
  const auto clauses = clauses_of(said.rest);
  std::string meaning;
  std::vector<std::string> meanings;
  for (const auto& r : records) {
    meaning += r.meaning + '\n';
    meanings.push_back(r.meaning);
  }
  // What is openly a guess is not looked for, but for its names, numbers and times.
  std::string sure = low;
  for (const auto& c : clauses)
    if (c.guess) {
      const auto from = static_cast<std::size_t>(c.text.data() - said.rest.data());
      std::fill_n(sure.begin() + static_cast<std::ptrdiff_t>(from), c.text.size(), ' ');
    }

  const auto facts = facts_of(low, said.rest, clauses, records);
  // A missing permission is a denied one.
  if (const auto at = sure.find("missing permission"); at != npos)
    std::fill_n(sure.begin() + static_cast<std::ptrdiff_t>(at), 7, ' ');
  const auto times = times_in(context);
  const bool compared = compares(low);
  // Words keep their capitals; what was read as a time or day is blank in both.
  std::string words_text = open;
  for (std::size_t i = 0; i < words_text.size() && i < said.rest.size(); ++i)
    if (said.rest[i] == ' ') words_text[i] = ' ';
  const auto words = words_of(words_text);
  const auto is_counted = [&](double value, const std::string& what) {
    if (what.size() < 3) return false;
    const auto stem = std::string_view(what).substr(0, what.size() - (what.ends_with('s') ? 1 : 0));
    return static_cast<double>(std::count_if(lines.begin(), lines.end(), [&](const std::string& l) {
             return begins_word(l, stem);
           })) == value;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& w = words[i];
    const auto word = lowered(w.text);
    const auto next = i + 1 < words.size() ? lowered(words[i + 1].text) : std::string();
    auto n = number_of(word);
    const auto spelled = spelled_number(word);
    if (spelled) n = stated_number{*spelled, 0, {}, {}};
    if (n) {
      double ignored = 0;
      if (n->unit.empty() && (time_unit(next, ignored) || size_unit(next, ignored))) n->unit = next;
      if (n->unit.empty() && next == "percent") n->unit = "%";
      const bool known =
          std::any_of(more_shown.numbers.begin(), more_shown.numbers.end(),
                      [&](const stated_number& s) { return same_amount(*n, s); }) ||
          (spelled && holds_word(all, word)) ||
          follows(*n, figures_near(w.at, facts, records, said.rest), sources.size(), compared || spelled) ||
          (spelled && tells_as_many(n->value, w.at, facts, records, said.rest)) ||
          is_roughly(*n, i > 0 ? lowered(words[i - 1].text) : std::string(),
                     i > 1 ? lowered(words[i - 2].text) : std::string(),
                     figures_near(w.at, facts, records, said.rest)) ||
          is_share(*n, w.at, facts, records, said.rest) ||
          (n->unit.empty() && (n->value == times || is_counted(n->value, next)));
      if (known)
        ++content, ++common;
      else
        out.missing.push_back("the number " + std::string(w.text));
      continue;
    }
    // What a quote stood between are no neighbours.
    const bool beside = i > 0 && words[i - 1].at + words[i - 1].text.size() + 1 == w.at;
    const auto before = beside ? lowered(words[i - 1].text) : std::string();
    const bool pushed = i > 1 && before == "to" && begins_word(lowered(words[i - 2].text), "push");
    const bool placed = (before == "in" || before == "on" || before == "from") && !is_usual_place(word);
    const bool sure_place = pushed || placed || before == "into";
    const bool named = (sure_place || introduces_name(before)) && !is_filler(word) &&
                       !introduces_name(word) && (sure_place || !may_be_verb(word) || is_auxiliary(next)) &&
                       !is_common_word(word) && !tells_word(meaning, word);
    if (named || names_thing(w)) {
      if (!holds_name(all, word) && !holds_name(context, word) && !holds_word(meaning, word)) {
        out.missing.push_back("`" + std::string(w.text) + "`");
      } else {
        ++content, ++common;
        own.push_back(word);
      }
      continue;
    }
    if (is_common_word(word)) {
      common += !is_filler(word) && tells_word(meaning, word);
      continue;
    }
    ++content;
    common += tells_word(meaning, word);
  }

  // A state belongs to an object: it has to be told in a line about the claim's.
  std::string about;
  for (const auto& r : records)
    if (std::any_of(own.begin(), own.end(),
                    [&](const std::string& name) {
                      return name.find(':') == npos ? holds_name(r.text, name)
                                                    : r.text.find(name) != npos;  // a time stands behind a T
                    }) ||
        std::any_of(quotes.begin(), quotes.end(),
                    [&](const std::string& q) { return holds_quote(r.text, q); }))
      about += r.meaning + '\n';
  if (about.empty()) about = meaning;
  for (const auto& c : concepts()) {
    const auto says =
        std::find_if(c.said.begin(), c.said.end(), [&](auto s) { return begins_word(sure, s); });
    if (says == c.said.end()) continue;
    const auto tells = [&](auto s) { return meaning.find(s) != npos || context.find(s) != npos; };
    if (std::none_of(c.said.begin(), c.said.end(), tells) &&
        std::none_of(c.shown.begin(), c.shown.end(), tells))
      out.missing.push_back("that it is about \"" + std::string(*says) + "\"");
    else
      ++common, ++content;
  }
  for (const auto& [one, other] : pairs)
    for (const auto& [says, opposite] : {std::pair{one, other}, std::pair{other, one}})
      if (begins_word(sure, says) && !begins_word(about, says) && begins_word(about, opposite) &&
          !begins_word(sure, opposite) && sure.find("until") == npos && !is_named_in(out.missing, says))
        out.missing.push_back("\"" + std::string(says) + "\"");
  for (const auto& f : facts)
    if (!f.of.guess && says_absence(f.of.text) && !shows_absence_of(f, records, meaning)) {
      out.missing.emplace_back("that there was none");
      break;
    }
  for (auto& turned : reversals_in(sure, meanings)) out.missing.push_back(std::move(turned));
  for (const auto& c : clauses)
    if (!c.guess)
      for (const auto word : untold_words(c.text, meaning + context))
        if (!is_named_in(out.missing, word)) out.missing.push_back("the word \"" + std::string(word) + "\"");
  for (const auto& f : facts)
    if (!f.of.guess) {
      std::vector<std::string> of_names;
      for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
        if (std::all_of(f.names.begin(), f.names.end(),
                        [&](const told_part& n) { return ((n.in >> k) & 1) != 0; }))
          of_names.push_back(records[k].meaning);
      for (auto& done : affirmations_in(f.of.text, of_names)) out.missing.push_back(std::move(done));
    }
  for (auto& crossed : crossings_in(facts, records)) out.missing.push_back(std::move(crossed));
  for (auto& amount : unfounded_amounts(facts, records, times)) out.missing.push_back(std::move(amount));
  for (auto& course : wrong_courses(facts, records)) out.missing.push_back(std::move(course));
  for (auto& role : wrong_roles(facts, records)) out.missing.push_back(std::move(role));
  std::set<std::string> seen;
  std::erase_if(out.missing, [&](const std::string& m) { return !seen.insert(m).second; });
  // A sentence of other words only is about something else.
  if (common == 0 && out.missing.empty()) out.missing.emplace_back("what it is about");
  return out;
}

}  // namespace fm::agent
