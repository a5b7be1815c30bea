#include "agent/claim_check.hpp"

#include "agent/claim_concepts.hpp"
#include "agent/claim_reversals.hpp"
#include "agent/claim_words.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;

constexpr std::size_t most_numbers = 60;        // of the sources that are combined with each other
constexpr std::size_t longest_source = 64'000;  // bytes that are looked at

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Lower case with single blanks.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : lowered(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) out.push_back(c);
    if (blank && !out.empty() && out.back() != ' ') out.push_back(' ');
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

struct clock_time {
  int hour = 0, minute = 0;
  double second = -1;  // none is stated
  double of_day() const { return hour * 3600 + minute * 60 + std::max(second, 0.0); }
};

struct calendar_day {
  int year = 0, month = 0, day = 0;  // 0: not stated
  bool fits(const calendar_day& o) const {
    return (month == o.month && day == o.day) && (year == 0 || o.year == 0 || year == o.year);
  }
};

int month_of(std::string_view word) {
  constexpr std::array names{"jan"sv, "feb"sv, "mar"sv, "apr"sv, "may"sv, "jun"sv,
                             "jul"sv, "aug"sv, "sep"sv, "oct"sv, "nov"sv, "dec"sv};
  if (word.size() < 3) return 0;
  const auto at = std::find(names.begin(), names.end(), word.substr(0, 3));
  constexpr std::array whole{"january"sv,   "february"sv, "march"sv,    "april"sv,
                             "may"sv,       "june"sv,     "july"sv,     "august"sv,
                             "september"sv, "october"sv,  "november"sv, "december"sv};
  if (at == names.end()) return 0;
  const auto n = static_cast<std::size_t>(at - names.begin());
  return word.size() == 3 || word == "sept" || word == whole[n] ? static_cast<int>(n) + 1 : 0;
}

int digits_at(std::string_view s, std::size_t at, std::size_t n) {
  if (at + n > s.size()) return -1;
  int out = 0;
  for (std::size_t i = at; i < at + n; ++i) {
    if (!is_digit(s[i])) return -1;
    out = out * 10 + (s[i] - '0');
  }
  return out;
}

/// What a text states in numbers, times and days; the rest is text.
struct stated {
  std::vector<stated_number> numbers;
  std::vector<clock_time> times;
  std::vector<calendar_day> days;
  std::string rest;  // with what was taken blanked
};

