#include "agent/claim_concepts.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace fm::agent {

namespace {

using text = std::string_view;

constexpr text certificate_said[] = {"certificate", "cert "};
constexpr text certificate_shown[] = {"cert", "x509", "ssl", "tls", "pkix", "notafter", "pem"};
constexpr text expired_said[] = {"expired", "expires", "expiry", "expiration"};
constexpr text expired_shown[] = {"expir", "notafter", "no longer valid", "not valid after"};
constexpr text self_signed_said[] = {"self-signed"};
constexpr text self_signed_shown[] = {"self signed", "self-signed", "unable to get local issuer",
                                      "unknown authority"};
constexpr text permission_said[] = {"permission", "access denied", "forbidden", "unauthorized",
                                    "unauthorised"};
constexpr text permission_shown[] = {"permission", "denied", "forbidden", "unauthor",    "eacces",
                                     "eperm",      "403",    "401",       "not allowed", "rbac"};
constexpr text signature_said[] = {"signature"};
constexpr text signature_shown[] = {"signatur", "signed", "hmac"};
constexpr text full_said[] = {"full", "no space", "out of space", "ran out of disk"};
constexpr text full_shown[] = {"full",      "100%",     "no space", "enospc",    "100 %", "out of disk",
                               "exhausted", "exceeded", "quota",    "used 8 of", "slots"};
constexpr text timeout_said[] = {"timed out", "timeout", "time-out", "times out", "time out", "timing out"};
constexpr text timeout_shown[] = {"timed out", "timeout",     "time out",    "deadline",
                                  "etimedout", "no response", "failed after"};
constexpr text refused_said[] = {"refused", "refuses", "refusing"};
constexpr text refused_shown[] = {"refused", "econnrefused", "reject",   "refus",   "unable",
                                  "denied",  "misconf",      "too many", "declined"};
constexpr text reset_said[] = {"reset by peer", "connection reset"};
constexpr text reset_shown[] = {"reset", "econnreset", "0 hits"};
constexpr text memory_said[] = {"memory", "oom"};
constexpr text memory_shown[] = {"memory", "oom", "heap", "rss", "killed", "outofmemory", "enomem", "137"};
constexpr text disk_said[] = {"disk"};
constexpr text disk_shown[] = {"disk", "space", "device", "filesystem", "/dev/", "volume", "enospc"};
constexpr text dns_said[] = {"dns", "resolve", "resolved", "resolution"};
constexpr text dns_shown[] = {"dns",         "resolv",  "lookup", "no such host", "name or service",
                              "getaddrinfo", "nxdomain"};
constexpr text restart_said[] = {"restart"};
constexpr text restart_shown[] = {"restart", "back-off", "backoff", "started", "respawn"};
constexpr text reboot_said[] = {"reboot", "rebooted"};
constexpr text reboot_shown[] = {"reboot", "boot ", "booting", "uptime", "startup"};
constexpr text deploy_said[] = {"deploy", "rollout", "rolled out", "release"};
constexpr text deploy_shown[] = {"deploy",  "rollout", "rolled out", "release",
                                 "version", "upgrade", "revision"};
constexpr text corrupt_said[] = {"corrupt"};
constexpr text corrupt_shown[] = {"corrupt", "checksum", "malformed", "bad magic", "crc"};
constexpr text crash_said[] = {"crash"};
constexpr text crash_shown[] = {"crash",   "exited",   "exit code", "exit status", "exit-code",
                                "exit 1",  "terminat", "panic",     "segfault",    "core dump",
                                "backoff", "back-off", "killed"};
constexpr text deadlock_said[] = {"deadlock"};
constexpr text deadlock_shown[] = {"deadlock", "waits for", "lock"};
constexpr text failed_said[] = {"failed", "fails", "failing"};
constexpr text failed_shown[] = {"fail",     "error",    "fatal",     "exception",      "refused",   "exit",
                                 "unable",   "cannot",   "could not", "does not exist", "timed out", "exceed",
                                 "declined", "rejected", "killed",    "terminated",     "misconf",   "denied",
                                 "existed",  "already",  "problem"};
constexpr text password_said[] = {"password", "credential"};
constexpr text password_shown[] = {"password", "credential", "authenticat",
                                   "login",    "28p01",      "access denied"};
constexpr text image_said[] = {"image", "pulled", "pull the"};
constexpr text image_shown[] = {"image", "pull"};
constexpr text network_said[] = {"firewall", "network policy"};
constexpr text network_shown[] = {"firewall", "iptables", "policy", "blocked"};
constexpr text quota_said[] = {"quota"};
constexpr text quota_shown[] = {"quota", "limit"};
constexpr text leak_said[] = {"leak"};
constexpr text leak_shown[] = {"leak", "grow", "heap", "rss", "increas"};
constexpr text lag_said[] = {"lags", "lag ", "behind"};
constexpr text lag_shown[] = {"lag", "behind", "offset", "delay"};
constexpr text killed_said[] = {"killed"};
constexpr text killed_shown[] = {"kill", "sigkill", "signal 9", "137", "oom"};
constexpr text missing_said[] = {"missing", "does not exist"};
constexpr text missing_shown[] = {"missing",  "not found", "no such",   "does not exist",
                                  "keyerror", "not set",   "undefined", "enoent",
                                  "404",      "unknown"};
constexpr text bypassed_said[] = {"disabled"};
constexpr text bypassed_shown[] = {"disabled", "off", "not enabled"};
constexpr text declined_said[] = {"declined"};
constexpr text declined_shown[] = {"declin", "reject", "refus", "402"};
constexpr text slow_said[] = {"slower", "slow "};
constexpr text slow_shown[] = {"slow", "latency", "p95", "p99", "took", "duration", " ms"};

constexpr text succeeded_said[] = {"succeed", "successful"};
constexpr text succeeded_shown[] = {"succe",       "passed",   " ok",   "200",   "complete",
                                    "done",        "healthy",  "ready", "saved", "connected",
                                    "established", "accepted", "served"};

constexpr text well_said[] = {"is well",  "all well",         "healthy",     "normal",   "works",
                              "is fine",  "all fine",         "no problem",  "no error", "no errors",
                              "no issue", "nothing is wrong", "operating as"};
constexpr text well_shown[] = {"healthy",          "ready", " ok", "up to date", "normal",
                               "active (running)", "succe"};

constexpr text running_said[] = {"is running", "are running", "runs since", "been running", "was running"};
constexpr text running_shown[] = {"running", "active (", "uptime", "ready", "started", "starting", "listen"};
constexpr text in_use_said[] = {"is in use", "are in use", "was in use", "were in use", "already in use"};
constexpr text in_use_shown[] = {"in use", "in_use", "eaddrinuse", "already", "held by"};
constexpr text fatal_said[] = {"fatal", "critical"};
constexpr text fatal_shown[] = {"fatal", "critical", "emerg", "panic", " crit"};

constexpr text down_said[] = {"is down", "are down", "was down", "were down", "went down"};
constexpr text down_shown[] = {" down", "unavailable", "not running", "stopped", "inactive",
                               " dead", "exited",      "terminated",  "offline"};

constexpr concept_words all[] = {
    {down_said, down_shown, true},
    {running_said, running_shown, true},
    {in_use_said, in_use_shown, true},
    {fatal_said, fatal_shown, true},
    {well_said, well_shown, true},
    {succeeded_said, succeeded_shown, true},
    {certificate_said, certificate_shown, false},
    {expired_said, expired_shown, true},
    {self_signed_said, self_signed_shown, true},
    {permission_said, permission_shown, true},
    {signature_said, signature_shown, true},
    {full_said, full_shown, true},
    {timeout_said, timeout_shown, true},
    {refused_said, refused_shown, true},
    {reset_said, reset_shown, true},
    {memory_said, memory_shown, true},
    {disk_said, disk_shown, false},
    {dns_said, dns_shown, true},
    {restart_said, restart_shown, true},
    {reboot_said, reboot_shown, true},
    {deploy_said, deploy_shown, false},
    {corrupt_said, corrupt_shown, true},
    {crash_said, crash_shown, true},
    {deadlock_said, deadlock_shown, true},
    {failed_said, failed_shown, true},
    {password_said, password_shown, true},
    {image_said, image_shown, false},
    {network_said, network_shown, true},
    {quota_said, quota_shown, true},
    {leak_said, leak_shown, true},
    {lag_said, lag_shown, true},
    {killed_said, killed_shown, true},
    {missing_said, missing_shown, true},
    {bypassed_said, bypassed_shown, true},
    {declined_said, declined_shown, true},
    {slow_said, slow_shown, true},
};

}  // namespace

