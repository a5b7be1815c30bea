#include "documents/manifest.hpp"

#include "documents/json_tree.hpp"
#include "documents/kube_names.hpp"
#include "documents/table_reader.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>

namespace fm::evidence {
namespace {

constexpr std::size_t most_objects = 20'000;
constexpr std::size_t most_restarts = 100;

/// The first line that belongs to the document itself, not to a tool around it.
std::uint64_t first_line_of_document(const text_lines& lines) {
  for (std::uint64_t n = 1; n <= lines.count(); ++n) {
    const auto l = trim(lines.at(n));
    if (!l.empty() && l.front() != '#' && !is_lookup_line(l) && !l.starts_with("$ ")) return n;
  }
  return lines.count() + 1;
}

std::string_view text_from(const text_lines& lines, std::uint64_t line) {
  const auto first = lines.at(line);
  const auto text = lines.text();
  if (first.data() == nullptr) return {};
  return text.substr(static_cast<std::size_t>(first.data() - text.data()));
}

void collect(const yaml::node& n, manifest& out, std::size_t depth) {
  if (depth > 4 || out.objects.size() >= most_objects) return;
  if (n.is_sequence()) {
    for (const auto& i : n.items) collect(i, out, depth + 1);
    return;
  }
  const auto type = n.string("kind");
  if (type.empty()) return;
  if (const auto* items = n.find("items"); items && items->is_sequence() && type.ends_with("List")) {
    for (const auto& i : items->items) collect(i, out, depth + 1);
    return;
  }
  const auto* metadata = n.find("metadata");
  kube_object o;
  o.kind = type;
  o.root = &n;
  if (metadata) {
    o.name = metadata->string("name");
    o.space = metadata->string("namespace");
    if (const auto* name = metadata->find("name")) o.name_line = name->line;
    if (o.name.empty()) {
      o.name = metadata->string("generateName");
      if (const auto* name = metadata->find("generateName")) o.name_line = name->line;
    }
  }
  if (o.name_line == 0) o.name_line = n.line;
  out.objects.push_back(std::move(o));
}

}  // namespace

const yaml::node* at_path(const yaml::node* n, std::initializer_list<std::string_view> names) {
  for (auto name : names) {
    if (!n) return nullptr;
    n = n->find(name);
  }
  return n;
}

std::vector<yaml::node> read_tree(const text_lines& lines, std::vector<std::string>& notes) {
  std::vector<yaml::node> out;
  auto line = first_line_of_document(lines);
  const auto start = trim(lines.at(line));
  if (start.starts_with('{') || start.starts_with('[')) {
    auto text = text_from(lines, line);
    auto tree = read_json(text);
    if (tree.state != json_state::broken) {
      if (tree.state == json_state::cut) notes.push_back("the JSON text ends before it is complete");
      // Line numbers of the tree begin with its own first line.
      if (line == 1) {
        out.push_back(std::move(tree.root));
        return out;
      }
    }
  }
  yaml::limits bounds;
  bounds.each_node = budget::checkpoint;
  for (std::size_t restarts = 0; line <= lines.count() && restarts < most_restarts; ++restarts) {
    auto read = yaml::parse(text_from(lines, line), bounds, static_cast<std::uint32_t>(line));
    for (auto& d : read.documents) out.push_back(std::move(d));
    if (read) return out;
    notes.push_back("line " + std::to_string(read.line) + ": " + read.error);
    // The error can stand at the mark of the next document, which is then read.
    line = std::max<std::uint64_t>(read.line, line + 1);
    while (line <= lines.count() && !lines.at(line).starts_with("---")) ++line;
  }
  return out;
}

manifest read_manifest(const text_lines& lines) {
  manifest out;
  out.documents = read_tree(lines, out.notes);
  for (const auto& d : out.documents) collect(d, out, 0);
  return out;
}

pod_template template_of(const kube_object& o) {
  if (o.kind == "Pod") return {o.root->find("spec"), o.root->find("metadata")};
  const yaml::node* holder = o.kind == "CronJob"
                                 ? at_path(o.root, {"spec", "jobTemplate", "spec", "template"})
                                 : at_path(o.root, {"spec", "template"});
  if (!holder || !at_path(holder, {"spec", "containers"})) return {};
  return {holder->find("spec"), holder->find("metadata")};
}

std::vector<std::string> names_of(const kube_object& o) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view name) {
    if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) out.emplace_back(name);
  };
  add(o.name);
  add(o.space);
  if (o.kind == "Pod") add(owner_of_pod(o.name));
  if (const auto* owners = at_path(o.root, {"metadata", "ownerReferences"}))
    for (const auto& w : owners->items) {
      add(w.string("name"));
      add(owner_of_replica_set(w.string("name")));
    }
  const auto t = template_of(o);
  for (const auto* metadata : {o.root->find("metadata"), t.metadata}) {
    const auto* labels = metadata ? metadata->find("labels") : nullptr;
    if (!labels) continue;
    for (const auto& m : labels->members)
      for (const auto& n : label_names(m.name + "=" + m.value.text)) add(n);
  }
  if (t.spec) {
    for (auto list : {"containers", "initContainers"})
      if (const auto* containers = t.spec->find(list))
        for (const auto& c : containers->items) add(c.string("name"));
    add(t.spec->string("nodeName"));
  }
  return out;
}

}  // namespace fm::evidence