/// `s` is in lower case.
stated read(std::string_view s) {
  stated out;
  out.rest = std::string(s);
  const auto blank = [&](std::size_t from, std::size_t to) {
    std::fill(out.rest.begin() + static_cast<std::ptrdiff_t>(from),
              out.rest.begin() + static_cast<std::ptrdiff_t>(to), ' ');
  };
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (!is_digit(s[i]) || (i > 0 && is_digit(s[i - 1]))) continue;
    // 2026-11-23, 2026/11/23
    if (const int year = digits_at(s, i, 4); year > 1900 && year < 2200 && i + 10 <= s.size() &&
                                             (s[i + 4] == '-' || s[i + 4] == '/') && s[i + 7] == s[i + 4]) {
      const int month = digits_at(s, i + 5, 2), day = digits_at(s, i + 8, 2);
      if (month >= 1 && month <= 12 && day >= 1 && day <= 31) {
        out.days.push_back({year, month, day});
        blank(i, i + 10);
        i += 9;
        if (i + 1 < s.size() && s[i + 1] == 't') blank(i + 1, i + 2), ++i;
        continue;
      }
    }
    // 15:02, 15:02:11.123
    const std::size_t wide = digits_at(s, i, 2) >= 0 ? 2 : 1;
    const int hour = digits_at(s, i, wide);
    if (i + wide + 3 <= s.size() && s[i + wide] == ':' && hour < 24) {
      const int minute = digits_at(s, i + wide + 1, 2);
      auto end = i + wide + 3;
      if (minute >= 0 && minute < 60 && (end == s.size() || !is_digit(s[end])) &&
          (i == 0 || (s[i - 1] != '.' && s[i - 1] != ':' && s[i - 1] != '-') ||
           (i > 11 && s[i - 1] == ':'))) {
        clock_time t{hour, minute, -1};
        if (end + 3 <= s.size() && s[end] == ':' && digits_at(s, end + 1, 2) >= 0 &&
            digits_at(s, end + 1, 2) < 61) {
          t.second = digits_at(s, end + 1, 2);
          end += 3;
          if (end + 1 < s.size() && (s[end] == '.' || s[end] == ',') && is_digit(s[end + 1])) {
            double scale = .1;
            for (++end; end < s.size() && is_digit(s[end]); ++end, scale /= 10)
              t.second += scale * (s[end] - '0');
          }
        }
        if (end < s.size() && s[end] == 'z') ++end;
        out.times.push_back(t);
        blank(i, end);
        i = end - 1;
        continue;
      }
    }
    // 23/nov/2026, 23 nov, 23 november 2026
    const int day = digits_at(s, i, wide);
    auto behind = i + wide;
    if (day >= 1 && day <= 31 && behind < s.size() &&
        (s[behind] == '/' || s[behind] == ' ' || s[behind] == '-')) {
      auto end = behind + 1;
      while (end < s.size() && s[end] >= 'a' && s[end] <= 'z') ++end;
      if (const int month = month_of(s.substr(behind + 1, end - behind - 1)); month != 0) {
        calendar_day d{0, month, day};
        if (end + 5 <= s.size() && (s[end] == '/' || s[end] == ' ' || s[end] == '-') &&
            digits_at(s, end + 1, 4) > 1900) {
          d.year = digits_at(s, end + 1, 4);
          end += 5;
        }
        out.days.push_back(d);
        blank(i, end);
        i = end - 1;
        continue;
      }
    }
  }
  // nov 23, november 23
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] < 'a' || s[i] > 'z' || (i > 0 && is_word_char(s[i - 1]))) continue;
    auto end = i;
    while (end < s.size() && s[end] >= 'a' && s[end] <= 'z') ++end;
    if (const int month = month_of(s.substr(i, end - i)); month != 0 && end < s.size() && s[end] == ' ') {
      auto at = end;
      while (at < s.size() && s[at] == ' ') ++at;
      const std::size_t wide = digits_at(s, at, 2) >= 0 ? 2 : 1;
      const int day = digits_at(s, at, wide);
      if (day >= 1 && day <= 31 && (at + wide == s.size() || !is_word_char(s[at + wide])) &&
          out.rest[at] != ' ') {
        out.days.push_back({0, month, day});
        blank(i, at + wide);
      }
    }
    i = end;
  }
  const auto words = words_of(out.rest);
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto n = number_of(words[i].text);
    if (!n) {
      // Numbers within names: `retry=3`, `pool:20`, `5xx` count as stated.
      std::size_t at = 0;
      const auto w = words[i].text;
      while (at < w.size()) {
        while (at < w.size() && !is_digit(w[at])) ++at;
        auto end = at;
        while (end < w.size() &&
               (is_digit(w[end]) || (w[end] == '.' && end + 1 < w.size() && is_digit(w[end + 1]))))
          ++end;
        if (end > at) {
          auto tail = end;
          while (tail < w.size() && w[tail] >= 'a' && w[tail] <= 'z') ++tail;
          double ignored = 0;
          const auto unit = w.substr(end, tail - end);
          const bool known = time_unit(unit, ignored) || size_unit(unit, ignored);
          if (auto inner = number_of(w.substr(at, (known ? tail : end) - at))) out.numbers.push_back(*inner);
        }
        at = end;
      }
      continue;
    }
    if (n->unit.empty() && i + 1 < words.size()) {
      double ignored = 0;
      const auto next = lowered(words[i + 1].text);
      if (time_unit(next, ignored) || size_unit(next, ignored) || next == "percent") n->unit = next;
    }
    if (n->unit == "percent") n->unit = "%";
    out.numbers.push_back(*n);
  }
  return out;
}

/// Equal as far as the claim is precise: 3.1 for 3.14, 52 for 51.7.
bool near(const stated_number& said, double is) {
  const double step = std::pow(10.0, -said.decimals);
  return std::abs(said.value - is) <= step / 2 + std::abs(is) * 1e-9;
}

