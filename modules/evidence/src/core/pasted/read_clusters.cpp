// States of stores and nodes as their tools print them: `ceph status`, `vault status`, the conditions of a
// node.
#include "pasted/section.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence::pasted {
namespace {

constexpr std::uint64_t most_lines = 60;

/// `HEALTH_WARN` of `health: HEALTH_WARN` or of a line that begins so; empty for other lines.
std::string_view health_word(std::string_view line) {
  auto text = trim(line);
  if (text.starts_with("health: ")) text = trim(text.substr(8));
  if (!text.starts_with("HEALTH_")) return {};
  const auto word = split_words(text)[0];
  return word == "HEALTH_OK" || word == "HEALTH_WARN" || word == "HEALTH_ERR" ? word : std::string_view();
}

}  // namespace

/// Ceph's own summary: the words below `health:` say what is wrong, most important first.
std::uint64_t read_ceph(context& c, std::uint64_t at) {
  auto n = at;
  if (trim(c.at(n)) == "cluster:") {
    ++n;
    if (trim(c.at(n)).starts_with("id:")) ++n;
  }
  const auto health = health_word(c.at(n));
  if (health.empty()) return at;
  if (health == "HEALTH_OK") {
    auto well = c.draft("cluster_well", role::healthy, .45);
    well.slot("state", health, n).quote(n).level(severity::info);
    c.add(well);
    return n + 1;
  }
  auto f = c.draft("cluster_unwell", role::cause, health == "HEALTH_ERR" ? .9 : .8);
  f.slot("state", health, n).level(health == "HEALTH_ERR" ? severity::error : severity::warning);
  // `ceph health` goes on in the same line.
  const auto rest = trim(after(c.at(n), health));
  if (!rest.empty()) f.slot("reason", rest, n);
  const auto first = n + 1;
  for (++n; n <= c.count() && n < first + most_lines; ++n) {
    const auto text = trim(c.at(n));
    if (text.empty() || text.ends_with(':')) break;
    if (n == first) f.slot(rest.empty() ? "reason" : "detail", text, n);
    if (n == first + 1) f.slot("detail", text, n);
    f.cite(n);
  }
  f.quote(first < n && rest.empty() ? first : first - 1);
  c.add(f);
  return n;
}

std::uint64_t read_vault(context& c, std::uint64_t at) {
  const auto head = split_words(c.at(at));
  if (head.size() != 2 || head[0] != "Key" || head[1] != "Value" || !trim(c.at(at + 1)).starts_with("---"))
    return at;
  mention sealed, progress;
  auto n = at + 2;
  for (; n <= c.count() && n < at + most_lines; ++n) {
    const auto words = split_words(c.at(n));
    if (words.size() < 2) break;
    if (words[0] == "Sealed") sealed = {words[1], n};
    if (words[0] == "Unseal" && words[1] == "Progress") progress = {words.back(), n};
  }
  if (sealed.line == 0) return at;
  if (sealed.text == "true") {
    auto f = c.draft("store_sealed", role::cause, .92);
    f.slot("state", sealed.text, sealed.line).slot("progress", progress.text, progress.line);
    f.quote(sealed.line).level(severity::error);
    c.add(f);
  }
  return n;
}

/// `Conditions:` of a node that stand alone: the description they belong to has a reader of its own.
std::uint64_t read_conditions(context& c, std::uint64_t at) {
  auto n = trim(c.at(at)) == "Conditions:" ? at + 1 : at;
  const auto head = split_words(c.at(n));
  if (head.size() < 4 || head[0] != "Type" || head[1] != "Status" || head.back() != "Message") return at;
  ++n;
  if (trim(c.at(n)).starts_with("----")) ++n;
  constexpr std::array<std::string_view, 5> bad{"MemoryPressure", "DiskPressure", "PIDPressure",
                                                "NetworkUnavailable", "FrequentKubeletRestart"};
  for (; n <= c.count(); ++n) {
    const auto words = split_words(c.at(n));
    if (words.size() < 4) break;
    const auto pressed = words[1] == "True" && std::find(bad.begin(), bad.end(), words[0]) != bad.end();
    const auto lost = words[0] == "Ready" && words[1] != "True";
    if (!pressed && !lost) continue;
    auto f = c.draft(lost ? "node_not_ready" : "node_pressure", role::cause, lost ? .75 : .85);
    f.slot("condition", words[0], n).quote(n).level(severity::error);
    // The reason is one word behind the two times; the message is what follows it.
    for (const auto w : words)
      if (w.starts_with("Kubelet") || w.starts_with("NodeStatus")) f.slot("reason", w, n);
    c.add(f);
  }
  return n;
}

}  // namespace fm::evidence::pasted
