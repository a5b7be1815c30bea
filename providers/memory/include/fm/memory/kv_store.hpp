#pragma once
// Keys and values that are forgotten when their time has come, or when others need the room.
#include <fm/actors/context.hpp>

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace fm::memory {

/// Holds at most so many bytes, keys and a fixed cost for each included; what was used least recently goes
/// first.
class kv_store {
 public:
  explicit kv_store(std::size_t most_bytes) : most_(most_bytes) {}
  kv_store(const kv_store&) = delete;
  kv_store& operator=(const kv_store&) = delete;

  std::optional<std::string> get(std::string_view key, micros now);
  /// A value that is larger than the whole store is not kept.
  void put(std::string key, std::string value, micros ttl, micros now);
  void erase(std::string_view key);
  std::size_t bytes() const { return bytes_; }
  std::size_t size() const { return index_.size(); }

 private:
  struct entry {
    std::string key;
    std::string value;
    micros ends = 0;
  };
  using place = std::list<entry>::iterator;
  void drop(place at);

  std::size_t most_;
  std::size_t bytes_ = 0;
  std::list<entry> by_use_;                            // the most recent first
  std::unordered_map<std::string_view, place> index_;  // looked up, never iterated; views of the entries
};

}  // namespace fm::memory
