#pragma once
// The columns that the heads of a file have in common, learned from a sample of its lines.
#include "evidence/head_token.hpp"
#include "evidence/line_head.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// The tokens at the beginning of one line.
struct line_shape {
  static constexpr std::size_t most_tokens = 12;
  std::string_view text;
  std::array<head_token, most_tokens> tokens;
  std::size_t count = 0;
  std::uint32_t times = 0;  ///< bit i: token i is a time
  int level = -1;           ///< which token states the severity; -1: none does

  std::string_view token(std::size_t i) const {
    return text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
  }
  bool has_head() const { return times != 0 || level >= 0; }
};

line_shape shape_of(std::string_view text, time_parser& times);

/// What follows the columns of a layout.
enum class head_tail : std::uint8_t { plain, syslog, postgres };

/// A sequence of columns. Those up to the last time or severity must be there; those behind it may.
class head_layout {
 public:
  /// From lines whose times and severity stand in the same columns; at least one. `level` is the column of
  /// the severity, -1 when there is none.
  static head_layout of(std::span<const line_shape* const> lines, int level, head_tail tail);

  /// Reads the head of `text`; false when it does not fit, and then `head` is worth nothing. The message is
  /// what remains.
  bool apply(std::string_view text, time_parser& first, time_parser& others, line_head& head) const;

  head_tail tail() const { return tail_; }
  bool has_time() const { return has_time_; }
  bool has_level() const { return has_level_; }

 private:
  enum class use : std::uint8_t { skip, component, source };
  struct column {
    token_kind kind;
    use as;
  };
  void extend(std::span<const line_shape* const> lines, std::size_t from);

  std::vector<column> columns_;
  std::size_t required_ = 0;  // so many columns must be there
  head_tail tail_ = head_tail::plain;
  bool has_time_ = false;
  bool has_level_ = false;
};

/// Groups the sample by where times and severities stand and gives the layouts of the larger groups, at most
/// four, the most frequent first.
std::vector<head_layout> learn_layouts(std::span<const line_shape> sample);

}  // namespace fm::evidence
