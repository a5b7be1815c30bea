#pragma once
// What the knowledge module says and is asked. Plain data with `inspect`; no behaviour, no CAF.
#include "fm/actors/context.hpp"
#include "fm/actors/message_list.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge {

/// A part of a runbook or document that answers a query.
struct passage {
  std::string path;                   ///< relative to the knowledge folder, `/` between parts
  std::vector<std::string> headings;  ///< from the page's title down to the section
  std::string anchor;            ///< the section's heading as a GitHub-style slug; empty for the page's start
  std::string text;              ///< plain text of the passage
  std::uint64_t first_line = 0;  ///< 1-based lines of the source file
  std::uint64_t last_line = 0;
  double score = 0;  ///< calibrated relevance, 0..1, falls with the rank
  bool operator==(const passage&) const = default;
};
template <class Inspector>
auto inspect(Inspector& f, passage& x) {
  return f(x.path, x.headings, x.anchor, x.text, x.first_line, x.last_line, x.score);
}

/// The answer to `load_runbooks`.
struct runbooks_loaded {
  std::uint64_t chunks = 0;
  std::vector<std::string> notes;  ///< files that were left out, and why
};
template <class Inspector>
auto inspect(Inspector& f, runbooks_loaded& x) {
  return f(x.chunks, x.notes);
}

/// Asks a worker to index a folder of runbooks in place of what was indexed before; fails with `invalid` when
/// there is nothing to index.
struct load_runbooks {
  using reply_type = runbooks_loaded;
  static constexpr auto timeout = 600 * second;
  std::string folder;
};
template <class Inspector>
auto inspect(Inspector& f, load_runbooks& x) {
  return f(x.folder);
}

/// The answer to `search_runbooks`: per query the passages that answer it, best first; none when none does.
struct passages_found {
  std::vector<std::vector<passage>> results;
};
template <class Inspector>
auto inspect(Inspector& f, passages_found& x) {
  return f(x.results);
}

/// Asks for passages; without an index every query finds nothing.
struct search_runbooks {
  using reply_type = passages_found;
  static constexpr auto timeout = 30 * second;
  std::vector<std::string> queries;
  std::uint32_t limit = 10;
};
template <class Inspector>
auto inspect(Inspector& f, search_runbooks& x) {
  return f(x.queries, x.limit);
}

using messages = message_list<runbooks_loaded, load_runbooks, passages_found, search_runbooks>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::knowledge
