#include "evidence/line_reader.hpp"

#include "evidence/control_sequence.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>

namespace fm::evidence {
namespace {

constexpr char escape = '\x1B';

}  // namespace

line_reader::line_reader(byte_source& source, std::size_t block)
    : source_(source),
      // Room for a line that is not complete, a block, and a held back control sequence.
      capacity_(longest_line + std::max<std::size_t>(block, 4096) + longest_control_sequence),
      buffer_(std::make_unique_for_overwrite<char[]>(capacity_)),
      at_(buffer_.get()),
      end_(at_) {}

void line_reader::shorten(line_view& line) {
  const auto whole = first_bytes(line.text, longest_line);
  line.text = whole.empty() ? line.text.substr(0, longest_line) : whole;
  line.cut = true;
}

bool line_reader::next_slowly(line_view& line) {
  for (;;) {
    const auto left = static_cast<std::size_t>(end_ - at_);
    const auto* newline = static_cast<const char*>(std::memchr(at_, '\n', left));
    if (skipping_) {
      at_ = newline != nullptr ? newline + 1 : end_;
      skipping_ = newline == nullptr;
      if (skipping_ && !fill()) return false;
      continue;
    }
    if (newline != nullptr) {
      give(line, newline);
      at_ = newline + 1;
      return true;
    }
    // One byte more than the limit: a CR may be the last one.
    if (left > longest_line + 1) {
      give(line, end_);
      skipping_ = true;
      at_ = end_;
      return true;
    }
    if (fill()) continue;
    if (at_ == end_) return false;
    give(line, end_);
    at_ = end_;
    return true;
  }
}

bool line_reader::fill() {
  if (ended_) return false;
  const auto left = static_cast<std::size_t>(end_ - at_);
  char* const start = buffer_.get();
  std::memmove(start, at_, left + held_back_);
  char* const fresh = start + left;
  const auto offset = left + held_back_;
  const auto n = source_.read({start + offset, capacity_ - offset});
  bytes_ += n;
  at_ = start;
  end_ = fresh;
  char* const stop = start + offset + n;
  ended_ = n == 0;
  strip_control_sequences(fresh, stop);
  return n != 0 || end_ != fresh;
}

// Compacts [from, to) and sets `end_`; almost every block has no escape and costs one memchr.
void line_reader::strip_control_sequences(char* from, char* to) {
  held_back_ = 0;
  const auto find = [&](const char* p) {
    auto* const found = std::memchr(const_cast<char*>(p), escape, static_cast<std::size_t>(to - p));
    return found != nullptr ? static_cast<char*>(found) : to;
  };
  char* out = find(from);
  for (char* in = out; in != to;) {
    const auto length = control_sequence({in, static_cast<std::size_t>(to - in)});
    if (length == std::string_view::npos && !ended_) {
      held_back_ = static_cast<std::size_t>(to - in);
      std::memmove(out, in, held_back_);
      break;
    }
    if (length == 0 || length == std::string_view::npos) {
      *out++ = *in++;
    } else {
      in += length;
    }
    char* const next = find(in);
    std::memmove(out, in, static_cast<std::size_t>(next - in));
    out += next - in;
    in = next;
  }
  end_ = out;
}

}  // namespace fm::evidence
