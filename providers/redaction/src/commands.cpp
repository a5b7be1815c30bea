#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"
#include "values.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace fm::redaction {

namespace {

struct argument {
  std::size_t begin = 0, end = 0;  ///< without quotes
};

/// How a program takes its secret: as the word behind an option, or attached to it.
struct habit {
  std::string_view programs;  ///< separated by blanks
  std::string_view behind;    ///< options before the secret, separated by blanks
  std::string_view attached;  ///< an option whose rest is the secret
  std::string_view needs;     ///< a word that has to stand in the command, such as "login"
  bool with_user;             ///< the value is user:password or user%password
};

constexpr std::array habits{
    habit{"mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlbinlog mysqlsh mariadb mariadb-dump "
          "mariadb-admin mycli xtrabackup",
          "", "-p", "", false},
    habit{"sshpass", "-p", "-p", "", false},
    habit{"redis-cli valkey-cli keydb-cli", "-a", "-a", "", false},
    habit{"curl", "-u -U --user --proxy-user", "-u", "", true},
    habit{"http https httpie xh", "-a --auth", "", "", true},
    habit{"docker podman nerdctl buildah skopeo helm oc az argocd cf crane", "-p", "-p", "login", false},
    habit{"mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh influx rdesktop arangosh", "-p",
          "-p", "", false},
    habit{"ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldappasswd ldapcompare", "-w -s", "", "",
          false},
    habit{"smbclient rpcclient smbmap winexe wmiexec net", "-U", "-U", "", true},
    habit{"sqlcmd bcp isql osql tsql ipmitool", "-P", "-P", "", false},
    habit{"zip unzip 7z 7za rar unrar", "-P", "-p", "", false},
    habit{"snmpwalk snmpget snmpset snmpbulkwalk snmptrap", "-c -A -X", "", "", false},
    habit{"svn ftp lftp wput ncftp", "-u", "", "", true},
    habit{"openssl", "-k -K", "", "", false},
    habit{"ssh-keygen", "-N -P", "", "", false},
    habit{"useradd usermod adduser", "-p", "", "", false},
    habit{"psexec PsExec PsExec64 psexec64", "-p", "", "", false},
    habit{"plink pscp psftp", "-pw", "", "", false},
    habit{"aws", "--secret-string --master-user-password", "", "", false},
    habit{"aws", "--value", "", "put-parameter", false},
    habit{"keytool jarsigner", "-storepass -keypass", "", "", false},
};

bool lists(std::string_view list, std::string_view word) {
  for (auto at = list.find(word); !word.empty() && at != list.npos; at = list.find(word, at + 1))
    if ((at == 0 || list[at - 1] == ' ') &&
        (at + word.size() == list.size() || list[at + word.size()] == ' '))
      return true;
  return false;
}

/// The words of the command that begins at `at`, up to its end: a line, a pipe, a semicolon.
std::vector<argument> words_of(std::string_view t, std::size_t at) {
  constexpr std::size_t longest = 600, most = 60;
  const auto limit = std::min(t.size(), at + longest);
  std::vector<argument> out;
  while (at < limit && out.size() < most) {
    at = run_end(t, at, [](char c) { return is_blank(c) || c == ',' || c == '[' || c == ']'; });
    if (at >= limit || is_line_end(t[at]) || t[at] == '|' || t[at] == ';' || t[at] == '`' ||
        t.compare(at, 2, "&&") == 0)
      break;
    if (t[at] == '"' || t[at] == '\'') {
      const auto v = value_at(t, at);
      out.push_back({v.begin, v.end});
      at = v.end + 1;
      continue;
    }
    const auto end = run_end(t, at, [](char c) { return !is_space(c) && c != '"' && c != '|' && c != '`'; });
    out.push_back({at, end});
    at = end + (end < t.size() && t[end] == '"' ? 1 : 0);
    if (end > at + longest) break;
  }
  return out;
}

class command {
 public:
  command(const scan& s, std::string_view program, std::size_t behind)
      : s_(s), program_(program), words_(words_of(s.text, behind)) {
    s_.work += words_.empty() ? 1 : words_.back().end - behind;
  }

