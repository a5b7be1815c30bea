#pragma once
// A document without a layout: what reports are composed as, and what is printed. The port to the printer, as
// messages.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fm::document {

enum class style : std::uint8_t { plain, strong, code };

/// A piece of text of one style.
struct run {
  std::string text;  ///< UTF-8; never marked up
  document::style style = document::style::plain;
  bool operator==(const run&) const = default;
};

/// Text of one paragraph, cell or list item.
struct rich {
  std::vector<run> runs;

  rich() = default;
  rich(std::string text) { runs.push_back({std::move(text), style::plain}); }
  rich(const char* text) : rich(std::string(text)) {}
  rich& add(std::string text, document::style s = style::plain) {
    if (!text.empty()) runs.push_back({std::move(text), s});
    return *this;
  }
  bool empty() const { return runs.empty(); }
  bool operator==(const rich&) const = default;
};
/// Its constructors keep it from being described by its declaration alone.
template <class Inspector>
auto inspect(Inspector& f, rich& x) {
  return f(x.runs);
}

enum class block_kind : std::uint8_t {
  heading,
  paragraph,
  bullets,
  numbers,
  table,  ///< `parts` row by row, `columns` in each; the first row is the head
  code,   ///< one part, whose lines stay as they are
};

struct block {
  block_kind kind = block_kind::paragraph;
  std::uint32_t level = 1;  ///< of a heading, 1 to 4
  std::uint32_t columns = 0;
  std::vector<rich> parts;
  bool operator==(const block&) const = default;
};

/// A whole document. Its title is no block: whoever prints it puts it in front.
struct page {
  std::string title;
  std::string subject;  ///< for the file's metadata
  micros made = 0;      ///< microseconds since 1970 UTC
  std::vector<block> blocks;
  bool operator==(const page&) const = default;
};

/// A document as the bytes of a file.
struct printed {
  std::string bytes;
};

/// Asks a worker for a document as PDF. What the fonts cannot show is marked where it stands, and what is
/// beyond the most pages is said to be missing.
struct print_pdf {
  using reply_type = printed;
  static constexpr auto timeout = 20 * second;
  document::page page;
};

using messages = message_list<printed, print_pdf>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::document
