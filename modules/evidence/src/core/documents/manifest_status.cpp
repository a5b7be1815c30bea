// The `status` of objects that were read back from a cluster.
#include "documents/document_time.hpp"
#include "documents/exit_codes.hpp"
#include "documents/kube_message.hpp"
#include "documents/manifest.hpp"
#include "documents/rule_traits.hpp"
#include "documents/waiting_reasons.hpp"

namespace fm::evidence {
namespace {

class status_reader {
 public:
  status_reader(const kube_object& o, const reading& r)
      : o_(o), r_(r), names_(names_of(o)), status_(o.root->find("status")) {}

  void run() {
    if (o_.kind == "Event") return event();
    if (!status_ || !status_->is_mapping()) return;
    if (o_.kind == "Pod") {
      pod();
    } else if (o_.kind == "Deployment" || o_.kind == "StatefulSet" || o_.kind == "ReplicaSet" ||
               o_.kind == "DaemonSet") {
      workload();
    } else if (o_.kind == "Job") {
      job();
    } else if (o_.kind == "PersistentVolumeClaim") {
      claim();
    } else if (o_.kind == "Node") {
      node();
    }
    if (o_.kind != "Pod" && o_.kind != "Node") conditions();
    if (o_.kind == "ResourceQuota") quota();
  }

 private:
  fact_draft draft(std::string_view rule, role what, double weight) const {
    fact_draft f(r_.evidence, r_.lines, rule, what, weight);
    f.about(o_.name).named(names_);
    return f;
  }

  static fact_draft& put(fact_draft& f, std::string_view slot, const yaml::node* n) {
    if (n && n->is_scalar() && !n->is_null()) f.slot_within(slot, n->text, n->line, n->end_line);
    return f;
  }

  void embed(const yaml::node* n) const {
    if (!n || !n->is_scalar()) return;
    auto line = n->line;
    for (auto piece : split(n->text, '\n')) {
      while (line < n->end_line && !has(r_.lines.at(line), trim(piece))) ++line;
      r_.embed(line, piece, o_.name);
    }
  }

  void pod() {
    ready_ = nullptr;
    if (const auto* list = status_->find("conditions"))
      for (const auto& c : list->items)
        if (c.string("type") == "Ready") ready_ = c.find("status");
    const auto phase = status_->string("phase");
    well_ = phase == "Succeeded" || (phase == "Running" && ready_ && ready_->text == "True");
    for (auto list : {"initContainerStatuses", "containerStatuses"})
      if (const auto* all = status_->find(list))
        for (const auto& c : all->items) container(c, std::string_view(list).starts_with("init"));
    if (status_->string("reason") == "Evicted") {
      auto f = draft("evicted", role::cause, 0.88);
      put(f, "reason", status_->find("message"))
          .quote(status_->find("reason")->line)
          .level(severity::error)
          .add(r_.out.facts);
    }
    if (const auto* list = status_->find("conditions"))
      for (const auto& c : list->items) condition_message(c);
    const auto* shown = status_->find("phase");
    if (well_) {
      auto f = draft("pod_ready", role::healthy, 0.5);
      put(f, "status", shown);
      put(f, "ready", ready_).add(r_.out.facts);
    } else if (shown) {
      auto f = draft(phase == "Pending" ? "pod_pending" : "pod_not_ready", role::symptom, 0.45);
      put(f, "status", shown);
      put(f, "ready", ready_).level(severity::warning).add(r_.out.facts);
    }
  }

  void container(const yaml::node& c, bool init) {
    const auto name = [&](fact_draft& f) -> fact_draft& { return put(f, "container", c.find("name")); };
    if (const auto* waiting = at_path(&c, {"state", "waiting"})) {
      const auto* reason = waiting->find("reason");
      const auto* message = waiting->find("message");
      if (reason) {
        const auto meaning = read_waiting_reason(reason->text);
        auto f = draft(meaning.rule, meaning.role, meaning.weight);
        name(f);
        put(f, "reason", reason);
        if (rule_fills(meaning.rule, "image")) put(f, "image", c.find("image"));
        f.quote(reason->line).level(severity::warning).add(r_.out.facts);
      }
      if (message) {
        const auto m = read_kube_message(
            reason && reason->text == "CreateContainerConfigError" ? "Failed" : "", message->text, false);
        if (!m.rule.empty() && !rule_is(m.rule, rule_property::ends_program))
          from_message(m, *message);
        else
          embed(message);
      }
      if (init && reason && read_waiting_reason(reason->text).trouble) init_failed(c, *reason);
    }
    for (auto state : {"state", "lastState"})
      if (const auto* ended = at_path(&c, {state, "terminated"}))
        terminated(c, *ended, init, std::string_view(state) == "state");
    const auto* restarts = c.find("restartCount");
    if (restarts && parse_count(restarts->text).value_or(0) > 0 && !init) {
      auto f = draft("restarts", well_ ? role::context : role::symptom, well_ ? 0.15 : 0.3);
      name(f);
      put(f, "count", restarts).quote(restarts->line).add(r_.out.facts);
    }
  }

