#include "evidence/proxy_record.hpp"

#include <algorithm>

namespace fm::evidence {

namespace {

/// Five numbers between slashes: the times of the phases of a request.
bool are_timers(std::string_view word) {
  return std::count(word.begin(), word.end(), '/') == 4 && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '+';
         });
}

}  // namespace

severity severity_of_proxied(std::string_view message) {
  bool timed = false;
  for (std::size_t at = 0, words = 0; at < message.size() && words < 16; ++words) {
    const auto end = std::min(message.find(' ', at), message.size());
    const auto word = message.substr(at, end - at);
    at = end + 1;
    if (timed) {
      const bool status = word.size() == 3 && word[0] >= '1' && word[0] <= '5';
      return !status ? severity::none : word[0] == '5' ? severity::error : severity::info;
    }
    timed = are_timers(word);
  }
  return severity::none;
}

}  // namespace fm::evidence
