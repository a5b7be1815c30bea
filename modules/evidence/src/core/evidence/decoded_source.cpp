#include "evidence/decoded_source.hpp"

#include "evidence/utf8.hpp"

#include <array>

namespace fm::evidence {
namespace {

constexpr std::size_t sample_bytes = 64 * 1024;
constexpr std::size_t convert_block = 64 * 1024;
constexpr std::size_t longest_character = 4;
constexpr std::size_t rest_room = 64;
constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Windows-1252 differs from Latin-1 in 0x80..0x9F only; 0 marks the five bytes without a meaning.
constexpr std::array<std::uint16_t, 32> windows_1252_high{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

}  // namespace

// A source whose first bytes can be looked at before they are read.
class decoded_source::head_source final : public byte_source {
 public:
  explicit head_source(byte_source& from) : from_(from) {
    head_.resize(sample_bytes);
    std::size_t filled = 0;
    while (filled < head_.size()) {
      const auto n = from_.read(std::span(head_).subspan(filled));
      if (n == 0) break;
      filled += n;
    }
    head_.resize(filled);
  }
  std::string_view head() const { return head_; }
  void skip(std::size_t n) { at_ = n; }

  std::size_t read(std::span<char> into) override {
    if (at_ == head_.size()) return from_.read(into);
    const auto n = std::min(into.size(), head_.size() - at_);
    std::memcpy(into.data(), head_.data() + at_, n);
    at_ += n;
    return n;
  }
  std::string_view error() const override { return from_.error(); }

