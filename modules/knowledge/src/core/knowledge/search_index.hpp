#pragma once
// An in-memory index over runbook pages that finds the passages which answer a query, or none.
#include "fm/knowledge/messages.hpp"
#include "knowledge/chunker.hpp"
#include "knowledge/page.hpp"

#include <cstddef>
#include <functional>
#include <memory>
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

  /// The tables, for the parts of the search.
  const index_data& data() const { return *data_; }

 private:
  explicit search_index(std::unique_ptr<const index_data> data);
  std::unique_ptr<const index_data> data_;
};

/// Takes documents one by one; one with the path and id of an earlier one replaces it.
class search_index::builder {
 public:
  explicit builder(const read_limits& limits = {});
  builder(builder&&) noexcept;
  builder& operator=(builder&&) noexcept;
  ~builder();

  /// Reads, cuts and analyses a document, and says into how many passages; cost is linear in its size.
  std::size_t add(const document& source);
  /// The index over everything added; the builder is empty afterwards.
  search_index build();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace fm::knowledge
