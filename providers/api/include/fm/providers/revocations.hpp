#pragma once
// The port through which it is published that tokens are void before they expire, and which API keys are
// good.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>

#include <string>
#include <vector>

namespace fm::providers {

/// The claim of an access token that says in microseconds when it was issued: `iat` counts seconds, and a
/// token of the second in which its user signs out may be from before or from after that.
inline constexpr const char* issued_claim = "iat_us";

/// A token or a sign-in (with all tokens that come from it) that is refused until then.
struct denied {
  std::string id;  ///< `jti` of a token, or the family of a sign-in
  micros until = 0;
};

/// Tokens of a user that were issued before `from` are void; `forever` for one who may not sign in.
struct user_cutoff {
  std::string user;
  micros from = 0;
};

/// When it is answered, no token that it names passes any more.
struct publish_revocations {
  using reply_type = done;
  static constexpr auto timeout = 5 * second;
  std::vector<denied> ids{};
  std::vector<user_cutoff> users{};
};

/// A key for scripts, by the SHA-256 of its text.
struct api_key_entry {
  std::string hash;  ///< 64 hexadecimal digits
  std::string id;
  std::string user;
  std::string email;
  std::string username;
  std::vector<std::string> roles;  ///< that the key may use
  bool reads_only = false;
  micros expires = 0;
};

/// Replaces all keys of some users: when it is answered, those and no others of these users pass.
struct publish_api_keys {
  using reply_type = done;
  static constexpr auto timeout = 5 * second;
  std::vector<std::string> users{};
  std::vector<api_key_entry> keys{};
};

using revocation_messages = message_list<publish_revocations, publish_api_keys>;
template <class T>
requires listed<T, revocation_messages> revocation_messages message_list_of(const T*);

}  // namespace fm::providers
