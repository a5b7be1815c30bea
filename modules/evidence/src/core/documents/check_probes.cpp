// Probes against the ports, files and start-up time of their containers.
#include "documents/cluster_view.hpp"
#include "documents/document_time.hpp"
#include "documents/script_text.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

/// Images whose server listens on one port and serves nothing but its start page.
struct stock_image {
  std::string_view name;
  std::int64_t port;
  bool serves_only_root;
};
constexpr std::array<stock_image, 8> stock_images{{{"nginx", 80, true},
                                                   {"httpd", 80, true},
                                                   {"redis", 6379, false},
                                                   {"postgres", 5432, false},
                                                   {"mysql", 3306, false},
                                                   {"mariadb", 3306, false},
                                                   {"mongo", 27017, false},
                                                   {"memcached", 11211, false}}};

std::string_view image_name(std::string_view image) {
  image = before(image, "@");
  if (const auto slash = image.rfind('/'); slash != std::string_view::npos) {
    const auto owner = image.substr(0, slash);
    if (owner != "library" && !owner.ends_with("/library") && owner != "docker.io") return {};
    image = image.substr(slash + 1);
  }
  return before(image, ":");
}

const stock_image* stock(const yaml::node& c) {
  const auto name = image_name(c.string("image"));
  for (const auto& s : stock_images)
    if (s.name == name) return &s;
  return nullptr;
}

class probe_check {
 public:
  probe_check(const cluster_view& v, std::vector<fact>& out) : v_(v), out_(out) {}

  void run() {
    for (const auto& w : v_.workloads) {
      if (w.well) continue;
      for (const auto* c : w.containers()) {
        const auto script = script_of(*c, w.file->lines);
        for (const auto& m : c->members)
          if (m.name.ends_with("Probe")) probe(w, *c, m, script);
        killed(w, *c);
      }
    }
  }

 private:
  fact_draft draft(const workload& w, const yaml::node& c, const yaml::member& p, double weight) const {
    auto f = draft_of(w, "probe_misconfigured", role::cause, weight);
    f.slot("probe", p.name, p.line);
    put(f, "container", c.find("name"));
    f.quote(p.line);
    return f;
  }

  void probe(const workload& w, const yaml::node& c, const yaml::member& p,
             const std::vector<script_line>& script) {
    for (auto type : {"httpGet", "tcpSocket"})
      if (const auto* to = p.value.find(type)) port(w, c, p, *to, script);
    if (const auto* command = at_path(&p.value, {"exec", "command"})) exec(w, c, p, *command, script);
    if (p.name != "readinessProbe") start_up(w, c, p, script);
  }

  void port(const workload& w, const yaml::node& c, const yaml::member& p, const yaml::node& to,
            const std::vector<script_line>& script) {
    const auto* wanted = to.find("port");
    const auto text = text_of(wanted);
    if (text.empty()) return;
    bool declared = false;
    bool found = false;
    const yaml::node* shown = nullptr;
    if (const auto* ports = c.find("ports"))
      for (const auto& q : ports->items) {
        declared = true;
        shown = shown ? shown : q.find("containerPort");
        found = found || q.string("containerPort") == text || q.string("name") == text;
      }
    const auto mentions =
        std::any_of(script.begin(), script.end(), [&](const script_line& l) { return has(l.text, text); });
    if (declared && !found && !mentions) {
      auto f = draft(w, c, p, all_digits(text) ? 0.8 : 0.88);
      put(f, "port", wanted);
      put(f, "container_port", shown).quote(wanted->line).add(out_);
      return;
    }
    const auto* image = stock(c);
    const bool mounted = c.find("volumeMounts") && !c.find("volumeMounts")->items.empty();
    if (image && script.empty() && !mounted && all_digits(text) && number_of(wanted, 0) != image->port) {
      auto f = draft(w, c, p, 0.7);
      put(f, "port", wanted);
      put(f, "image", c.find("image")).quote(wanted->line).add(out_);
      return;
    }
    const auto* path = to.find("path");
    if (image && image->serves_only_root && script.empty() && !mounted && path && path->text != "/" &&
        path->text != "/index.html") {
      auto f = draft(w, c, p, 0.78);
      put(f, "path", path);
      put(f, "image", c.find("image")).quote(path->line).add(out_);
      return;
    }
    // A script that serves its own paths but not this one.
    if (path && path->text.size() > 1 && !script.empty()) {
      const auto serves = [&](std::string_view what) {
        return std::any_of(script.begin(), script.end(),
                           [&](const script_line& l) { return has(l.text, what); });
      };
      if ((serves("self.path") || serves("@app.route") || serves("app.get(")) && !serves(path->text)) {
        auto f = draft(w, c, p, 0.8);
        put(f, "path", path).quote(path->line).add(out_);
      }
    }
  }

  void exec(const workload& w, const yaml::node& c, const yaml::member& p, const yaml::node& command,
            const std::vector<script_line>& script) {
    std::vector<script_line> probe_lines;
    for (const auto& word : command.items)
      for (auto l : lines_of_scalar(word, w.file->lines)) probe_lines.push_back(l);
    for (const auto& l : probe_lines) {
      for (auto word : split_words(l.text)) {
        while (!word.empty() && std::string_view("\"'()").find(word.front()) != std::string_view::npos)
          word.remove_prefix(1);
        while (!word.empty() && std::string_view("\"'();").find(word.back()) != std::string_view::npos)
          word.remove_suffix(1);
        if (word.size() > 2 && word.front() == '/' && !program(word)) file(w, c, p, word, l.line, script);
      }
      if (l.text == "false" || l.text == "/bin/false" || has(l.text, "exit 1")) {
        const bool always = l.text != "false" || l.text.starts_with("exit");
        draft(w, c, p,
              has(l.text, "||") ? 0.4
              : always          ? 0.85
                                : 0.9)
            .slot("command", l.text, l.line)
            .quote(l.line)
            .add(out_);
      }
    }
  }

