#include "characters.hpp"
#include "scanners.hpp"

#include <array>
#include <string>

namespace fm::redaction {

namespace {

// The least lengths are below those of whole tokens: of one that was cut off the beginning is secret, too.
constexpr std::array tokens{
    R"(eyJ[A-Za-z0-9_=-]{6,}(?:\.[A-Za-z0-9_=-]*){0,4})",  // JSON web token
    R"((?:FwoG|IQoJ)[A-Za-z0-9+/=]{16,})",                 // AWS session token
    R"(ya29\.[\w.-]{8,})",                                 // Google access token
    R"(GOCSPX-[\w-]{8,})",                                 // Google client secret
    R"(gh[pousr]_\w{8,})",
    R"(github_pat_\w{8,})",                                                     // GitHub
    R"(gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct|sa|c)[-_][\w-]{8,})",  // GitLab, Grafana
    R"(GR1348941[\w-]{8,})",                                                    // GitLab runner
    R"(ATBB\w{8,})",
    R"(AT(?:ATT|CTT)3[\w=-]{8,})",  // Bitbucket, Atlassian
    R"(xox[abceoprs]-[\w-]{8,})",
    R"(xoxe\.xox[bp]-[\w-]{8,})",
    R"(xapp-\d-[\w-]{8,})",  // Slack
    R"([sr]k_(?:live|test)_\w{8,})",
    R"(whsec_[\w+/=]{8,})",           // Stripe
    R"(SG\.[\w-]{8,}(?:\.[\w-]*)?)",  // SendGrid
    R"(key-[0-9a-f]{32})",
    R"([0-9a-f]{32}-us\d{1,2})",  // Mailgun, Mailchimp
    R"(npm_\w{8,})",
    R"(pypi-[\w-]{10,})",
    R"(dckr_[po]at_[\w-]{8,})",  // npm, PyPI, Docker Hub
    R"(hf_[A-Za-z0-9]{8,})",
    R"(gsk_\w{8,})",
    R"(xai-\w{16,})",
    R"(pplx-\w{16,})",
    R"(r8_\w{16,})",  // models
    R"(sk-(?:ant-|proj-|or-|svcacct-|admin-)[\w-]{6,})",
    R"(sk-\w{16,})",  // models
    R"(hv[sbr]\.[\w-]{8,})",
    R"(s\.[A-Za-z0-9]{24})",            // Vault
    R"(\w{8,20}\.atlasv1\.[\w-]{6,})",  // Terraform Cloud
    R"(NR(?:AK|JS|II|RA)-[A-Za-z0-9]{8,})",
    R"(\w{20,44}NRAL)",  // New Relic
    R"(do[opr]_v1_[a-f0-9]{8,})",
    R"(shp(?:at|ca|pa|ss)_[a-fA-F0-9]{8,})",
    R"(dapi[0-9a-f]{16,})",
    R"(lin_api_\w{8,})",
    R"(ntn_\w{16,})",
    R"(sntry[su]_[\w=+/-]{8,})",
    R"(pscale_(?:tkn|pw|oauth)_[\w.-]{8,})",
    R"(PMAK-[\w-]{8,})",
    R"(sq0(?:atp|csp|idp)-[\w-]{8,})",
    R"(AGE-SECRET-KEY-1[A-Z0-9]{8,})",
    R"(tskey-[\w-]{8,})",
    R"(HRKU-[\w-]{8,})",
    R"(dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.]{8,})",
    R"(figd_[\w-]{8,})",
    R"(pat[A-Za-z0-9]{14}\.[0-9a-f]{16,})",
    R"(ops_eyJ\w{8,})",
    R"([MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,})",  // Discord bot
    R"(\d{8,10}:AA[\w-]{16,})",                    // Telegram bot
    R"(\w{3}\dQ~[\w.~-]{8,})",                     // Azure client secret
};
constexpr std::array keys{
    R"((?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|AROA|APKA|ASCA)[0-9A-Z]{8,})",  // AWS ids
    R"(AIza[\w-]{8,})",                                                                // Google
    R"([xyztuvXYZ]prv[A-Za-z0-9]{8,})",  // purses of crypto currencies
    R"(AKCp[A-Za-z0-9]{8,})",            // Artifactory
    R"((?:AC|SK)[0-9a-f]{32})",          // Twilio
    R"(LTAI\w{10,})",
    R"(AKID\w{13,})",          // Alibaba, Tencent
    R"([A-Za-z0-9+/]{86}==)",  // Azure storage
};
// Behind their addresses.
constexpr const char* webhooks =
    R"((?i)(?:hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/|api\.telegram\.org/bot|\.webhook\.office\.com/webhookb2/|chat\.googleapis\.com/v1/spaces/|hooks\.zapier\.com/hooks/catch/|events\.pagerduty\.com/integration/|outlook\.office\.com/webhook/)([^\s"'<>,;)\\]{4,}))";
constexpr const char* hashes =
    R"((\$(?:1|5|6|7|y|gy|sha1|apr1|2[abxy]?|argon2(?:id|i|d)|pbkdf2[a-z0-9-]{0,10}|scrypt|bcrypt-sha256|P|H)\$[^\s:"';<>]{8,}|\{(?:SSHA|SHA|SMD5|MD5|CRYPT|PBKDF2|ARGON2|SSHA256|SSHA512|SHA512)\}[A-Za-z0-9+/=$.{}]{12,}|SCRAM-SHA-(?:1|256)\$\d{1,8}:[A-Za-z0-9+/=$:]{16,}|pbkdf2[:_]sha(?:1|256|512)[:$]\d{1,8}[:$][^\s"',;<>]{8,}|scrypt:\d{1,8}:\d{1,3}:\d{1,3}\$[^\s"',;<>]{8,}|(?:^|[^\w*])\*[0-9A-F]{40}|\bmd5[0-9a-f]{32}\b|\$(?:krb5\w{2,8}|DCC2|dcc2|netntlmv?[12]?|office|keepass|zip2|pkzip2?|rar5?|7z|ethereum|bitcoin|ansible)\$[^\s"'<>,]{8,}|\b[0-9a-fA-F]{32}:[0-9a-fA-F]{32}\b))";
// The private parts of JSON web keys
constexpr const char* web_keys =
    R"("(?:d|k|p|q|dp|dq|qi)\\{0,7}"\s{0,4}:\s{0,4}\\{0,7}"([A-Za-z0-9_-]{16,}))";
// Private keys in the import format of wallets
constexpr const char* wallet_keys =
    R"((?:^|[^A-Za-z0-9+/=_-])([5KLc9][1-9A-HJ-NP-Za-km-z]{50,51})(?:[^A-Za-z0-9+/=_-]|$))";
// What stands on the stripes of cards
constexpr const char* tracks = R"((%[Bb]\d{12,19}\^[^\n^]{2,40}\^[\d= ]{7,60}\??|;\d{12,19}=\d{7,40}\??))";

template <std::size_t N>
std::string any_of(const std::array<const char*, N>& patterns) {
  std::string out = R"((?:^|[^A-Za-z0-9]))";
  out += "(";
  for (const char* p : patterns) out += (out.back() == '(' ? "" : "|") + std::string(p);
  return out + ")";
}

}  // namespace