 private:
  byte_source& from_;
  std::string head_;
  std::size_t at_ = 0;
};

decoded_source::decoded_source(byte_source& raw, const expansion_limits& limits)
    : head_(std::make_unique<head_source>(raw)), limits_(limits) {}

decoded_source::~decoded_source() = default;

void decoded_source::open() {
  opened_ = true;
  auto* text = head_.get();
  if (is_gzip(head_->head())) {
    gzip_ = std::make_unique<gzip_source>(*head_, limits_);
    text_ = std::make_unique<head_source>(*gzip_);
    text = text_.get();
  }
  if (text->head().empty()) {
    error_ = text->error();
    return;
  }
  error_ = refusal(text->head());
  guess_ = guess_encoding(text->head());
  text->skip(guess_.mark);
}

std::size_t decoded_source::pull(std::span<char> into) {
  byte_source& from = text_ ? static_cast<byte_source&>(*text_) : *head_;
  const auto n = from.read(into);
  if (n == 0) {
    ended_ = true;
    if (from.failed()) error_ = from.error();
  }
  return n;
}

std::size_t decoded_source::read(std::span<char> into) {
  if (into.empty()) return 0;
  if (!opened_) open();
  if (rest_at_ == rest_.size()) {
    if (into.size() >= longest_character) return read_characters(into);
    rest_.resize(rest_room);
    rest_.resize(read_characters(rest_));
    rest_at_ = 0;
  }
  const auto n = std::min(into.size(), rest_.size() - rest_at_);
  std::memcpy(into.data(), rest_.data() + rest_at_, n);
  rest_at_ += n;
  return n;
}

// `into` has room for the longest character, so each round converts one or has read something new.
std::size_t decoded_source::read_characters(std::span<char> into) {
  if (!error_.empty()) return 0;
  if (guess_.encoding == text_encoding::utf8 && pending_.empty()) return read_utf8(into);
  for (;;) {
    if (!ended_ && pending_.size() - pending_at_ < longest_character) {
      pending_.erase(0, pending_at_);
      pending_at_ = 0;
      const auto kept = pending_.size();
      pending_.resize(kept + convert_block);
      pending_.resize(kept + pull(std::span(pending_).subspan(kept)));
    }
    if (pending_at_ == pending_.size()) {
      pending_.clear();
      pending_at_ = 0;
      if (ended_) return 0;
    }
    if (const auto n = convert(into); n != 0) return n;
  }
}

// Valid text goes straight into the caller's memory; the first bad byte sends the block through `convert`.
std::size_t decoded_source::read_utf8(std::span<char> into) {
  const auto n = pull(into);
  const auto good = valid_utf8_prefix({into.data(), n});
  if (good == n) return n;
  pending_.assign(into.data() + good, n - good);
  pending_at_ = 0;
  return good != 0 ? good : read_characters(into);
}

std::size_t decoded_source::convert(std::span<char> into) {
  switch (guess_.encoding) {
    case text_encoding::utf16_le:
      return convert_utf16(into, false);
    case text_encoding::utf16_be:
      return convert_utf16(into, true);
    case text_encoding::windows_1252:
      return convert_windows_1252(into);
    case text_encoding::utf8:
      break;
  }
  return convert_utf8(into);
}

std::size_t decoded_source::convert_utf8(std::span<char> into) {
  std::size_t out = 0;
  while (pending_at_ < pending_.size() && out + longest_character <= into.size()) {
    auto rest = std::string_view(pending_).substr(pending_at_);
    if (auto good = valid_utf8_prefix(rest.substr(0, into.size() - out)); good != 0) {
      std::memcpy(into.data() + out, rest.data(), good);
      out += good;
      pending_at_ += good;
      continue;
    }
    if (utf8_sequence(rest) < 0 && !ended_) break;
    std::memcpy(into.data() + out, replacement.data(), replacement.size());
    out += replacement.size();
    ++pending_at_;
    ++replaced_;
  }
  // Once the bad part is behind, an empty `pending_` brings back the direct path.
  if (pending_at_ == pending_.size()) {
    pending_.clear();
    pending_at_ = 0;
  }
  return out;
}

std::size_t decoded_source::convert_utf16(std::span<char> into, bool big_endian) {
  std::size_t out = 0;
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(pending_[at]);
    const auto b = static_cast<unsigned char>(pending_[at + 1]);
    return static_cast<std::uint32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  while (out + longest_character <= into.size()) {
    const auto left = pending_.size() - pending_at_;
    if (left < 2) {
      if (ended_ && left == 1) {
        ++replaced_;
        ++pending_at_;
        out += put_utf8(0xFFFD, into.data() + out);
      }
      break;
    }
    auto c = unit(pending_at_);
    std::size_t used = 2;
    if (c >= 0xD800 && c < 0xDC00) {
      if (left < 4 && !ended_) break;
      const auto low = left < 4 ? 0 : unit(pending_at_ + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        used = 4;
      }
    }
    if (c >= 0xD800 && c < 0xE000) ++replaced_;
    out += put_utf8(c, into.data() + out);
    pending_at_ += used;
  }
  return out;
}

std::size_t decoded_source::convert_windows_1252(std::span<char> into) {
  std::size_t out = 0;
  while (pending_at_ < pending_.size() && out + longest_character <= into.size()) {
    const auto byte = static_cast<unsigned char>(pending_[pending_at_++]);
    std::uint32_t c = byte;
    if (byte >= 0x80 && byte < 0xA0) c = windows_1252_high[byte - 0x80u];
    if (c == 0 && byte != 0) {
      c = 0xFFFD;
      ++replaced_;
    }
    out += put_utf8(c, into.data() + out);
  }
  return out;
}

std::string_view decoded_source::encoding() const {
  switch (guess_.encoding) {
    case text_encoding::utf16_le:
      return "UTF-16 LE";
    case text_encoding::utf16_be:
      return "UTF-16 BE";
    case text_encoding::windows_1252:
      return "Windows-1252";
    case text_encoding::utf8:
      break;
  }
  return "UTF-8";
}

std::vector<std::string> decoded_source::notes() const {
  std::vector<std::string> all;
  if (guess_.encoding == text_encoding::windows_1252)
    all.emplace_back("read as Windows-1252, because it is not valid UTF-8");
  if (replaced_ != 0)
    all.push_back(std::to_string(replaced_) + " bytes were not valid " + std::string(encoding()) +
                  " and were replaced by U+FFFD");
  if (gzip_ && !gzip_->note().empty()) all.emplace_back(gzip_->note());
  return all;
}

}  // namespace fm::evidence
