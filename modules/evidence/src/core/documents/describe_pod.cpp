#include "documents/describe_tree.hpp"
#include "documents/document_time.hpp"
#include "documents/exit_codes.hpp"
#include "documents/kube_message.hpp"
#include "documents/rule_traits.hpp"
#include "documents/waiting_reasons.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

constexpr auto none = described_object::none;

/// One container as described.
struct container {
  std::size_t at = none;
  std::string_view name;
  bool init = false;
  std::size_t state = none;
  std::size_t last = none;
  std::int64_t restarts = 0;
  bool ready = false;
};

class pod_reader {
 public:
  pod_reader(const described_object& o, const reading& r) : o_(o), r_(r), names_(names_of(o)) {}

  void run() {
    for (auto section : {"Init Containers", "Containers"}) read_containers(section);
    find_health();
    for (const auto& c : containers_) {
      container_facts(c);
      for (std::string_view probe : {"Liveness", "Readiness", "Startup"}) probe_fact(c, probe);
    }
    pod_facts();
    describe_events(o_, names_, now_, r_);
  }

 private:
  void read_containers(std::string_view section) {
    const auto at = o_.find(section);
    if (at == none) return;
    for (auto i : o_.children(at)) {
      if (o_.lines[i].key.empty() || o_.find("Image", i) == none) continue;
      container c;
      c.at = i;
      c.name = o_.lines[i].key;
      c.init = section.starts_with("Init");
      c.state = o_.find("State", i);
      c.last = o_.find("Last State", i);
      c.restarts = parse_count(o_.value("Restart Count", i)).value_or(0);
      c.ready = o_.value("Ready", i) == "True";
      names_.emplace_back(c.name);
      containers_.push_back(c);
    }
  }

  void find_health() {
    for (const auto& c : conditions_of(o_)) {
      if (c.type != "Ready") continue;
      now_.now_well = c.status == "True" && before(o_.value("Status"), " ") == "Running";
      if (std::any_of(containers_.begin(), containers_.end(),
                      [](const container& x) { return !x.init && !x.ready; }))
        now_.now_well = false;
      now_.well_line = c.line;
      now_.well_text = "True";
    }
    if (o_.value("Status") == "Succeeded") {
      now_.now_well = true;
      now_.well_line = o_.line("Status");
      now_.well_text = "Succeeded";
    }
  }

  fact_draft draft(std::string_view rule, role what, double weight, const container& c) const {
    fact_draft f(r_.evidence, r_.lines, rule, what, weight);
    f.about(o_.name).named(names_).slot("container", c.name, o_.lines[c.at].line);
    return f;
  }

  void container_facts(const container& c) {
    const auto status = c.state == none ? std::string_view() : o_.lines[c.state].value;
    const auto image = o_.value("Image", c.at);
    const auto image_line = o_.line("Image", c.at);
    if (status == "Waiting") waiting(c, image, image_line);
    if (status == "Terminated") terminated(c, c.state, !now_.now_well);
    if (c.last != none && o_.lines[c.last].value == "Terminated") terminated(c, c.last, false);
    if (c.restarts > 0 && !c.init) {
      const bool well = now_.now_well;
      draft("restarts", well ? role::context : role::symptom, well ? 0.15 : 0.3, c)
          .slot("count", o_.value("Restart Count", c.at), o_.line("Restart Count", c.at))
          .quote(o_.line("Restart Count", c.at))
          .add(r_.out.facts);
    }
  }

  /// A probe that fails because it asks a port that the container does not name, or a path that it does not
  /// serve.
  void probe_fact(const container& c, std::string_view probe) {
    const auto at = o_.find(probe, c.at);
    if (at == none) return;
    if (now_.now_well && (probe == "Readiness" || c.restarts < 2)) return;
    const auto& asked = o_.lines[at];
    const auto target = asked.value.starts_with("http-get ")
                            ? after(word_after(asked.value, "http-get "), "://")
                        : asked.value.starts_with("tcp-socket ") ? word_after(asked.value, "tcp-socket ")
                                                                 : std::string_view();
    if (target.empty()) return;
    const auto path_at = target.find('/');
    const auto host = target.substr(0, path_at);
    const auto port = host.substr(host.rfind(':') + 1);
    const auto path = path_at == std::string_view::npos ? std::string_view() : target.substr(path_at);
    const auto ports_at = o_.find("Ports", c.at) == none ? o_.find("Port", c.at) : o_.find("Ports", c.at);
    for (const auto& e : events_of(o_)) {
      if (!e.message.starts_with(probe) || !has(e.message, " probe failed")) continue;
      auto f = draft("probe_misconfigured", role::cause, 0.8, c);
      f.slot("check", probe, asked.line).quote(e.line, e.message).count(e.count).level(severity::warning);
      if (has(e.message, "connection refused") && all_digits(port) && ports_at != none &&
          names_other_ports(o_.lines[ports_at].value, port))
        f.slot("port", port, asked.line)
            .slot("container_port", before(o_.lines[ports_at].value, "/"), o_.lines[ports_at].line)
            .add(r_.out.facts);
      else if (path.size() > 1 && has(e.message, "statuscode: 404"))
        f.slot("path", path, asked.line).slot("status", "404", e.line).add(r_.out.facts);
      else
        continue;
      return;
    }
  }