bool same_amount(const stated_number& said, const stated_number& is) {
  if (near(said, is.value) && (said.unit == is.unit || said.unit.empty() || is.unit.empty())) return true;
  double a = 0, b = 0;
  if (time_unit(said.unit, a) && time_unit(is.unit, b)) return near(said, is.value * b / a);
  if (size_unit(said.unit, a) && size_unit(is.unit, b))
    return near(said, is.value * b / a) || std::abs(said.value * a - is.value * b) <= .08 * is.value * b;
  return near(said, is.value) && !(time_unit(said.unit, a) && size_unit(is.unit, b));
}

bool compares(std::string_view claim) {
  constexpr std::array words{
      "more"sv,   "less"sv,    "fewer"sv,  "increas"sv, "decreas"sv, "grew"sv,   "grow"sv,   "dropp"sv,
      "fell"sv,   "rose"sv,    "differ"sv, "%"sv,       "percent"sv, "ratio"sv,  "later"sv,  "after"sv,
      "within"sv, "between"sv, "took"sv,   "lasted"sv,  "apart"sv,   "over"sv,   "for "sv,   "every"sv,
      "span"sv,   "total"sv,   "sum"sv,    "left"sv,    "free"sv,    "remain"sv, "before"sv, "until"sv,
      "times"sv,  "per "sv,    "by "sv,    "exceed"sv,  "off"sv,     "leaves"sv, "below"sv,  "above"sv};
  return std::any_of(words.begin(), words.end(), [&](auto w) { return claim.find(w) != npos; });
}

