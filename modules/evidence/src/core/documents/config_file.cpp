#include "documents/config_file.hpp"

#include <map>

namespace fm::evidence {
namespace {

bool placeholder(std::string_view value) {
  const auto v = lower(trim(value));
  for (std::string_view p : {"changeme", "change_me", "change-me", "<password>", "<your", "your-", "your_",
                             "xxxx", "todo", "fixme", "replace_me", "replace-me", "placeholder"})
    if (v.starts_with(p)) return true;
  return v.size() > 2 && v.front() == '<' && v.back() == '>';
}

std::string_view unquoted(std::string_view v) {
  v = trim(v);
  if (v.size() >= 2 && (v.front() == '"' || v.front() == '\'') && v.back() == v.front())
    v = v.substr(1, v.size() - 2);
  return v;
}

}  // namespace

void read_config(const reading& r) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> keys;
  std::map<std::string, std::pair<std::uint64_t, std::string>> ports;
  std::string section;
  for (std::uint64_t n = 1; n <= r.lines.count() && keys.size() < 100'000; ++n) {
    auto line = trim(r.lines.at(n));
    if (line.empty() || line.front() == '#' || line.front() == ';' || line.starts_with("//")) continue;
    if (line.front() == '[' && line.back() == ']') {
      section = line;
      continue;
    }
    if (line.starts_with("export ")) line.remove_prefix(7);
    const auto mark = line.find_first_of("=:");
    if (mark == std::string_view::npos) continue;
    const auto key = trim(line.substr(0, mark));
    const auto value = unquoted(line.substr(mark + 1));
    if (key.empty() || key.size() > 200 || has(key, " ")) continue;
    const auto draft = [&](std::string_view rule, role what, double weight) {
      fact_draft f(r.evidence, r.lines, rule, what, weight);
      f.about(key).slot("key", key, n).slot("value", value, n).quote(n);
      return f;
    };
    const auto [at, added] = keys.try_emplace({section, std::string(key)}, n);
    if (!added && line[mark] == '=' && has(line, "="))
      draft("config_problem", role::cause, 0.45)
          .slot("reason", key, at->second)
          .cite(at->second)
          .add(r.out.facts);
    if (value.empty()) continue;
    if (placeholder(value))
      draft("config_problem", role::cause, 0.55).slot("reason", value, n).add(r.out.facts);
    const auto low = lower(key);
    if (has(value, "://"))
      draft("config_endpoint", role::context, 0.2).named(before(after(value, "://"), "/")).add(r.out.facts);
    else if (low.ends_with("host") || low.ends_with("url") || low.ends_with("endpoint") ||
             low.ends_with("servers"))
      draft("config_endpoint", role::context, 0.2).named(value).add(r.out.facts);
    else if (has(low, "timeout") || has(low, "pool") || has(low, "max") || has(low, "limit"))
      draft("config_limit", role::context, 0.1).add(r.out.facts);
    if ((low == "port" || low.ends_with("_port") || low.ends_with(".port") || low == "listen") &&
        all_digits(value) && !has(low, "db") && !has(low, "redis")) {
      const auto [taken, fresh] = ports.try_emplace(std::string(value), n, std::string(key));
      if (!fresh && taken->second.second != key && section.empty())
        draft("config_problem", role::cause, 0.3)
            .slot("port", value, n)
            .cite(taken->second.first)
            .add(r.out.facts);
    }
  }
}

}  // namespace fm::evidence
