#include "cases/folding.hpp"

#include <fm/utf8/cut.hpp>
#include <fm/utf8/folding.hpp>

#include <algorithm>

namespace fm::cases {

namespace {

/// An entry of an index may have 2,704 bytes on PostgreSQL.
constexpr std::size_t head_bytes = 1'500;
constexpr std::size_t head_tag_bytes = 300;
/// Stands between title and description, and around tags; no text has it once it is folded.
constexpr char separator = '\x1F';

}  // namespace

std::string folded(std::string_view text) {
  auto out = fm::folded(text);
  std::replace(out.begin(), out.end(), separator, ' ');
  return out;
}

search_texts search_texts_of(std::string_view title, std::string_view description,
                             const std::vector<std::string>& tags) {
  search_texts out;
  out.all = folded(title) + separator + folded(description);
  for (const auto& tag : tags) out.all_tags += search_tag(tag);
  out.head = first_bytes(out.all, head_bytes);
  out.head_tags = first_bytes(out.all_tags, head_tag_bytes);
  out.is_long = out.head.size() < out.all.size() || out.head_tags.size() < out.all_tags.size();
  return out;
}

std::string search_tag(std::string_view tag) {
  std::string out(1, separator);
  for (char c : tag) out += c == separator ? ' ' : c;
  return out + separator;
}

}  // namespace fm::cases
