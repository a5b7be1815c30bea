#include "fm/crypto/seal.hpp"

#include "fm/crypto/random.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace fm::crypto {

namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

struct free_context {
  void operator()(EVP_CIPHER_CTX* c) const { EVP_CIPHER_CTX_free(c); }
};
using context = std::unique_ptr<EVP_CIPHER_CTX, free_context>;

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

context begin(std::string_view key, std::string_view nonce, std::string_view bound_to, int encrypts) {
  if (key.size() != seal_key_bytes) throw std::invalid_argument("a key to seal with has 32 bytes");
  context c(EVP_CIPHER_CTX_new());
  int n = 0;
  if (!c || EVP_CipherInit_ex(c.get(), EVP_aes_256_gcm(), nullptr, raw(key), raw(nonce), encrypts) != 1 ||
      EVP_CipherUpdate(c.get(), nullptr, &n, raw(bound_to), static_cast<int>(bound_to.size())) != 1)
    throw std::runtime_error("AES-256-GCM is not available");
  return c;
}

}  // namespace

std::string seal(std::string_view key, std::string_view text, std::string_view bound_to) {
  auto nonce = random_bytes(nonce_bytes);
  auto c = begin(key, nonce, bound_to, 1);
  std::string hidden(text.size(), '\0');
  std::string tag(tag_bytes, '\0');
  int n = 0;
  if (EVP_CipherUpdate(c.get(), raw(hidden), &n, raw(text), static_cast<int>(text.size())) != 1 ||
      EVP_CipherFinal_ex(c.get(), raw(hidden) + n, &n) != 1 ||
      EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag.data()) != 1)
    throw std::runtime_error("AES-256-GCM failed");
  return nonce + hidden + tag;
}

std::optional<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view bound_to) {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  auto c = begin(key, sealed.substr(0, nonce_bytes), bound_to, 0);
  auto hidden = sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));
  std::string text(hidden.size(), '\0');
  int n = 0;
  if (EVP_CipherUpdate(c.get(), raw(text), &n, raw(hidden), static_cast<int>(hidden.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) != 1 ||
      EVP_CipherFinal_ex(c.get(), raw(text) + n, &n) != 1)
    return std::nullopt;
  return text;
}

}  // namespace fm::crypto