  void find() {
    for (const auto& h : habits)
      if (lists(h.programs, program_)) take(h);
    if (program_ == "htpasswd") {
      // htpasswd -b FILE USER PASSWORD, with -n without the file.
      bool batch = false;
      for (const auto& w : words_)
        batch = batch || (text(w).starts_with("-") && text(w).find('b') != std::string_view::npos);
      if (batch && words_.size() >= 3) add(words_.back());
    } else if (program_ == "rabbitmqctl" && words_.size() >= 3) {
      for (std::size_t i = 0; i + 2 < words_.size(); ++i)
        if (text(words_[i]) == "add_user" || text(words_[i]) == "change_password") add(words_[i + 2]);
    } else if (program_ == "sqlplus" || program_ == "expdp" || program_ == "impdp") {
      for (const auto& w : words_) {
        const auto slash = text(w).find('/');
        if (slash == std::string_view::npos || slash == 0) continue;
        const auto at = std::min(text(w).find('@', slash), text(w).size());
        add({w.begin + slash + 1, w.begin + at});
        break;
      }
    } else if (program_ == "xfreerdp" || program_ == "wfreerdp" || program_ == "net") {
      for (const auto& w : words_)
        if (text(w).starts_with("/p:")) add({w.begin + 3, w.end});
      // net user NAME PASSWORD
      if (program_ == "net" && words_.size() >= 3 && text(words_[0]) == "user" &&
          !text(words_[2]).starts_with("/") && text(words_[2]) != "*")
        add(words_[2]);
      if (program_ == "net")
        for (std::size_t i = 0; i + 1 < words_.size(); ++i)
          if (text(words_[i]).starts_with("\\\\") && !text(words_[i + 1]).starts_with("/"))
            add(words_[i + 1]);
    }
  }

 private:
  std::string_view text(const argument& a) const { return s_.text.substr(a.begin, a.end - a.begin); }

  void add(argument a) const {
    if (a.begin >= a.end || is_stand_in(text(a)) || text(a).starts_with("--")) return;
    s_.add(a.begin, a.end, words::password);
  }

  void take_value(const habit& h, argument a) const {
    if (!h.with_user) return add(a);
    const auto split = text(a).find_first_of(":%");
    if (split == std::string_view::npos) return;
    if (split > 0) {
      auto name = text({a.begin, a.begin + split});
      if (const auto domain = name.find_last_of("\\/"); domain != name.npos) name.remove_prefix(domain + 1);
      if (!is_system_account(name)) s_.add(name, words::account);
    }
    add({a.begin + split + 1, a.end});
  }

  void take(const habit& h) const {
    const auto says = [&](std::string_view word) {
      return std::any_of(words_.begin(), words_.end(), [&](const argument& a) { return text(a) == word; });
    };
    if (!h.needs.empty() && !says(h.needs)) return;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const auto w = text(words_[i]);
      if (i + 1 < words_.size() && lists(h.behind, w))
        take_value(h, words_[i + 1]);
      else if (!h.attached.empty() && w.size() > h.attached.size() && w.starts_with(h.attached) &&
               !w.starts_with("--")) {
        const auto value = argument{words_[i].begin + h.attached.size(), words_[i].end};
        // -port and the like are options of their own.
        if (!is_ordinary(text(value)) && text(value) != "ort" && text(value) != "assword")
          take_value(h, value);
      }
    }
  }

  const scan& s_;
  std::string_view program_;
  std::vector<argument> words_;
};

void find_programs(const scan& s) {
  static const re2::RE2 program(
      R"((?:^|[^\w.-])((?:mysql\w{0,10}|mariadb(?:-dump|-admin)?|mycli|xtrabackup|sshpass|(?:redis|valkey|keydb)-cli|curl|https?|httpie|xh|docker|podman|nerdctl|buildah|skopeo|helm|oc|az|argocd|cf|crane|mongo\w{0,8}|cqlsh|influx|rdesktop|arangosh|ldap\w{3,8}|smbclient|rpcclient|smbmap|winexe|wmiexec|net|sqlcmd|bcp|isql|osql|tsql|ipmitool|zip|unzip|7za?|u?n?rar|snmp\w{3,8}|svn|l?ftp|wput|ncftp|keytool|jarsigner|htpasswd|rabbitmqctl|sqlplus|expdp|impdp|openssl|[xw]freerdp|ssh-keygen|useradd|usermod|adduser|[Pp]s[Ee]xec(?:64)?|plink|pscp|psftp|aws))(?:\.exe)?["']?[ ,])",
      byte_options());
  for_each_match(s, program, [&](const auto& m) {
    const auto behind = static_cast<std::size_t>(m[0].data() - s.text.data()) + m[0].size();
    command(s, m[1], behind).find();
  });
}

