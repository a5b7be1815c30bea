// Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob and HorizontalPodAutoscaler as described.
#include "documents/describe_tree.hpp"
#include "documents/kube_message.hpp"

namespace fm::evidence {
namespace {

constexpr auto none = described_object::none;

class workload_reader {
 public:
  workload_reader(const described_object& o, const reading& r) : o_(o), r_(r), names_(names_of(o)) {}

  void run() {
    template_names();
    if (o_.type == "Job") {
      job();
    } else if (o_.type == "CronJob") {
      cron_job();
    } else if (o_.type == "HorizontalPodAutoscaler") {
      autoscaler();
    } else {
      replicas();
      bad_conditions();
    }
    describe_events(o_, names_, now_, r_);
  }

 private:
  fact_draft draft(std::string_view rule, role what, double weight) const {
    fact_draft f(r_.evidence, r_.lines, rule, what, weight);
    f.about(o_.name).named(names_);
    return f;
  }

  void template_names() {
    const auto pods = o_.find("Pod Template");
    if (pods == none) return;
    for (auto section : {"Init Containers", "Containers"}) {
      const auto at = o_.find(section, pods);
      if (at == none) continue;
      for (auto i : o_.children(at))
        if (o_.find("Image", i) != none) names_.emplace_back(o_.lines[i].key);
    }
  }

  void compare(std::string_view ready, std::string_view desired, std::uint64_t line,
               std::uint64_t desired_line) {
    const auto have = parse_count(ready);
    const auto want = parse_count(desired);
    if (!have || !want) return;
    if (*have < *want) {
      draft("replicas_unavailable", role::symptom, *have == 0 ? 0.55 : 0.45)
          .slot("ready", ready, line)
          .slot("desired", desired, desired_line)
          .quote(line)
          .level(severity::warning)
          .add(r_.out.facts);
      return;
    }
    if (*want == 0) {
      if (o_.type == "ReplicaSet") return;
      draft("scaled_to_zero", role::cause, 0.5)
          .slot("desired", desired, desired_line)
          .quote(line)
          .add(r_.out.facts);
      return;
    }
    now_ = {true, line, ready};
    draft("deployment_available", role::healthy, 0.5)
        .slot("ready", ready, line)
        .slot("desired", desired, desired_line)
        .quote(line)
        .level(severity::info)
        .add(r_.out.facts);
  }

  /// The number that stands before ` word` in `text`.
  static std::string_view number_before(std::string_view text, std::string_view word) {
    const auto at = text.find(word);
    if (at == std::string_view::npos) return {};
    auto start = at;
    while (start > 0 && is_digit(text[start - 1])) --start;
    return text.substr(start, at - start);
  }

  void replicas() {
    const auto text = o_.value("Replicas");
    const auto line = o_.line("Replicas");
    if (o_.type == "DaemonSet") {
      compare(o_.value("Number of Nodes Scheduled with Available Pods"),
              o_.value("Desired Number of Nodes Scheduled"),
              o_.line("Number of Nodes Scheduled with Available Pods"),
              o_.line("Desired Number of Nodes Scheduled"));
      return;
    }
    if (has(text, " available")) {
      compare(number_before(text, " available"), number_before(text, " desired"), line, line);
      return;
    }
    // ReplicaSet and StatefulSet: `Pods Status:  1 Running / 0 Waiting / 0 Succeeded / 0 Failed`.
    const auto status = o_.value("Pods Status");
    const auto desired = has(text, " desired")       ? number_before(text, " desired")
                         : split_words(text).empty() ? std::string_view()
                                                     : split_words(text).back();
    compare(number_before(status, " Running"), desired, o_.line("Pods Status"), line);
  }

  void bad_conditions() {
    for (const auto& c : conditions_of(o_)) {
      const bool failure = c.type == "ReplicaFailure" && c.status == "True";
      const bool stuck = c.type == "Progressing" && c.status == "False";
      if (!failure && !stuck) continue;
      draft("replicas_unavailable", role::symptom, 0.5)
          .slot("condition", c.type, c.line)
          .slot("reason", c.reason, c.line)
          .quote(c.line)
          .level(severity::warning)
          .add(r_.out.facts);
    }
  }

  void job() {
    auto status = o_.value("Pods Statuses");
    auto line = o_.line("Pods Statuses");
    const auto failed = number_before(status, " Failed");
    const auto succeeded = number_before(status, " Succeeded");
    const auto wanted = parse_count(o_.value("Completions")).value_or(1);
    bool complete = parse_count(succeeded).value_or(0) >= wanted;
    for (const auto& c : conditions_of(o_)) {
      if (c.type == "Complete" && c.status == "True") complete = true;
      if (c.type == "Failed" && c.status == "True") complete = false;
    }
    if (complete) {
      now_ = {true, line, succeeded};
      draft("job_complete", role::healthy, 0.5)
          .slot("succeeded", succeeded, line)
          .quote(line)
          .add(r_.out.facts);
    } else if (parse_count(failed).value_or(0) > 0) {
      draft("job_failed", role::symptom, 0.6)
          .slot("job", o_.name, o_.name_line)
          .slot("failed", failed, line)
          .quote(line)
          .level(severity::error)
          .add(r_.out.facts);
    }
  }

  void cron_job() {
    if (o_.value("Suspend") == "True")
      draft("suspended", role::cause, 0.6)
          .slot("suspend", "True", o_.line("Suspend"))
          .quote(o_.line("Suspend"))
          .add(r_.out.facts);
  }

  void autoscaler() {
    names_.emplace_back(after(o_.value("Reference"), "/"));
    const auto reference = o_.value("Reference");
    bool failing = false;
    for (const auto& c : conditions_of(o_)) {
      if (c.status == "False" && (c.type == "ScalingActive" || c.type == "AbleToScale")) {
        failing = true;
        auto f = draft("hpa_failed", role::cause, 0.88);
        f.slot("reason", c.reason, c.line).slot("detail", deepest_cause(c.message), c.line);
        f.slot("target", reference, o_.line("Reference")).quote(c.line).level(severity::error);
        if (has(c.message, "missing request for "))
          f.slot("resource", word_after(c.message, "missing request for "), c.line);
        f.add(r_.out.facts);
      }
      if (c.type == "ScalingLimited" && c.status == "True" && c.reason == "TooManyReplicas")
        draft("hpa_at_maximum", role::cause, 0.5)
            .slot("reason", c.reason, c.line)
            .slot("target", reference, o_.line("Reference"))
            .slot("maximum", o_.value("Max replicas"), o_.line("Max replicas"))
            .quote(c.line)
            .add(r_.out.facts);
    }
    const auto metrics = o_.find("Metrics");
    if (metrics == none) return;
    for (auto i : o_.children(metrics)) {
      const auto& l = o_.lines[i];
      if (!has(l.text, "<unknown>")) continue;
      failing = true;
      draft("hpa_failed", role::symptom, 0.5)
          .slot("target", reference, o_.line("Reference"))
          .slot("reason", "<unknown>", l.line)
          .quote(l.line)
          .add(r_.out.facts);
    }
    if (!failing)
      draft("hpa_active", role::healthy, 0.3)
          .slot("target", reference, o_.line("Reference"))
          .quote(o_.line("Reference"))
          .add(r_.out.facts);
  }

  const described_object& o_;
  const reading& r_;
  std::vector<std::string> names_;
  recovery now_;
};

}  // namespace

void describe_workload(const described_object& o, const reading& r) { workload_reader(o, r).run(); }

}  // namespace fm::evidence
