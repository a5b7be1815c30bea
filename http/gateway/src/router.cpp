#include "router.hpp"

#include <algorithm>
#include <stdexcept>

namespace fm::http {

namespace {

constexpr std::size_t index_of(method m) { return static_cast<std::size_t>(m); }
constexpr std::array<std::string_view, 7> method_names{"GET",   "HEAD",   "POST",   "PUT",
                                                       "PATCH", "DELETE", "OPTIONS"};

/// Cuts the first segment off "/a/b".
std::string_view next_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const auto segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

}  // namespace

void router::add(method verb, std::string_view pattern, std::size_t route) {
  const std::string named = std::string(method_names[index_of(verb)]) + " " + std::string(pattern);
  if (!pattern.starts_with('/') || (pattern.size() > 1 && pattern.ends_with('/')))
    throw std::logic_error("not a pattern of a route: " + named);
  std::uint32_t at = 0;
  std::size_t args = 0;
  auto grow = [this] {
    nodes_.emplace_back();
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  };
  for (std::string_view rest = pattern == "/" ? "" : pattern; !rest.empty();) {
    const auto segment = next_segment(rest);
    if (segment.starts_with('{') && segment.ends_with('}')) {
      if (++args > most_args) throw std::logic_error("too many parameters: " + named);
      if (nodes_[at].parameter == 0) {
        const auto made = grow();
        nodes_[at].parameter = made;
      }
      at = nodes_[at].parameter;
    } else {
      if (segment.empty()) throw std::logic_error("an empty segment: " + named);
      auto& fixed = nodes_[at].fixed;
      auto it = std::find_if(fixed.begin(), fixed.end(), [&](const auto& f) { return f.first == segment; });
      if (it != fixed.end()) {
        at = it->second;
      } else {
        const auto made = grow();
        nodes_[at].fixed.emplace_back(segment, made);
        at = made;
      }
    }
  }
  auto& slot = nodes_[at].routes[index_of(verb)];
  if (slot != no_route) throw std::logic_error("two routes for " + named);
  slot = route;
}

bool router::descend(const node& at, std::string_view rest, method verb, match& m) const {
  if (rest.empty()) {
    for (std::size_t i = 0; i < at.routes.size(); ++i)
      if (at.routes[i] != no_route) m.allowed |= static_cast<std::uint8_t>(1u << i);
    auto found = at.routes[index_of(verb)];
    if (found == no_route && verb == method::head) found = at.routes[index_of(method::get)];
    m.route = found;
    return found != no_route;
  }
  const auto segment = next_segment(rest);
  for (const auto& [name, child] : at.fixed)
    if (name == segment) {
      if (descend(nodes_[child], rest, verb, m)) return true;
      break;
    }
  if (at.parameter == 0 || segment.empty()) return false;
  const auto mark = m.arg_count;
  m.args[m.arg_count++] = segment;
  if (descend(nodes_[at.parameter], rest, verb, m)) return true;
  m.arg_count = mark;
  return false;
}

router::match router::find(method verb, std::string_view path) const {
  match m;
  if (path.starts_with('/')) descend(nodes_[0], path == "/" ? std::string_view() : path, verb, m);
  return m;
}

std::string allow_text(std::uint8_t allowed) {
  if ((allowed & 1u << index_of(method::get)) != 0) allowed |= 1u << index_of(method::head);
  allowed |= 1u << index_of(method::options);
  std::string out;
  for (std::size_t i = 0; i < method_names.size(); ++i) {
    if ((allowed & 1u << i) == 0) continue;
    if (!out.empty()) out += ", ";
    out += method_names[i];
  }
  return out;
}

}  // namespace fm::http
