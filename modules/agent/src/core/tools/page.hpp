#pragma once
// A result that fits into a bounded number of bytes and says what is missing.
#include <fm/agent/tool_messages.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent::tools {

/// What a page belongs to: the same call in the same case with the same evidence has the same key.
class page_key {
 public:
  void add(std::string_view part);
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 14'695'981'039'346'656'037u;  // FNV-1a
};

/// Which rows are asked for.
struct page {
  std::uint64_t skip = 0;
  std::uint32_t limit = 0;
  std::uint64_t key = 0;
};

/// The cursor of the page that begins after so many rows.
std::string cursor_of(std::uint64_t skip, std::uint64_t key);
/// How many rows stand before the page; nothing when the cursor is none, or of another query.
std::optional<std::uint64_t> skip_of(std::string_view cursor, std::uint64_t key);

/// Collects rows as long as there is room.
class page_writer {
 public:
  page_writer(page asked, std::size_t most_bytes) : asked_(asked), most_bytes_(most_bytes) {}

  /// A sentence above the rows.
  void say(std::string_view sentence);
  /// A sentence below the rows; to be told before the rows, which leave room for it.
  void note(std::string sentence);
  /// A row; false when there is no room, and then the page is over. The first row is always taken.
  bool row(std::string text, std::vector<tool_citable> citables);
  /// The page, of so many rows in all.
  tool_result finish(std::uint64_t total, std::string_view noun);

 private:
  page asked_;
  std::size_t most_bytes_;
  std::size_t note_bytes_ = 0;
  std::vector<std::string> notes_;
  tool_result out_;
};

/// The result of a call whose arguments are wrong.
tool_result refused(std::vector<tool_finding> findings);

/// "1 line", "2 lines".
std::string counted(std::uint64_t n, std::string_view noun);

}  // namespace fm::agent::tools
