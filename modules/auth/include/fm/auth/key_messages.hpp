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

struct key_made {
  key_record key;
  secret<> text;
};

/// Makes a key of the caller; `conflict` beyond `most_keys`, `forbidden` for the scope admin without the
/// role.
struct make_key {
  using reply_type = key_made;
  std::string name;
  std::vector<std::string> scopes;
  std::uint32_t days = 0;  ///< of life; 0: until it is revoked
};

struct key_list {
  std::vector<key_record> keys;
};
/// The caller's keys, oldest first.
struct list_keys {
  using reply_type = key_list;
};

/// When it is answered, the key does not pass any more.
struct revoke_key {
  using reply_type = done;
  std::string key_id;
};

}  // namespace fm::auth