  void terminated(const yaml::node& c, const yaml::node& ended, bool init, bool current) {
    const auto* reason = ended.find("reason");
    const auto* code = ended.find("exitCode");
    const auto meaning = read_exit(ended.string("reason"), ended.string("exitCode"));
    embed(ended.find("message"));
    if (meaning.rule.empty() || (meaning.clean && (init || current || well_))) return;
    auto f = draft(meaning.rule, meaning.role,
                   well_ ? meaning.weight * share_when_over(meaning.rule) : meaning.weight);
    put(f, "container", c.find("name"));
    if (const auto* message = ended.find("message"); message && rule_fills(meaning.rule, "command"))
      f.slot_within("command", quoted_after(message->text, "exec: "), message->line, message->end_line)
          .slot_within("reason", deepest_cause(message->text), message->line, message->end_line);
    put(f, "reason", reason);
    put(f, "exit_code", code);
    if (reason || code) f.quote((reason ? reason : code)->line);
    f.times(parse_document_time(ended.string("finishedAt")), no_time).level(severity::error);
    f.add(r_.out.facts);
    if (init && !meaning.clean && code) init_failed(c, *code);
  }

  void init_failed(const yaml::node& c, const yaml::node& shown) {
    auto f = draft("init_container_failed", role::symptom, 0.6);
    put(f, "container", c.find("name"));
    put(f, all_digits(shown.text) ? "exit_code" : "reason", &shown).quote(shown.line).add(r_.out.facts);
  }

  void from_message(const message_reading& m, const yaml::node& text) {
    auto f = draft(m.rule, m.role, well_ ? 0.15 : m.weight);
    for (const auto& [name, value] : m.slots)
      f.slot_within(name, value, text.line, text.end_line)
          .named(name == "object" || name == "image" ? value : "");
    if (well_) put(f, "recovered", ready_);
    f.quote(text.line).level(m.level).add(r_.out.facts);
    if (m.free_text) embed(&text);
  }

  void condition_message(const yaml::node& c) {
    const auto* message = c.find("message");
    if (!message || c.string("status") != "False") return;
    const auto m = read_kube_message(c.string("reason"), message->text, false);
    if (!m.rule.empty()) from_message(m, *message);
  }

  void workload() {
    const auto* desired = at_path(o_.root, {"spec", "replicas"});
    if (o_.kind == "DaemonSet") desired = status_->find("desiredNumberScheduled");
    const auto* ready = status_->find(o_.kind == "DaemonSet" ? "numberReady" : "readyReplicas");
    const auto have = ready ? parse_count(ready->text).value_or(0) : 0;
    const auto want = desired ? parse_count(desired->text).value_or(1) : 1;
    if (have >= want && want > 0) {
      well_ = true;
      ready_ = ready;
      auto f = draft("deployment_available", role::healthy, 0.5);
      put(f, "ready", ready);
      put(f, "desired", desired).quote(ready->line).add(r_.out.facts);
    } else if (have < want) {
      const auto* shown = ready                                  ? ready
                          : status_->find("unavailableReplicas") ? status_->find("unavailableReplicas")
                                                                 : desired;
      auto f = draft("replicas_unavailable", role::symptom, have == 0 ? 0.55 : 0.45);
      put(f, "ready", ready);
      put(f, "desired", desired);
      put(f, "unavailable", status_->find("unavailableReplicas"));
      if (shown) f.quote(shown->line);
      f.level(severity::warning).add(r_.out.facts);
    }
  }

  void job() {
    const auto* failed = status_->find("failed");
    const auto* done = status_->find("succeeded");
    if (done && parse_count(done->text).value_or(0) > 0) {
      well_ = true;
      auto f = draft("job_complete", role::healthy, 0.5);
      put(f, "succeeded", done).add(r_.out.facts);
    } else if (failed) {
      auto f = draft("job_failed", role::symptom, 0.6);
      put(f, "failed", failed).quote(failed->line).level(severity::error).add(r_.out.facts);
    }
  }

