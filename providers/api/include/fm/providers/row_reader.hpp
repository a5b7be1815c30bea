#pragma once
// Reads the cells of a row one after the other.
#include "fm/providers/db.hpp"

#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace fm::db {

/// A cell that is missing or of another type is a mistake in a store: it throws std::logic_error. Null reads
/// as the empty text or zero.
class row_reader {
 public:
  explicit row_reader(const row& cells) : cells_(cells) {}
  /// Takes the texts out of the row instead of copying them.
  explicit row_reader(row&& cells) : cells_(cells), emptied_(&cells) {}

  std::string text() { return bytes_of(next(value_type::text)); }
  std::string blob() { return bytes_of(next(value_type::blob)); }
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
  std::string bytes_of(const value& v) { return emptied_ ? std::move((*emptied_)[at_ - 1].bytes) : v.bytes; }
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
  row* emptied_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace fm::db
