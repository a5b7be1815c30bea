#pragma once
// Keys for scripts: long-lived, shown once, stored as a hash.
#include "fm/auth/account_messages.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::auth {

struct key_record {
  std::string id;
  std::string name;
  std::string shown;                ///< the beginning of the key, to tell keys apart
  std::vector<std::string> scopes;  ///< of "read", "write", "admin"
  micros created = 0;
  micros expires = 0;  ///< `forever` for never
};
template <class Inspector>
auto inspect(Inspector& f, key_record& x) {
  return f(x.id, x.name, x.shown, x.scopes, x.created, x.expires);
}

struct key_made {
  key_record key;
  secret<> text;
};
template <class Inspector>
auto inspect(Inspector& f, key_made& x) {
  return f(x.key, x.text);
}

/// Makes a key of the caller; `conflict` beyond `most_keys`, `forbidden` for the scope admin without the
/// role.
struct make_key {
  using reply_type = key_made;
  std::string name;
  std::vector<std::string> scopes;
  std::uint32_t days = 0;  ///< of life; 0: until it is revoked
};
template <class Inspector>
auto inspect(Inspector& f, make_key& x) {
  return f(x.name, x.scopes, x.days);
}

struct key_list {
  std::vector<key_record> keys;
};
template <class Inspector>
auto inspect(Inspector& f, key_list& x) {
  return f(x.keys);
}
/// The caller's keys, oldest first.
struct list_keys {
  using reply_type = key_list;
};
template <class Inspector>
auto inspect(Inspector& f, list_keys&) {
  return f();
}

/// When it is answered, the key does not pass any more.
struct revoke_key {
  using reply_type = done;
  std::string key_id;
};
template <class Inspector>
auto inspect(Inspector& f, revoke_key& x) {
  return f(x.key_id);
}

}  // namespace fm::auth
