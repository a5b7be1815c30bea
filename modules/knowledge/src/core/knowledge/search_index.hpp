#pragma once
// An in-memory index over runbook pages that finds the passages which answer a query, or none.
#include "fm/knowledge/messages.hpp"
#include "knowledge/chunker.hpp"
#include "knowledge/page.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// How to search.
struct search_options {
  std::size_t limit = 10;  ///< most passages returned
  bool always = false;     ///< return the best passages even if they probably do not answer the query
  std::size_t passages_per_page = 1;  ///< further passages of a page follow its best one
  /// Which stored documents may answer; empty: all. The others are as if they were not there.
  std::function<bool(std::string_view id)> accepts{};
};

/// How much an index holds.
struct index_figures {
  std::size_t pages = 0;
  std::size_t chunks = 0;
  std::size_t terms = 0;
  std::size_t bytes = 0;  ///< memory of texts, postings and tables, without allocator overhead
};

struct index_data;
class index_image;

/// Immutable after `builder::build`; a const search may run on any number of threads at once. The result does
/// not depend on the order in which pages were added.
class search_index {
 public:
  class builder;

  search_index();
  search_index(search_index&&) noexcept;
  search_index& operator=(search_index&&) noexcept;
  ~search_index();

  /// The passages that answer `query`, best first; empty when the index holds no answer. Scores are estimates
  /// of the probability that the passage's page is relevant: 0..1, not rising along the list.
  std::vector<passage> search(std::string_view query, const search_options& options = {}) const;

  std::size_t chunks() const;
  index_figures figures() const;

  /// A stored page of the index.
  struct page_entry {
    std::string_view id;
    std::uint64_t mark = 0;
  };
  std::size_t pages() const;
  page_entry page_at(std::size_t number) const;

  /// The bytes to store; valid as long as the index is.
  std::string_view image();
  /// An index out of what `image` gave; nothing when it is damaged or was made by another analysis.
  static std::optional<search_index> open(std::unique_ptr<std::byte[]> bytes, std::size_t size);

  /// The tables, for the parts of the search.
  const index_data& data() const;

 private:
  explicit search_index(std::unique_ptr<index_image> image);
  std::unique_ptr<index_image> image_;
};

/// Takes documents one by one; one with the path and id of an earlier one replaces it. Within a
/// `budget::watched_work` it may end by `budget::work_stopped`, and is of no use afterwards.
class search_index::builder {
 public:
  explicit builder(const read_limits& limits = {});
  builder(builder&&) noexcept;
  builder& operator=(builder&&) noexcept;
  ~builder();

  /// Reads, cuts and analyses a document, and says into how many passages; cost is linear in its size.
  std::size_t add(const document& source);
  /// Takes a page over from an index, as it was read then; the index lives until `build` has ended. Says its
  /// passages.
  std::size_t keep(const search_index& from, std::size_t page);
  /// Different words so far.
  std::size_t words() const;
  /// The index over everything added; the builder is empty afterwards.
  search_index build();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace fm::knowledge
