#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_host = 253;

bool ends_within(std::string_view small, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return small.ends_with(e); });
}

/// Endings that only networks of one's own have, and addresses that clouds give to one's servers.
bool is_internal(std::string_view small) {
  return ends_within(small, {".internal",
                             ".local",
                             ".lan",
                             ".corp",
                             ".intra",
                             ".intranet",
                             ".home",
                             ".private",
                             ".localdomain",
                             ".consul",
                             ".home.arpa",
                             ".arpa",
                             ".test",
                             ".localnet",
                             ".prod",
                             ".rds.amazonaws.com",
                             ".cache.amazonaws.com",
                             ".compute.amazonaws.com",
                             ".elb.amazonaws.com",
                             ".es.amazonaws.com",
                             ".redshift.amazonaws.com",
                             ".database.windows.net",
                             ".blob.core.windows.net",
                             ".servicebus.windows.net",
                             ".vault.azure.net",
                             ".cloudapp.azure.com",
                             ".azurewebsites.net",
                             ".mongodb.net",
                             ".cloud.es.io",
                             ".snowflakecomputing.com",
                             ".ts.net"});
}

/// Known to everybody: registries, code hosts, public interfaces.
bool is_public_service(std::string_view small) {
  constexpr std::array known{"docker.io",        "gcr.io",
                             "quay.io",          "ghcr.io",
                             "k8s.io",           "mcr.microsoft.com",
                             "public.ecr.aws",   "docker.com",
                             "github.com",       "githubusercontent.com",
                             "gitlab.com",       "bitbucket.org",
                             "pypi.org",         "pythonhosted.org",
                             "npmjs.org",        "npmjs.com",
                             "maven.org",        "apache.org",
                             "debian.org",       "ubuntu.com",
                             "kubernetes.io",    "golang.org",
                             "googleapis.com",   "letsencrypt.org",
                             "w3.org",           "example.com",
                             "example.org",      "example.net",
                             "slack.com",        "discord.com",
                             "discordapp.com",   "telegram.org",
                             "openai.com",       "anthropic.com",
                             "stripe.com",       "mozilla.org",
                             "xmlsoap.org",      "json-schema.org",
                             "schema.org",       "spring.io",
                             "python.org",       "nodejs.org",
                             "rubygems.org",     "crates.io",
                             "redhat.com",       "elastic.co",
                             "hashicorp.com",    "grafana.com",
                             "prometheus.io",    "amazonaws.com",
                             "opentelemetry.io", "fluxcd.io",
                             "argoproj.io",      "istio.io",
                             "cncf.io",          "go.dev",
                             "microsoft.com",    "google.com"};
  return std::any_of(known.begin(), known.end(), [&](std::string_view k) {
    return small == k || (small.ends_with(k) && small[small.size() - k.size() - 1] == '.');
  });
}

/// foo.java:12 is a place in a program.
bool is_file_ending(std::string_view small) {
  static const re2::RE2 endings(
      R"((?:java|kt|kts|scala|py|pyc|go|js|mjs|ts|tsx|jsx|rb|rs|c|cc|cpp|h|hpp|cs|php|pl|pm|sh|lua|ex|exs|erl|swift|sql|html?|css|xml|json|ya?ml|toml|ini|conf|cfg|env|log|txt|md|csv|gz|zip|tar|jar|war|so|dll|exe|bin|dat|db|lock|pid|sock|tmp|bak|out|err|proto|tf|vue|service|socket|timer|target|mount|properties|svc|pem|key|crt|repo|list|rules|tpl|j2|class|ps1|bat))",
      byte_options());
  return re2::RE2::FullMatch(re2::StringPiece(small.data(), small.size()), endings);
}

bool is_host_name(std::string_view name) {
  if (name.size() < 2 || name.size() > longest_host || !is_alnum(name.front()) || !is_alnum(name.back()))
    return false;
  if (!any_is_of(name, is_letter) || name.find("..") != name.npos) return false;
  constexpr std::size_t shortest_digest = 12;
  if (name.size() >= shortest_digest && all_are(name, is_hex)) return false;
  if (name.size() < 6 && is_digit(name.front()) && all_are(name.substr(0, name.size() - 1), is_digit))
    return false;  // 19m
  const auto small = lowered(name);
  return small != "localhost" && !small.ends_with(".localhost") && !is_uuid(name);
}

