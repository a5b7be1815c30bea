#include "fm/yaml/node.hpp"

#include <yaml.h>

#include <algorithm>
#include <map>

namespace fm::yaml {
namespace {

/// Owns one event of libyaml.
struct event {
  yaml_event_t raw{};
  event() = default;
  event(const event&) = delete;
  event& operator=(const event&) = delete;
  ~event() { yaml_event_delete(&raw); }
};

class builder {
 public:
  builder(std::string_view text, const limits& max, std::uint32_t first_line) : max_(max), base_(first_line) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (ready_)
      yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                   text.size());
  }
  builder(const builder&) = delete;
  builder& operator=(const builder&) = delete;
  ~builder() {
    if (ready_) yaml_parser_delete(&parser_);
  }

  parsed run() {
    if (!ready_) fail("no memory for the reader", 0);
    while (out_.error.empty()) {
      event e;
      if (!next(e) || e.raw.type == YAML_STREAM_END_EVENT) break;
      if (e.raw.type == YAML_STREAM_START_EVENT || e.raw.type == YAML_DOCUMENT_START_EVENT ||
          e.raw.type == YAML_DOCUMENT_END_EVENT)
        continue;
      anchors_.clear();
      node root;
      const bool whole = value(e, root, 1);
      if (whole || !root.members.empty() || !root.items.empty()) out_.documents.push_back(std::move(root));
    }
    return std::move(out_);
  }

 private:
  void fail(std::string why, std::size_t line) {
    if (!out_.error.empty()) return;
    out_.error = std::move(why);
    out_.line = base_ + static_cast<std::uint32_t>(line);
  }

  bool next(event& e) {
    if (yaml_parser_parse(&parser_, &e.raw)) return true;
    fail(parser_.problem ? parser_.problem : "not YAML", parser_.problem_mark.line);
    return false;
  }

  bool count(std::size_t nodes, std::size_t line) {
    if (max_.each_node) max_.each_node();
    nodes_ += nodes;
    if (nodes_ <= max_.nodes) return true;
    fail("more than " + std::to_string(max_.nodes) + " nodes", line);
    return false;
  }

  static void measure(const node& n, std::size_t& nodes, std::size_t& bytes) {
    ++nodes;
    bytes += n.text.size();
    for (const auto& i : n.items) measure(i, nodes, bytes);
    for (const auto& m : n.members) {
      bytes += m.name.size();
      measure(m.value, nodes, bytes);
    }
  }

  bool copy(const node& from, node& to, std::size_t line) {
    std::size_t nodes = 0;
    measure(from, nodes, copied_);
    if (copied_ > max_.copied) {
      fail("aliases copy too much text", line);
      return false;
    }
    if (!count(nodes, line)) return false;
    to = from;
    return true;
  }

  static const char* anchor_of(const yaml_event_t& e) {
    const yaml_char_t* a = nullptr;
    if (e.type == YAML_SCALAR_EVENT) a = e.data.scalar.anchor;
    if (e.type == YAML_SEQUENCE_START_EVENT) a = e.data.sequence_start.anchor;
    if (e.type == YAML_MAPPING_START_EVENT) a = e.data.mapping_start.anchor;
    return reinterpret_cast<const char*>(a);
  }

  bool value(const event& e, node& out, std::size_t depth) {
    const auto& raw = e.raw;
    out.line = base_ + static_cast<std::uint32_t>(raw.start_mark.line);
    out.end_line = out.line;
    if (depth > max_.depth) {
      fail("nested deeper than " + std::to_string(max_.depth), raw.start_mark.line);
      return false;
    }
    if (!count(1, raw.start_mark.line)) return false;
    bool whole = false;
    switch (raw.type) {
      case YAML_ALIAS_EVENT: {
        auto at = anchors_.find(reinterpret_cast<const char*>(raw.data.alias.anchor));
        if (at == anchors_.end()) {
          fail("an alias of nothing", raw.start_mark.line);
          return false;
        }
        return copy(at->second, out, raw.start_mark.line);
      }
      case YAML_SCALAR_EVENT:
        scalar(raw, out);
        whole = true;
        break;
      case YAML_SEQUENCE_START_EVENT:
        whole = sequence(out, depth);
        break;
      case YAML_MAPPING_START_EVENT:
        whole = mapping(out, depth);
        break;
      default:
        fail("unexpected structure", raw.start_mark.line);
        return false;
    }
    if (const char* name = anchor_of(raw); whole && name) {
      node kept;
      if (!copy(out, kept, raw.start_mark.line)) return false;
      anchors_[name] = std::move(kept);
    }
    return whole;
  }

  void scalar(const yaml_event_t& raw, node& out) {
    out.text.assign(reinterpret_cast<const char*>(raw.data.scalar.value), raw.data.scalar.length);
    const auto style = raw.data.scalar.style;
    out.block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
    out.quoted = style != YAML_PLAIN_SCALAR_STYLE && style != YAML_ANY_SCALAR_STYLE;
    // The end mark of a block scalar stands at the start of the line after it.
    auto last = raw.end_mark.line;
    if (last > raw.start_mark.line && raw.end_mark.column == 0) --last;
    out.end_line = base_ + static_cast<std::uint32_t>(last);
  }

  bool sequence(node& out, std::size_t depth) {
    out.type = node_type::sequence;
    while (true) {
      event e;
      if (!next(e)) return false;
      if (e.raw.type == YAML_SEQUENCE_END_EVENT) return true;
      out.items.emplace_back();
      const bool whole = value(e, out.items.back(), depth + 1);
      out.end_line = out.items.back().end_line;
      if (!whole) return false;
    }
  }

  bool mapping(node& out, std::size_t depth) {
    out.type = node_type::mapping;
    while (true) {
      event key;
      if (!next(key)) return false;
      if (key.raw.type == YAML_MAPPING_END_EVENT) return true;
      node name;
      if (!value(key, name, depth + 1)) return false;
      event e;
      if (!next(e)) return false;
      out.members.push_back({std::move(name.text), name.line, {}});
      const bool whole = value(e, out.members.back().value, depth + 1);
      out.end_line = std::max(name.end_line, out.members.back().value.end_line);
      if (!whole) return false;
    }
  }

  limits max_;
  std::uint32_t base_;
  yaml_parser_t parser_{};
  bool ready_ = false;
  std::size_t nodes_ = 0;
  std::size_t copied_ = 0;
  std::map<std::string, node> anchors_;
  parsed out_;
};

}  // namespace

bool node::is_null() const {
  return type == node_type::scalar && !quoted && (text.empty() || text == "~" || text == "null");
}

const node* node::find(std::string_view name) const {
  for (auto m = members.rbegin(); m != members.rend(); ++m)
    if (m->name == name) return &m->value;
  return nullptr;
}

std::string_view node::string(std::string_view name) const {
  const node* n = find(name);
  return n && n->is_scalar() && !n->is_null() ? std::string_view(n->text) : std::string_view();
}

parsed parse(std::string_view text, const limits& max, std::uint32_t first_line) {
  if (text.size() > max.bytes) {
    parsed out;
    out.error = "longer than " + std::to_string(max.bytes) + " bytes";
    out.line = first_line;
    return out;
  }
  return builder(text, max, first_line).run();
}

}  // namespace fm::yaml
