#pragma once
// Finds in the lines of a record what was thrown, and which of it is the cause of the rest.
#include "evidence/cause_chain.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Reads a record from its message on, once.
class trace_reader {
 public:
  explicit trace_reader(std::span<const record_line> lines) : lines_(lines) {}

  /// Fills `named`, `thrown` and `place`; leaves `out` alone where nothing was thrown.
  void read(cause_chain& out);

 private:
  /// How an exception stands to the one above it.
  enum class relation : std::uint8_t {
    header,     ///< the first that is named
    inner,      ///< caused the one above: `Caused by:`, `--->`, `[cause]:`
    outer,      ///< wraps the one above: `Wrapped by:`, "was the direct cause of"
    unrelated,  ///< came while the one above was handled
    part,       ///< one of a group that the first names
  };
  struct thrown {
    std::string_view text;
    std::size_t line = 0;
    relation how = relation::header;
    std::string_view place;
    std::size_t place_line = 0;
    bool own_place = false;
  };

  void read_line(std::size_t i);
  bool read_python(std::size_t i, std::string_view text, std::string_view body);
  bool read_label(std::size_t i, std::string_view text, std::string_view body);
  bool read_crash(std::size_t i, std::string_view body);
  bool read_rust(std::size_t i, std::string_view body);
  void read_frame(std::size_t i, std::string_view body);
  void add(std::string_view text, std::size_t line, relation how);
  std::vector<const thrown*> innermost_first() const;

  std::span<const record_line> lines_;
  std::vector<thrown> all_;
  relation next_ = relation::unrelated;  // of the next Python exception
  bool in_python_ = false;
  std::size_t python_indent_ = 0;
  bool in_group_ = false;
  thrown frame_;                  // the deepest frame of the Python trace at hand
  bool causes_follow_ = false;    // `Caused by:` alone, then a list
  std::size_t suppressed_ = 0;    // 1 + the indentation of `Suppressed:`; what stands deeper is not a cause
  bool message_follows_ = false;  // Rust states the place first
  std::string_view panic_place_;
  bool dead_end_ = false;  // other goroutines follow
};

}  // namespace fm::evidence