  void claim() {
    const auto* phase = status_->find("phase");
    if (!phase) return;
    auto f = phase->text == "Bound" ? draft("pvc_bound", role::healthy, 0.3)
                                    : draft("pvc_pending", role::symptom, 0.6);
    f.slot("claim", o_.name, o_.name_line);
    put(f, "status", phase);
    put(f, "storage_class", at_path(o_.root, {"spec", "storageClassName"}))
        .quote(phase->line)
        .add(r_.out.facts);
  }

  void node() {
    const auto* list = status_->find("conditions");
    if (!list) return;
    for (const auto& c : list->items) {
      const bool ready = c.string("type") == "Ready";
      const bool good = c.string("status") == (ready ? "True" : "False");
      if (good && !ready) continue;
      auto f = good    ? draft("node_ready", role::healthy, 0.4)
               : ready ? draft("node_not_ready", role::cause, 0.9)
                       : draft("node_pressure", role::cause, 0.85);
      put(f, ready ? "ready" : "condition", c.find(ready ? "status" : "type"));
      if (!good) put(f, "reason", c.find("reason"));
      if (!good) put(f, "detail", c.find("message"));
      f.quote(c.find("type")->line).add(r_.out.facts);
    }
  }

  void conditions() {
    const auto* list = status_->find("conditions");
    if (!list) return;
    for (const auto& c : list->items) {
      const auto type = c.string("type");
      const auto status = c.string("status");
      const bool wants_true = type == "Ready" || type == "Available" || type == "Healthy" ||
                              type == "Synced" || type == "Progressing" || type == "Succeeded" ||
                              type == "AbleToScale" || type == "ScalingActive";
      const bool wants_false =
          type == "ReplicaFailure" || type == "Failed" || type == "Degraded" || type == "Stalled";
      if (!(wants_true && status == "False") && !(wants_false && status == "True")) continue;
      const auto* message = c.find("message");
      const auto m =
          message ? read_kube_message(c.string("reason"), message->text, false) : message_reading{};
      if (!m.rule.empty()) {
        from_message(m, *message);
        continue;
      }
      embed(message);
      const bool autoscaler = o_.kind == "HorizontalPodAutoscaler";
      auto f = draft(autoscaler ? "hpa_failed" : "status_trouble", autoscaler ? role::cause : role::symptom,
                     autoscaler ? 0.8 : 0.5);
      put(f, autoscaler ? "condition" : "path", c.find("type"));
      put(f, autoscaler ? "status" : "value", c.find("status"));
      put(f, "reason", c.find("reason"));
      put(f, "detail", message)
          .quote((message ? message : c.find("status"))->line)
          .level(severity::warning)
          .add(r_.out.facts);
    }
  }

  void quota() {
    const auto* used = status_->find("used");
    const auto* hard = status_->find("hard");
    if (!used || !hard) return;
    for (const auto& m : used->members) {
      const auto* most = hard->find(m.name);
      if (!most) continue;
      const auto u = parse_quantity(m.value.text);
      const auto h = parse_quantity(most->text);
      if (!u || !h || *u < *h) continue;
      auto f = draft("quota_full", role::cause, 0.6);
      f.slot("quota", o_.name, o_.name_line).slot("resource", m.name, m.line);
      put(f, "used", &m.value);
      put(f, "limited", most).quote(m.line).add(r_.out.facts);
    }
  }

  void event() {
    const auto* message = o_.root->find("message");
    if (!message) message = o_.root->find("note");
    if (!message) return;
    const auto m =
        read_kube_message(o_.root->string("reason"), message->text, o_.root->string("type") == "Warning");
    if (m.rule.empty()) return;
    const auto* about = o_.root->find("involvedObject");
    if (!about) about = o_.root->find("regarding");
    auto f = draft(m.rule, m.role, m.weight);
    if (about) f.about(about->string("name"));
    for (const auto& [name, value] : m.slots) f.slot_within(name, value, message->line, message->end_line);
    put(f, "reason", o_.root->find("reason"));
    f.count(static_cast<std::uint64_t>(parse_count(o_.root->string("count")).value_or(1)));
    f.times(parse_document_time(o_.root->string("firstTimestamp")),
            parse_document_time(o_.root->string("lastTimestamp")));
    f.quote(message->line).level(m.level).add(r_.out.facts);
    if (m.free_text) embed(message);
  }

  const kube_object& o_;
  const reading& r_;
  std::vector<std::string> names_;
  const yaml::node* status_;
  const yaml::node* ready_ = nullptr;
  bool well_ = false;
};

}  // namespace

void manifest_status(const manifest& m, const reading& r) {
  for (const auto& o : m.objects) status_reader(o, r).run();
}

}  // namespace fm::evidence
