#pragma once
// An index as one piece of memory: the form in which it is searched, stored and loaded.
#include "knowledge/index_data.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// What a builder collects, before postings.
struct index_tables {
  term_table terms;
  std::vector<indexed_page> pages;
  std::vector<indexed_section> sections;
  std::vector<indexed_chunk> chunks;
  std::vector<indexed_unit> units;
  std::vector<range> headings;
  std::string names;
  std::string texts;
  std::vector<term_id> tokens;
  std::vector<term_id> field_terms;
  field_means means;
};

/// Owns the bytes that an `index_data` looks into.
class index_image {
 public:
  index_image() = default;
  /// Adds dictionary and postings; the tables are used up.
  static index_image pack(index_tables&& from);
  /// Takes a stored image; nothing when it is damaged, or was made by another form of the index.
  static std::optional<index_image> open(std::unique_ptr<std::byte[]> bytes, std::size_t size,
                                         std::uint64_t made_by);

  /// Ready to be stored: `made_by` says which analysis made it.
  std::string_view bytes(std::uint64_t made_by);
  std::size_t size() const { return size_; }
  const index_data& data() const { return data_; }

 private:
  bool look();

  std::unique_ptr<std::byte[]> bytes_;
  std::size_t size_ = 0;
  index_data data_;
};

}  // namespace fm::knowledge
