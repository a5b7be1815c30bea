// Containers by themselves: images, mounts, security, memory, name service, schedules.
#include "documents/cluster_view.hpp"
#include "documents/script_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fm::evidence {
namespace {

constexpr std::array<std::string_view, 26> common_images{
    "nginx",     "busybox",   "alpine",    "redis",      "postgres",     "mysql",    "mongo",
    "python",    "node",      "ubuntu",    "debian",     "httpd",        "rabbitmq", "grafana",
    "mariadb",   "memcached", "golang",    "openjdk",    "traefik",      "haproxy",  "kafka",
    "zookeeper", "curl",      "wordpress", "prometheus", "elasticsearch"};

class container_check {
 public:
  container_check(const cluster_view& v, std::vector<fact>& out) : v_(v), out_(out) {}

  void run() {
    for (const auto& w : v_.workloads) {
      for (const auto* c : w.containers()) {
        image(w, *c);
        mounts(w, *c);
        memory(w, *c);
        security(w, *c);
        limits(w, *c);
      }
      name_service(w);
      job(w);
    }
  }

 private:
  void image(const workload& w, const yaml::node& c) {
    const auto* n = c.find("image");
    const auto text = text_of(n);
    if (w.well || !n) return;
    double weight = 0;
    static constexpr std::array<std::string_view, 16> placeholders{
        "nonexist", "non-exist", "does-not-exist", "doesnotexist", "doesnt-exist", "not-exist",   "invalid",
        "no-such",  "fake",      "wrong",          "typo",         "changeme",     "yourcompany", "your-",
        "<",        "missing"};
    for (auto p : placeholders)
      if (has_nocase(text, p)) weight = p == "missing" || p == "fake" || p == "wrong" ? 0.7 : 0.82;
    const auto repository =
        before(before(text, "@"), has(text, "/") ? std::string_view("\n") : std::string_view(":"));
    auto name =
        repository.substr(repository.rfind('/') == std::string_view::npos ? 0 : repository.rfind('/') + 1);
    name = before(name, ":");
    std::string_view like;
    if (!has(text, "/") && std::find(common_images.begin(), common_images.end(), name) == common_images.end())
      for (auto k : common_images)
        if (name.size() > 3 && edit_distance(name, k, 1) == 1) like = k;
    if (!like.empty()) weight = std::max(weight, 0.85);
    const auto path = repository.substr(0, repository.rfind(name) + name.size());
    const bool upper = std::any_of(path.begin(), path.end(), is_upper) && !has(text, "{{");
    if (upper || text.ends_with(':') || has(text, " ") || n->text.empty()) weight = std::max(weight, 0.88);
    if (weight <= 0) return;
    auto f = draft_of(w, "image_suspect", role::cause, w.failing ? std::max(weight, 0.85) : weight);
    put(f, "container", c.find("name"));
    put(f, "image", n).named(text).named(like).quote(n->line).add(out_);
  }

  void mounts(const workload& w, const yaml::node& c) {
    const auto* list = c.find("volumeMounts");
    if (!list) return;
    const auto* volumes = w.pods.spec->find("volumes");
    for (const auto& m : list->items) {
      const auto* name = m.find("name");
      if (text_of(name).empty()) continue;
      const auto defined = [&](const yaml::node* all) {
        return all && std::any_of(all->items.begin(), all->items.end(), [&](const yaml::node& v) {
                 return v.string("name") == name->text ||
                        text_of(at_path(&v, {"metadata", "name"})) == name->text;
               });
      };
      if (defined(volumes) || defined(w.at({"spec", "volumeClaimTemplates"}))) continue;
      auto f = draft_of(w, "config_problem", role::cause, 0.9);
      put(f, "container", c.find("name"));
      put(f, "volume", name).quote(name->line).add(out_);
    }
  }

  /// An argument that states how much memory the program takes, against the limit.
  void memory(const workload& w, const yaml::node& c) {
    const auto* limit = at_path(&c, {"resources", "limits", "memory"});
    const auto most = parse_quantity(text_of(limit));
    if (!most) return;
    for (const auto& l : script_of(c, w.file->lines)) {
      std::string_view text;
      for (std::string_view mark :
           {"--vm-bytes", "-Xmx", "-Xms", "--memory", "--maxmemory", "--max-old-space-size"})
        if (has(l.text, mark)) text = word_after(l.text, mark);
      while (text.starts_with('=')) text.remove_prefix(1);
      if (pending_ && text.empty()) text = l.text;
      pending_ = l.text == "--vm-bytes" || l.text == "--memory" || l.text == "--maxmemory";
      const auto wanted = bytes_of(text);
      if (!wanted || *wanted <= *most) continue;
      auto f = draft_of(w, "memory_limit_low", role::cause, 0.92);
      put(f, "container", c.find("name"));
      put(f, "limit", limit);
      f.slot("demand", text, l.line).quote(l.line, l.text).add(out_);
    }
    // Below this no common runtime starts.
    if (*most < 8.0 * 1024 * 1024) {
      auto f = draft_of(w, "memory_limit_low", role::cause, 0.7);
      put(f, "container", c.find("name"));
      put(f, "limit", limit).quote(limit->line).add(out_);
    }
    const auto* environment = c.find("env");
    if (!environment) return;
    for (const auto& e : environment->items) {
      const auto* value = e.find("value");
      if (!value || !has(value->text, "-Xmx")) continue;
      const auto text = word_after(value->text, "-Xmx");
      const auto wanted = bytes_of(text);
      if (!wanted || *wanted <= *most) continue;
      auto f = draft_of(w, "memory_limit_low", role::cause, 0.92);
      put(f, "container", c.find("name"));
      put(f, "limit", limit);
      f.slot("demand", text, value->line).quote(value->line).add(out_);
    }
  }