/// Names by their ending alone.
void find_internal(const scan& s) {
  const auto t = s.text;
  for (std::size_t at = 0; at < t.size();) {
    if (!is_alnum(t[at])) {
      ++at;
      continue;
    }
    const auto end = run_end(t, at, is_name);
    s.work += end - at;
    auto stop = end;
    while (stop > at && !is_alnum(t[stop - 1])) --stop;
    const auto name = t.substr(at, std::min(stop - at, longest_host + 1));
    if (name.find('.') != name.npos && is_host_name(name)) {
      const auto small = lowered(name);
      const auto first = std::string_view(small).substr(0, small.find('.'));
      const bool package = first == "com" || first == "org" || first == "net" || first == "io" ||
                           first == "java" || first == "javax" || first == "sun" || first == "jdk" ||
                           first == "dev" || first == "de";
      if (is_internal(small) && !package && (end >= t.size() || t[end] != '(')) s.add(at, stop, words::host);
    }
    at = end;
  }
}

struct context {
  const char* pattern;  ///< group 1 is the host
  bool plain;           ///< a plain word is believed, too
};
constexpr std::array contexts{
    context{R"re(\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://(?:[^\s/@"'<>]{0,100}@)?([A-Za-z0-9][\w.-]{0,252}))re",
            true},
    context{
        R"re((?i)\bconnect(?:ing|ed|ion)?[ \t]{1,3}(?:to|with)[ \t]{1,3}["'`]?(?:tcp://)?([a-z0-9][\w.-]{1,252}):\d{2,5}\b)re",
        true},
    context{
        R"re((?i)\b(?:resolve|resolving|lookup|look up|unknown host|unknownhostexception:?|enotfound|eai_again|getaddrinfo|could not resolve host:?|name or service not known:?|no such host:?|ping|traceroute|nslookup|dig|upstream host|known_hosts:)[ \t]{1,3}(?:for[ \t]{1,3}|host[ \t]{1,3}|address for[ \t]{1,3}|(?:enotfound|eai_again)[ \t]{1,3})?["'`]?([a-z0-9][\w.-]{1,252}))re",
        false},
    context{
        R"re((?i)\b(?:ssh|scp|sftp|rsync)\s(?:-\w{1,8}\s(?:\S{1,80}\s)?){0,4}(?:\S{1,80}\s)?[\w.-]{1,64}@([a-z0-9][\w.-]{1,252}))re",
        true},
    context{R"re((?i)\bssh[ \t]{1,3}([a-z0-9][\w.-]{2,252}))re", false},
    context{
        R"re((?i)\b(?:host|hostname|server|machine|vm|bastion|jump ?host|rechner)[ \t]{1,3}(?:name(?:d)?[ \t]{1,3}|called[ \t]{1,3}|is[ \t]{1,3}|at[ \t]{1,3})?["'`]?([a-z0-9][\w.-]{1,252}))re",
        false},
    context{R"re(\b(ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?:\.[\w.-]{1,200})?))re", false},
    context{R"re('@'([a-zA-Z][\w.-]{1,252})')re", true},
    // The host column of syslog
    context{
        R"re((?m:^)(?:\[?E\d+:\d+\]? )?(?:<\d{1,3}>\d? ?)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) ([A-Za-z][\w.-]{1,63}) [\w./@-]{1,48}(?:\[\d{1,8}\])?: )re",
        true},
    // name.of.host:5432
    context{
        R"re((?:^|[^\w.@/-])([A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,8}):\d{2,5}(?:[^\w.]|\.\s|$))re",
        false},
};

}  // namespace

void find_hosts(const scan& s) {
  find_internal(s);
  static const std::vector<std::unique_ptr<re2::RE2>> compiled = [] {
    std::vector<std::unique_ptr<re2::RE2>> out;
    for (const auto& c : contexts) out.push_back(std::make_unique<re2::RE2>(c.pattern, byte_options()));
    return out;
  }();
  for (std::size_t i = 0; i < contexts.size(); ++i)
    for_each_match(s, *compiled[i], [&](const auto& m) {
      auto v = m[1];
      while (!v.empty() && !is_alnum(v.back())) v.remove_suffix(1);
      if (!is_host_name(v) || is_ordinary(v)) return;
      if (const auto small = lowered(v); is_public_service(small) && !is_internal(small)) return;
      const auto dot = v.rfind('.');
      if (dot != v.npos &&
          (is_file_ending(lowered(v.substr(dot + 1))) || all_are(v.substr(dot + 1), is_digit)))
        return;
      // Without a dot a name has a digit or a dash, unless its place makes it one.
      const bool composed = dot != v.npos || any_is_of(v, is_digit) || v.find('-') != v.npos;
      const bool version = v.front() == 'v' && v.size() > 1 && is_digit(v[1]);
      if ((contexts[i].plain || composed) && !version) s.add(v, words::host);
    });
}

}  // namespace fm::redaction
