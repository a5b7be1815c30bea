#include "knowledge/variants.hpp"

#include "knowledge/words.hpp"

#include <array>
#include <map>

namespace fm::knowledge {
namespace {

// Groups of exchangeable words: abbreviations and product names (same thing), and looser neighbours.
constexpr float same_thing = 0.8F;
constexpr float close_to = 0.4F;

constexpr std::array same = {
    "k8s kubernetes kube",
    "pg postgres postgresql psql",
    "oom oomkilled outofmemory oomkiller",
    "pvc persistentvolumeclaim volumeclaim",
    "pv persistentvolume",
    "hpa horizontalpodautoscaler",
    "cert certificate",
    "tls ssl https",
    "fs filesystem",
    "db database",
    "lb loadbalancer",
    "config configuration conf",
    "mem memory ram",
    "cpu processor",
    "ns namespace",
    "svc service",
    "sts statefulset",
    "ds daemonset",
    "cm configmap",
    "rs replicaset",
    "crd customresourcedefinition",
    "fd descriptor",
    "ntp chrony chronyd",
    "rabbit rabbitmq",
    "es elasticsearch elastic",
    "mongo mongodb",
    "zk zookeeper",
    "kafka broker",
    "letsencrypt acme certbot",
    "auth authentication authenticate",
    "authz authorization",
    "perms permission",
    "repo repository",
    "env environment",
    "ssh sshd",
    "cron crontab cronjob",
    "mtls mutual",
    "crashloop crashlooping crashloopbackoff",
    "imagepullbackoff errimagepull imagepull",
    "gc garbage",
    "ipsec vpn",
    "dns nameserver resolver",
    "coredns kubedns",
    "msg message",
    "sched scheduler",
    "apiserver kubeapiserver",
    "p99 99th percentile",
    "p95 95th percentile",
    "mq queue",
    "nic interface",
    "gw gateway",
    "wal journal",
    "vm virtualmachine",
    "iops throughput",
    "autoscaler autoscaling autoscale",
    "misconfigured misconfiguration",
};
constexpr std::array related = {
    "disk storage volume drive",
    "node host machine server instance worker",
    "pod container workload",
    "slow latency delay slowness lag",
    "restart reboot crash",
    "full space exhausted capacity quota",
    "unreachable down unavailable offline dead disconnected",
    "fail failure error broken",
    "backlog lag queue pile",
    "replication replica standby secondary follower",
    "primary master leader",
    "deploy deployment rollout release",
    "timeout deadline hang hung",
    "throttle limit ratelimit quota",
    "drop loss lost discard",
    "expire renew rotate",
    "resolve lookup dns",
    "clock time drift skew ntp",
    "raid mdadm array",
    "s3 bucket object",
    "nfs mount share",
    "runner agent executor",
    "connection socket session",
    "inode file",
    "leak growth grow",
    "login password credential",
    "deny forbidden unauthorized reject refuse",
    "upload push",
    "pull download fetch",
    "kill terminate evict",
    "memory oom heap",
    "bloat vacuum",
    "lock deadlock block contention",
    "partition split",
    "partition filesystem mount",
    "flap change unstable",
    "firewall iptables networkpolicy",
    "health probe liveness readiness unhealthy",
    "backup dump snapshot restore",
    "schedule place placement pending",
    "5xx 500 502 503 504",
    "4xx 400 401 403 404 429",
    "504 timeout",
    "503 unavailable",
    "403 forbidden accessdenied",
    "401 unauthorized",
    "404 missing",
    "429 throttle ratelimit",
    "137 sigkill oom",
    "mismatch inconsistent differ match",
};
struct phrase {
  std::string_view first, second, term;
};
constexpr std::array phrases = {
    phrase{"bad", "gateway", "502"},         phrase{"gateway", "timeout", "504"},
    phrase{"service", "unavailable", "503"}, phrase{"timed", "out", "timeout"},
    phrase{"out", "memory", "oom"},          phrase{"access", "denied", "403"},
    phrase{"too", "large", "413"},           phrase{"many", "requests", "429"},
    phrase{"exit", "127", "command"},        phrase{"file", "descriptors", "fd"},
    phrase{"open", "files", "fd"},           phrase{"split", "brain", "partition"},
    phrase{"falls", "behind", "lag"},        phrase{"fall", "behind", "lag"},
    phrase{"falling", "behind", "lag"},      phrase{"server", "errors", "5xx"},
    phrase{"hard", "drive", "disk"},         phrase{"certificate", "authority", "ca"},
    phrase{"round", "trip", "latency"},      phrase{"rolled", "out", "rollout"},
    phrase{"roll", "out", "rollout"},        phrase{"roll", "back", "rollback"},
    phrase{"rolled", "back", "rollback"},
};

std::string stem_of(std::string_view word) {
  std::vector<term_text> terms = terms_of_word(word);
  return terms.empty() ? std::string() : terms.front().text;
}

using table = std::map<std::string, std::vector<variant>, std::less<>>;

void add_group(std::string_view group, float weight, table& into) {
  std::vector<std::string> members;
  for_each_word(group, [&members](std::string_view word, std::size_t) {
    if (std::string stem = stem_of(word); !stem.empty()) members.push_back(std::move(stem));
  });
  for (const std::string& from : members) {
    for (const std::string& to : members) {
      if (from == to) continue;
      std::vector<variant>& list = into[from];
      bool known = false;
      for (const variant& v : list) known = known || v.term == to;
      if (!known) list.push_back({to, weight});
    }
  }
}

table make_table() {
  table out;
  for (std::string_view group : same) add_group(group, same_thing, out);
  for (std::string_view group : related) add_group(group, close_to, out);
  return out;
}

std::map<std::string, std::string, std::less<>> make_phrases() {
  std::map<std::string, std::string, std::less<>> out;
  for (const phrase& p : phrases) out[stem_of(p.first) + ' ' + stem_of(p.second)] = stem_of(p.term);
  return out;
}

}  // namespace

const std::vector<variant>& variants_of(std::string_view term) {
  static const table all = make_table();
  static const std::vector<variant> none;
  auto found = all.find(term);
  return found == all.end() ? none : found->second;
}

std::string_view term_of_phrase(std::string_view first, std::string_view second) {
  static const std::map<std::string, std::string, std::less<>> all = make_phrases();
  std::string key(first);
  key += ' ';
  key += second;
  auto found = all.find(key);
  return found == all.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace fm::knowledge