  /// `250M`, `2g`, `512m` (programs mean megabytes by it), `1024k`.
  static std::optional<double> bytes_of(std::string_view s) {
    if (s.size() < 2 || !is_digit(s.front())) return std::nullopt;
    auto digits = s.substr(0, s.find_first_not_of("0123456789"));
    const auto n = parse_count(digits);
    if (!n || digits.size() == s.size()) return std::nullopt;
    const char unit = s[digits.size()];
    const double value = static_cast<double>(*n);
    if (unit == 'k' || unit == 'K') return value * 1024;
    if (unit == 'm' || unit == 'M') return value * 1024 * 1024;
    if (unit == 'g' || unit == 'G') return value * 1024 * 1024 * 1024;
    return std::nullopt;
  }

  void security(const workload& w, const yaml::node& c) {
    if (w.well) return;
    for (const auto* context : {c.find("securityContext"), w.pods.spec->find("securityContext")}) {
      if (!context || context->string("runAsNonRoot") != "true") continue;
      const auto* user = at_path(&c, {"securityContext", "runAsUser"});
      if (!user) user = at_path(w.pods.spec, {"securityContext", "runAsUser"});
      if (user && user->text != "0") break;
      const bool root_image = std::find(common_images.begin(), common_images.end(),
                                        before(c.string("image"), ":")) != common_images.end();
      if (!user && !root_image) break;
      auto f = draft_of(w, "container_config_error", role::cause, user ? 0.9 : 0.7);
      put(f, "container", c.find("name"));
      put(f, "reason", context->find("runAsNonRoot"));
      put(f, "user", user).quote(context->find("runAsNonRoot")->line).add(out_);
      break;
    }
    if (text_of(at_path(&c, {"securityContext", "readOnlyRootFilesystem"})) != "true") return;
    for (const auto& l : script_of(c, w.file->lines)) {
      const auto written = has(l.text, "> /")       ? word_after(l.text, "> ")
                           : has(l.text, "touch /") ? word_after(l.text, "touch ")
                                                    : std::string_view();
      if (written.empty() || written.starts_with("/dev/") || mounted(c, written)) continue;
      auto f = draft_of(w, "config_problem", role::cause, 0.85);
      put(f, "container", c.find("name"));
      f.slot("file", written, l.line)
          .slot("reason", "readOnlyRootFilesystem",
                at_path(&c, {"securityContext", "readOnlyRootFilesystem"})->line);
      f.quote(l.line, l.text).add(out_);
    }
  }

  static bool mounted(const yaml::node& c, std::string_view path) {
    const auto* list = c.find("volumeMounts");
    return list && std::any_of(list->items.begin(), list->items.end(), [&](const yaml::node& m) {
             const auto at = m.string("mountPath");
             return !at.empty() && path.starts_with(at);
           });
  }

  void limits(const workload& w, const yaml::node& c) {
    const auto* set = at_path(&c, {"resources", "limits"});
    if (set && set->find("memory") && set->find("cpu")) return;
    auto f = draft_of(w, "container_without_limits", role::context, 0.2);
    put(f, "container", c.find("name"));
    if (set && (set->find("memory") || set->find("cpu"))) put(f, "only", &set->members.front().value);
    f.quote(c.line).add(out_);
  }

  void name_service(const workload& w) {
    if (w.well) return;
    const auto* policy = w.pods.spec->find("dnsPolicy");
    const auto* servers = at_path(w.pods.spec, {"dnsConfig", "nameservers"});
    if (text_of(policy) == "None" || (servers && !servers->items.empty())) {
      auto f = draft_of(w, "dns_config", role::cause, text_of(policy) == "None" ? 0.75 : 0.5);
      put(f, "policy", policy);
      if (servers && !servers->items.empty()) put(f, "nameserver", &servers->items.front());
      f.quote(policy ? policy->line : servers->line).add(out_);
    }
    if (const auto* aliases = w.pods.spec->find("hostAliases"))
      for (const auto& a : aliases->items) {
        auto f = draft_of(w, "host_alias", role::context, 0.3);
        put(f, "ip", a.find("ip"));
        if (const auto* names = a.find("hostnames"); names && !names->items.empty())
          put(f, "host", &names->items.front());
        f.quote(a.line).add(out_);
      }
  }

  void job(const workload& w) {
    if (w.object->kind == "CronJob") {
      const auto* schedule = w.at({"spec", "schedule"});
      const auto fields = split_words(text_of(schedule)).size();
      if (schedule && fields != 5 && !schedule->text.starts_with('@')) {
        auto f = draft_of(w, "config_problem", role::cause, 0.85);
        put(f, "schedule", schedule).quote(schedule->line).add(out_);
      }
      if (const auto* suspended = w.at({"spec", "suspend"}); text_of(suspended) == "true") {
        auto f = draft_of(w, "suspended", role::cause, 0.65);
        put(f, "suspend", suspended).quote(suspended->line).add(out_);
      }
    }
    const auto* deadline = w.at({"spec", "activeDeadlineSeconds"});
    if (!deadline) return;
    for (const auto* c : w.containers())
      for (const auto& s : statements_of(script_of(*c, w.file->lines))) {
        const auto seconds = s.text.starts_with("sleep ") ? word_after(s.text, "sleep ") : std::string_view();
        const auto n = parse_count(seconds);
        if (!n || *n <= number_of(deadline, 0)) continue;
        auto f = draft_of(w, "deadline_exceeded", role::cause, 0.85);
        put(f, "deadline", deadline);
        f.slot("duration", seconds, s.line).quote(deadline->line).add(out_);
      }
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
  bool pending_ = false;
};

}  // namespace

void check_containers(const cluster_view& v, std::vector<fact>& out) { container_check(v, out).run(); }

}  // namespace fm::evidence
