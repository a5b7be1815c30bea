#include "names.hpp"

#include "characters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_set>
#include <vector>

namespace fm::redaction {

namespace {

/// Words separated by blanks, to be looked up.
class word_list {
 public:
  explicit word_list(std::string_view words) {
    for (std::size_t at = 0; at < words.size();) {
      const auto end = std::min(words.find(' ', at), words.size());
      if (end > at) words_.insert(words.substr(at, end - at));
      at = end + 1;
    }
  }
  bool has(std::string_view word) const { return words_.count(word) > 0; }

 private:
  std::unordered_set<std::string_view> words_;
};

const word_list passwords(
    "password passwords passwd passphrase passwrd pwd pass passcode pw psw passwort kennwort motdepasse "
    "contrasena "
    "senha wachtwoord dbpass userpass rootpass adminpass smtppass mailpass ldappass ftppass storepass "
    "keypass "
    "mypass bindpw rootpw userpw pin pincode passin passout psk presharedkey wpapsk authtok rediscliauth mdp "
    "clave "
    "contraseña Contraseña пароль Пароль ПАРОЛЬ hasło Hasło heslo salasana lösenord Lösenord losenord parola "
    "şifre sifre jelszó jelszo adgangskode passord lozinka senhas пин 비밀번호 암호 パスワード 密码 密碼 "
    "口令 "
    "κωδικός סיסמה mậtkhẩu matkhau katasandi");
/// Words in -pass that are none, and the file of passwords of PostgreSQL.
const word_list passes(
    "bypass compass trespass overpass underpass subpass multipass surpass encompass pgpass");
const word_list secrets(
    "secret token apikey secretkey accesskey privatekey authkey accountkey sharedkey masterkey encryptionkey "
    "signingkey licensekey credential credentials otp totp csrf xsrf jwt bearer clientsecret "
    "connectionstring "
    "accesskeyid secretid accessorid apptoken apisecret sharedaccesskey sharedaccesssignature authtoken "
    "community keyid1 geheimnis pepper smtpauth redisauth proxyauth httpauth samlresponse samlassertion");
/// What makes a "key" a secret when it stands before it.
const word_list secret_keys(
    "api secret access account private shared master encryption encrypt signing sign sas storage service "
    "subscription app application admin auth license licence deploy integration ssh rsa aes crypto hmac "
    "consumer "
    "client webhook session recovery activation product registration security write ingest instrumentation "
    "function "
    "functions openai anthropic groq stripe datadog sendgrid mailgun twilio dd newrelic unseal root user org "
    "organization project server publishable bot site maps google aws azure gcp");
/// Tokens that are places in lists, or parts of texts.
const word_list plain_tokens(
    "next page continuation cursor sync resume first last unexpected end start stop eos bos pad unk invalid "
    "current illegal per prompt completion input output");
const word_list sessions(
    "session sessionid sessid sid jsessionid phpsessid sessionkey sessiontoken asp.netsessionid "
    "aspnetsessionid "
    "cfid cftoken laravelsession authsession");
const word_list telling(
    "key auth authorization signature sig salt seed hmac nonce cnonce opaque cookie code cert private "
    "license "
    "licence unseal shared hash digest value1 sas credential challenge verifier assertion ticket grant state "
    "fingerprint keytab kubeconfig webhook");
const word_list accounts(
    "user username login loginname logname accountname uid userid owner principal ruser operator actor "
    "author "
    "usr benutzer benutzername utilisateur usuario samaccountname userprincipalname createdby updatedby "
    "requestedby assignee reporter remoteuser dbuser authuser sudouser currentuser targetusername "
    "subjectusername client_user");
const word_list phones(
    "phone tel telephone mobile fax cell phonenumber mobilenumber msisdn telefon telefonnummer handy "
    "cellphone whatsapp");
const word_list programs("chpasswd htpasswd smbpasswd ldappasswd yppasswd kpasswd gpasswd");
/// What a value was, and what it is.
const word_list changes("value old new before after previous oldvalue newvalue previousvalue currentvalue");
const word_list labels("name key variable env property parameter field attribute column setting option path");
const word_list card_codes("cvv cvc csc securitycode cardcode pan cardnumber");
const word_list social_security(
    "ssn socialsecurity socialsecuritynumber securitynumber taxid sozialversicherungsnummer nationalid sin");
const word_list hosts("fqdn servername nodename datasource hostname dnsname networkaddress");
const word_list trailing(
    "value val text plain plaintext raw b64 base64 enc encrypted decrypted current new old prod dev test "
    "staging "
    "live main primary secondary default confirm confirmation repeat again header hash set given entered "
    "tried "
    "received sent used provided supplied");

/// Small letters, split where the spelling does: my_dbPassword2 is my, db, password.
std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> out;
  std::string part;
  const auto end_part = [&] {
    while (!part.empty() && is_digit(part.back())) part.pop_back();
    if (!part.empty()) out.push_back(part);
    part.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_alnum(c) && static_cast<unsigned char>(c) < 0x80) {
      end_part();
      continue;
    }
    const bool begins = is_upper(c) && i > 0 &&
                        (is_lower(name[i - 1]) || is_digit(name[i - 1]) ||
                         (is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1])));
    if (begins) end_part();
    part.push_back(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
  }
  end_part();
  return out;
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view e) { return text.ends_with(e); });
}

