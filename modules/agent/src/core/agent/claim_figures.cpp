#include "agent/claim_figures.hpp"

#include "agent/wording.hpp"

#include <array>
#include <cmath>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;

constexpr std::size_t most_numbers = 60;  // of the sources that are combined with each other

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

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

std::string key_before(std::string_view s, std::size_t at) {
  constexpr std::size_t most = 24;
  const auto from = at > most ? at - most : 0;
  return std::string(s.substr(from, at - from));
}

}  // namespace

bool same_time(const clock_time& said, const clock_time& is) {
  if (said.hour != is.hour || said.minute != is.minute) return false;
  if (said.second < 0 || is.second < 0) return true;
  const double behind = is.second - said.second;
  return behind > -.51 && behind < 1;
}

stated read_stated(std::string_view s) {
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
          if (auto inner = number_of(w.substr(at, (known ? tail : end) - at))) {
            inner->key = key_before(s, words[i].at + at);
            out.numbers.push_back(*inner);
          }
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
    n->key = key_before(s, words[i].at);
    out.numbers.push_back(*n);
  }
  return out;
}

bool near(const stated_number& said, double is) {
  const double step = std::pow(10.0, -said.decimals);
  return std::abs(said.value - is) <= step / 2 + std::abs(is) * 1e-9;
}

namespace {

/// A number without a unit may be an amount of time or of bytes by what stands before it.
bool may_have_unit(const stated_number& is, std::string_view unit) {
  constexpr std::array time_keys{"time"sv,     "took"sv,  "duration"sv, "elapsed"sv, "latency"sv, "age"sv,
                                 "interval"sv, "delay"sv, "after"sv,    "period"sv,  "sec"sv,     "ttl"sv,
                                 "deadline"sv, "wait"sv,  "retry"sv,    "ms"sv,      "within"sv,  "uptime"sv};
  constexpr std::array size_keys{"size"sv,  "byte"sv,  "heap"sv, "rss"sv,   "mem"sv,    "used"sv,
                                 "limit"sv, "total"sv, "free"sv, "avail"sv, "length"sv, "-m"sv};
  const auto holds = [&](auto k) { return is.key.find(k) != npos; };
  double scale = 0;
  if (is.key.empty()) return true;
  if (time_unit(unit, scale) && unit != "m") return std::any_of(time_keys.begin(), time_keys.end(), holds);
  if (size_unit(unit, scale)) return std::any_of(size_keys.begin(), size_keys.end(), holds);
  return true;
}

}  // namespace

bool same_amount(const stated_number& said, const stated_number& is) {
  if (near(said, is.value) &&
      (said.unit == is.unit || said.unit.empty() || (is.unit.empty() && may_have_unit(is, said.unit))))
    return true;
  if (is.unit.empty() && !may_have_unit(is, said.unit)) return false;
  double a = 0, b = 0;
  if (time_unit(said.unit, a) && time_unit(is.unit, b)) return near(said, is.value * b / a);
  if (size_unit(said.unit, a) && size_unit(is.unit, b))
    return near(said, is.value * b / a) || std::abs(said.value * a - is.value * b) <= .08 * is.value * b;
  return near(said, is.value) && !(time_unit(said.unit, a) && size_unit(is.unit, b));
}

bool compares(std::string_view claim) {
  constexpr std::array words{"more"sv,    "less"sv,   "fewer"sv, "increas"sv, "decreas"sv, "grew"sv,
                             "grow"sv,    "dropp"sv,  "fell"sv,  "rose"sv,    "differ"sv,  "%"sv,
                             "percent"sv, "ratio"sv,  "later"sv, "after"sv,   "within"sv,  "between"sv,
                             "took"sv,    "lasted"sv, "apart"sv, "over"sv,    "for "sv,    "every"sv,
                             "span"sv,    "total"sv,  "sum"sv,   "left"sv,    "free"sv,    "remain"sv,
                             "before"sv,  "until"sv,  "times"sv, "per "sv,    "by "sv,     "exceed"sv,
                             "off"sv,     "leaves"sv, "freed"sv, "below"sv,   "above"sv};
  return std::any_of(words.begin(), words.end(), [&](auto w) { return claim.find(w) != npos; });
}

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
      if (measured) {
        double of_a = 0, of_b = 0;
        const bool same_kind = time > 0 ? time_unit(a.unit, of_a) && time_unit(b.unit, of_b)
                                        : size_unit(a.unit, of_a) && size_unit(b.unit, of_b);
        if (same_kind && near(said, (a.value * of_a - b.value * of_b) / (time > 0 ? time : size)))
          return true;
        continue;
      }
      if (near(said, a.value - b.value) && a.value > b.value) return true;
      if (b.value != 0 && said.unit == "%" && near(said, a.value / b.value * 100)) return true;
      if (b.value != 0 && (said.unit == "x" || said.unit.empty()) && a.value > b.value && b.value > 1 &&
          near(said, a.value / b.value))
        return true;
    }
  return false;
}

}  // namespace fm::agent
