#pragma once
// Reads the cells of a row one after the other.
#include "fm/providers/db.hpp"

#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace fm::db {

/// A cell that is missing or of another type is a mistake in a store: it throws std::logic_error. Null reads
/// as the empty text or zero.
class row_reader {
 public:
  explicit row_reader(const row& cells) : cells_(cells) {}

  std::string text() { return next(value_type::text).bytes; }
  std::string blob() { return next(value_type::blob).bytes; }
  template <std::integral N>
  N number() {
    return static_cast<N>(next(value_type::integer).integer);
  }
  bool flag() { return next(value_type::integer).integer != 0; }
  double real() {
    // A whole number may come back as an integer.
    const auto& v = next_cell();
    return v.type == value_type::integer ? static_cast<double>(v.integer) : v.real;
  }

 private:
  const value& next_cell() {
    if (at_ >= cells_.size()) throw std::logic_error("a row has fewer columns than its store reads");
    return cells_[at_++];
  }
  const value& next(value_type expected) {
    const auto& v = next_cell();
    if (v.type != expected && !v.is_null())
      throw std::logic_error("column " + std::to_string(at_) + " of a row is of another type");
    return v;
  }

  const row& cells_;
  std::size_t at_ = 0;
};

}  // namespace fm::db
