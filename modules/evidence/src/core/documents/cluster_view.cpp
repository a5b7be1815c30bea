#include "documents/cluster_view.hpp"

#include "documents/script_text.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>
#include <utility>

namespace fm::evidence {
namespace {

constexpr std::size_t most_objects = 5000;
constexpr std::size_t most_workloads = 1000;
constexpr std::size_t most_hosts = 5000;

bool host_name(std::string_view s) {
  if (s.empty() || s.size() > 253 || !(is_lower(s.front()) || is_digit(s.front()))) return false;
  bool letter = false;
  for (char c : s) {
    if (!is_lower(c) && !is_digit(c) && c != '-' && c != '.') return false;
    letter = letter || is_lower(c);
  }
  return letter && s.back() != '-' && s.back() != '.' && s != "localhost" && s != "true" && s != "false";
}

/// Splits `host:port`; false when it is no host of a cluster.
bool host_and_port(std::string_view s, std::string_view& host, std::int64_t& port) {
  if (const auto at = s.rfind('@'); at != std::string_view::npos) s.remove_prefix(at + 1);
  s = s.substr(0, s.find_first_of("/?,\"' \t)"));
  host = s.substr(0, s.find(':'));
  port = 0;
  if (host.size() < s.size()) {
    const auto digits = s.substr(host.size() + 1);
    const auto n = parse_count(digits);
    if (!n || *n > 65'535) return false;
    port = *n;
  }
  return host_name(host);
}

class host_finder {
 public:
  host_finder(const workload& w, const cluster_object& where, std::vector<host_reference>& out)
      : w_(w), where_(where), out_(out) {}

  void environment(const yaml::node& container) {
    const auto* env = container.find("env");
    if (!env) return;
    for (const auto& e : env->items) {
      if (const auto* value = e.find("value"); value && value->is_scalar())
        setting(e.string("name"), value->text, value->line);
    }
  }

  /// One named setting: a URL, `host:port`, or a host by the setting's name.
  void setting(std::string_view variable, std::string_view value, std::uint64_t line) {
    if (has(value, "://")) {
      add(after(value, "://"), line, variable);
      return;
    }
    auto name = lower(variable);
    std::erase_if(name, [](char c) { return c == '_' || c == '-' || c == '.'; });
    static constexpr std::string_view naming[] = {"host",    "server",  "servers", "endpoint",
                                                  "addr",    "address", "url",     "hostname",
                                                  "service", "brokers", "upstream"};
    const bool host =
        std::any_of(std::begin(naming), std::end(naming), [&](auto end) { return name.ends_with(end); });
    const auto colon = value.rfind(':');
    const bool with_port = colon != std::string_view::npos && all_digits(value.substr(colon + 1));
    if (host || with_port) add(value, line, variable);
  }

  /// The settings of a ConfigMap: members, and lines `name=value` or `name: value` of files.
  void settings(const yaml::node& data, const text_lines& lines) {
    for (const auto& m : data.members) {
      if (!m.value.is_scalar()) continue;
      if (!has(m.value.text, "\n")) {
        setting(m.name, m.value.text, m.value.line);
        continue;
      }
      for (const auto& l : lines_of_scalar(m.value, lines)) {
        const auto mark = l.text.find_first_of("=:");
        if (mark == std::string_view::npos || l.text.front() == '#') continue;
        const auto name = trim(l.text.substr(0, mark));
        if (!has(name, " ")) setting(name, trim(l.text.substr(mark + 1)), l.line);
      }
    }
  }

  void script(const std::vector<script_line>& lines) {
    for (const auto& l : lines) {
      auto rest = l.text;
      while (has(rest, "://")) {
        rest = after(rest, "://");
        add(rest, l.line, {});
      }
    }
    for (const auto& s : statements_of(lines)) {
      const auto words = s.words();
      if (words.empty()) continue;
      const auto program =
          words[0].substr(words[0].rfind('/') == std::string_view::npos ? 0 : words[0].rfind('/') + 1);
      if (program == "nc" || program == "nslookup" || program == "ping" || program == "dig" ||
          program == "telnet") {
        for (std::size_t i = 1; i < words.size(); ++i) {
          if (words[i].starts_with('-')) {
            if (words[i] == "-w" || words[i] == "-c" || words[i] == "-p") ++i;
            continue;
          }
          std::string_view host;
          std::int64_t port = 0;
          if (!host_and_port(words[i], host, port)) break;
          if (i + 1 < words.size()) port = parse_count(words[i + 1]).value_or(port);
          push(host, port, s.line, {});
          break;
        }
      }
      const bool client = program == "psql" || program == "redis-cli" || program == "mysql" ||
                          program == "mongo" || program == "pg_isready" || program == "mysqladmin" ||
                          program == "mongosh";
      for (std::size_t i = 1; client && i + 1 < words.size(); ++i)
        if (words[i] == "-h" || words[i] == "--host") add(words[i + 1], s.line, {});
      if (program == "curl" || program == "wget")
        for (std::size_t i = 1; i < words.size(); ++i)
          if (!words[i].starts_with('-') && !has(words[i], "://") && has(words[i], ":"))
            add(words[i], s.line, {});
    }
  }

 private:
  void add(std::string_view text, std::uint64_t line, std::string_view variable) {
    std::string_view host;
    std::int64_t port = 0;
    if (host_and_port(text, host, port)) push(host, port, line, variable);
  }
  void push(std::string_view host, std::int64_t port, std::uint64_t line, std::string_view variable) {
    if (out_.size() < most_hosts) out_.push_back({&w_, where_, std::string(host), port, line, variable});
  }

  const workload& w_;
  cluster_object where_;
  std::vector<host_reference>& out_;
};

/// True when the pods of a workload use the ConfigMap of that name.
bool uses_config(const workload& w, std::string_view name) {
  budget::checkpoint();
  if (const auto* volumes = w.pods.spec->find("volumes"))
    for (const auto& v : volumes->items)
      if (text_of(at_path(&v, {"configMap", "name"})) == name) return true;
  for (const auto* c : w.containers()) {
    if (const auto* all = c->find("envFrom"))
      for (const auto& e : all->items)
        if (text_of(at_path(&e, {"configMapRef", "name"})) == name) return true;
    if (const auto* env = c->find("env"))
      for (const auto& e : env->items)
        if (text_of(at_path(&e, {"valueFrom", "configMapKeyRef", "name"})) == name) return true;
  }
  return false;
}

bool expression_holds(const yaml::node& e, const yaml::node* labels) {
  budget::checkpoint();
  const auto key = e.string("key");
  const auto op = e.string("operator");
  const auto* value = labels ? labels->find(key) : nullptr;
  if (op == "Exists") return value != nullptr;
  if (op == "DoesNotExist") return value == nullptr;
  bool listed = false;
  if (const auto* values = e.find("values"); values && value)
    for (const auto& v : values->items) listed = listed || v.text == value->text;
  return op == "NotIn" ? !listed : listed;
}

}  // namespace

cluster_file::cluster_file(std::uint32_t e, std::string t) : evidence(e), text(std::move(t)), lines(text) {}

std::vector<const yaml::node*> workload::containers() const {
  budget::checkpoint();
  std::vector<const yaml::node*> out;
  for (auto list : {"initContainers", "containers"})
    if (const auto* all = pods.spec->find(list))
      for (const auto& c : all->items)
        if (c.is_mapping()) out.push_back(&c);
  return out;
}

std::string_view workload::label(std::string_view key) const {
  const auto* labels = pods.metadata ? pods.metadata->find("labels") : nullptr;
  return labels ? labels->string(key) : std::string_view();
}

bool same_space(std::string_view a, std::string_view b) {
  budget::checkpoint();
  return a.empty() || b.empty() || a == b;
}

std::string_view text_of(const yaml::node* n) {
  return n && n->is_scalar() && !n->is_null() ? std::string_view(n->text) : std::string_view();
}

std::int64_t number_of(const yaml::node* n, std::int64_t otherwise) {
  return parse_count(text_of(n)).value_or(otherwise);
}

bool selects(const yaml::node* selector, const yaml::node* labels) {
  budget::checkpoint();
  if (!selector || !selector->is_mapping()) return true;
  if (const auto* wanted = selector->find("matchLabels"))
    for (const auto& m : wanted->members) {
      const auto* has_label = labels ? labels->find(m.name) : nullptr;
      if (!has_label || has_label->text != m.value.text) return false;
    }
  if (const auto* expressions = selector->find("matchExpressions"))
    for (const auto& e : expressions->items)
      if (!expression_holds(e, labels)) return false;
  return true;
}

void cluster_view::build() {
  objects.clear();
  workloads.clear();
  hosts_.clear();
  for (const auto& f : files)
    for (const auto& o : f->objects.objects)
      if (objects.size() < most_objects) objects.push_back({f.get(), &o});
  for (const auto& o : objects) {
    const auto pods = template_of(*o.object);
    if (!pods.spec || workloads.size() >= most_workloads) continue;
    workload w;
    static_cast<cluster_object&>(w) = o;
    w.pods = pods;
    w.replicas_node = o.at({"spec", "replicas"});
    w.replicas = number_of(w.replicas_node, 1);
    w.names = names_of(*o.object);
    w.failing = failing.contains(o.name());
    w.waiting = waiting.contains(o.name());
    w.well = well.contains(o.name()) && !w.failing;
    workloads.push_back(std::move(w));
  }
  for (const auto& w : workloads) {
    host_finder finder(w, w, hosts_);
    for (const auto* c : w.containers()) {
      finder.environment(*c);
      finder.script(script_of(*c, w.file->lines));
    }
  }
  std::size_t compared = 0;
  for (const auto& o : of_kind("ConfigMap")) {
    const auto* data = o.at({"data"});
    if (!data || compared > 200'000) continue;
    for (const auto& w : workloads) {
      ++compared;
      if (!same_space(w.space(), o.space()) || !uses_config(w, o.name())) continue;
      host_finder(w, o, hosts_).settings(*data, o.file->lines);
      break;
    }
  }
}

std::vector<cluster_object> cluster_view::of_kind(std::string_view kind) const {
  std::vector<cluster_object> out;
  for (const auto& o : objects)
    if (o.object->kind == kind) {
      budget::checkpoint();
      out.push_back(o);
    }
  return out;
}

const known_object* cluster_view::find(std::string_view kind, std::string_view name,
                                       std::string_view space) const {
  const auto [first, last] = known.equal_range(std::string(kind));
  for (auto i = first; i != last; ++i, budget::checkpoint())
    if (i->second.name == name && same_space(i->second.space, space)) return &i->second;
  return nullptr;
}

const known_object* cluster_view::nearest(std::string_view kind, std::string_view name,
                                          std::string_view space) const {
  const known_object* best = nullptr;
  std::size_t best_distance = 65;
  std::size_t looked = 0;
  const auto [first, last] = known.equal_range(std::string(kind));
  for (auto i = first; i != last && ++looked < 2000; ++i) {
    budget::checkpoint();
    const auto& k = i->second;
    if (!same_space(k.space, space) || !near_names(k.name, name)) continue;
    const auto distance = edit_distance(k.name, name, 63);
    if (distance < best_distance) {
      best = &k;
      best_distance = distance;
    }
  }
  return best;
}

std::vector<const workload*> cluster_view::selected(const yaml::node* labels, std::string_view space) const {
  std::vector<const workload*> out;
  if (!labels || labels->members.empty()) return out;
  for (const auto& w : workloads) {
    if (!same_space(w.space(), space)) continue;
    const bool all = std::all_of(labels->members.begin(), labels->members.end(),
                                 [&](const yaml::member& m) { return w.label(m.name) == m.value.text; });
    if (all) out.push_back(&w);
  }
  return out;
}

fact_draft draft_of(const cluster_object& o, std::string_view rule, role r, double weight) {
  fact_draft f(o.file->evidence, o.file->lines, rule, r, weight);
  f.about(o.name()).named(names_of(*o.object)).cite(o.object->name_line);
  f.level(r == role::cause ? severity::error : r == role::symptom ? severity::warning : severity::info);
  return f;
}

fact_draft draft_of(const workload& w, std::string_view rule, role r, double weight) {
  auto f = draft_of(static_cast<const cluster_object&>(w), rule, r, w.well ? std::min(weight, 0.2) : weight);
  return f;
}

fact_draft& put(fact_draft& f, std::string_view slot, const yaml::node* n) {
  if (n && n->is_scalar() && !n->is_null()) f.slot_within(slot, n->text, n->line, n->end_line);
  return f;
}

}  // namespace fm::evidence
