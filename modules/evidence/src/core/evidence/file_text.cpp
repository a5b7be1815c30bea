#include "evidence/file_text.hpp"

#include <algorithm>

namespace fm::evidence {

file_text::file_text(byte_source& raw) : text_(raw) { complete_ = read_ahead(sample_bytes); }

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
