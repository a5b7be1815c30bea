// Processes: `ps` with shares or states, and the table of `top`.
#include "pasted/section.hpp"

#include <algorithm>

namespace fm::evidence::pasted {
namespace {

// One process with this share of the memory leaves little for the rest; a processor in full use is normal for
// a busy program, so that alone says less.
constexpr std::int64_t large_memory = 60;
constexpr std::int64_t large_processor = 90;

struct process_columns {
  std::size_t pid = 0, processor = 0, memory = 0, state = 0, command = 0, count = 0;
};

process_columns columns_of(const std::vector<std::string_view>& head) {
  process_columns p;
  p.count = head.size();
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == "PID") p.pid = i + 1;
    if (head[i] == "%CPU") p.processor = i + 1;
    if (head[i] == "%MEM") p.memory = i + 1;
    if (head[i] == "STAT" || head[i] == "S") p.state = i + 1;
    if (head[i] == "COMMAND" || head[i] == "CMD") p.command = i + 1;
  }
  return p;
}

}  // namespace

std::uint64_t read_processes(context& c, std::uint64_t at) {
  const auto p = columns_of(split_words(c.at(at)));
  if (p.pid == 0 || p.command != p.count || (p.processor == 0 && p.state == 0)) return at;
  auto n = at + 1;
  std::vector<std::uint64_t> waiting;
  for (; n <= c.count(); ++n) {
    const auto line = c.at(n);
    const auto words = split_words(line);
    if (words.size() < p.count || !all_digits(words[p.pid - 1])) break;
    const auto command = words[p.command - 1];
    const auto pid = words[p.pid - 1];
    if (p.state != 0 && words[p.state - 1].starts_with("D")) waiting.push_back(n);
    const auto tell = [&](std::size_t column, std::int64_t from, std::string_view rule, role what,
                          double weight) {
      if (column == 0 || leading_number(words[column - 1]) < from) return;
      auto f = c.draft(rule, what, weight);
      f.about(command).slot("process", command, n).slot("pid", pid, n).slot("share", words[column - 1], n);
      f.cite(at).quote(n).level(severity::warning);
      c.add(f);
    };
    tell(p.memory, large_memory, "process_takes_memory", role::cause, .6);
    tell(p.processor, large_processor, "process_takes_processor", role::symptom, .45);
  }
  if (!waiting.empty()) {
    const auto words = split_words(c.at(waiting.front()));
    auto f = c.draft("process_waits", role::symptom, waiting.size() >= 3 ? .65 : .5);
    f.about(words[p.command - 1]);
    f.slot("process", words[p.command - 1], waiting.front())
        .slot("state", words[p.state - 1], waiting.front());
    for (auto line : waiting) f.cite(line);
    f.cite(at).quote(waiting.front()).count(waiting.size()).level(severity::warning);
    c.add(f);
  }
  return n == at + 1 ? at : n;
}

}  // namespace fm::evidence::pasted
