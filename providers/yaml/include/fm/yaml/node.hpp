#pragma once
// A YAML tree of our own with line numbers, so that libyaml is included by one target only.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::yaml {

enum class node_type : std::uint8_t { scalar, sequence, mapping };

struct member;

/// One YAML value. Tags are ignored: a scalar is its decoded text, whatever its type.
struct node {
  node_type type = node_type::scalar;
  bool quoted = false;         ///< a scalar in quotes or a block: never null, number or boolean
  bool block = false;          ///< a literal or folded block scalar
  std::uint32_t line = 0;      ///< 1-based line of the first character
  std::uint32_t end_line = 0;  ///< 1-based line of the last character
  std::string text;
  std::vector<node> items;
  std::vector<member> members;  ///< in the order of the text; a name given twice is here twice

  bool is_scalar() const { return type == node_type::scalar; }
  bool is_sequence() const { return type == node_type::sequence; }
  bool is_mapping() const { return type == node_type::mapping; }
  /// True for an empty, `~` or `null` plain scalar.
  bool is_null() const;
  /// The value of the last member of that name, or nullptr when this is no mapping or has none.
  const node* find(std::string_view name) const;
  /// The scalar below that name, or the empty text.
  std::string_view string(std::string_view name) const;
};

/// A name and its value; `line` is the line of the name.
struct member {
  std::string name;
  std::uint32_t line = 0;
  node value;
};

/// Bounds of the reader: a hostile text costs no more than these.
struct limits {
  std::size_t depth = 64;          ///< nested sequences and mappings
  std::size_t bytes = 16u << 20;   ///< length of the text
  std::size_t nodes = 400'000;     ///< nodes of all documents, those copied by aliases included
  std::size_t copied = 16u << 20;  ///< bytes of text copied by aliases
  void (*each_node)() = nullptr;   ///< called now and then; may throw to end the reading
};

/// The documents read up to the end or the first error (`error` is empty on success) and its line.
struct parsed {
  std::vector<node> documents;
  std::string error;
  std::uint32_t line = 0;
  explicit operator bool() const { return error.empty(); }
};

/// Reads a YAML stream within `max`; `first_line` is the number of the text's first line.
parsed parse(std::string_view text, const limits& max = {}, std::uint32_t first_line = 1);

}  // namespace fm::yaml
