#include "fm/actors/message_table.hpp"

#include "fm/actors/type_name.hpp"

#include <stdexcept>

namespace fm::actors {

void message_table::add(entry e) {
  auto hash = static_cast<std::uint32_t>(hash_name(e.name));
  auto known = entries_.find(hash);
  if (known == entries_.end())
    entries_.emplace(hash, std::move(e));
  else if (known->second.slot != e.slot)
    throw std::logic_error("two messages share a name hash: " + known->second.name + " and " + e.name);
}

const type_slot* message_table::find(std::uint32_t name_hash) const {
  auto i = entries_.find(name_hash);
  return i == entries_.end() ? nullptr : i->second.slot;
}

std::uint64_t message_table::fingerprint() const {
  auto h = hash_name("");
  for (const auto& [hash, e] : entries_) h = hash_name(e.schema, hash_name(e.name, h));
  return h;
}

}  // namespace fm::actors
