#include "fm/crypto/base64.hpp"

#include "fm/crypto/base64url.hpp"

namespace fm::crypto {

std::string to_base64(std::string_view bytes) {
  auto out = to_base64url(bytes);
  for (auto& c : out) c = c == '-' ? '+' : c == '_' ? '/' : c;
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

}  // namespace fm::crypto
