#include "evidence/time_zone.hpp"

#include "fm/civil/civil_time.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace fm::evidence {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A cursor over the POSIX TZ text in the footer of a TZif file.
struct posix_reader {
  std::string_view rest;
  bool ok = true;

  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  int number(int most) {
    int n = 0;
    std::size_t digits = 0;
    while (!rest.empty() && is_digit(rest.front()) && digits++ < 3) {
      n = n * 10 + (rest.front() - '0');
      rest.remove_prefix(1);
    }
    if (digits == 0 || n > most) ok = false;
    return n;
  }
  void skip_name() {
    if (take('<')) {
      const auto close = rest.find('>');
      ok = ok && close != std::string_view::npos;
      rest.remove_prefix(ok ? close + 1 : 0);
      return;
    }
    std::size_t n = 0;
    while (n < rest.size() && ((rest[n] | 0x20) >= 'a' && (rest[n] | 0x20) <= 'z')) ++n;
    if (n < 3) ok = false;
    rest.remove_prefix(n);
  }
  std::int32_t clock() {
    const int sign = take('-') ? -1 : (take('+'), 1);
    std::int32_t s = number(167) * 3600;
    if (take(':')) s += number(59) * 60;
    if (take(':')) s += number(59);
    return sign * s;
  }
};

// One change a year: `Mm.w.d`, `Jn` or `n`, with a time of day.
struct yearly_change {
  char form = 'M';
  int month = 0;
  int week = 0;
  int day = 0;
  std::int32_t clock = 2 * 3600;

  void read(posix_reader& from) {
    if (from.take('M')) {
      month = from.number(12);
      from.ok = from.ok && from.take('.');
      week = from.number(5);
      from.ok = from.ok && from.take('.') && month > 0 && week > 0;
      day = from.number(6);
    } else {
      form = from.take('J') ? 'J' : 'n';
      day = from.number(365);
    }
    if (from.take('/')) clock = from.clock();
  }

  // Seconds since 1970 in the local time before the change.
  std::int64_t local(std::int64_t year) const {
    std::int64_t days = days_from_civil(year, 1, 1);
    if (form == 'J') {
      days += day - 1 + (is_leap_year(year) && day >= 60 ? 1 : 0);
    } else if (form == 'n') {
      days += day;
    } else {
      const auto m = static_cast<unsigned>(month);
      const auto first = days_from_civil(year, m, 1);
      int in_month = (day - static_cast<int>(weekday_of_day(first)) + 7) % 7 + (week - 1) * 7;
      while (in_month >= static_cast<int>(days_in_month(year, m))) in_month -= 7;
      days = first + in_month;
    }
    return days * seconds_a_day + clock;
  }
};

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t v = (static_cast<unsigned char>(bytes[at]) & 0x80) != 0 && size < 8 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < size; ++i) v = v << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<std::int64_t>(v);
}

}  // namespace

struct time_zone::rules {
  std::vector<std::int64_t> changes;  // UTC seconds, ascending
  std::vector<std::int32_t> offsets;  // from that change on
  std::int32_t before_first = 0;
  bool has_footer = false;
  bool footer_has_summer = false;
  std::int32_t standard = 0;
  std::int32_t summer = 0;
  yearly_change to_summer;
  yearly_change to_standard;

  std::int32_t footer_offset(std::int64_t utc) const {
    if (!footer_has_summer) return standard;
    const auto local = utc + standard;
    const auto year =
        year_of_day((local - (local % seconds_a_day + seconds_a_day) % seconds_a_day) / seconds_a_day);
    const auto begin = to_summer.local(year) - standard;
    const auto end = to_standard.local(year) - summer;
    const bool is_summer = begin < end ? utc >= begin && utc < end : utc >= begin || utc < end;
    return is_summer ? summer : standard;
  }

  void read_footer(std::string_view text) {
    posix_reader from{text};
    from.skip_name();
    standard = -from.clock();
    if (!from.rest.empty()) {
      from.skip_name();
      summer = standard + 3600;
      if (!from.rest.empty() && from.rest.front() != ',') summer = -from.clock();
      from.ok = from.ok && from.take(',');
      to_summer.read(from);
      from.ok = from.ok && from.take(',');
      to_standard.read(from);
      footer_has_summer = true;
    }
    has_footer = from.ok && from.rest.empty();
  }
};

