#include "fm/jwt/jwt_identity.hpp"

#include <fm/crypto/hash.hpp>
#include <fm/json/members.hpp>

#include <array>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace fm::jwt {

namespace {

using principal_ptr = std::shared_ptr<const providers::principal>;

failure refuse(const char* why) { return fail(ec::unauthenticated, why); }
failure expired() { return refuse("the token has expired"); }
failure revoked() { return refuse("the token has been revoked"); }

struct verified {
  principal_ptr who;
  micros issued = 0;
  std::uint64_t passed_version = 0;  ///< of the board
};

/// A time in seconds since 1970, perhaps with a fraction; 0 when absent or no number.
micros time_of(const json::value& claims, const char* name) {
  const auto* v = claims.find(name);
  if (!v || !v->is_number()) return 0;
  auto seconds = v->number();
  return seconds > 0 && seconds < 1e11 ? static_cast<micros>(seconds * 1e6) : 0;
}

outcome<verified> read_claims(const json::value& claims, micros now) {
  auto type = json::text_of(claims, "type");
  if (type == "refresh") return refuse("this is a refresh token; an access token is needed");
  if (type != "access") return refuse("this is not an access token");
  auto who = std::make_shared<providers::principal>();
  who->user = json::text_of(claims, "sub");
  who->email = json::text_of(claims, "email");
  who->username = json::text_of(claims, "username");
  who->token_id = json::text_of(claims, "jti");
  who->family = json::text_of(claims, "sid");
  who->expires = time_of(claims, "exp");
  if (who->user.empty() || who->token_id.empty() || who->expires == 0)
    return refuse("the token does not say whose it is, or until when");
  if (who->expires <= now) return expired();
  if (time_of(claims, "nbf") > now) return refuse("the token is not valid yet");
  if (const auto* roles = claims.find("roles"); roles && roles->as_array())
    for (const auto& r : *roles->as_array())
      if (r.as_string()) who->roles.push_back(*r.as_string());
  auto issued = time_of(claims, "iat");
  if (const auto* exact = claims.find(providers::issued_claim)) exact->integer(issued);
  return verified{std::move(who), issued, 0};
}

/// A text whose hash is already known.
struct token_view {
  std::string_view text;
  std::size_t hash;
};
/// Of the end, which is the signature and as good as random.
token_view view_of(std::string_view token) {
  constexpr std::size_t tail = 32;
  return {token, std::hash<std::string_view>()(token.substr(token.size() > tail ? token.size() - tail : 0))};
}
struct token_hash {
  using is_transparent = void;
  std::size_t operator()(const token_view& t) const { return t.hash; }
  std::size_t operator()(const std::string& t) const { return view_of(t).hash; }
};
struct token_equal {
  using is_transparent = void;
  bool operator()(const std::string& a, const std::string& b) const { return a == b; }
  bool operator()(const token_view& a, const std::string& b) const { return a.text == b; }
  bool operator()(const std::string& a, const token_view& b) const { return a == b.text; }
};

class jwt_identity final : public providers::identity {
 public:
  jwt_identity(std::shared_ptr<const crypto::token_keys> keys, std::shared_ptr<const revocation_board> board,
               std::size_t remembered)
      : keys_(std::move(keys)), board_(std::move(board)), most_(remembered / parts) {}

  outcome<principal_ptr> verify(std::string_view token, micros now) override {
    if (token.starts_with(providers::api_key_prefix)) return verify_key(token, now);
    auto view = view_of(token);
    auto& p = parts_[view.hash % parts];
    auto version = board_->version();
    {
      std::lock_guard lock(p.mutex);
      auto it = p.tokens.find(view);
      if (it != p.tokens.end()) {
        auto& known = it->second;
        if (known.who->expires <= now) {
          p.tokens.erase(it);
          return expired();
        }
        if (known.passed_version == version) return known.who;
        if (is_void(known)) return revoked();
        known.passed_version = version;
        return known.who;
      }
    }
    auto claims = keys_->verify(token);
    if (!claims) return claims.error();
    auto fresh = read_claims(*claims, now);
    if (!fresh) return fresh.error();
    if (is_void(*fresh)) return revoked();
    fresh->passed_version = version;
    std::lock_guard lock(p.mutex);
    if (p.tokens.size() >= most_) p.tokens.clear();
    p.tokens.emplace(token, *fresh);
    return fresh->who;
  }

 private:
  outcome<principal_ptr> verify_key(std::string_view key, micros now) const {
    auto who = board_->key_holder(crypto::hex(crypto::sha256(key)));
    if (!who) return refuse("the API key is not known, or has been revoked");
    if (who->expires <= now) return refuse("the API key has expired");
    // Keys outlive changes of the password; they do not outlive the account.
    if (board_->is_void(who->token_id, {}, who->user, forever - 1)) return refuse("the account is inactive");
    return who;
  }

  /// Requests on several threads seldom wait for each other.
  static constexpr std::size_t parts = 16;
  struct part {
    std::mutex mutex;
    std::unordered_map<std::string, verified, token_hash, token_equal> tokens;
  };
  bool is_void(const verified& v) const {
    return board_->is_void(v.who->token_id, v.who->family, v.who->user, v.issued);
  }

  std::shared_ptr<const crypto::token_keys> keys_;
  std::shared_ptr<const revocation_board> board_;
  std::size_t most_;
  std::array<part, parts> parts_;
};

}  // namespace

std::shared_ptr<providers::identity> make_identity(std::shared_ptr<const crypto::token_keys> keys,
                                                   std::shared_ptr<const revocation_board> board,
                                                   std::size_t remembered) {
  return std::make_shared<jwt_identity>(std::move(keys), std::move(board), remembered);
}

}  // namespace fm::jwt