constexpr std::size_t enough = 512;  // bytes, to tell what a value is

}  // namespace

name_class class_of(std::string_view name) {
  constexpr std::size_t longest = 64;
  if (name.size() > longest) name.remove_prefix(name.size() - longest);
  auto parts = parts_of(name);
  if (parts.empty()) return name_class::none;
  if (parts.size() <= 2 && changes.has(parts.size() == 1 ? parts[0] : parts[0] + parts[1]))
    return name_class::value;
  if (parts.size() == 1 && labels.has(parts[0])) return name_class::label;
  for (int i = 0; i < 2 && parts.size() > 1 && trailing.has(parts.back()); ++i) parts.pop_back();
  const auto& last = parts.back();
  const std::string before = parts.size() > 1 ? parts[parts.size() - 2] : "";
  const auto two = before + last;
  const auto three = parts.size() > 2 ? parts[parts.size() - 3] + two : two;
  if (before == "public" || before == "primary" || before == "foreign" || before == "idempotency")
    return name_class::none;
  if (programs.has(last)) return name_class::none;
  if (passwords.has(last) || ends_with_any(last, {"password", "passwd", "passphrase", "pwd"}) ||
      (last.ends_with("pass") && last.size() > 4 && !passes.has(last)) || passwords.has(two) ||
      passwords.has(three) || ends_with_any(last, {"密码", "密碼", "パスワード", "비밀번호"}))
    return name_class::password;
  if (card_codes.has(last) || card_codes.has(two)) return name_class::card_code;
  if (social_security.has(last) || social_security.has(two)) return name_class::social_security;
  if (sessions.has(last) || sessions.has(two) || last.starts_with("aspsessionid")) return name_class::session;
  if (secrets.has(last) || secrets.has(two) || secrets.has(three) ||
      (last == "key" && secret_keys.has(before)) ||
      ends_with_any(last, {"secret", "token", "apikey", "secretkey", "accesskey"}))
    return last.ends_with("token") && plain_tokens.has(before) ? name_class::telling : name_class::secret;
  if (phones.has(last) || phones.has(two)) return name_class::phone;
  if (accounts.has(last) || accounts.has(two)) return name_class::account;
  if (ends_with_any(last, {"host", "hostname"}) || hosts.has(last) || hosts.has(two)) return name_class::host;
  if (last == "server" || last == "addr" || last == "address") return name_class::server;
  if (last == "host") return name_class::host;
  if (std::any_of(parts.begin(), parts.end(), [](const std::string& p) {
        return telling.has(p) || secrets.has(p) || passwords.has(p) || sessions.has(p);
      }))
    return name_class::telling;
  return name_class::none;
}

bool is_ordinary(std::string_view word) {
  static const word_list known(
      "is was are were be been has have had not no none null true false yes and or but if in on at to of for "
      "from "
      "by with without the a an this that it its as so too very must should can cannot could would will may "
      "might does do did doesn't isn't wasn't don't can't won't didn't incorrect wrong invalid valid missing "
      "empty "
      "unset required optional mandatory expired expires expire unknown unexpected mismatch mismatched "
      "failed failure fails fail failing ok okay success successful succeeded denied refused rejected "
      "accepted "
      "error errors authentication authorization verification validation login logon format field value "
      "values too short long weak strong bad good same different changed set reset stored hashed encrypted "
      "correct right absent present undefined unavailable unauthorized forbidden file files "
      "prompt prompted entered provided given supplied specified required: policy rotation rotated rotate "
      "reuse "
      "auth server client request response only never always already still also again now then when where "
      "while "
      "because since until unless about above below over under after before between into through during "
      "out off up down here there all any each few more most other some such own same than only just once "
      "what which who whom why how nil n/a na tbd todo strict lax opened closed created deleted removed "
      "revoked "
      "disabled enabled active inactive locked unlocked granted pending waiting retry retrying timeout timed "
      "method type mode kind name string number boolean object array parse parsing parser char character "
      "characters "
      "info debug warn warning notice trace fatal critical alert emergency attempt attempts "
      "found count limit length size bytes line column position end eof input output exhausted exceeded "
      "secretkeyref valuefrom configmapkeyref cannot unable see check please enter your my our their his her "
      "identity hint available replaced masked hidden redacted filtered omitted via using use used "
      "plain starttls oauth2 xoauth2 cram-md5 tls ssl "
      "ist nicht falsch ungültig abgelaufen fehlt");
  constexpr std::size_t longest = 24;
  if (word.size() > longest) return false;
  const auto small = lowered(word);
  if (known.has(small)) return true;
  return small == word && small.size() > 5 && all_are(small, is_lower) &&
         (small.ends_with("ed") || small.ends_with("ing") || small.ends_with("tion"));
}