std::optional<time_zone> time_zone::fixed(std::string_view text) {
  time_zone zone;
  if (text == "Z" || text == "z" || text == "UTC" || text == "GMT") return zone;
  if (text.starts_with("UTC") || text.starts_with("GMT")) text.remove_prefix(3);
  if (text.size() < 2 || text.size() > 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::array<int, 4> digits{};
  std::size_t n = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == ':' && n > 0 && n <= 2 && i + 3 == text.size()) continue;
    if (!is_digit(text[i]) || n == digits.size()) return std::nullopt;
    digits[n++] = text[i] - '0';
  }
  const int hours = n == 1 || n == 3 ? digits[0] : digits[0] * 10 + digits[1];
  const int minutes = n == 4 ? digits[2] * 10 + digits[3] : n == 3 ? digits[1] * 10 + digits[2] : 0;
  if (n == 0 || hours > 15 || minutes > 59) return std::nullopt;
  zone.fixed_offset_ = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
  zone.name_ = "UTC" + std::string(text);
  return zone;
}

std::optional<time_zone> time_zone::from_tzif(std::string_view bytes, std::string name) {
  constexpr std::size_t header = 44;
  constexpr std::int64_t most_items = 20'000;
  std::size_t at = 0;
  std::size_t time_size = 4;
  for (;;) {
    if (bytes.size() < at + header || bytes.substr(at, 4) != "TZif") return std::nullopt;
    const char version = bytes[at + 4];
    std::array<std::int64_t, 6> count;  // isut, isstd, leap, transitions, types, characters
    for (std::size_t i = 0; i < count.size(); ++i) {
      count[i] = big_endian(bytes, at + 20 + i * 4, 4);
      if (count[i] < 0 || count[i] > most_items) return std::nullopt;
    }
    const auto transitions = static_cast<std::size_t>(count[3]);
    const auto types = static_cast<std::size_t>(count[4]);
    const auto data = at + header;
    const auto type_index = data + transitions * time_size;
    const auto type_table = type_index + transitions;
    const auto end = type_table + types * 6 + static_cast<std::size_t>(count[5]) +
                     static_cast<std::size_t>(count[2]) * (time_size + 4) +
                     static_cast<std::size_t>(count[1]) + static_cast<std::size_t>(count[0]);
    if (end > bytes.size() || types == 0) return std::nullopt;
    // From version 2 on, a second block with 64-bit times follows the first one.
    if (version >= '2' && time_size == 4) {
      at = end;
      time_size = 8;
      continue;
    }
    auto r = std::make_shared<rules>();
    const auto offset_of = [&](std::size_t type) {
      return static_cast<std::int32_t>(
          std::clamp<std::int64_t>(big_endian(bytes, type_table + type * 6, 4), -93'600, 93'600));
    };
    r->before_first = offset_of(0);
    for (std::size_t i = 0; i < transitions; ++i) {
      const auto type = static_cast<std::size_t>(static_cast<unsigned char>(bytes[type_index + i]));
      const auto when = big_endian(bytes, data + i * time_size, time_size);
      if (type >= types || (i > 0 && when <= r->changes.back())) return std::nullopt;
      r->changes.push_back(when);
      r->offsets.push_back(offset_of(type));
    }
    if (time_size == 8 && end < bytes.size() && bytes[end] == '\n') {
      const auto close = bytes.find('\n', end + 1);
      if (close != std::string_view::npos && close > end + 1)
        r->read_footer(bytes.substr(end + 1, close - end - 1));
    }
    time_zone zone;
    zone.name_ = std::move(name);
    zone.rules_ = std::move(r);
    return zone;
  }
}

std::int32_t time_zone::offset_at(std::int64_t utc) const {
  if (!rules_) return fixed_offset_;
  const auto& r = *rules_;
  const auto next = std::upper_bound(r.changes.begin(), r.changes.end(), utc);
  if (next == r.changes.end() && r.has_footer) return r.footer_offset(utc);
  if (next == r.changes.begin()) return r.before_first;
  return r.offsets[static_cast<std::size_t>(next - r.changes.begin() - 1)];
}

std::int64_t time_zone::to_utc(std::int64_t local) const {
  if (!rules_) return local - fixed_offset_;
  const auto before = offset_at(local - seconds_a_day);
  const auto after = offset_at(local + seconds_a_day);
  const auto first = local - before;
  if (before == after || offset_at(first) == before) return first;
  const auto second = local - after;
  return offset_at(second) == after ? second : first;
}

}  // namespace fm::evidence
