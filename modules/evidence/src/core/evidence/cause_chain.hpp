#pragma once
// What a record of several lines names as its innermost cause.
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// A line of a record: the first is the message, without what heads and container runtimes wrote before it.
struct record_line {
  std::string_view text;
  std::uint64_t number = 0;
};

/// Words of a record and the line that they stand in, letter by letter.
struct told_part {
  std::string text;
  std::uint64_t line = 0;
  std::string_view whole{};  ///< all that the line says, in the text that was read
};

/// What a record says of why.
struct cause_chain {
  std::vector<told_part> named;  ///< the innermost cause first, then what wraps it; at most four
  bool thrown = false;           ///< by a stack trace, not by the message itself
  told_part place;               ///< the frame of the program's own code where it was thrown
  struct remark {
    std::string_view slot;  ///< `hint`, `statement`, `other_statement`, `detail`
    told_part part;
  };
  std::vector<remark> remarks;  ///< what stands beside the cause

  bool empty() const { return named.empty(); }
};

/// Reads the lines by the grammars of Python, Java, .NET, Node, Go, Rust, Ruby, PostgreSQL, Erlang and klog,
/// and of lists under a label; else the message itself by `innermost_part`. A handled exception ("During
/// handling of ...") is not the cause of the one that followed. Linear in the text.
cause_chain find_causes(std::span<const record_line> lines);

/// True for a first line that names nothing itself: what is thrown stands below.
bool is_bare_header(std::string_view message);

}  // namespace fm::evidence
