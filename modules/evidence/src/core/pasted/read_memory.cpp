// Memory and load of a host: `free`, `uptime`, `nproc`, the head of `top`.
#include "pasted/section.hpp"

namespace fm::evidence::pasted {
namespace {

/// The number that stands before a label: `120.0 free,`.
std::string_view before_label(std::string_view line, std::string_view label) {
  const auto at = line.find(label);
  if (at == std::string_view::npos) return {};
  const auto words = split_words(line.substr(0, at));
  return words.empty() ? std::string_view() : words.back();
}

void take_load(context& c, std::uint64_t at) {
  const auto list = after(c.at(at), "load average: ");
  const auto first = before(list, ",");
  if (!first.empty()) c.host.load = {trim(first), at};
}

}  // namespace

std::uint64_t read_free(context& c, std::uint64_t at) {
  const auto head = split_words(c.at(at));
  if (head.size() < 3 || head[0] != "total" || head[1] != "used" || head[2] != "free") return at;
  std::size_t available = 0;
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == "available") available = i + 1;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto words = split_words(c.at(n));
    if (words.size() < 3) break;
    if (words[0] == "Mem:") {
      c.host.memory_head = at;
      c.host.memory_total = {words[1], n};
      if (available != 0 && available < words.size()) c.host.memory_available = {words[available], n};
    } else if (words[0] == "Swap:" && words.size() > 3) {
      c.host.swap_total = {words[1], n};
      c.host.swap_free = {words[3], n};
    } else if (words[0] == "-/+" && words.size() > 3) {
      // Before `available` was invented this line told what programs can have.
      c.host.memory_available = {words.back(), n};
    } else if (words[0] != "Total:" && words[0] != "Low:" && words[0] != "High:") {
      break;
    }
  }
  return n;
}

std::uint64_t read_uptime(context& c, std::uint64_t at) {
  const auto line = trim(c.at(at));
  if (c.command.line != 0 && has(c.command.text, "nproc") && all_digits(line) && line.size() < 6) {
    c.host.processors = {line, at};
    return at + 1;
  }
  if (line.size() < 8 || line.size() > 200 || line[2] != ':' || !has(line, " up ") ||
      !has(line, "load average: "))
    return at;
  take_load(c, at);
  return at + 1;
}

std::uint64_t read_top_head(context& c, std::uint64_t at) {
  const auto line = c.at(at);
  if (line.starts_with("top - ")) {
    if (!has(line, "load average: ")) return at;
    take_load(c, at);
    return at + 1;
  }
  if (line.starts_with("CPU(s):")) {
    c.host.processors = {trim(after(line, ":")), at};
    return at + 1;
  }
  if (line.starts_with("Tasks: ")) return at + 1;
  if (line.starts_with("%Cpu")) {
    const auto wait = before_label(line, " wa");
    if (leading_number(wait) >= 30) {
      auto f = c.draft("processors_wait", role::symptom, .6);
      f.slot("share", wait, at).quote(at).level(severity::warning);
      c.add(f);
    }
    return at + 1;
  }
  if (has(line, "Mem :") || has(line, "Mem:")) {
    if (!has(line, " total,")) return at;
    c.host.memory_head = at;
    c.host.memory_total = {before_label(line, " total"), at};
    return at + 1;
  }
  if (!has(line, "Swap:") || !has(line, " total,")) return at;
  c.host.swap_total = {before_label(line, " total"), at};
  c.host.swap_free = {before_label(line, " free"), at};
  if (has(line, " avail Mem")) c.host.memory_available = {before_label(line, " avail Mem"), at};
  return at + 1;
}

}  // namespace fm::evidence::pasted
