#include "index_registry.hpp"

#include <algorithm>

namespace fm::knowledge {

namespace {

// Whoever has been told to try again finds what was loaded meanwhile.
constexpr auto kept_after_use = std::chrono::seconds(10);
/// A name in a map of documents, with its node.
constexpr std::uint64_t bytes_of_document = 512;
// A user who is forgotten is asked for again; that costs one query.
constexpr std::size_t most_known_users = 100'000;

std::uint64_t bytes_of(const index_registry::view& v) { return v.index ? v.index->bytes() : 0; }

}  // namespace

std::uint64_t scope_index::bytes() const {
  return index->figures().bytes + documents.size() * bytes_of_document;
}

void index_registry::set(std::shared_ptr<const scope_index> index) {
  std::lock_guard lock(mutex_);
  auto& entry = scopes_[index->scope];
  auto& at = entry.now;
  // A document that was deleted while its scope was built is in the new index, too.
  if (at.hidden) {
    auto still = std::make_shared<hidden_ids>();
    for (const auto& [id, version] : *at.hidden)
      if (auto d = index->documents.find(id); d != index->documents.end() && d->second.version <= version)
        still->emplace(id, version);
    at.hidden = still->empty() ? nullptr : std::move(still);
  }
  bytes_ += index->bytes();
  bytes_ -= bytes_of(at);
  at.index = std::move(index);
  entry.used = clock::now();
  let_go(at.index->scope);
}

void index_registry::let_go(const index_scope& but) {
  if (most_bytes_ == 0) return;
  const auto now = clock::now();
  while (bytes_ > most_bytes_) {
    auto oldest = scopes_.end();
    for (auto i = scopes_.begin(); i != scopes_.end(); ++i) {
      if (!i->second.now.index || i->first == but) continue;
      // What is in use stays, unless it is far too much.
      if (now - i->second.used < kept_after_use && bytes_ < 2 * most_bytes_) continue;
      if (oldest == scopes_.end() || i->second.used < oldest->second.used) oldest = i;
    }
    if (oldest == scopes_.end()) return;
    bytes_ -= bytes_of(oldest->second.now);
    oldest->second.now.index = nullptr;
  }
}

std::shared_ptr<const scope_index> index_registry::get(const index_scope& scope) const {
  std::lock_guard lock(mutex_);
  auto at = scopes_.find(scope);
  return at == scopes_.end() ? nullptr : at->second.now.index;
}

void index_registry::drop(const index_scope& scope) {
  std::lock_guard lock(mutex_);
  auto at = scopes_.find(scope);
  if (at == scopes_.end()) return;
  bytes_ -= bytes_of(at->second.now);
  scopes_.erase(at);
}

void index_registry::hide(const index_scope& scope, const std::vector<std::string>& ids,
                          std::uint32_t up_to_version) {
  std::lock_guard lock(mutex_);
  auto& at = scopes_[scope].now;
  auto all = at.hidden ? std::make_shared<hidden_ids>(*at.hidden) : std::make_shared<hidden_ids>();
  for (const auto& id : ids) {
    auto& version = (*all)[id];
    version = std::max(version, up_to_version);
  }
  at.hidden = std::move(all);
}

void index_registry::know(const std::string& user, const std::vector<index_scope>& scopes) {
  std::lock_guard lock(mutex_);
  for (const auto& scope : scopes) scopes_.try_emplace(scope);
  if (known_users_.size() >= most_known_users) known_users_.clear();
  known_users_.insert(user);
}

index_registry::visible_indexes index_registry::visible(
    const std::string& user, const std::function<bool(const index_scope&)>& wanted) {
  visible_indexes out;
  std::lock_guard lock(mutex_);
  out.gaps.scopes_unknown = !known_users_.contains(user);
  const auto now = clock::now();
  auto take = [&](const std::string& owner) {
    for (auto i = scopes_.lower_bound(index_scope{owner, {}, {}});
         i != scopes_.end() && i->first.owner == owner; ++i) {
      if (!wanted(i->first)) continue;
      if (i->second.now.index) {
        i->second.used = now;
        out.loaded.push_back(i->second.now);
      } else {
        out.gaps.not_loaded.push_back(i->first);
      }
    }
  };
  take({});  // the global scope belongs to nobody
  if (!user.empty()) take(user);
  return out;
}

index_memory index_registry::memory() const {
  std::lock_guard lock(mutex_);
  return {bytes_, most_bytes_};
}

}  // namespace fm::knowledge
