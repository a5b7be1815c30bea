#include "index_registry.hpp"

#include <algorithm>

namespace fm::knowledge {

void index_registry::set(std::shared_ptr<const scope_index> index) {
  std::lock_guard lock(mutex_);
  auto& at = scopes_[index->scope];
  // A document that was deleted while its scope was built is in the new index, too.
  if (at.hidden) {
    auto still = std::make_shared<hidden_ids>();
    for (const auto& [id, version] : *at.hidden)
      if (auto d = index->documents.find(id); d != index->documents.end() && d->second.version <= version)
        still->emplace(id, version);
    at.hidden = still->empty() ? nullptr : std::move(still);
  }
  at.index = std::move(index);
}

void index_registry::drop(const index_scope& scope) {
  std::lock_guard lock(mutex_);
  scopes_.erase(scope);
}

void index_registry::hide(const index_scope& scope, const std::vector<std::string>& ids,
                          std::uint32_t up_to_version) {
  std::lock_guard lock(mutex_);
  auto& at = scopes_[scope];
  auto all = at.hidden ? std::make_shared<hidden_ids>(*at.hidden) : std::make_shared<hidden_ids>();
  for (const auto& id : ids) {
    auto& version = (*all)[id];
    version = std::max(version, up_to_version);
  }
  at.hidden = std::move(all);
}

std::vector<index_registry::view> index_registry::visible(const std::string& user, bool only_case,
                                                          const std::string& case_id) const {
  std::vector<view> out;
  std::lock_guard lock(mutex_);
  auto take = [&](const std::string& owner) {
    for (auto i = scopes_.lower_bound(index_scope{owner, {}, {}});
         i != scopes_.end() && i->first.owner == owner; ++i) {
      if (!i->second.index) continue;
      if (only_case && i->first.scope == "case" && i->first.case_id != case_id) continue;
      out.push_back(i->second);
    }
  };
  take({});  // the global scope belongs to nobody
  if (!user.empty()) take(user);
  return out;
}

}  // namespace fm::knowledge