  static bool program(std::string_view path) {
    return path.starts_with("/bin/") || path.starts_with("/usr/") || path.starts_with("/sbin/") ||
           path.starts_with("/dev/") || path.starts_with("/proc/") || path.starts_with("/opt/") ||
           path.starts_with("/etc/");
  }

  /// A file that the probe reads: no part of the container makes it, or its script removes it.
  void file(const workload& w, const yaml::node& c, const yaml::member& p, std::string_view path,
            std::uint64_t line, const std::vector<script_line>& script) {
    bool made = false;
    const script_line* removed = nullptr;
    for (const auto& l : script) {
      if (!has(l.text, path)) continue;
      const auto at = l.text.rfind(path);
      const auto lead = l.text.substr(0, at);
      const auto last =
          lead.substr(lead.find_last_of(";&") == std::string_view::npos ? 0 : lead.find_last_of(";&") + 1);
      if (has(last, "rm "))
        removed = &l;
      else
        made = true;
    }
    if (const auto* mounts = c.find("volumeMounts"))
      for (const auto& m : mounts->items)
        if (const auto at = m.string("mountPath"); !at.empty() && path.starts_with(at)) made = true;
    if (removed) {
      draft(w, c, p, 0.8)
          .slot("file", path, line)
          .slot("command", removed->text, removed->line)
          .quote(removed->line)
          .add(out_);
    } else if (!made) {
      // An image may bring the file along; its own script says more.
      draft(w, c, p, stock(c) || !script.empty() ? 0.72 : 0.5).slot("file", path, line).quote(line).add(out_);
    }
  }

  /// A start that takes longer than the probe waits before it kills the container.
  void start_up(const workload& w, const yaml::node& c, const yaml::member& p,
                const std::vector<script_line>& script) {
    const auto delay = number_of(p.value.find("initialDelaySeconds"), 0);
    const auto period = number_of(p.value.find("periodSeconds"), 10);
    const auto failures = number_of(p.value.find("failureThreshold"), 3);
    if (delay > 100'000 || period > 100'000 || failures > 100'000) return;
    const auto patience = delay + period * failures;
    if (p.name == "livenessProbe" && c.find("startupProbe")) return;
    for (const auto& s : statements_of(script)) {
      const auto seconds = before(word_after(s.text, has(s.text, "sleep(") ? "sleep(" : "sleep "), ".");
      if (!has(s.text, "sleep")) continue;
      const auto n = parse_count(seconds);
      // The first pause is the start; one at the end keeps the container alive.
      if (!n || s.conditional || *n <= patience) {
        if (n) return;
        continue;
      }
      const bool last = script.back().line == s.line && script.back().text.ends_with(seconds);
      if (last) return;
      auto f = draft(w, c, p, 0.85);
      f.slot("startup", seconds, s.line);
      put(f, "delay", p.value.find("initialDelaySeconds"));
      put(f, "period", p.value.find("periodSeconds"));
      put(f, "failures", p.value.find("failureThreshold"));
      f.quote(s.line, s.text).add(out_);
      return;
    }
  }

  /// A container whose last run ended when its liveness probe had failed often enough from the start on.
  void killed(const workload& w, const yaml::node& c) {
    const auto* probe = c.find("livenessProbe");
    const auto* states = w.at({"status", "containerStatuses"});
    if (!probe || !states || c.find("startupProbe")) return;
    for (const auto& s : states->items) {
      if (s.string("name") != c.string("name")) continue;
      const auto* ended = at_path(&s, {"lastState", "terminated"});
      const auto restarts = number_of(s.find("restartCount"), 0);
      if (!ended || restarts < 2 || ended->string("reason") == "OOMKilled") return;
      const auto from = parse_document_time(ended->string("startedAt"));
      const auto to = parse_document_time(ended->string("finishedAt"));
      const auto period = number_of(probe->find("periodSeconds"), 10);
      const auto patience = number_of(probe->find("initialDelaySeconds"), 0) +
                            period * number_of(probe->find("failureThreshold"), 3);
      if (from == no_time || to == no_time || patience <= 0 || patience > 100'000) return;
      // The first try falls somewhere into a period, and the program has its grace to end.
      const auto lived = (to - from) / 1'000'000;
      const auto grace = number_of(w.pods.spec->find("terminationGracePeriodSeconds"), 30);
      if (lived < patience - period || lived > patience + period + grace) return;
      auto f = draft_of(w, "liveness_kills", role::cause, 0.9);
      f.times(from, to);
      put(f, "container", c.find("name"));
      put(f, "delay", probe->find("initialDelaySeconds"));
      put(f, "period", probe->find("periodSeconds"));
      put(f, "failures", probe->find("failureThreshold"));
      put(f, "started", ended->find("startedAt"));
      put(f, "ended", ended->find("finishedAt"));
      put(f, "restarts", s.find("restartCount"));
      put(f, "exit_code", ended->find("exitCode"));
      for (const auto& m : c.members)
        if (m.name == "livenessProbe") f.slot("probe", m.name, m.line).quote(m.line);
      f.level(severity::error).add(out_);
    }
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
};

}  // namespace

void check_probes(const cluster_view& v, std::vector<fact>& out) { probe_check(v, out).run(); }

}  // namespace fm::evidence
