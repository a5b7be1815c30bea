#include "fm/redaction/placeholders.hpp"

#include "characters.hpp"
#include "values.hpp"

namespace fm::redaction {

namespace {

/// Five bits each. Without i, l, o and u, which are mistaken for others (D. Crockford's base 32).
constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";

std::string name_in(const crypto::digest256& digest, std::size_t length) {
  std::string out;
  std::uint64_t bits = 0;
  int held = 0;
  for (std::size_t i = 0; out.size() < length; ++i) {
    bits = (bits << 8 | digest[i]) & 0xFFFF;
    for (held += 8; held >= 5 && out.size() < length;) {
      held -= 5;
      out.push_back(digits[bits >> held & 31]);
    }
  }
  return out;
}

std::string key_of_case(std::string_view key, std::string_view case_id) {
  const auto digest = crypto::hmac_sha256(key)("placeholders of the case " + std::string(case_id));
  return std::string(crypto::bytes_of(digest));
}

}  // namespace

placeholders::placeholders(std::string_view key, std::string_view case_id, std::size_t length)
    : hash_(key_of_case(key, case_id)), length_(length) {}

const placeholders::entry& placeholders::of(std::string_view value, std::string_view word, bool secret) {
  if (const auto known = name_of_.find(value); known != name_of_.end()) {
    auto& e = by_name_.find(known->second)->second;
    e.secret = e.secret || secret;
    return e;
  }
  const auto digest = hash_(value);
  auto name = name_in(digest, length_);
  if (by_name_.count(name) > 0) name = name_in(digest, long_name_length);
  auto [at, made] = by_name_.try_emplace(
      name, entry{"<" + std::string(word) + "_" + name + ">", std::string(word), std::string(value), secret});
  if (made) name_of_.emplace(value, name);
  return at->second;
}

const placeholders::entry* placeholders::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : &at->second;
}

}  // namespace fm::redaction
