#include "documents/kube_message.hpp"

#include "documents/text.hpp"

#include <array>

namespace fm::evidence {
namespace {

using slots = std::vector<std::pair<std::string_view, std::string_view>>;

struct text_of_event {
  std::string_view reason;
  std::string_view message;
  bool warning;
};

message_reading say(std::string_view rule, role r, double weight, slots s = {}) {
  message_reading out;
  out.rule = rule;
  out.role = r;
  out.weight = weight;
  out.level = r == role::cause ? severity::error : r == role::symptom ? severity::warning : severity::info;
  for (auto& [name, value] : s)
    if (!trim(value).empty()) out.slots.emplace_back(name, trim(value));
  return out;
}

/// `word` that stands directly before `at`, without quotes.
std::string_view word_before(std::string_view s, std::size_t at) {
  while (at > 0 && is_blank(s[at - 1])) --at;
  const auto end = at;
  while (at > 0 && !is_blank(s[at - 1]) && s[at - 1] != ':') --at;
  return s.substr(at, end - at);
}

/// `configmap "x" not found`, `secret "x" not found`, `persistentvolumeclaim "x" not found` and the like.
bool missing_object(std::string_view m, std::string_view& what, std::string_view& name) {
  for (std::string_view end : {"\" not found", "\" does not exist", "' not found"}) {
    const auto at = m.find(end);
    if (at == std::string_view::npos) continue;
    const auto open = m.rfind(end.front(), at == 0 ? 0 : at - 1);
    if (open == std::string_view::npos) continue;
    name = m.substr(open + 1, at - open - 1);
    what = word_before(m, open);
    static constexpr std::array<std::string_view, 20> known{
        "configmap",      "secret",          "persistentvolumeclaim",
        "serviceaccount", "service account", "storageclass",
        "service",        "services",        "endpoints",
        "ingressclass",   "priorityclass",   "namespace",
        "namespaces",     "deployments",     "statefulsets",
        "configmaps",     "secrets",         "persistentvolume",
        "runtimeclass",   "volumesnapshot"};
    const auto plain = lower(before(what, "."));
    for (auto k : known)
      if (plain == k && !name.empty()) {
        what = what.substr(0, plain.size());
        return true;
      }
  }
  return false;
}

/// `... couldn't find key k in ConfigMap ns/name`, `references non-existent config key: k`.
bool missing_key(std::string_view m, message_reading& out) {
  if (has(m, "find key ")) {
    const auto key = word_after(m, "find key ");
    auto rest = after(m, key);
    const auto what = word_after(rest, "in ");
    auto path = word_after(rest, what);
    const auto name = has(path, "/") ? after(path, "/") : path;
    out = say("object_missing", role::cause, 0.9, {{"kind", what}, {"object", name}, {"key", key}});
    return true;
  }
  for (std::string_view mark :
       {"references non-existent config key: ", "references non-existent secret key: "})
    if (has(m, mark)) {
      out = say("object_missing", role::cause, 0.9,
                {{"volume", quoted_after(m, "volume ")},
                 {"key", word_after(m, mark)},
                 {"kind", has(mark, "secret") ? std::string_view("secret") : std::string_view("config")}});
      return true;
    }
  return false;
}

bool image_trouble(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  if (has(m, "Failed to pull image") || has(m, "failed to pull and unpack image")) {
    out = say("image_pull", role::cause, 0.92,
              {{"image", quoted_after(m, "pull image ")}, {"reason", deepest_cause(m)}});
    return true;
  }
  if (e.reason == "InspectFailed" || has(m, "couldn't parse image") || has(m, "invalid reference format")) {
    out = say("image_pull", role::cause, 0.92,
              {{"image", quoted_after(m, "image ")}, {"reason", deepest_cause(m)}});
    return true;
  }
  if (has(m, "is not present with pull policy of Never")) {
    out = say("image_pull", role::cause, 0.92,
              {{"image", quoted_after(m, "image ")}, {"reason", "not present with pull policy of Never"}});
    return true;
  }
  if (has(m, "Back-off pulling image")) {
    out = say("image_pull", role::cause, 0.6, {{"image", quoted_after(m, "pulling image ")}});
    if (has(m, "ErrImagePull: ")) out.slots.emplace_back("reason", deepest_cause(m));
    return true;
  }
  if (has(m, "trying and failing to pull image")) {
    out = say("image_pull", role::cause, 0.6, {{"container", quoted_after(m, "container ")}});
    return true;
  }
  for (std::string_view why : {"ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull"})
    if (has(m, why)) {
      out = say("container_waiting", role::symptom, 0.2, {{"reason", why}});
      return true;
    }
  return false;
}

bool scheduling(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  if (e.reason != "FailedScheduling" && e.reason != "Unschedulable" && !has(m, "nodes are available: "))
    return false;
  std::string_view what;
  std::string_view name;
  if (missing_object(m, what, name)) {
    out = say("object_missing", role::cause, 0.92, {{"kind", what}, {"object", name}});
    return true;
  }
  auto why = has(m, "nodes are available: ") ? after(m, "nodes are available: ") : m;
  why = before(why, " preemption:");
  if (why.ends_with('.')) why.remove_suffix(1);
  const bool claims = has(m, "unbound immediate PersistentVolumeClaims");
  out = say("unschedulable", role::cause, claims ? 0.8 : 0.9, {{"reason", why}});
  if (has(m, " nodes are available"))
    out.slots.emplace_back("nodes", word_before(m, m.find(" nodes are available")));
  for (std::string_view mark : {"Insufficient ", "Too many "})
    if (has(m, mark)) {
      auto resource = word_after(m, mark);
      while (resource.ends_with('.') || resource.ends_with(',')) resource.remove_suffix(1);
      if (!resource.empty()) out.slots.emplace_back("resource", resource);
    }
  if (has(m, "taint {")) out.slots.emplace_back("taint", before(after(m, "taint {"), "}"));
  return true;
}

bool admission(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  if (has(m, "exceeded quota: ")) {
    const auto rest = after(m, "exceeded quota: ");
    const auto requested = before(after(rest, "requested: "), ", used:");
    out = say("quota_exceeded", role::cause, 0.95,
              {{"quota", before(rest, ",")},
               {"resource", before(requested, "=")},
               {"requested", before(after(requested, "="), ",")},
               {"used", before(after(before(after(rest, "used: "), ", limited:"), "="), ",")},
               {"limited", before(after(after(rest, "limited: "), "="), ",")}});
    return true;
  }
  if (has(m, "failed quota: ")) {
    out = say("quota_exceeded", role::cause, 0.92,
              {{"quota", before(after(m, "failed quota: "), ":")}, {"reason", after(m, "failed quota: ")}});
    return true;
  }
  if (has(m, "cannot ") && has(m, " resource \"")) {
    out = say("rbac_forbidden", role::cause, 0.92,
              {{"user", has(m, "User \"") ? quoted_after(m, "User ") : std::string_view()},
               {"verb", word_after(m, "cannot ")},
               {"resource", quoted_after(m, " resource ")},
               {"namespace", quoted_after(m, "in the namespace ")}});
    return true;
  }
  const bool refused = has(m, "denied the request") || has(m, "violates PodSecurity") ||
                       has(m, "is forbidden: ") || has(m, "usage per Container") || has(m, "usage per Pod");
  std::string_view what;
  std::string_view name;
  if (has(m, "no PriorityClass with name ")) {
    out = say("object_missing", role::cause, 0.92,
              {{"kind", "PriorityClass"}, {"object", word_after(m, "no PriorityClass with name ")}});
    return true;
  }
  if (refused && missing_object(m, what, name)) {
    out = say("object_missing", role::cause, 0.92, {{"kind", what}, {"object", name}});
    return true;
  }
  if (refused) {
    auto why = has(m, "denied the request: ") ? after(m, "denied the request: ")
               : has(m, "is forbidden: ")     ? after(m, "is forbidden: ")
                                              : m;
    out = say("admission_denied", role::cause, 0.9,
              {{"reason", why}, {"webhook", quoted_after(m, "webhook ")}});
    return true;
  }
  return false;
}

bool storage(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  std::string_view what;
  std::string_view name;
  if (e.reason == "ProvisioningFailed" || e.reason == "FailedBinding" ||
      has(m, "no persistent volumes available")) {
    if (missing_object(m, what, name) || has(m, "storageclass.storage.k8s.io \""))
      out = say("object_missing", role::cause, 0.92,
                {{"kind", "storageclass"}, {"object", quoted_after(m, "storageclass.storage.k8s.io ")}});
    else
      out = say("pvc_pending", role::cause, 0.85, {{"reason", deepest_cause(m)}});
    return true;
  }
  if (e.reason == "ExternalProvisioning") {
    out = say("pvc_pending", role::symptom, 0.5, {{"reason", m}});
    return true;
  }
  if (e.reason == "WaitForFirstConsumer") {
    out = say("pvc_pending", role::context, 0.2, {{"reason", m}});
    return true;
  }
  const bool mount = e.reason == "FailedMount" || e.reason == "FailedAttachVolume" ||
                     e.reason == "FailedMapVolume" || has(m, "MountVolume.");
  if (!mount) return false;
  if (missing_object(m, what, name)) {
    out = say("object_missing", role::cause, 0.92,
              {{"kind", what}, {"object", name}, {"volume", quoted_after(m, "volume ")}});
    return true;
  }
  if (has(m, "Multi-Attach error")) {
    out = say("volume_in_use", role::cause, 0.9,
              {{"volume", quoted_after(m, "volume ")},
               {"user", has(m, "used by pod(s) ") ? after(m, "used by pod(s) ") : std::string_view()},
               {"reason", has(m, "exclusively attached") ? after(m, "\" ") : std::string_view()}});
    return true;
  }
  if (has(m, "not found in the list of registered CSI drivers")) {
    out = say("driver_missing", role::cause, 0.9,
              {{"driver", word_after(m, "driver name ")}, {"volume", quoted_after(m, "volume ")}});
    return true;
  }
  if (has(m, "timed out waiting for the condition") || has(m, "context deadline exceeded")) {
    auto volumes = before(after(m, "unmounted volumes=["), "]");
    out = say("mount_failed", role::symptom, 0.5, {{"volume", volumes}, {"reason", deepest_cause(m)}});
    return true;
  }
  out = say("mount_failed", role::cause, 0.85,
            {{"volume", quoted_after(m, "volume ")}, {"reason", deepest_cause(m)}});
  return true;
}

bool probes(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  const auto at = m.find(" probe failed");
  if (at != std::string_view::npos || has(m, " probe errored")) {
    const auto failed = at != std::string_view::npos ? at : m.find(" probe errored");
    auto detail = after(m, has(m, "probe failed: ") ? "probe failed: " : "probe errored: ");
    out =
        say("probe_failed", role::cause, 0.7, {{"probe", word_before(m, failed)}, {"detail", trim(detail)}});
    return true;
  }
  if (e.reason == "Killing" && has(m, " probe, will be restarted")) {
    const auto failed = m.find(" probe, will");
    out = say("probe_failed", role::cause, 0.7,
              {{"probe", word_before(m, failed)}, {"container", word_after(m, "Container ")}});
    return true;
  }
  return false;
}

bool containers(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  if (has(m, "Back-off restarting failed container")) {
    auto name = word_after(m, "failed container ");
    if (name.starts_with("container=")) name.remove_prefix(10);
    if (name == "in") name = {};
    out = say("crash_loop", role::symptom, 0.55, {{"container", name}});
    return true;
  }
  if (e.reason == "OOMKilling" || e.reason == "SystemOOM" || has(m, "OOMKilled") ||
      has(m, "out of memory: Kill")) {
    out = say("oom_killed", role::cause, 0.93, {{"process", word_after(m, "Killed process ")}});
    return true;
  }
  std::string_view what;
  std::string_view name;
  if ((e.reason == "Failed" || has(m, "CreateContainerConfigError")) && missing_object(m, what, name)) {
    out = say("object_missing", role::cause, 0.92, {{"kind", what}, {"object", name}});
    return true;
  }
  if (has(m, "failed to create containerd task") || has(m, "OCI runtime") ||
      has(m, "failed to start container") || has(m, "executable file not found") ||
      has(m, "unable to start container process")) {
    out = say("container_start_error", role::cause, 0.9,
              {{"command", quoted_after(m, "exec: ")}, {"reason", deepest_cause(m)}});
    return true;
  }
  if (has(m, "runAsNonRoot") || has(m, "CreateContainerConfigError")) {
    out = say("container_config_error", role::cause, 0.85, {{"reason", deepest_cause(m)}});
    return true;
  }
  if (e.reason == "FailedCreatePodSandBox") {
    out = say("sandbox_failed", role::cause, 0.7, {{"reason", deepest_cause(m)}});
    return true;
  }
  if (e.reason == "FailedPostStartHook" || e.reason == "FailedPreStopHook") {
    out = say("hook_failed", role::cause, 0.7, {{"hook", e.reason}, {"reason", deepest_cause(m)}});
    return true;
  }
  return false;
}

bool nodes_and_eviction(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  if (e.reason == "Evicted" || has(m, "low on resource: ") || e.reason == "TaintManagerEviction") {
    const bool taint = e.reason == "TaintManagerEviction";
    out = say("evicted", taint ? role::symptom : role::cause, taint ? 0.4 : 0.88, {{"reason", m}});
    if (has(m, "low on resource: ")) {
      auto resource = word_after(m, "low on resource: ");
      if (resource.ends_with('.')) resource.remove_suffix(1);
      out.slots.emplace_back("resource", resource);
    }
    return true;
  }
  if (e.reason == "NodeNotReady" || e.reason == "NodeNotSchedulable") {
    out = say("node_not_ready", role::cause, 0.6, {{"reason", e.reason}});
    return true;
  }
  if (e.reason.starts_with("NodeHas") && (e.reason.ends_with("Pressure"))) {
    const bool good = has(e.reason, "HasNo");
    if (good) return true;
    out = say("node_pressure", role::cause, 0.8, {{"condition", e.reason.substr(7)}});
    return true;
  }
  if (e.reason == "EvictionThresholdMet" || e.reason == "FreeDiskSpaceFailed" ||
      e.reason == "ImageGCFailed") {
    out = say("node_pressure", role::cause, 0.75, {{"condition", e.reason}, {"reason", m}});
    return true;
  }
  if (e.reason == "Preempted" || e.reason == "Preempting") {
    out = say("preempted", role::cause, 0.6, {{"reason", m}});
    return true;
  }
  return false;
}

bool controllers(const text_of_event& e, message_reading& out) {
  const auto m = e.message;
  if (e.reason == "DeadlineExceeded") {
    out = say("deadline_exceeded", role::cause, 0.85, {{"reason", m}});
    return true;
  }
  if (e.reason == "BackoffLimitExceeded" || has(m, "specified backoff limit")) {
    out = say("job_failed", role::symptom, 0.6, {{"reason", e.reason.empty() ? m : e.reason}});
    return true;
  }
  if (e.reason.starts_with("FailedGet") || e.reason.starts_with("FailedCompute") ||
      e.reason == "FailedRescale" || e.reason == "InvalidMetricSourceType" ||
      e.reason == "FailedUpdateScale") {
    out = say("hpa_failed", role::cause, 0.8, {{"reason", deepest_cause(m)}});
    if (has(m, "missing request for "))
      out.slots.emplace_back("resource", word_after(m, "missing request for "));
    if (has(m, "in container ")) out.slots.emplace_back("container", word_after(m, "in container "));
    return true;
  }
  if (e.reason == "ProgressDeadlineExceeded") {
    out = say("replicas_unavailable", role::symptom, 0.5, {{"reason", e.reason}});
    return true;
  }
  std::string_view what;
  std::string_view name;
  if (e.warning && missing_object(m, what, name)) {
    out = say("object_missing", role::cause, 0.8, {{"kind", what}, {"object", name}});
    return true;
  }
  return false;
}

}  // namespace

std::string_view deepest_cause(std::string_view m) {
  m = trim(m);
  static constexpr std::array<std::string_view, 36> causes{"pull access denied",
                                                           "manifest unknown",
                                                           "manifest for",
                                                           "x509:",
                                                           "no such host",
                                                           "i/o timeout",
                                                           "connection refused",
                                                           "connection reset",
                                                           "unauthorized",
                                                           "toomanyrequests",
                                                           "authentication required",
                                                           "no space left",
                                                           "executable file not found",
                                                           "permission denied",
                                                           "no such file or directory",
                                                           "exec format error",
                                                           "not a directory",
                                                           "is a directory",
                                                           "invalid reference format",
                                                           "must be lowercase",
                                                           "no persistent volumes available",
                                                           "missing request for",
                                                           "unable to get metrics",
                                                           "couldn't get current",
                                                           "unable to fetch metrics",
                                                           "already exists",
                                                           "Multi-Attach error",
                                                           "read-only file system",
                                                           "cannot allocate memory",
                                                           "runAsNonRoot",
                                                           "timed out waiting",
                                                           "context deadline exceeded",
                                                           "not found",
                                                           "forbidden",
                                                           "denied",
                                                           "timeout"};
  for (auto cause : causes) {
    const auto at = find_nocase(m, lower(cause));
    if (at == std::string_view::npos) continue;
    // The piece of the chain that holds it, with the operation before it when that says on what.
    auto start = m.rfind(": ", at);
    start = start == std::string_view::npos ? 0 : start + 2;
    auto end = m.find(": ", at + cause.size());
    if (cause == "x509:") end = std::string_view::npos;
    auto piece = m.substr(start, end == std::string_view::npos ? end : end - start);
    for (std::string_view mark : {"exec: ", "dial tcp", "lookup ", "open ", "stat ", "mkdir "}) {
      const auto from = m.rfind(mark, at);
      if (from != std::string_view::npos && from < start && at - from < 160) {
        piece = m.substr(from, start - from + piece.size());
        break;
      }
    }
    return trim(piece);
  }
  // No known words: the last piece that says something.
  auto rest = m;
  while (true) {
    const auto at = rest.rfind(": ");
    if (at == std::string_view::npos) return rest;
    const auto piece = trim(rest.substr(at + 2));
    if (piece.size() >= 12 && has(piece, " ")) return piece;
    if (at == 0) return piece;
    rest = rest.substr(0, at);
  }
}

message_reading read_kube_message(std::string_view reason, std::string_view message, bool warning) {
  const text_of_event e{trim(reason), trim(message), warning};
  message_reading out;
  if (missing_key(e.message, out) || image_trouble(e, out) || scheduling(e, out) || admission(e, out) ||
      storage(e, out) || probes(e, out) || containers(e, out) || nodes_and_eviction(e, out) ||
      controllers(e, out))
    return out;
  if (!warning) return out;
  out = say("warning_event", role::symptom, 0.35, {{"reason", e.reason}, {"message", e.message}});
  out.free_text = true;
  return out;
}

}  // namespace fm::evidence
