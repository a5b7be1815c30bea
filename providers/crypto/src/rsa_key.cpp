#include "fm/crypto/rsa_key.hpp"

#include "fm/crypto/base64url.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <stdexcept>
#include <utility>

namespace fm::crypto {

namespace {

constexpr int least_bits = 2048;

struct free_bio {
  void operator()(BIO* b) const { BIO_free(b); }
};
struct free_digest {
  void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
};
using bio = std::unique_ptr<BIO, free_bio>;
using digest_context = std::unique_ptr<EVP_MD_CTX, free_digest>;

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }

/// A protected key would be asked for on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

struct rsa_key::key {
  explicit key(EVP_PKEY* k) : p(k) {}
  key(const key&) = delete;
  key& operator=(const key&) = delete;
  ~key() { EVP_PKEY_free(p); }
  EVP_PKEY* p;
};

outcome<rsa_key> rsa_key::from_pem(std::string_view pem) {
  bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  auto* raw_key = PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr);
  if (!raw_key) return fail(ec::invalid, "is no private key in PEM without a passphrase");
  auto k = std::make_shared<const key>(raw_key);
  if (EVP_PKEY_get_base_id(raw_key) != EVP_PKEY_RSA) return fail(ec::invalid, "is no RSA key");
  if (EVP_PKEY_get_bits(raw_key) < least_bits)
    return fail(ec::invalid,
                "has " + std::to_string(EVP_PKEY_get_bits(raw_key)) + " bits; at least 2048 are safe");
  return rsa_key(std::move(k));
}

rsa_key rsa_key::generate(int bits) {
  auto* raw_key = EVP_RSA_gen(static_cast<unsigned>(bits));
  if (!raw_key) throw std::runtime_error("no RSA key could be made");
  return rsa_key(std::make_shared<const key>(raw_key));
}

std::string rsa_key::to_pem() const {
  bio out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(out.get(), key_->p, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  auto size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string rsa_key::sign(std::string_view message) const {
  digest_context c(EVP_MD_CTX_new());
  std::size_t size = 0;
  if (!c || EVP_DigestSignInit(c.get(), nullptr, EVP_sha256(), nullptr, key_->p) != 1 ||
      EVP_DigestSign(c.get(), nullptr, &size, raw(message), message.size()) != 1)
    throw std::runtime_error("RSA cannot sign");
  std::string out(size, '\0');
  if (EVP_DigestSign(c.get(), reinterpret_cast<unsigned char*>(out.data()), &size, raw(message),
                     message.size()) != 1)
    throw std::runtime_error("RSA cannot sign");
  out.resize(size);
  return out;
}

bool rsa_key::verify(std::string_view message, std::string_view signature) const {
  digest_context c(EVP_MD_CTX_new());
  return c && EVP_DigestVerifyInit(c.get(), nullptr, EVP_sha256(), nullptr, key_->p) == 1 &&
         EVP_DigestVerify(c.get(), raw(signature), signature.size(), raw(message), message.size()) == 1;
}

std::string rsa_key::number(const char* name) const {
  BIGNUM* n = nullptr;
  if (EVP_PKEY_get_bn_param(key_->p, name, &n) != 1) throw std::runtime_error("an RSA key has no such part");
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(n)), '\0');
  BN_bn2bin(n, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(n);
  return to_base64url(bytes);
}
std::string rsa_key::modulus() const { return number(OSSL_PKEY_PARAM_RSA_N); }
std::string rsa_key::exponent() const { return number(OSSL_PKEY_PARAM_RSA_E); }

}  // namespace fm::crypto
