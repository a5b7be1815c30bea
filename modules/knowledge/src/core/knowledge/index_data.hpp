#pragma once
// The tables of an index: what the builder writes and the search reads.
#include <cstdint>
#include <functional>
#include <span>
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

/// The tables are plain numbers: an index is stored and loaded as it lies in memory. Texts are ranges of
/// `names`.
struct indexed_page {
  range path;
  range id;  ///< of a stored document, else empty
  std::uint32_t first_chunk = 0;
  std::uint32_t first_section = 0;
  range title_terms;   ///< distinct terms of title, names and file name, in `field_terms`
  range folder_terms;  ///< distinct terms of the folders above the file, in `field_terms`
  std::uint32_t mark_low = 0,
                mark_high = 0;  ///< what the document's reader said that tells its contents apart
  std::uint64_t mark() const { return std::uint64_t{mark_high} << 32 | mark_low; }
};

struct indexed_section {
  range headings;  ///< in `headings`
  range anchor;
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
  std::uint32_t unused = 0;
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

/// Views into one image (`index_image.hpp`), which is what is stored.
struct index_data {
  std::span<const indexed_page> pages;
  std::span<const indexed_section> sections;
  std::span<const indexed_chunk> chunks;
  std::span<const indexed_unit> units;
  std::span<const range> headings;  ///< in `names`
  std::string_view names;
  std::string_view texts;
  std::span<const term_id> tokens;  ///< with `code_flag`
  std::span<const term_id> field_terms;
  std::span<const std::uint32_t>
      term_begin;  ///< term t is `term_begin[t]..term_begin[t + 1]` of `term_texts`
  std::string_view term_texts;
  std::span<const term_id> term_slots;    ///< a hash table, open addressing; `no_term` is free
  std::span<const term_id> sorted_words;  ///< long terms of letters only, by their text
  /// Postings of term t are `posting_begin[t]..posting_begin[t + 1]` of the two arrays, by rising unit.
  std::span<const std::uint64_t> posting_begin;
  std::span<const std::uint32_t> posting_unit;
  std::span<const std::uint8_t> posting_impact;  ///< saturated BM25F term frequency, 255 = k1 + 1
  field_means means;

  std::size_t terms() const { return term_begin.empty() ? 0 : term_begin.size() - 1; }
  std::string_view term(term_id t) const {
    return term_texts.substr(term_begin[t], term_begin[t + 1] - term_begin[t]);
  }
  /// Of a page, or of the end.
  std::uint32_t section_begin(std::size_t page) const {
    return page < pages.size() ? pages[page].first_section : static_cast<std::uint32_t>(sections.size());
  }
  std::string_view name(range r) const { return names.substr(r.begin, r.size()); }
  term_id find_term(std::string_view text) const;
  std::size_t document_frequency(term_id t) const {
    return t == no_term ? 0 : posting_begin[t + 1] - posting_begin[t];
  }
};

/// Where the search for a term begins in `term_slots`; the same on every machine, for it is stored.
std::uint64_t term_hash(std::string_view text);

}  // namespace fm::knowledge
