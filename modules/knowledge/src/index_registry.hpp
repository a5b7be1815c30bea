#pragma once
// The indexes of all scopes, shared by the workers that build and those that search.
#include "knowledge/search_index.hpp"

#include <fm/knowledge/messages.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// One scope's index and what its documents are called. Never changed once it is in the registry.
struct scope_index {
  index_scope scope;
  search_index index;
  std::map<std::string, stored_document, std::less<>> documents;  ///< by id
};

/// Thread-safe. A new index replaces the old one between two searches.
class index_registry {
 public:
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

  void set(std::shared_ptr<const scope_index> index);
  /// For a scope without documents.
  void drop(const index_scope& scope);
  /// Takes documents out of the search until an index without them is set.
  void hide(const index_scope& scope, const std::vector<std::string>& ids, std::uint32_t up_to_version);
  /// What a user may see; with `only_case`, of the case scopes that of `case_id` alone.
  std::vector<view> visible(const std::string& user, bool only_case, const std::string& case_id) const;

 private:
  mutable std::mutex mutex_;
  std::map<index_scope, view> scopes_;  // those of one owner stand together
};

}  // namespace fm::knowledge
