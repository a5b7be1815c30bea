#pragma once
// Pages that are about the same as another page.
#include "knowledge/search_index.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// A word by which a page can be told from others, and how much it weighs there.
struct telling_word {
  std::string term;
  double rarity = 0;    ///< inverse document frequency in the page's own index
  double strength = 0;  ///< 0..1: how much the page is about it
};

/// The words that tell most about a stored document; none when the index does not hold it.
std::vector<telling_word> telling_words(const search_index& index, std::string_view document_id,
                                        std::size_t most = 64);

struct similar_page {
  std::string document_id;
  double score = 0;  ///< 0..1: the share of the words' weight that the page has, too
  std::string text;  ///< the page's beginning
};

/// The stored documents that have most of these words; those that share next to nothing are left out. Most
/// similar first, ties by id.
std::vector<similar_page> similar_pages(const search_index& index, const std::vector<telling_word>& words,
                                        std::size_t most,
                                        const std::function<bool(std::string_view id)>& may);

}  // namespace fm::knowledge
