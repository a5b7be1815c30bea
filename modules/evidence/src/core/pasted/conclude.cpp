// What the outputs of one host say together.
#include "pasted/section.hpp"

#include <algorithm>
#include <charconv>

namespace fm::evidence::pasted {
namespace {

// From here on programs begin to fail, and from there on people should look: the kubelet evicts at 90 % used
// (nodefs.available<10%), and most monitoring warns there.
constexpr int full_percent = 98;
constexpr int high_percent = 90;
// Less of the memory than this left, and the kernel throws out pages that it needs again at once.
constexpr double scarce_memory = .05;
constexpr double scarce_swap = .1;
// Processes that want to run for each processor.
constexpr double high_load = 2;
// More than most hosts have processors, where the text does not say how many there are.
constexpr double high_for_any = 64;

double number(std::string_view text) {
  double n = -1;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

/// An amount of memory in whatever unit it is written: `free -h` mixes them. -1 when it is none.
double amount(std::string_view text) {
  if (text.ends_with('B')) text.remove_suffix(1);
  return parse_quantity(text).value_or(-1);
}

/// The largest directory that `du` shows on the file system, when it holds a good part of it.
const std::pair<mention, mention>* largest(const host_state& h, const file_system& f) {
  const std::pair<mention, mention>* best = nullptr;
  for (const auto& d : h.directories) {
    const auto path = d.second.text;
    std::size_t longest = 0;
    for (const auto& other : h.file_systems)
      if (path.starts_with(other.path)) longest = std::max(longest, other.path.size());
    if (path.front() == '/' && longest != f.path.size()) continue;
    const auto bytes = size_of(d.first.text);
    if (path == f.path || path == "./" || bytes > f.bytes * 1.05 || bytes < f.bytes * .1) continue;
    if (best == nullptr || bytes > size_of(best->first.text)) best = &d;
  }
  return best;
}

void disks(context& c) {
  for (const auto& f : c.host.file_systems) {
    if (f.percent < high_percent) {
      if (f.percent < 80 && f.path == "/") {
        auto well = c.draft("disk_has_room", role::healthy, .3);
        well.slot("share", f.share, f.line).slot("path", f.path, f.line).quote(f.line);
        c.add(well);
      }
      continue;
    }
    const bool full = f.percent >= full_percent || f.available == "0";
    auto d = c.draft(f.inodes ? "inodes_used_up" : "filesystem_full", role::cause, full ? .93 : .72);
    d.about(f.path).named(f.device);
    d.slot("path", f.path, f.line).slot("share", f.share, f.line).slot("available", f.available, f.line);
    d.slot("size", f.size, f.line).slot("device", f.device, f.line).quote(f.line);
    if (!f.inodes)
      if (const auto* top = largest(c.host, f); top != nullptr)
        d.slot("directory", top->second.text, top->second.line)
            .slot("held", top->first.text, top->first.line);
    d.level(full ? severity::error : severity::warning);
    c.add(d);
  }
}

bool memory(context& c) {
  const auto& h = c.host;
  const auto total = amount(h.memory_total.text);
  const auto left = amount(h.memory_available.text);
  if (total <= 0 || left < 0) return false;
  const auto swap = amount(h.swap_total.text);
  const auto swap_left = amount(h.swap_free.text);
  const bool no_swap = swap <= 0 || (swap_left >= 0 && swap_left < swap * scarce_swap);
  if (left >= total * scarce_memory) {
    if (left >= total * .15) {
      auto well = c.draft("memory_available", role::healthy, .3);
      well.slot("available", h.memory_available.text, h.memory_available.line);
      well.slot("total", h.memory_total.text, h.memory_total.line).quote(h.memory_available.line);
      c.add(well);
    }
    return false;
  }
  auto f = c.draft("memory_used_up", role::cause, no_swap ? .92 : .75);
  f.slot("available", h.memory_available.text, h.memory_available.line);
  f.slot("total", h.memory_total.text, h.memory_total.line).cite(h.memory_head);
  if (swap > 0)
    f.slot("swap_free", h.swap_free.text, h.swap_free.line)
        .slot("swap", h.swap_total.text, h.swap_total.line);
  f.slot("load", h.load.text, h.load.line).slot("processors", h.processors.text, h.processors.line);
  f.quote(h.memory_available.line).level(severity::error);
  c.add(f);
  return true;
}

}  // namespace

void conclude(context& c) {
  disks(c);
  // Who pages waits for the disk, and what waits counts as load.
  if (memory(c)) return;
  const auto& h = c.host;
  const auto load = number(h.load.text);
  const auto processors = number(h.processors.text);
  if (load < (processors > 0 ? processors * high_load : high_for_any)) return;
  auto f = c.draft("load_high", role::symptom, processors > 0 ? .6 : .5);
  f.slot("load", h.load.text, h.load.line).slot("processors", h.processors.text, h.processors.line);
  f.quote(h.load.line).level(severity::warning);
  c.add(f);
}

}  // namespace fm::evidence::pasted
