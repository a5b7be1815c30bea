#pragma once
// The indexes of all scopes, shared by the workers that build and those that search.
#include "knowledge/search_index.hpp"

#include <fm/knowledge/messages.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// One scope's index and what its documents are called. Never changed once it is in the registry.
struct scope_index {
  index_scope scope;
  std::shared_ptr<const search_index> index = std::make_shared<const search_index>();
  std::map<std::string, stored_document, std::less<>> documents;  ///< by id
  std::uint64_t unstored_chunks = 0;  ///< of documents that the stored image does not have yet

  std::uint64_t bytes() const;
};

/// Thread-safe. A new index replaces the old one between two searches. Those that nobody has searched for
/// longest are let go when all together take more memory than they may; their scopes stay known.
class index_registry {
 public:
  explicit index_registry(std::uint64_t most_bytes = 0) : most_bytes_(most_bytes) {}

  /// Up to which version a document is hidden.
  using hidden_ids = std::map<std::string, std::uint32_t, std::less<>>;
  struct view {
    std::shared_ptr<const scope_index> index;
    std::shared_ptr<const hidden_ids> hidden;  ///< null when none

    bool hides(const stored_document& d) const {
      if (!hidden) return false;
      auto at = hidden->find(d.id);
      return at != hidden->end() && d.version <= at->second;
    }
  };
  /// What a user may see, as far as it is loaded.
  struct visible_indexes {
    std::vector<view> loaded;
    index_gaps gaps;
  };

  void set(std::shared_ptr<const scope_index> index);
  /// The index of a scope; null when it is not loaded.
  std::shared_ptr<const scope_index> get(const index_scope& scope) const;
  /// For a scope without documents.
  void drop(const index_scope& scope);
  /// Takes documents out of the search until an index without them is set.
  void hide(const index_scope& scope, const std::vector<std::string>& ids, std::uint32_t up_to_version);
  /// Says which scopes a user has, beside those that are loaded.
  void know(const std::string& user, const std::vector<index_scope>& scopes);
  /// The scopes of a user and the global one that `wanted` takes.
  visible_indexes visible(const std::string& user, const std::function<bool(const index_scope&)>& wanted);
  index_memory memory() const;

 private:
  using clock = std::chrono::steady_clock;
  struct scope_state {
    view now;
    clock::time_point used{};
  };
  void let_go(const index_scope& but);

  const std::uint64_t most_bytes_;  // 0: no limit
  mutable std::mutex mutex_;
  std::map<index_scope, scope_state> scopes_;  // those of one owner stand together
  std::set<std::string> known_users_;
  std::uint64_t bytes_ = 0;
};

}  // namespace fm::knowledge
