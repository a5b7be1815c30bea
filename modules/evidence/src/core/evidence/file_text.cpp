#include "evidence/file_text.hpp"

#include <algorithm>

namespace fm::evidence {

namespace {

/// What all lines begin with that hold something.
std::string_view common_indentation(std::string_view text) {
  std::string_view common;
  std::size_t lines = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto blanks = line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
    if (blanks.size() == line.size() || line.substr(blanks.size()) == "\r") continue;
    if (lines++ == 0) common = blanks;
    const auto [a, b] = std::mismatch(common.begin(), common.end(), blanks.begin(), blanks.end());
    common = common.substr(0, static_cast<std::size_t>(a - common.begin()));
    if (common.empty()) return {};
  }
  return lines > 1 ? common : std::string_view();
}

/// A text without the indentation that it was pasted with, as into a ticket or a chat.
void take_off_indentation(std::string& text) {
  constexpr std::size_t least = 2;
  const std::string indentation(common_indentation(text));
  if (indentation.size() < least) return;
  std::string out;
  out.reserve(text.size());
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    auto line = rest.substr(0, end);
    rest.remove_prefix(end);
    if (line.starts_with(indentation)) line.remove_prefix(indentation.size());
    out += line;
  }
  text = std::move(out);
}

}  // namespace

file_text::file_text(byte_source& raw) : text_(raw) {
  complete_ = read_ahead(sample_bytes);
  if (complete_) take_off_indentation(read_ahead_);
}

bool file_text::make_whole(std::size_t most) {
  if (!complete_) complete_ = read_ahead(most);
  return complete_;
}

bool file_text::read_ahead(std::size_t bytes) {
  while (read_ahead_.size() < bytes) {
    auto old = read_ahead_.size();
    read_ahead_.resize(std::min(bytes, old + sample_bytes));
    auto n = text_.read(std::span(read_ahead_.data() + old, read_ahead_.size() - old));
    read_ahead_.resize(old + n);
    if (n == 0) return true;
  }
  return false;
}

std::size_t file_text::read(std::span<char> into) {
  if (given_ == read_ahead_.size()) return text_.read(into);
  auto n = std::min(into.size(), read_ahead_.size() - given_);
  std::copy_n(read_ahead_.data() + given_, n, into.data());
  given_ += n;
  return n;
}

}  // namespace fm::evidence
