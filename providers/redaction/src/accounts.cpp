#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"

#include <array>
#include <memory>
#include <string_view>
#include <vector>

namespace fm::redaction {

namespace {

// Group 1 is the account.
constexpr std::array patterns{
    // for user app, by user "app", invalid user admin
    R"re((?i)\b(?:for|of|by|as|from|to|invalid|unknown|illegal|existing|on behalf of|authenticate|authenticating)[ \t]{1,3}(?:(?:invalid|unknown|illegal|the|local|non-existent|database|db|remote|OS)[ \t]{1,3}){0,3}(?:user(?:name)?|account|role|login)[ \t]{1,3}\\{0,3}["'`]?([\w.@$+-]{2,64}))re",
    // user "app", role 'app', login `app`
    R"re((?i)\b(?:user(?:name)?|role|login|account|principal)[ \t]{1,3}(?:name[ \t]{1,3})?\\{0,3}["'`]([\w.@$+\\-]{2,64})\\{0,3}["'`])re",
    // Accepted publickey for ann from 10.1.2.3
    R"re(\b(?:Accepted|Failed|Postponed|Connection closed by authenticating|Disconnected from|Received disconnect from)[ \t]{1,3}[\w/-]{1,40}[ \t]{1,3}for[ \t]{1,3}(?:invalid user[ \t]{1,3}|illegal user[ \t]{1,3})?([\w.@$+-]{1,64})[ \t]{1,3}from\b)re",
    R"re(\b(?:Disconnected from|Connection (?:closed|reset) by)[ \t]{1,3}(?:authenticating |invalid )?user[ \t]{1,3}([\w.@$+-]{1,64}))re",
    R"re(\buser[ \t]{1,3}([\w.@$+-]{1,64})[ \t]{1,3}(?:logged|signed|from|has|authenticated|connected|disconnected|locked|does not exist|not found|is not|was|in group|by|on)\b)re",
    R"re(\bsession (?:opened|closed) for user[ \t]{1,3}([\w.@$+-]{1,64}))re",
    R"re(\bsession \S{1,20} of user[ \t]{1,3}([\w.@$+-]{1,64}))re",
    R"re(\bsudo(?:\[\d{1,8}\])?:\s{1,6}([\w.@$+-]{1,64})\s{0,3}:\s)re",
    R"re(\bCRON\[\d{1,8}\]:[ \t]{1,3}\(([\w.-]{1,64})\))re",
    R"re(\bsu:\s\(to \w{1,40}\)\s([\w.-]{1,64})\s)re",
    R"re(\b(?:ssh|scp|sftp|rsync)\s(?:-\w{1,8}\s(?:\S{1,80}\s)?){0,4}(?:\S{1,80}\s)?([\w.-]{1,64})@[\w.-])re",
    R"re(\b(?:uid|euid|gid|ruid)=\d{1,10}\(([\w.-]{1,64})\))re",
    R"re(\bby ([\w.-]{1,64})\(uid=\d)re",
    // Folders of people
    R"re((?:^|[^\w])/(?:home|Users|var/home|export/home|usr/home)/([\w.@$+-]{1,64}))re",
    R"re((?i)\b[a-z]:(?:\\{1,4}|/)(?:users|documents and settings)(?:\\{1,4}|/)([\w.@$+-]{1,64}(?: [A-Z][\w-]{1,30})?))re",
};

}  // namespace

namespace {

/// ACME\jroe14: a domain of Windows before an account.
void find_in_domains(const scan& s) {
  static const re2::RE2 account(R"re((?:^|[^\w\\:/.-])([A-Z][A-Z0-9-]{1,15}\\{1,4})([A-Za-z][\w.-]{2,63}))re",
                                byte_options());
  for_each_match<3>(s, account, [&](const auto& m) {
    const auto domain = m[1].substr(0, m[1].find('\\'));
    for (const std::string_view known : {"HKLM", "HKCU", "HKCR", "HKU", "BUILTIN", "AUTHORITY", "WINDOWS"})
      if (domain == known) return;
    const auto end = static_cast<std::size_t>(m[2].data() - s.text.data()) + m[2].size();
    if (end < s.text.size() && s.text[end] == '\\') return;  // a path
    // ERROR\n2026: the end of a line
    const bool single = m[1].size() == domain.size() + 1;
    if (single && std::string_view("nrt").find(m[2].front()) != std::string_view::npos) return;
    if (single && (m[2].front() == 'u' || m[2].front() == 'x') && is_hex(m[2][1]) && is_hex(m[2][2])) return;
    auto v = m[2];
    while (v.back() == '.' || v.back() == '-') v.remove_suffix(1);
    if (any_is_of(v, [](char c) { return is_digit(c) || c == '.' || c == '_'; }) && may_be_account(v))
      s.add(v, words::account);
  });
}

/// CN=Jane Roe,OU=Sales: a person of a directory, not the name of a certificate.
void find_common_names(const scan& s) {
  static const re2::RE2 person(R"re((?i)\bcn=((?:[^,=\n"<>\\]|\\,){2,64}),\s{0,2}(?:ou|dc|o|cn|uid)=)re",
                               byte_options());
  static const re2::RE2 issuer(
      R"re((?i)\b(?:CA|root|authority|encrypt|global|tls|ssl|server|service|services|public|secure|users|computers|admins?|group|trust|ecc|rsa|g\d)\b|\d|[:*/])re",
      byte_options());
  for_each_match(s, person, [&](const auto& m) {
    const auto blank = m[1].find(' ');
    if (blank == m[1].npos || blank + 1 >= m[1].size() || !is_upper(m[1][blank + 1]) ||
        re2::RE2::PartialMatch(re2::StringPiece(m[1].data(), m[1].size()), issuer))
      return;
    s.add(m[1], words::account);
  });
}

}  // namespace

void find_accounts(const scan& s) {
  find_in_domains(s);
  find_common_names(s);
  static const std::vector<std::unique_ptr<re2::RE2>> compiled = [] {
    std::vector<std::unique_ptr<re2::RE2>> out;
    for (const char* p : patterns) out.push_back(std::make_unique<re2::RE2>(p, byte_options()));
    return out;
  }();
  for (const auto& p : compiled)
    for_each_match(s, *p, [&](const auto& m) {
      auto v = m[1];
      while (!v.empty() && (v.back() == '.' || v.back() == '-' || v.back() == ':')) v.remove_suffix(1);
      if (may_be_account(v) && !is_ordinary(v)) s.add(v, words::account);
    });
}

}  // namespace fm::redaction