void find_formed(const scan& s) {
  static const re2::RE2 token(any_of(tokens), byte_options());
  static const re2::RE2 key(any_of(keys), byte_options());
  static const re2::RE2 webhook(webhooks, byte_options());
  static const re2::RE2 hash(hashes, byte_options());
  static const re2::RE2 web_key(web_keys, byte_options());
  static const re2::RE2 wallet_key(wallet_keys, byte_options());
  static const re2::RE2 track(tracks, byte_options());
  for_each_match(s, web_key, [&](const auto& m) {
    if (any_is_of(m[1], is_lower) && any_is_of(m[1], is_upper) && any_is_of(m[1], is_digit))
      s.add(m[1], words::private_key);
  });
  for_each_match(s, wallet_key, [&](const auto& m) {
    if (any_is_of(m[1], is_digit) && any_is_of(m[1], is_lower) && any_is_of(m[1], is_upper))
      s.add(m[1], words::private_key);
  });
  for_each_match(s, track, [&](const auto& m) { s.add(m[1], words::card); });
  for_each_match(s, webhook, [&](const auto& m) { s.add(m[1], words::token); });
  for_each_match(s, token, [&](const auto& m) {
    auto v = m[1];
    while (!v.empty() && (v.back() == '.' || v.back() == '-')) v.remove_suffix(1);  // the sentence's
    // Names of things have prefixes, too: a token has digits, or letters of both kinds.
    const bool mixed = any_is_of(v, is_digit) || (any_is_of(v, is_upper) && any_is_of(v.substr(3), is_lower));
    if (mixed) s.add(v, words::token);
  });
  for_each_match(s, key, [&](const auto& m) {
    if (any_is_of(m[1], is_digit) || m[1].size() >= 20) s.add(m[1], words::api_key);
  });
  for_each_match(s, hash, [&](const auto& m) {
    auto v = m[1];
    while (!v.empty() && (v.back() == ',' || v.back() == '.')) v.remove_suffix(1);
    s.add(v, words::hash);
  });
}

}  // namespace fm::redaction
