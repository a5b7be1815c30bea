#pragma once
// The message types of one program: how to write, read and send each of them, and what they look like.
#include "fm/actors/message_list.hpp"
#include "fm/actors/outcome.hpp"
#include "fm/actors/payload.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fm::actors {

/// Made from the lists of the modules; `wire.hpp` has the functions that fill it.
class message_table {
 public:
  struct entry {
    std::string name;
    std::string schema;
    const type_slot* slot = nullptr;
  };

  /// Throws std::logic_error when two names have the same 32-bit hash: rename one of them.
  void add(entry e);
  const type_slot* find(std::uint32_t name_hash) const;
  /// By hash of the name.
  const std::map<std::uint32_t, entry>& entries() const { return entries_; }
  /// Changes when a type is added, removed or has other members.
  std::uint64_t fingerprint() const;

 private:
  std::map<std::uint32_t, entry> entries_;
};

}  // namespace fm::actors