  /// Whether `8080/TCP, 9000/TCP` names ports, and not that one.
  static bool names_other_ports(std::string_view ports, std::string_view port) {
    bool named = false;
    while (!ports.empty()) {
      const auto one = trim(before(ports, ","));
      if (before(one, "/") == port) return false;
      named = named || (!one.empty() && one.front() >= '1' && one.front() <= '9');
      ports = after(ports, ",");
    }
    return named;
  }

  void waiting(const container& c, std::string_view image, std::uint64_t image_line) {
    const auto why = o_.value("Reason", c.state);
    const auto line = o_.line("Reason", c.state);
    const auto message = o_.find("Message", c.state);
    if (line == 0) return;
    const auto meaning = read_waiting_reason(why);
    auto f = draft(meaning.rule, meaning.role, meaning.weight, c);
    f.slot("reason", why, line).quote(line).level(severity::warning);
    if (rule_fills(meaning.rule, "image")) f.slot("image", image, image_line).named(image);
    if (rule_fills(meaning.rule, "count"))
      f.slot("count", o_.value("Restart Count", c.at), o_.line("Restart Count", c.at));
    if (message != none) r_.embed(o_.lines[message].line, o_.lines[message].value, o_.name);
    f.add(r_.out.facts);
    if (c.init && meaning.trouble)
      draft("init_container_failed", role::symptom, 0.6, c)
          .slot("reason", why, line)
          .quote(line)
          .add(r_.out.facts);
  }

  void terminated(const container& c, std::size_t state, bool current) {
    const auto why = o_.value("Reason", state);
    const auto code = o_.value("Exit Code", state);
    const auto line = std::max(o_.line("Reason", state), o_.line("Exit Code", state));
    const auto message = o_.find("Message", state);
    if (line == 0) return;
    const auto meaning = read_exit(why, code);
    if (message != none) {
      r_.embed(o_.lines[message].line, o_.lines[message].value, o_.name);
      // The lines of a long message stand below its first one.
      for (auto i : o_.children(message)) r_.embed(o_.lines[i].line, o_.lines[i].text, o_.name);
    }
    if (meaning.rule.empty()) return;
    auto weight = meaning.weight;
    if (now_.now_well) weight *= share_when_over(meaning.rule);
    if (meaning.clean && !current && c.restarts < 2) return;
    auto f = draft(meaning.rule, meaning.role, weight, c);
    // The runtime's message says why, the reason only that.
    if (rule_fills(meaning.rule, "command") && message != none)
      f.slot("command", quoted_after(o_.lines[message].value, "exec: "), o_.lines[message].line)
          .slot("reason", deepest_cause(o_.lines[message].value), o_.lines[message].line);
    f.slot("reason", why, o_.line("Reason", state)).slot("exit_code", code, o_.line("Exit Code", state));
    f.quote(why.empty() ? line : o_.line("Reason", state)).level(severity::error);
    f.times(parse_document_time(o_.value("Finished", state)), no_time);
    if (rule_fills(meaning.rule, "limit")) {
      const auto limits = o_.find("Limits", c.at);
      if (limits != none) f.slot("limit", o_.value("memory", limits), o_.line("memory", limits));
    }
    if (rule_fills(meaning.rule, "command") && message != none)
      f.quote(o_.lines[message].line, o_.lines[message].value);
    f.add(r_.out.facts);
    if (c.init && !meaning.clean)
      draft("init_container_failed", role::symptom, now_.now_well ? 0.15 : 0.6, c)
          .slot("exit_code", code, o_.line("Exit Code", state))
          .slot("reason", why, o_.line("Reason", state))
          .quote(line)
          .add(r_.out.facts);
  }

  void pod_facts() {
    const auto status = o_.value("Status");
    const auto line = o_.line("Status");
    if (o_.value("Reason") == "Evicted" || has(status, "Evicted"))
      fact_draft(r_.evidence, r_.lines, "evicted", role::cause, 0.88)
          .about(o_.name)
          .named(names_)
          .slot("reason", o_.value("Message"), o_.line("Message"))
          .quote(o_.line("Message") ? o_.line("Message") : line)
          .level(severity::error)
          .add(r_.out.facts);
    if (const auto m = o_.find("Message"); m != none) r_.embed(o_.lines[m].line, o_.lines[m].value, o_.name);
    for (const auto& c : conditions_of(o_)) {
      if (c.type == "PodScheduled" && c.status == "False")
        fact_draft(r_.evidence, r_.lines, "pod_pending", role::symptom, 0.5)
            .about(o_.name)
            .named(names_)
            .slot("condition", c.type, c.line)
            .slot("status", status, line)
            .quote(c.line)
            .add(r_.out.facts);
      if (c.type == "Ready" && c.status == "False" && !now_.now_well)
        fact_draft(r_.evidence, r_.lines, "pod_not_ready", role::symptom, 0.4)
            .about(o_.name)
            .named(names_)
            .slot("status", status, line)
            .slot("ready", c.status, c.line)
            .quote(c.line)
            .add(r_.out.facts);
    }
    if (now_.now_well)
      fact_draft(r_.evidence, r_.lines, "pod_ready", role::healthy, 0.5)
          .about(o_.name)
          .named(names_)
          .slot("status", status, line)
          .slot("ready", now_.well_text, now_.well_line)
          .quote(now_.well_line)
          .level(severity::info)
          .add(r_.out.facts);
  }

  const described_object& o_;
  const reading& r_;
  std::vector<std::string> names_;
  std::vector<container> containers_;
  recovery now_;
};

}  // namespace

void describe_pod(const described_object& o, const reading& r) { pod_reader(o, r).run(); }

}  // namespace fm::evidence
