#include "fm/crypto/password.hpp"

#include "fm/crypto/base64url.hpp"
#include "fm/crypto/hash.hpp"
#include "fm/crypto/random.hpp"

#include <crypt.h>

#include <memory>
#include <stdexcept>

namespace fm::crypto {

namespace {

/// What stands before the bcrypt text of a password that was hashed first.
constexpr std::string_view hashed_first = "sha384:";
constexpr std::size_t longest_for_bcrypt = 72;

bool bcrypt_would_cut(std::string_view password) {
  return password.size() > longest_for_bcrypt || password.find('\0') != password.npos;
}
/// 64 characters, none of them NUL.
std::string shortened(std::string_view password) { return to_base64url(bytes_of(sha384(password))); }

/// Empty when bcrypt refuses.
std::string bcrypt(const std::string& text, const std::string& setting) {
  auto work = std::make_unique<crypt_data>();
  auto* out = crypt_r(text.c_str(), setting.c_str(), work.get());
  return out && out[0] == '$' ? out : "";
}

}  // namespace

std::string hash_password(std::string_view password, int cost) {
  if (cost < least_password_cost || cost > greatest_password_cost)
    throw std::invalid_argument("the cost of a password's hash is 4 to 31");
  auto salt = random_bytes(16);
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  if (!crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost), salt.data(), static_cast<int>(salt.size()),
                        setting, sizeof setting))
    throw std::runtime_error("this system's libcrypt has no bcrypt");
  bool first = bcrypt_would_cut(password);
  auto hashed = bcrypt(first ? shortened(password) : std::string(password), setting);
  if (hashed.empty()) throw std::runtime_error("this system's libcrypt has no bcrypt");
  return first ? std::string(hashed_first) + hashed : hashed;
}

bool is_password(std::string_view password, const std::string& stored) {
  bool first = stored.starts_with(hashed_first);
  auto setting = first ? stored.substr(hashed_first.size()) : stored;
  // A password that bcrypt would cut never has a text without the prefix, and the other way round; hash all
  // the same, so that the time does not tell.
  bool fits = first == bcrypt_would_cut(password);
  auto hashed = bcrypt(bcrypt_would_cut(password) ? shortened(password) : std::string(password), setting);
  return fits && !hashed.empty() && equal_in_constant_time(hashed, setting);
}

}  // namespace fm::crypto
