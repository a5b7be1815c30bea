#include "knowledge/variants.hpp"

#include "knowledge/words.hpp"

#include <array>
#include <map>

namespace fm::knowledge {
namespace {

// Groups of exchangeable words: abbreviations and product names (same thing), and looser neighbours.
constexpr float same_thing = 0.8F;
constexpr float close_to = 0.45F;

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
    "rx receive received",
    "tx transmit transmission",
    "conntrack nfconntrack",
    "ephemeral temporary",
    "sd discovery",
    "pagerduty opsgenie",
    "netpol networkpolicy",
    "slo objective",
    "ha availability",
    "ttl expiry",
    "qps rps",
    "regex regexp",
    "img image",
    "vol volume",
    "dc datacenter",
    "az zone",
    "asg autoscalinggroup",
    "sg securitygroup",
    "acl accesscontrol",
    "iam identity",
    "pdb poddisruptionbudget",
    "oidc openid",
    "2fa mfa",
    "ci pipeline",
    "cd delivery",
    "proc process",
    "param parameter",
    "admin administrator",
    "pw password",
    "url uri endpoint",
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
    "page notify notification alert notifier",
    "reach reachable accessible connect connectivity",
    "exit terminate crash die abort",
    "loop repeatedly again repeat",
    "die crash down dead terminate",
    "batch job",
    "deadman watchdog snitch heartbeat",
    "scrape target metric exporter",
    "mirror raid replica",
    "track conntrack",
    "nic interface network ethernet",
    "vip service virtual",
    "link interface carrier",
    "route routing gateway",
    "rule policy",
    "majority quorum",
    "leader election elect",
    "elect vote quorum",
    "consensus raft etcd quorum",
    "offline unreachable down",
    "reject refuse deny invalid",
    "syntax parse invalid",
    "config setting option parameter",
    "reload apply load",
    "grow expand resize increase enlarge",
    "shrink reduce decrease",
    "delete remove prune purge clean cleanup",
    "stale outdated old",
    "wait pending block",
    "stall stuck hang freeze hung",
    "slow latency sluggish duration",
    "fast rapid quick",
    "nearly almost close near",
    "exceed over limit above",
    "maximum limit maxed capacity max",
    "minimum least min",
    "duplicate twice same conflict",
    "timestamp time",
    "order sequence",
    "sample series metric datapoint",
    "ingest append write",
    "persist save store",
    "corrupt damage broken inconsistent",
    "rerun retry restart repeat",
    "retry reattempt backoff",
    "undo rollback revert",
    "version release",
    "upgrade update migration",
    "migrate move migration",
    "evict drain cordon move",
    "taint toleration",
    "assign schedule place",
    "promise reserve request commit overcommit",
    "ram memory",
    "core cpu",
    "throttle pause quota",
    "burn budget slo",
    "traffic load requests throughput",
    "spike surge burst peak",
    "drop discard lose loss reject",
    "error failure fault exception",
    "exception traceback stacktrace panic",
    "log journal message",
    "secret credential password key token",
    "token jwt session credential",
    "permission access privilege rbac",
    "role rbac",
    "forbidden permission unauthorized",
    "handshake tls negotiate",
    "ca authority issuer",
    "chain intermediate bundle",
    "domain hostname name",
    "record zone",
    "proxy ingress gateway",
    "backend upstream",
    "frontend client",
    "user customer client",
    "tenant customer",
    "publish produce send",
    "consume subscribe receive",
    "topic subject queue",
    "message event record",
    "producer publisher",
    "consumer subscriber",
    "offset position",
    "poison dead",
    "index shard",
    "shard partition",
    "query statement select",
    "scan read",
    "write commit insert",
    "transaction commit",
    "cache memory",
    "hit miss",
    "flush sync fsync",
    "sync synchronize replicate",
    "behind lag late delayed",
    "late delay behind",
    "promote failover switchover",
    "failover switch",
    "standby replica",
    "follow replica",
    "cluster quorum member",
    "member peer node",
    "peer neighbor neighbour",
    "join register",
    "leave deregister",
    "agent daemon sidecar",
    "daemon service process",
    "process program application app",
    "app application service",
    "boot start startup",
    "shutdown stop halt",
    "power reboot",
    "kernel os",
    "hang lockup freeze",
    "cable link hardware",
    "hardware disk cpu",
    "sector block disk",
    "image container registry",
    "registry repository",
    "build compile pipeline",
    "test check",
    "artifact package binary",
    "branch commit",
    "merge conflict",
    "deploy rollout install",
    "install setup provision",
    "provision create allocate",
    "allocate reserve",
    "leak growth",
    "cleanup rotate prune",
    "rotate renew",
    "renew expire expiration",
    "expiration expire renew",
    "dashboard panel grafana",
    "graph chart panel",
    "metric measurement",
    "silence mute inhibit",
    "receiver integration webhook",
    "webhook callback",
    "email mail smtp",
    "mail smtp",
    "bounce reject",
    "spam abuse",
    "attack ddos flood",
    "flood storm spike",
    "crawler bot",
    "vulnerability cve",
    "bucket container",
    "region zone",
    "billing cost",
    "ticket incident",
    "escalate oncall",
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
