#include "registration.hpp"

#include <fm/crypto/base64url.hpp>
#include <fm/crypto/random.hpp>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace fm::program {

namespace {

constexpr std::size_t shortest_token = 16, longest_token = 255;

outcome<secret<>> token_in(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(ec::invalid, "FM_SETUP_TOKEN_FILE: " + path + " cannot be read: " + std::strerror(errno));
  std::string text(longest_token + 2, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  const bool is_printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (text.size() < shortest_token || text.size() > longest_token || !is_printable)
    return fail(ec::invalid, "FM_SETUP_TOKEN_FILE: " + path +
                                 " should hold one line of 16 to 255 characters of ASCII without blanks; "
                                 "openssl rand -hex 24 makes one");
  return secret<>(std::move(text));
}

}  // namespace

bool listens_on_loopback(const settings::set& s) {
  const auto& host = s.text("HOST");
  return host == "::1" || host.starts_with("127.");
}

outcome<registration_rule> registration_of(const settings::set& s) {
  registration_rule rule;
  rule.word = s.text("FM_REGISTRATION");
  if (rule.word.empty()) rule.word = listens_on_loopback(s) ? "open" : "invite";
  std::transform(rule.word.begin(), rule.word.end(), rule.word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (rule.word == "open") return rule;
  rule.how = rule.word == "invite" ? auth::registration::invite : auth::registration::closed;
  if (const auto& path = s.text("FM_SETUP_TOKEN_FILE"); !path.empty()) {
    auto token = token_in(path);
    if (!token) return std::move(token.error());
    rule.setup_token = std::move(*token);
    return rule;
  }
  constexpr std::size_t random_bytes = 24;
  rule.setup_token = secret<>("fms_" + crypto::to_base64url(crypto::random_bytes(random_bytes)));
  rule.is_made = true;
  return rule;
}

std::string first_steps(const registration_rule& rule, const settings::set& s) {
  if (rule.how == auth::registration::open) return {};
  const std::string start =
      "There is no account yet. Make the first one, an administrator, with faultmaven user add, or register "
      "it "
      "(POST /auth/register) with \"setup_token\": ";
  return rule.is_made ? start + "this one, which is good once:\n" + rule.setup_token.expose()
                      : start + "the one in " + s.text("FM_SETUP_TOKEN_FILE") + ".";
}

}  // namespace fm::program
