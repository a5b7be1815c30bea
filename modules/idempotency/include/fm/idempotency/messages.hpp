#pragma once
// Requests that are carried out once however often they are sent (contract README, choice 17). Plain
// structs; no behaviour, no CAF.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::idempotency {

/// An answer as it was given.
struct kept_answer {
  std::int32_t status = 0;
  std::string content_type;
  std::vector<std::string> headers;  ///< names and values in turn
  std::string body;
};

struct begun {
  bool runs = false;     ///< the caller carries it out, and says `finish` when it is done
  bool differs = false;  ///< the key was used for another request
  kept_answer answer{};  ///< otherwise: what the request was answered with
};

/// Asks whether a request of the caller is to be carried out. One that is under way with the same key is
/// waited for.
struct begin {
  using reply_type = begun;
  static constexpr auto timeout = 300 * second;
  std::string operation;
  std::string key;
  std::string fingerprint;         ///< of all of the request but its files
  std::vector<std::string> files;  ///< paths, whose content counts too
};

/// Ends what `begin` has let run. With `keep` the answer is given again for a day, once this is answered.
struct finish {
  using reply_type = done;
  std::string operation;
  std::string key;
  bool keep = false;
  kept_answer answer{};
};

// Inside of the module.

struct digest {
  std::string hex;
};
struct digest_files {
  using reply_type = digest;
  static constexpr auto timeout = 120 * second;
  std::vector<std::string> paths;
};

/// Forgets what is older than a day; then again after a while.
struct sweep {
  using reply_type = void;
};

using messages = message_list<begun, begin, finish, digest, digest_files, sweep>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::idempotency
