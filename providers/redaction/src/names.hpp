#pragma once
// What the name in front of a value tells of it.
#include <cstdint>
#include <string_view>

namespace fm::redaction {

enum class name_class : std::uint8_t {
  none,
  password,
  secret,  ///< keys, tokens, secrets, credentials
  session,
  telling,  ///< only a long random value beside it is a secret: "signature", "nonce", "cache_key"
  account,
  host,
  server,  ///< a host in connection strings, a program in headers
  phone,
  social_security,
  card_code,
  value,  ///< "value": what it is says the field before it
  label,  ///< "name", "key": its value may be a name that tells of the next field
};

/// `name` is what stands in front of a value, in any spelling: DB_PASSWORD, dbPassword, db.password,
/// "secret access key". At most its last 64 bytes are looked at.
name_class class_of(std::string_view name);

/// Words that stand behind "password:" or "token" in messages and are none: "expired", "required". In any
/// case; a word in -ed or -ing of small letters is one as well.
bool is_ordinary(std::string_view word);

/// Whether a word looks made up: letters with digits, symbols, or capitals within.
bool looks_secret(std::string_view word);

/// Whether a value beside a telling name is too long and too mixed to be anything but a secret. Shannon's
/// entropy of its bytes decides.
bool looks_random(std::string_view value);

/// What stands in the place of a value: null, ***, ${VARIABLE}, <redacted>, %s.
bool is_stand_in(std::string_view value);

/// Whether a value is the path of a file rather than a secret: base64 has neither dots nor dashes.
bool is_path(std::string_view value);

/// Whether it may be the name of an account: not a number, a length of time, or an account that every system
/// has (root, nobody), which tells nothing of a person.
bool may_be_account(std::string_view name);

/// Accounts that every system has and that tell nothing of a person: root, nobody.
bool is_system_account(std::string_view name);

}  // namespace fm::redaction
