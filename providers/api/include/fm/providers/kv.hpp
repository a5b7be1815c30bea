#pragma once
// The port to a key-value store, as messages. It is a cache: what it says may be used, and what it has
// forgotten stands in a row of the database.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>

#include <string>

namespace fm::kv {

struct found {
  bool hit = false;
  std::string value;
};

struct get {
  using reply_type = found;
  static constexpr auto timeout = 2 * second;
  std::string key;
};

/// Keeps a value for `ttl`, or shorter when there is no room.
struct put {
  using reply_type = done;
  static constexpr auto timeout = 2 * second;
  std::string key;
  std::string value;
  micros ttl = 0;
};

/// Forgets a key; one that is not there is no failure.
struct erase {
  using reply_type = done;
  static constexpr auto timeout = 2 * second;
  std::string key;
};

using messages = message_list<found, get, put, erase>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::kv