std::span<const concept_words> concepts() { return all; }

bool says_all_is_well(std::string_view claim) {
  constexpr text wholes[] = {"all",     "everything", "the whole system", "the system", "the systems",
                             "nothing", "there",      "the incident"};
  constexpr text states[] = {" is well",         " is fine",       " is ok",         " is healthy",
                             " is normal",       " are well",      " are fine",      " are ok",
                             " are healthy",     " are normal",    " is no problem", " is no issue",
                             " is wrong",        " is no error",   " are no errors", " was resolved",
                             " are no problems", " are no issues", " is as it ",     " works normally",
                             " works as ",       " runs normally", " is resolved"};
  const auto low = lowered(claim);
  for (const auto whole : wholes)
    for (auto at = low.find(whole); at != text::npos; at = low.find(whole, at + 1)) {
      const bool begins = at == 0 || std::string_view(" ,:;\"'").find(low[at - 1]) != text::npos;
      const auto rest = text(low).substr(at + whole.size());
      const bool is_wrong = whole != "nothing" && rest.starts_with(" is wrong");
      const bool says =
          std::any_of(std::begin(states), std::end(states), [&](text s) { return rest.starts_with(s); });
      if (begins && says && !is_wrong) return true;
    }
  return false;
}

}  // namespace fm::agent