/// The number follows from what the sources state.
bool follows(const stated_number& said, const stated& in, std::size_t texts, bool compared) {
  if (said.unit.empty() && said.decimals == 0 && said.value == static_cast<double>(texts)) return true;
  double unit = 0;
  if (time_unit(said.unit, unit) || said.unit.empty())
    for (const auto& a : in.times)
      for (const auto& b : in.times) {
        const double between = a.of_day() - b.of_day();
        if (between > 0 && (unit > 0 || compared) && near(said, between / (unit > 0 ? unit : 1))) return true;
      }
  if (!compared || in.numbers.size() > most_numbers) return false;
  for (std::size_t i = 0; i < in.numbers.size(); ++i)
    for (std::size_t k = 0; k < in.numbers.size(); ++k) {
      if (i == k) continue;
      const auto &a = in.numbers[i], &b = in.numbers[k];
      if (a.unit != b.unit && !a.unit.empty() && !b.unit.empty()) continue;
      double time = 0, size = 0;
      const bool measured = time_unit(said.unit, time) || size_unit(said.unit, size);
      if (measured && (a.unit != said.unit || b.unit != said.unit)) continue;
      if (near(said, a.value - b.value) && a.value > b.value) return true;
      if (b.value != 0 && said.unit == "%" && near(said, a.value / b.value * 100)) return true;
      if (b.value != 0 && (said.unit == "x" || said.unit.empty()) && a.value > b.value && b.value > 1 &&
          near(said, a.value / b.value))
        return true;
    }
  return false;
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
constexpr std::array pairs{opposites{"succeed", "fail"},
                           opposites{"success", "fail"},
                           opposites{"enabled", "disabled"},
                           opposites{"started", "stopped"},
                           opposites{"connected", "disconnected"},
                           opposites{"opened", "closed"},
                           opposites{"healthy", "unhealthy"},
                           opposites{"available", "unavailable"},
                           opposites{"valid", "invalid"},
                           opposites{"valid", "expired"},
                           opposites{"allowed", "denied"},
                           opposites{"accepted", "rejected"},
                           opposites{"increased", "decreased"},
                           opposites{"recovered", "fail"},
                           opposites{"restored", "lost"},
                           opposites{"ready", "not ready"},
                           opposites{"present", "missing"},
                           opposites{"accepted", "refused"},
                           opposites{"raised", "lowered"},
                           opposites{"rolled out", "rolled back"},
                           opposites{"finished", "interrupted"},
                           opposites{"completed", "aborted"},
                           opposites{"renewed", "revoked"},
                           opposites{"answered", "timed out"},
                           opposites{"free", "full"}};

/// `stem` begins a word of the text.
bool begins_word(std::string_view text, std::string_view stem) {
  for (auto at = text.find(stem); at != npos; at = text.find(stem, at + 1))
    if (at == 0 || !is_word_char(text[at - 1])) return true;
  return false;
}

bool says_absence(std::string_view claim) {
  if (claim.find("no space") != npos || claim.find("no longer") != npos) return false;
  constexpr std::array words{"no"sv, "never"sv, "none"sv, "nothing"sv, "nobody"sv, "without"sv};
  return std::any_of(words.begin(), words.end(), [&](auto w) { return holds_word(claim, w); });
}
bool shows_absence(std::string_view text) {
  constexpr std::array words{"no"sv,      "not"sv, "never"sv,   "none"sv, "nothing"sv,
                             "without"sv, "0"sv,   "missing"sv, "zero"sv, "empty"sv};
  return std::any_of(words.begin(), words.end(), [&](auto w) { return holds_word(text, w); });
}

/// Words behind which the name of a thing stands, however plain it looks: "topic refunds".
bool introduces_name(std::string_view word) {
  constexpr std::array kinds{
      "table"sv,   "topic"sv,      "relation"sv,   "branch"sv,  "bucket"sv,    "queue"sv,   "volume"sv,
      "group"sv,   "column"sv,     "user"sv,       "role"sv,    "job"sv,       "index"sv,   "container"sv,
      "account"sv, "namespace"sv,  "pod"sv,        "host"sv,    "node"sv,      "service"sv, "project"sv,
      "cluster"sv, "deployment"sv, "repository"sv, "process"sv, "partition"sv, "schema"sv,  "shard"sv};
  return std::find(kinds.begin(), kinds.end(), word) != kinds.end();
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

/// The clause that gives a reason, or what somebody is said to have done; empty when there is none.
std::string_view reason_in(std::string_view claim) {
  for (const auto word :
       {" because of "sv, " because "sv, " caused by "sv, " due to "sv, " since "sv, " by "sv}) {
    const auto at = claim.find(word);
    if (at == npos) continue;
    const auto rest = claim.substr(at + word.size());
    return rest.substr(0, rest.find_first_of(".;"));
  }
  return {};
}

std::string_view trimmed_stem(std::string_view s) { return s.substr(0, s.find(' ')); }

/// More than half of the words that say something stand in the text, or tell of what it tells of.
bool mostly_shown(std::string_view clause, std::string_view text) {
  std::size_t content = 0, common = 0;
  for (const auto& w : words_of(clause)) {
    if (is_filler(w.text)) continue;
    if (number_of(w.text) || spelled_number(w.text)) {
      ++content, ++common;  // they are checked for themselves
      continue;
    }
    ++content;
    constexpr std::size_t stem = 4;
    bool known = begins_word(text, w.text.substr(0, std::max(stem, w.text.size() * 2 / 3)));
    for (const auto& c : concepts())
      known = known ||
              (std::any_of(c.said.begin(), c.said.end(),
                           [&](auto s) { return w.text.starts_with(trimmed_stem(s)); }) &&
               std::any_of(c.shown.begin(), c.shown.end(), [&](auto s) { return text.find(s) != npos; }));
    common += known;
  }
  return content == 0 || common * 2 >= content;
}

/// All parts between ellipses, in their order.
bool holds_quote(std::string_view text, std::string_view quote) {
  std::size_t from = 0;
  std::string q = plain(quote);
  for (auto dots = q.find("..."); dots != npos; dots = q.find("...")) q.replace(dots, 3, "…");
  while (!q.empty()) {
    const auto cut = std::min(q.find("…"), q.size());
    auto part = plain(q.substr(0, cut));
    while (!part.empty() && (part.back() == '.' || part.back() == ',')) part.pop_back();
    q.erase(0, cut == q.size() ? cut : cut + std::string_view("…").size());
    if (part.empty()) continue;
    const auto at = text.find(part, from);
    if (at == npos) return false;
    from = at + part.size();
  }
  return true;
}

}  // namespace

checked_claim check_claim(std::string_view claim, std::span<const std::string> sources,
                          std::string_view about_sources) {
  checked_claim out;
  if (sources.empty()) {
    out.missing.emplace_back("any source");
    return out;
  }
  std::vector<std::string> lines;
  std::string all;
  for (const auto& s : sources) {
    lines.push_back(plain(std::string_view(s).substr(0, longest_source)));
    all += lines.back();
    all.push_back('\n');
  }
  const auto shown = read(all);
  const auto names_beside = plain(about_sources);
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
  const auto said = read(low);
  for (const auto& t : said.times) {
    const bool known = std::any_of(shown.times.begin(), shown.times.end(), [&](const clock_time& s) {
      return s.hour == t.hour && s.minute == t.minute &&
             (t.second < 0 || s.second < 0 || std::abs(s.second - t.second) < 1);
    });
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
    if (spelled) n = stated_number{*spelled, 0, {}};
    if (n) {
      double ignored = 0;
      if (n->unit.empty() && (time_unit(next, ignored) || size_unit(next, ignored))) n->unit = next;
      if (n->unit.empty() && next == "percent") n->unit = "%";
      const bool known = std::any_of(shown.numbers.begin(), shown.numbers.end(),
                                     [&](const stated_number& s) { return same_amount(*n, s); }) ||
                         (spelled && holds_word(all, word)) ||
                         follows(*n, shown, sources.size(), compared || spelled) ||
                         (n->unit.empty() && is_counted(n->value, next));
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
    const bool sure = pushed || placed || before == "into";
    const bool named = (sure || introduces_name(before)) && !is_filler(word) && !introduces_name(word) &&
                       (sure || !may_be_verb(word) || is_auxiliary(next));
    if (named || names_thing(w)) {
      if (!holds_name(all, word) && !holds_name(names_beside, word)) {
        out.missing.push_back("`" + std::string(w.text) + "`");
      } else {
        ++content, ++common;
        own.push_back(word);
      }
      continue;
    }
    if (is_filler(word)) continue;
    ++content;
    constexpr std::size_t stem = 4, long_word = 6;
    common +=
        begins_word(all, std::string_view(word).substr(
                             0, word.size() > long_word ? std::max(stem, word.size() * 2 / 3) : word.size()));
  }

  // A state belongs to an object: it has to be told in a line about the claim's.
  std::string about;
  for (const auto& l : lines)
    if (std::any_of(own.begin(), own.end(),
                    [&](const std::string& name) {
                      return name.find(':') == npos ? holds_name(l, name)
                                                    : l.find(name) != npos;  // a time stands behind a T
                    }) ||
        std::any_of(quotes.begin(), quotes.end(), [&](const std::string& q) { return holds_quote(l, q); })) {
      about += l;
      about.push_back('\n');
    }
  if (about.empty()) about = all;
  for (const auto& c : concepts()) {
    const auto says = std::find_if(c.said.begin(), c.said.end(), [&](auto s) { return begins_word(low, s); });
    if (says == c.said.end()) continue;
    const std::string_view in = c.is_state ? about : all;
    const auto tells = [&](auto s) { return in.find(s) != npos; };
    if (std::none_of(c.said.begin(), c.said.end(), tells) &&
        std::none_of(c.shown.begin(), c.shown.end(), tells))
      out.missing.push_back("that it is about \"" + std::string(*says) + "\"");
    else
      ++common, ++content;
  }
  for (const auto& [one, other] : pairs)
    for (const auto& [says, opposite] : {std::pair{one, other}, std::pair{other, one}})
      if (begins_word(low, says) && !begins_word(about, says) && begins_word(about, opposite) &&
          !begins_word(low, opposite) && low.find("until") == npos)
        out.missing.push_back("\"" + std::string(says) + "\"");
  if (says_absence(low) && !shows_absence(all)) out.missing.emplace_back("that there was none");
  for (auto& turned : reversals_in(low, lines)) out.missing.push_back(std::move(turned));
  const auto reason = reason_in(low);
  if (!reason.empty() && !mostly_shown(reason, all))
    out.missing.push_back("the reason \"" + plain(reason) + "\"");
  // A sentence of other words only is about something else.
  if (content > 0 && common * 3 < content && out.missing.empty())
    out.missing.emplace_back("what it is about");
  return out;
}

}  // namespace fm::agent
