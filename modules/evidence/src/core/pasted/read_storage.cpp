// Disks and arrays: /proc/mdstat, `zpool status`, `smartctl -A`, `iostat -x`.
#include "pasted/section.hpp"

#include <array>

namespace fm::evidence::pasted {
namespace {

/// `[4/3] [UUU_]`: the places of the array, empty when the line shows none.
std::string_view places_of(std::string_view line) {
  const auto open = line.rfind('[');
  const auto close = line.rfind(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  const auto places = line.substr(open + 1, close - open - 1);
  if (places.empty() || places.find_first_not_of("U_") != std::string_view::npos) return {};
  return line.substr(open, close - open + 1);
}

/// `md0 : active raid5 ...`
bool is_array(std::string_view line) {
  return line.starts_with("md") && (has(line, " : active ") || has(line, " : inactive "));
}

void tell_array(context& c, std::uint64_t at, std::uint64_t end) {
  const auto line = c.at(at);
  const auto name = before(line, " :");
  mention places;
  mention repair;
  for (auto n = at + 1; n < end; ++n) {
    if (const auto p = places_of(c.at(n)); !p.empty()) places = {p, n};
    if (has(c.at(n), "recovery =") || has(c.at(n), "resync =")) repair = {trim(c.at(n)), n};
  }
  mention failed;
  for (auto word : split_words(line))
    if (word.ends_with("(F)")) failed = {before(word, "["), at};
  const bool inactive = has(line, " : inactive");
  if (!has(places.text, "_") && failed.text.empty() && !inactive) {
    auto well = c.draft("array_complete", role::healthy, .35);
    well.about(name).slot("array", name, at);
    well.slot("places", places.text, places.line).quote(at).level(severity::info);
    c.add(well);
    return;
  }
  auto f = c.draft("array_degraded", role::cause, .92);
  f.about(name).slot("array", name, at).slot("failed", failed.text, at).named(failed.text);
  if (inactive) f.slot("state", "inactive", at);
  f.slot("places", places.text, places.line);
  if (repair.line != 0) f.slot("repair", before(after(repair.text, "= "), " "), repair.line);
  f.quote(at).level(severity::error);
  c.add(f);
}

bool bad_device(std::string_view state) {
  return state == "FAULTED" || state == "UNAVAIL" || state == "REMOVED" || state == "OFFLINE" ||
         state == "DEGRADED";
}

void tell_device(context& c, std::uint64_t n, std::string_view pool, mention& failed) {
  const auto words = split_words(c.at(n));
  if (words.size() < 5) return;
  // The deepest row is the disk; those above it are degraded for its sake.
  if (bad_device(words[1]) && words[0] != pool && (failed.line == 0 || words[1] != "DEGRADED"))
    failed = {words[0], n};
  bool errors = false;
  for (std::size_t i = 2; i < 5; ++i) errors = errors || (words[i] != "0" && leading_number(words[i]) > 0);
  if (!errors || words[1] != "ONLINE") return;
  auto f = c.draft("device_errors", role::cause, .6);
  f.about(words[0])
      .named(pool)
      .slot("device", words[0], n)
      .slot("read", words[2], n)
      .slot("write", words[3], n);
  f.slot("checksum", words[4], n).quote(n).level(severity::warning);
  c.add(f);
}

// Backblaze's statistics of disks that failed: these attributes had risen above zero before.
struct attribute {
  std::string_view id, slot;
  double weight;
};
constexpr std::array<attribute, 5> telling{{{"197", "pending", .9},
                                            {"198", "uncorrectable", .9},
                                            {"187", "reported", .8},
                                            {"5", "reallocated", .65},
                                            {"188", "timeouts", .4}}};

}  // namespace

std::uint64_t read_mdstat(context& c, std::uint64_t at) {
  if (!c.at(at).starts_with("Personalities :") && !is_array(c.at(at))) return at;
  auto n = at;
  std::uint64_t array = 0;
  const auto close = [&](std::uint64_t end) {
    if (array != 0) tell_array(c, array, end);
    array = 0;
  };
  for (; n <= c.count(); ++n) {
    const auto line = c.at(n);
    if (line.starts_with("unused devices:")) {
      close(n);
      return n + 1;
    }
    if (is_array(line)) {
      close(n);
      array = n;
    } else if (!line.empty() && !is_blank(line.front()) && !line.starts_with("Personalities :")) {
      break;
    }
  }
  close(n);
  return n;
}

std::uint64_t read_zpool(context& c, std::uint64_t at) {
  const auto pool = trim(after(c.at(at), "pool:"));
  if (!trim(c.at(at)).starts_with("pool: ") || !has(c.at(at + 1), "state: ")) return at;
  const auto state = trim(after(c.at(at + 1), "state: "));
  mention failed;
  mention advice;
  auto n = at + 2;
  bool devices = false;
  for (; n <= c.count(); ++n) {
    const auto line = c.at(n);
    const auto text = trim(line);
    if (text.starts_with("pool: ") && n > at) break;
    if (text.starts_with("status: ")) advice = {after(text, "status: "), n};
    if (text.starts_with("NAME") && has(text, "STATE"))
      devices = true;
    else if (devices && !text.empty() && !text.starts_with("errors:"))
      tell_device(c, n, pool, failed);
    if (!text.starts_with("errors: ")) continue;
    if (has(text, "ermanent errors")) {
      auto f = c.draft("data_corrupt", role::cause, .9);
      f.about(pool).slot("reason", after(text, "errors: "), n).quote(n).level(severity::error);
      c.add(f);
      while (n + 1 <= c.count() && (c.at(n + 1).empty() || is_blank(c.at(n + 1).front())) &&
             !has(c.at(n + 1), "pool: "))
        ++n;
    }
    ++n;
    break;
  }
  if (state == "ONLINE") {
    auto well = c.draft("array_complete", role::healthy, .35);
    well.about(pool)
        .slot("array", pool, at)
        .slot("places", state, at + 1)
        .quote(at + 1)
        .level(severity::info);
    c.add(well);
    return n;
  }
  auto f = c.draft("array_degraded", role::cause, .92);
  f.about(pool).slot("array", pool, at).slot("state", state, at + 1).slot("failed", failed.text, failed.line);
  f.named(failed.text).slot("reason", advice.text, advice.line).quote(at + 1).level(severity::error);
  c.add(f);
  return n;
}

std::uint64_t read_smart(context& c, std::uint64_t at) {
  const auto line = c.at(at);
  if (line.starts_with("SMART overall-health") || line.starts_with("SMART Health Status:")) {
    const auto verdict = trim(after(line, ": "));
    if (verdict != "PASSED" && verdict != "OK") {
      auto f = c.draft("disk_failing", role::cause, .95);
      f.slot("verdict", verdict, at).quote(at).level(severity::error);
      c.add(f);
    }
    return at + 1;
  }
  for (std::string_view key : {"Media and Data Integrity Errors:", "Critical Warning:"})
    if (line.starts_with(key)) {
      const auto value = trim(after(line, ":"));
      if (value != "0" && value != "0x00" && !value.empty()) {
        auto f = c.draft("disk_failing", role::cause, .85);
        f.slot("verdict", trim(line), at).quote(at).level(severity::error);
        c.add(f);
      }
      return at + 1;
    }
  if (!line.starts_with("ID# ATTRIBUTE_NAME")) return at;
  auto f = c.draft("disk_failing", role::cause, 0);
  double weight = 0;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto words = split_words(c.at(n));
    if (words.size() < 10 || !all_digits(words[0])) break;
    const auto raw = words[9];
    if (words[8] == "FAILING_NOW") {
      weight = .95;
      f.slot("verdict", words[1], n).quote(n);
    }
    for (const auto& a : telling) {
      if (a.id != words[0] || leading_number(raw) <= 0) continue;
      if (a.weight > weight) {
        weight = a.weight;
        f.quote(n);
      }
      f.slot(a.slot, raw, n).named(words[1]);
      f.cite(n);
    }
  }
  if (weight > 0) {
    f.weight(weight).level(severity::error);
    c.add(f);
  } else if (n > at + 1) {
    auto well = c.draft("disk_attributes_well", role::healthy, .35);
    well.cite(at).quote(at + 1).level(severity::info);
    c.add(well);
  }
  return n;
}

/// The extended report of iostat(1): a device that is busy all the time while requests wait for it.
std::uint64_t read_devices(context& c, std::uint64_t at) {
  const auto head = split_words(c.at(at));
  if (head.size() < 6 || !head[0].starts_with("Device") || head.back() != "%util") return at;
  constexpr double busy = 90, slow_ms = 20;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto row = split_words(c.at(n));
    if (row.size() != head.size()) break;
    std::string_view waits;
    double longest = 0;
    for (std::size_t i = 1; i < row.size(); ++i) {
      const auto ms = size_of(row[i]);
      if (head[i].ends_with("await") && ms > longest) longest = ms, waits = row[i];
    }
    // A device that serves many requests at a time may be busy and yet fast.
    if (size_of(row.back()) < busy || longest < slow_ms) continue;
    auto f = c.draft("device_busy", role::cause, .85);
    f.about(row[0]).slot("device", row[0], n).slot("share", row.back(), n).slot("wait", waits, n);
    f.quote(n).level(severity::error);
    c.add(f);
  }
  return n;
}

}  // namespace fm::evidence::pasted
