// Dates of certificates as openssl prints them.
#include "fm/civil/civil_time.hpp"
#include "pasted/section.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence::pasted {
namespace {

constexpr micros second = 1'000'000;
constexpr std::uint64_t most_lines = 2'000;  // looked at for a time of the text itself

/// `May  2 00:00:00 2026 GMT`, also with the day of the week before it as `date` prints it.
micros date_of(std::string_view text) {
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto words = split_words(text.substr(0, 60));
  if (!words.empty() && std::find(months.begin(), months.end(), words[0]) == months.end())
    words.erase(words.begin());
  if (words.size() < 4) return no_time;
  const auto month = std::find(months.begin(), months.end(), words[0]);
  const auto day = leading_number(words[1]);
  const auto clock = split(words[2], ':');
  std::int64_t year = -1;
  for (std::size_t i = 3; i < words.size() && i < 5; ++i)
    if (words[i].size() == 4 && all_digits(words[i])) year = leading_number(words[i]);
  if (month == months.end() || day < 1 || day > 31 || clock.size() != 3 || year < 0) return no_time;
  std::int64_t of_day = 0;
  for (const auto part : clock) {
    if (!all_digits(part) || part.size() > 2) return no_time;
    of_day = of_day * 60 + leading_number(part);
  }
  const auto days = days_from_civil(static_cast<int>(year), static_cast<unsigned>(month - months.begin()) + 1,
                                    static_cast<unsigned>(day));
  return (days * 86'400 + of_day) * second;
}

/// The date behind one of the names that openssl gives it.
std::string_view end_of_validity(std::string_view line) {
  for (std::string_view name : {"notAfter=", "Not After :", "Not After:", "NotAfter:"})
    if (has(line, name)) return trim(after(line, name));
  return {};
}

/// The latest time that the text tells apart from dates of certificates.
micros latest_time(context& c) {
  auto latest = no_time;
  for (std::uint64_t n = 1; n <= c.count() && n <= most_lines; ++n) {
    const auto line = trim(c.at(n));
    if (line.empty() || has_nocase(line, "notbefore") || has_nocase(line, "not before") ||
        !end_of_validity(line).empty())
      continue;
    const auto printed = date_of(line);
    latest = std::max(latest, printed != no_time ? printed : c.time_of(line));
  }
  return latest;
}

mention subject_near(context& c, std::uint64_t at) {
  for (std::uint64_t apart = 1; apart <= 8; ++apart)
    for (const auto n : {at - std::min(apart, at), at + apart}) {
      const auto line = trim(c.at(n));
      if (n == 0 || !has_nocase(line.substr(0, 12), "subject")) continue;
      const auto name = after(line, "CN");
      const auto from = name.find_first_not_of(" =");
      if (from != std::string_view::npos) return {before(name.substr(from), ","), n};
    }
  return {};
}

}  // namespace

std::uint64_t read_certificate(context& c, std::uint64_t at) {
  const auto end = end_of_validity(c.at(at));
  const auto date = date_of(end);
  if (date == no_time) return at;
  const auto own = latest_time(c);
  const auto now = own != no_time ? own : c.read_at;
  if (now == 0 || date > now) return at;
  // What is read long after it was written may have been valid then.
  auto f = c.draft("certificate_expired", role::cause, own != no_time ? .95 : .75);
  const auto subject = subject_near(c, at);
  f.about(subject.text).slot("target", subject.text, subject.line);
  f.slot("reason", trim(c.at(at)), at).slot("expiry", end, at).quote(at).level(severity::error);
  c.add(f);
  return at + 1;
}

}  // namespace fm::evidence::pasted