/// --password X, "--token", "X"
void find_options(const scan& s) {
  static const re2::RE2 option(
      R"re((?:^|[\s"'\[,`(])--?([A-Za-z][\w.-]{1,40})(?:[ \t]{1,4}|["']\s{0,4},\s{0,4}))re", byte_options());
  for_each_match(s, option, [&](const auto& m) {
    const auto what = class_of(m[1]);
    if (what != name_class::password && what != name_class::secret && what != name_class::account) return;
    const auto behind = static_cast<std::size_t>(m[0].data() - s.text.data()) + m[0].size();
    const auto v = value_at(s.text, behind);
    const auto value = s.text.substr(v.begin, v.end - v.begin);
    s.work += v.end - behind;
    if (value.empty() || value.front() == '-' || value.front() == '|' || is_stand_in(value)) return;
    if (what == name_class::account) {
      const auto colon = value.find(':');
      const auto name = value.substr(0, colon);
      if (colon != value.npos && !is_stand_in(value.substr(colon + 1)))
        s.add(value.substr(colon + 1), words::password);
      if (may_be_account(name) && !is_ordinary(name) && all_are(name, is_name)) s.add(name, words::account);
      return;
    }
    // "--password is required": a message about it.
    if (!v.quoted && is_ordinary(value)) return;
    s.add(v.begin, v.end, what == name_class::password ? words::password : words::secret);
  });
}

/// `ENV NAME value` of container files, `set NAME value`.
void find_environment(const scan& s) {
  static const re2::RE2 assigned(
      R"re((?m:^|[\s;&|])(?:ENV|ARG|setenv|set|setx)\s{1,4}([A-Za-z_]\w{1,60})[ \t]{1,4}[^\s=])re",
      byte_options());
  for_each_match(s, assigned, [&](const auto& m) {
    const auto what = class_of(m[1]);
    if (what != name_class::password && what != name_class::secret) return;
    const auto v = value_at(s.text, static_cast<std::size_t>(m[1].data() - s.text.data()) + m[1].size());
    s.work += v.end - v.begin;
    const auto value = s.text.substr(v.begin, v.end - v.begin);
    if (!is_stand_in(value) && (looks_secret(value) || m[0].find("ENV") != m[0].npos))
      s.add(v.begin, v.end, words::password);
  });
}

/// Lines of configurations, and what clients say: `requirepass x`, `AUTH default x`, `login ann password x`.
void find_directives(const scan& s) {
  static const re2::RE2 directive(
      R"re((?i)\b(?:requirepass|masterauth|rootpw|bindpw|auth_pass|wpa_passphrase|psk|pre-?shared-?key|shared-?secret|snmp-server community|ipsec_psk)\s{1,4}["']?([^\s"']{3,200}))re",
      byte_options());
  for_each_match(s, directive, [&](const auto& m) {
    auto v = m[1];
    while (!v.empty() && (v.back() == ':' || v.back() == ';' || v.back() == ',')) v.remove_suffix(1);
    if (!is_stand_in(v) && !is_ordinary(v) && v.front() != '=') s.add(v, words::password);
  });
  static const re2::RE2 auth(R"re(\bAUTH\s{1,3}(?:\w{1,40}\s{1,3})?["']?([^\s"'),]{4,200}))re",
                             byte_options());
  for_each_match(s, auth, [&](const auto& m) {
    if (looks_secret(m[1]) && !is_stand_in(m[1])) s.add(m[1], words::password);
  });
  static const re2::RE2 login(R"re(\blogin\s{1,4}([\w.@-]{2,64})\s{1,4}password\b)re", byte_options());
  for_each_match(s, login, [&](const auto& m) {
    if (may_be_account(m[1]) && !is_ordinary(m[1])) s.add(m[1], words::account);
  });
  // username admin password 7 x: the number is how it is kept.
  static const re2::RE2 kept(
      R"re(\b(?:password|secret|key|key-string|community)\s{1,3}[05789]\s{1,3}(\S{4,200}))re",
      byte_options());
  for_each_match(s, kept, [&](const auto& m) {
    if (looks_secret(m[1]) || all_are(m[1], is_hex)) s.add(m[1], words::password);
  });
  // a1 LOGIN bob x
  static const re2::RE2 imap(
      R"re((?:\b(?:IMAP|imap)\S{0,10}\s{1,3}(?:[CS>:]{1,2}\s{0,2})?(?:\w{1,8}\s)?|(?m:^|\s)[A-Za-z]{0,4}\d{1,6}\s)LOGIN\s{1,3}"?([^\s"]{1,64})"?\s{1,3}"?([^\s"]{3,200}))re",
      byte_options());
  for_each_match<3>(s, imap, [&](const auto& m) {
    if (is_ordinary(m[2]) || is_stand_in(m[2])) return;
    if (may_be_account(m[1])) s.add(m[1], words::account);
    s.add(m[2], words::password);
  });
  static const re2::RE2 secure(
      R"re((?i)\bConvertTo-SecureString\s{1,4}(?:-(?:String|AsPlainText|Force)\s{1,4}){0,3}["']?([^"'\s$(-][^"'\s]{1,200}))re",
      byte_options());
  for_each_match(s, secure, [&](const auto& m) {
    if (!is_stand_in(m[1])) s.add(m[1], words::password);
  });
  // ~/.pgpass: host:port:database:user:password
  static const re2::RE2 pgpass(
      R"re((?m:^|\s)[\w.*-]{1,100}:(?:\d{4,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:([^\s:;,]{4,200})(?:[\s;,]|$))re",
      byte_options());
  for_each_match(s, pgpass, [&](const auto& m) {
    if (looks_secret(m[1])) s.add(m[1], words::password);
  });
}

