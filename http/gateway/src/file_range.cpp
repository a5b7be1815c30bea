#include "file_range.hpp"

#include <fm/http/text.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace fm::http {

namespace {

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t n = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return n;
}

}  // namespace

file_range range_of(std::string_view range, std::string_view if_range, std::string_view tag,
                    std::uint64_t size) {
  const file_range whole{200, 0, size, {}};
  if (range.empty()) return whole;
  // A weak tag says nothing about bytes, and we give no dates.
  if (const auto wanted = trimmed(if_range); !wanted.empty() && (wanted != tag || wanted.starts_with("W/")))
    return whole;
  const auto equals = range.find('=');
  if (equals == std::string_view::npos || !same_word(trimmed(range.substr(0, equals)), "bytes")) return whole;
  const auto spec = trimmed(range.substr(equals + 1));
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return whole;
  const auto first = trimmed(spec.substr(0, dash)), last = trimmed(spec.substr(dash + 1));
  const auto begin = number_of(first), end = number_of(last);
  file_range part{206, 0, 0, {}};
  if (first.empty()) {  // the last bytes
    if (!end) return whole;
    part.length = std::min(*end, size);
    part.offset = size - part.length;
  } else {
    if (!begin || (!last.empty() && (!end || *end < *begin))) return whole;
    part.offset = *begin;
    if (*begin < size) part.length = std::min(end.value_or(size - 1), size - 1) - *begin + 1;
  }
  const auto of = "/" + std::to_string(size);
  if (part.length == 0) return {416, 0, 0, "bytes *" + of};
  part.content_range =
      "bytes " + std::to_string(part.offset) + "-" + std::to_string(part.offset + part.length - 1) + of;
  return part;
}

}  // namespace fm::http
