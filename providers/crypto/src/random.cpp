#include "fm/crypto/random.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace fm::crypto {

std::string random_bytes(std::size_t n) {
  std::string out(n, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(n)) != 1)
    throw std::runtime_error("the system gives no random bytes");
  return out;
}

}  // namespace fm::crypto
