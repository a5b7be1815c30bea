#include "fm/crypto/token_keys.hpp"

#include "fm/crypto/base64url.hpp"

#include <utility>

namespace fm::crypto {

namespace {

/// The longest token that is looked at; those of this program have some 500 characters.
constexpr std::size_t longest_token = 8'192;

failure refuse(const char* why) { return fail(ec::unauthenticated, why); }
failure malformed() { return refuse("the token is malformed"); }

}  // namespace

token_keys::token_keys(public_key shown, std::string secret)
    : shown_(std::move(shown)), secret_(std::move(secret)), hmac_(secret_) {
  json::value header;
  header.set("alg", shown_.algorithm);
  header.set("typ", "JWT");
  header.set("kid", shown_.id);
  header_ = to_base64url(json::write(header));
}

token_keys token_keys::hs256(std::string_view secret) {
  return {{"oct", "HS256", "default-key", {}, {}}, std::string(secret)};
}

token_keys token_keys::rs256(rsa_key key) {
  auto n = key.modulus();
  auto id = to_base64url(bytes_of(sha256(n)).substr(0, 12));
  token_keys out({"RSA", "RS256", id, n, key.exponent()}, key.to_pem());
  out.rsa_ = std::move(key);
  return out;
}

std::string token_keys::signature(std::string_view message) const {
  if (rsa_) return rsa_->sign(message);
  return std::string(bytes_of(hmac_(message)));
}

bool token_keys::fits(std::string_view message, std::string_view signed_as) const {
  if (rsa_) return rsa_->verify(message, signed_as);
  return equal_in_constant_time(bytes_of(hmac_(message)), signed_as);
}

std::string token_keys::sign(const json::value& claims) const {
  auto message = header_ + "." + to_base64url(json::write(claims));
  return message + "." + to_base64url(signature(message));
}

std::optional<failure> token_keys::check_header(std::string_view encoded) const {
  if (encoded == header_) return std::nullopt;
  auto text = from_base64url(encoded);
  if (!text) return malformed();
  auto header = json::parse(*text);
  if (!header || !header.root.as_object()) return malformed();
  auto is = [&](const char* name, std::string_view wanted, bool required) {
    const auto* v = header.root.find(name);
    if (!v) return !required;
    return v->as_string() && *v->as_string() == wanted;
  };
  if (!is("alg", shown_.algorithm, true))
    return refuse("the token is signed in another way than this server signs");
  if (!is("typ", "JWT", false)) return refuse("the token is of another type");
  if (!is("kid", shown_.id, false))
    return refuse("the token is signed with a key that this server does not have");
  if (header.root.find("crit"))
    return refuse("the token asks for something that this server does not understand");
  return std::nullopt;
}

outcome<json::value> token_keys::verify(std::string_view token) const {
  if (token.size() > longest_token) return malformed();
  auto first = token.find('.');
  auto second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos) return malformed();
  if (auto why = check_header(token.substr(0, first))) return *why;
  auto signed_as = from_base64url(token.substr(second + 1));
  if (!signed_as) return malformed();
  if (!fits(token.substr(0, second), *signed_as)) return refuse("the token's signature does not fit");
  auto text = from_base64url(token.substr(first + 1, second - first - 1));
  auto claims = text ? json::parse(*text) : json::parsed{};
  if (!claims || !claims.root.as_object()) return malformed();
  return std::move(claims.root);
}

std::string token_keys::derive(std::string_view purpose, std::size_t bytes) const {
  return hkdf_sha256(secret_, purpose, bytes);
}

}  // namespace fm::crypto