bool looks_secret(std::string_view v) {
  v = v.substr(0, enough);
  if (v.size() < 4 || v.front() == '/' || v.find("://") != v.npos) return false;
  const bool digit = any_is_of(v, is_digit), letter = any_is_of(v, is_letter);
  const bool symbol =
      any_is_of(v, [](char c) { return std::string_view("!#$%^&*+=?@~").find(c) != std::string_view::npos; });
  // A version, a time, a size with its unit.
  if (is_digit(v.front()) || (v.size() > 1 && v.front() == 'v' && is_digit(v[1]))) {
    const auto number = run_end(v, v.front() == 'v' ? 1 : 0,
                                [](char c) { return is_digit(c) || c == '.' || c == ':' || c == '-'; });
    if (v.size() - number <= 2 && !symbol) return false;
  }
  if (letter && (digit || symbol)) return true;
  for (std::size_t i = 1; i < v.size(); ++i)
    if (is_upper(v[i]) && is_lower(v[i - 1])) return true;
  return digit && symbol && v.size() >= 6;
}

bool looks_random(std::string_view v) {
  constexpr std::size_t shortest = 16;
  v = v.substr(0, enough);
  if (v.size() < shortest || is_uuid(v)) return false;
  if (!all_are(
          v, [](char c) { return is_base64(c) || c == '-' || c == '_' || c == '.' || c == '~' || c == '%'; }))
    return false;
  const auto digits = std::count_if(v.begin(), v.end(), is_digit);
  if (digits < 2 || !any_is_of(v, is_letter)) return false;
  std::array<double, 256> counts{};
  for (const char c : v) counts[static_cast<unsigned char>(c)] += 1;
  double bits = 0;
  for (const double n : counts)
    if (n > 0) bits -= n / static_cast<double>(v.size()) * std::log2(n / static_cast<double>(v.size()));
  // Names with dashes and dots are words and numbers; runs of a secret are longer.
  std::size_t run = 0, longest = 0;
  const bool mixed = any_is_of(v, is_upper) && any_is_of(v, is_lower);
  for (const char c : v)
    longest = std::max(longest, run = is_alnum(c) || c == '+' || c == '/' || (mixed && (c == '-' || c == '_'))
                                          ? run + 1
                                          : 0);
  constexpr double least_bits = 3;
  return bits >= least_bits && longest >= shortest;
}

bool is_stand_in(std::string_view v) {
  if (v.empty() || is_placeholder(v)) return true;
  if (all_are(v, [](char c) {
        return c == '*' || c == '.' || c == 'x' || c == 'X' || c == '-' || c == '#' || c == '_';
      }))
    return true;
  if (v.starts_with("${") || v.starts_with("$(") || v.starts_with("{{") || v.starts_with("%(") ||
      v.starts_with("#{") || v.starts_with("@{"))
    return true;
  if (v.front() == '$' && v.size() > 1 &&
      all_are(v.substr(1), [](char c) { return is_upper(c) || c == '_' || is_digit(c); }) &&
      any_is_of(v, is_upper))
    return true;
  if (v.front() == '%' && v.size() <= 3 && v.size() > 1 && is_letter(v[1])) return true;
  constexpr std::size_t longest_word = 64;
  if (v.size() > longest_word) return false;
  // (sensitive value), (known after apply)
  if (v.front() == '(' && v.back() == ')' && v.find(' ') != v.npos &&
      all_are(v.substr(1, v.size() - 2), [](char c) { return is_lower(c) || c == ' '; }))
    return true;
  const auto small = lowered(v);
  if ((v.front() == '<' && v.back() == '>') || (v.front() == '[' && v.back() == ']')) {
    const auto body = std::string_view(small).substr(1, small.size() - 2);
    return all_are(body, [](char c) { return is_lower(c) || c == '-' || c == '_' || c == ' '; });
  }
  static const word_list nothing(
      "null nil none ~ true false undefined yes no nan (null) (none) {} [] [ { redacted removed hidden "
      "masked "
      "filtered");
  return nothing.has(small);
}

bool is_path(std::string_view v) {
  constexpr std::size_t longest = 256;
  if (v.size() > longest || v.find('/') == v.npos) return false;
  if (v.front() != '/' && !v.starts_with("~/") && !v.starts_with("./") && !v.starts_with("../")) return false;
  return any_is_of(v, [](char c) { return c == '.' || c == '_' || c == '-'; }) ||
         all_are(v, [](char c) { return is_lower(c) || c == '/'; });
}

bool may_be_account(std::string_view v) {
  if (v.size() < 2 || is_system_account(v) ||
      !any_is_of(v, [](char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }))
    return false;
  if (is_uuid(v)) return false;
  // 0.01s, 2026-11-29T16
  return !is_digit(v.front()) || (v.find('.') == v.npos && !(v.size() >= 10 && v[4] == '-'));
}

bool is_system_account(std::string_view name) {
  constexpr std::size_t longest = 16;
  if (name.size() > longest) return false;
  static const word_list known(
      "root nobody system daemon anonymous null none unknown undefined true false localhost everyone public "
      "shared default all users");
  return known.has(lowered(name));
}

}  // namespace fm::redaction
