#pragma once
// The tables of an index: what the builder writes and the search reads.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fm::knowledge {

using term_id = std::uint32_t;
inline constexpr term_id no_term = 0x7FFFFFFF;
/// Set in a token of a chunk that stands in a code block.
inline constexpr term_id code_flag = 0x80000000;

/// Shorter terms have too many chance neighbours.
inline constexpr std::size_t least_relative_bytes = 6;

struct string_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
using term_table = std::unordered_map<std::string, term_id, string_hash, std::equal_to<>>;

/// A range in one of the flat tables.
struct range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - begin; }
};

struct indexed_page {
  std::string path;
  std::string id;  ///< of a stored document, else empty
  std::uint32_t first_chunk = 0;
  range title_terms;   ///< distinct terms of title, names and file name, in `field_terms`
  range folder_terms;  ///< distinct terms of the folders above the file, in `field_terms`
};

struct indexed_section {
  std::vector<std::string> headings;
  std::string anchor;
  range heading_terms;  ///< distinct terms of the headings, in `field_terms`
};

struct indexed_chunk {
  std::uint32_t page = 0;
  std::uint32_t section = 0;
  std::uint64_t text_begin = 0;  ///< in `texts`
  std::uint32_t text_size = 0;
  std::uint32_t first_line = 0;
  std::uint32_t last_line = 0;
  range tokens;  ///< in `tokens`
};

/// What is ranked: a page, or a stretch of a very long one.
struct indexed_unit {
  std::uint32_t page = 0;
  range chunks;
  std::uint32_t body_tokens = 0;
  std::uint32_t code_tokens = 0;
  std::uint32_t heading_tokens = 0;
};

/// Mean lengths of the fields, in tokens.
struct field_means {
  double title = 1;
  double headings = 1;
  double body = 1;
  double code = 1;
  double chunk = 1;  ///< body and code of one chunk
};

struct index_data {
  term_table terms;
  std::vector<std::string_view> sorted_words;  ///< long terms of letters only, sorted; views into `terms`
  std::vector<indexed_page> pages;
  std::vector<indexed_section> sections;
  std::vector<indexed_chunk> chunks;
  std::vector<indexed_unit> units;
  std::string texts;
  std::vector<term_id> tokens;  ///< with `code_flag`
  std::vector<term_id> field_terms;
  field_means means;
  /// Postings of term t are `posting_begin[t]..posting_begin[t + 1]` of the two arrays, by rising unit.
  std::vector<std::uint64_t> posting_begin;
  std::vector<std::uint32_t> posting_unit;
  std::vector<std::uint8_t> posting_impact;  ///< saturated BM25F term frequency, 255 = k1 + 1

  term_id find_term(std::string_view term) const {
    auto found = terms.find(term);
    return found == terms.end() ? no_term : found->second;
  }
  std::size_t document_frequency(term_id term) const {
    return term == no_term ? 0 : posting_begin[term + 1] - posting_begin[term];
  }
};

}  // namespace fm::knowledge
