#include "response_text.hpp"

#include <fm/civil/civil_time.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace fm::http {

namespace {

void append_number(std::string& out, std::uint64_t n) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

/// A value from a module must not end its line.
void append_value(std::string& out, std::string_view value) {
  for (char c : value) out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
}

void append_status_line(std::string& out, int status) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(status));
  out += ' ';
  out += reason_of(status);
  out += "\r\nServer: FaultMaven\r\nDate: ";
}

/// The draft "RateLimit header fields for HTTP" of the IETF's httpapi group.
void append_quota(std::string& out, const quota& q) {
  if (q.name.empty()) return;
  out += "RateLimit-Policy: \"";
  out += q.name;
  out += "\";q=";
  append_number(out, q.per_minute);
  out += ";w=60\r\nRateLimit: \"";
  out += q.name;
  out += "\";r=";
  append_number(out, q.remaining);
  out += ";t=";
  append_number(out, q.full_in);
  out += "\r\n";
}

void append_own_fields(std::string& out, const response& x) {
  for (const auto& [name, value] : x.headers) {
    out += name;
    out += ": ";
    append_value(out, value);
    out += "\r\n";
  }
}

/// 204 and 304 have no body and say nothing about one.
constexpr bool is_bodiless(int status) { return status == 204 || status == 304; }

void append_content_fields(std::string& out, const response& x, const framing& f) {
  if (is_bodiless(x.status)) return;
  // What is not there has no type; an empty file has one.
  if (!x.content_type.empty() && (f.length != 0u || !x.file.empty())) {
    out += "Content-Type: ";
    append_value(out, x.content_type);
    out += "\r\n";
  }
  if (f.length) {
    out += "Content-Length: ";
    append_number(out, *f.length);
    out += "\r\n";
  }
}

}  // namespace

std::string_view reason_of(int status) {
  static constexpr auto reasons = std::to_array<std::pair<int, std::string_view>>({
      {100, "Continue"},
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {423, "Locked"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
      {507, "Insufficient Storage"},
  });
  const auto it = std::lower_bound(reasons.begin(), reasons.end(), status,
                                   [](const auto& r, int wanted) { return r.first < wanted; });
  return it != reasons.end() && it->first == status ? it->second : "Status";
}

std::string_view date_text(micros now) {
  struct cached {
    std::int64_t second = -1;
    std::array<char, 29> text{};
  };
  thread_local cached c;
  const auto seconds = now / second;
  if (c.second == seconds) return {c.text.data(), c.text.size()};
  c.second = seconds;
  const auto days = seconds / seconds_a_day;
  const auto rest = static_cast<unsigned>(seconds % seconds_a_day);
  const auto date = civil_from_days(days);
  static constexpr std::string_view weekdays = "SunMonTueWedThuFriSat";
  static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::string out;
  auto two = [&out](unsigned n) {
    out += static_cast<char>('0' + n / 10);
    out += static_cast<char>('0' + n % 10);
  };
  out += weekdays.substr(weekday_of_day(days) * 3, 3);
  out += ", ";
  two(date.day);
  out += ' ';
  out += months.substr((date.month - 1) * 3, 3);
  out += ' ';
  two(static_cast<unsigned>(date.year / 100));
  two(static_cast<unsigned>(date.year % 100));
  out += ' ';
  two(rest / 3600);
  out += ':';
  two(rest / 60 % 60);
  out += ':';
  two(rest % 60);
  out += " GMT";
  std::copy_n(out.begin(), c.text.size(), c.text.begin());
  return {c.text.data(), c.text.size()};
}

std::string head_text(const incoming& r, const response& x, const framing& f, const cors& allowed,
                      micros now) {
  std::string out;
  constexpr std::uint64_t most_heads = 720;  // those with the fields of CORS, too
  out.reserve(most_heads + (f.with_body && f.length ? std::min<std::uint64_t>(*f.length, 1u << 20) : 0));
  append_status_line(out, x.status);
  out += date_text(now);
  out += "\r\nX-Content-Type-Options: nosniff\r\nX-Request-ID: ";
  out += r.id;
  out += "\r\n";
  append_content_fields(out, x, f);
  if (!f.length && !is_bodiless(x.status) && !r.http_1_0) out += "Transfer-Encoding: chunked\r\n";
  if (f.no_store) out += "Cache-Control: no-store\r\n";
  const auto origin = r.field(known_field::origin);
  out += r.is_shared ? "Vary: Origin, Accept, Authorization\r\n" : "Vary: Origin\r\n";
  if (!origin.empty()) allowed.append(origin, out);
  append_quota(out, r.quota);
  append_own_fields(out, x);
  if (!r.keep_alive)
    out += "Connection: close\r\n";
  else if (r.http_1_0)
    out += "Connection: keep-alive\r\n";
  out += "\r\n";
  return out;
}

std::string last_response_text(const response& x, micros now) {
  std::string out;
  append_status_line(out, x.status);
  out += date_text(now);
  out += "\r\nX-Content-Type-Options: nosniff\r\n";
  append_content_fields(out, x, {.length = x.body.size()});
  append_own_fields(out, x);
  out += "Connection: close\r\n\r\n";
  out += x.body;
  return out;
}

}  // namespace fm::http
