#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"
#include "values.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

/// Behind a scheme of authorization stands a credential.
void find_schemes(const scan& s) {
  static const re2::RE2 scheme(
      R"((?i)\b(?:bearer|basic|negotiate|ntlm|apikey|token|ssws|geniekey|splunk)(?:\s+|%20|\+)["']?([A-Za-z0-9._~+/=:-]{6,}))",
      byte_options());
  for_each_match(s, scheme, [&](const auto& m) {
    auto v = m[1];
    while (!v.empty() && (v.back() == '.' || v.back() == ':')) v.remove_suffix(1);
    // "basic authentication", "token expired", `Bearer realm="x"`: words.
    if (v.empty() ||
        (v.back() == '=' &&
         all_are(v.substr(0, v.find('=')), [](char c) { return is_letter(c) || c == '_'; }) && v.size() < 16))
      return;
    if (looks_secret(v) || (v.size() >= 16 && any_is_of(v, is_upper) && any_is_of(v.substr(1), is_lower)))
      s.add(v, words::token);
  });
}

/// `Authorization: Digest ..., response="..."` and `AWS4-HMAC-SHA256 Credential=..., Signature=...`
void find_parameters(const scan& s) {
  static const re2::RE2 parameter(
      R"((?i)\b(?:nonce|cnonce|response|opaque|signature|x-amz-signature|x-amz-credential|credential)\s*=\s*["\\]{0,8}([A-Za-z0-9+/=_:.%-]{8,}))",
      byte_options());
  for_each_match(s, parameter, [&](const auto& m) {
    constexpr std::size_t shortest = 16;
    if (looks_random(m[1]) || (m[1].size() >= shortest && any_is_of(m[1], is_digit)))
      s.add(m[1], words::token);
  });
}

constexpr bool is_attribute(std::string_view small) {
  for (const std::string_view a :
       {"path", "domain", "expires", "max-age", "samesite", "priority", "version", "comment"})
    if (small == a) return true;
  return false;
}

/// The values of all cookies of one header, which end with it.
void find_cookies(const scan& s) {
  static const re2::RE2 header(R"((?i)\b((?:set-)?cookie2?["'\\]{0,4}\s*[:=]))", byte_options());
  for_each_match(s, header, [&](const auto& m) {
    auto at = static_cast<std::size_t>(m[1].data() - s.text.data()) + m[1].size();
    constexpr std::size_t longest = 8'000;
    const auto limit = std::min(s.text.size(), at + longest);
    while (at < limit) {
      at = run_end(s.text, at, [](char c) {
        return is_blank(c) || c == '"' || c == '\'' || c == '\\' || c == ';' || c == '[';
      });
      const auto name_end = run_end(
          s.text, at, [](char c) { return is_name(c) || c == '%' || c == '$' || c == '!' || c == '*'; });
      if (name_end == at || name_end >= limit || s.text[name_end] != '=') break;
      const auto end = run_end(s.text, name_end + 1, [](char c) {
        return !is_space(c) && c != ';' && c != '"' && c != '\'' && c != ',' && c != '\\';
      });
      const auto value = s.text.substr(name_end + 1, end - name_end - 1);
      if (!is_attribute(lowered(s.text.substr(at, name_end - at))) && value.size() >= 4 &&
          !is_stand_in(value))
        s.add(value, words::session);
      s.work += end - at;
      at = end;
    }
  });
}

}  // namespace

void find_headers(const scan& s) {
  find_schemes(s);
  find_parameters(s);
  find_cookies(s);
}

}  // namespace fm::redaction