/// `echo x | docker login --password-stdin`, `sudo -S <<< x`
void find_piped(const scan& s) {
  static const re2::RE2 here(
      R"re((?:\bsudo\s{1,4}-\w{0,4}S\b|\bpasswd\b|\bchpasswd\b|--password-stdin\b|\bcryptsetup\b|\bkinit\b|\blogin\b)[^\n<]{0,120}<<<\s{0,4}["']?([^\s"']{1,200}))re",
      byte_options());
  for_each_match(s, here, [&](const auto& m) {
    const auto colon = m[0].find("chpasswd") == m[0].npos ? m[1].npos : m[1].find(':');
    const auto value = colon == m[1].npos ? m[1] : m[1].substr(colon + 1);
    if (!is_stand_in(value)) s.add(value, words::password);
  });
  static const re2::RE2 chpasswd(
      R"re(\becho\s{1,4}(?:-\w\s{1,4})?["']?[\w.-]{1,40}:([^"'\s|]{1,200})["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?chpasswd)re",
      byte_options());
  for_each_match(s, chpasswd, [&](const auto& m) { s.add(m[1], words::password); });
  static const re2::RE2 echo(
      R"re(\b(?:echo|printf)\s{1,4}(?:-\w\s{1,4}|--\s{1,4}|["']?%s(?:\\n)?["']?\s{1,4}){0,3}["']?([^"'\s|]{1,200})["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4}-\w*S|sudo\s{1,4}passwd|passwd\s|kinit\b|cryptsetup\s|smbpasswd\s|pdbedit\s|vault\s{1,4}login|(?:docker|podman|helm|nerdctl)\s{1,4}(?:registry\s)?login|base64|openssl\s{1,4}\w{1,10}\s{1,4}-pass\w*\s{1,4}stdin|gpg\s))re",
      byte_options());
  for_each_match(s, echo, [&](const auto& m) {
    if (!is_stand_in(m[1])) s.add(m[1], words::password);
  });
}

void find_sql(const scan& s) {
  static const re2::RE2 quoted(
      R"re((?i)(?:^|[^\w'"])(?:identified\s{1,8}(?:with\s{1,8}\S{1,40}\s{1,8})?(?:by|as)(?:\s{1,8}(?:password|values))?|(?:encrypted\s{1,8}|unencrypted\s{1,8})?password|old_password|sas_token)\s{0,8}[=(]?\s{0,8}\\{0,3}'((?:[^'\\\n]|''|\\[^\n]){1,300})\\{0,3}')re",
      byte_options());
  for_each_match(s, quoted, [&](const auto& m) {
    if (!is_stand_in(m[1]) && !is_ordinary(m[1])) s.add(m[1], words::password);
  });
  static const re2::RE2 procedure(
      R"re((?i)\bsp_(?:addlogin|password|addlinkedsrvlogin)\s{1,8}(?:@?\w{0,20}\s?=?\s?N?'[^'\n]{0,60}',\s{0,4}){0,3}N?'([^'\n]{1,100})')re",
      byte_options());
  for_each_match(s, procedure, [&](const auto& m) { s.add(m[1], words::password); });
  static const re2::RE2 bare(R"re((?i)\bidentified\s{1,8}by\s{1,8}(?:values\s{1,8})?"?([^\s'";,]{3,100}))re",
                             byte_options());
  for_each_match(s, bare, [&](const auto& m) {
    if (!is_ordinary(m[1]) && !is_stand_in(m[1])) s.add(m[1], words::password);
  });
}

}  // namespace

void find_commands(const scan& s) {
  find_programs(s);
  find_options(s);
  find_environment(s);
  find_directives(s);
  find_piped(s);
  find_sql(s);
}

}  // namespace fm::redaction
