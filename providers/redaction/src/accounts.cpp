#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"

#include <array>
#include <memory>
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

void find_accounts(const scan& s) {
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
