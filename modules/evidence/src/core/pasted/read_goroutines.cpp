// Dumps of goroutines: what each of them waits for, and whether all of them do.
#include "pasted/section.hpp"

#include <map>

namespace fm::evidence::pasted {
namespace {

constexpr std::size_t most_routines = 20'000;
// Of a server's goroutines many wait for work; these wait for each other.
constexpr std::size_t many_waiters = 4;

struct goroutine {
  mention id, state, frame, place;
};

bool of_runtime(std::string_view function) {
  for (std::string_view start :
       {"runtime.", "sync.", "internal/", "runtime/", "syscall.", "time.Sleep", "sync/"})
    if (function.starts_with(start)) return true;
  return false;
}

bool is_goroutine(std::string_view line) {
  return line.starts_with("goroutine ") && has(line, " [") && line.ends_with("]:") &&
         leading_number(line.substr(10)) > 0;
}

/// `(*Pool).take(0xc000, 0x1)` and the place `pool.go:31` below it.
void take_frame(goroutine& g, context& c, std::uint64_t n) {
  const auto function = trim(c.at(n));
  if (!g.frame.text.empty() || of_runtime(function) || function.starts_with("created by ")) return;
  auto name = function.substr(0, function.rfind('('));
  g.frame = {name, n};
  auto place = before(trim(c.at(n + 1)), " +");
  if (const auto slash = place.rfind('/'); slash != std::string_view::npos) place.remove_prefix(slash + 1);
  g.place = {place, n + 1};
}

bool waits_for_a_lock(std::string_view state) {
  return state.starts_with("semacquire") || state.starts_with("sync.Mutex") ||
         state.starts_with("sync.RWMutex") || state.starts_with("sync.WaitGroup");
}

void tell_deadlock(context& c, const std::vector<goroutine>& all, std::uint64_t reason) {
  auto f = c.draft("goroutines_asleep", role::cause, .95);
  f.slot("reason", after(c.at(reason), "fatal error: "), reason).quote(reason).level(severity::critical);
  static constexpr std::pair<std::string_view, std::string_view> slots[] = {{"frame", "state"},
                                                                            {"second_frame", "second_state"}};
  static constexpr std::string_view places[] = {"place", "second_place"};
  std::size_t told = 0;
  for (const auto& g : all) {
    if (told == 2 || g.frame.text.empty()) continue;
    f.slot(slots[told].first, g.frame.text, g.frame.line)
        .slot(slots[told].second, g.state.text, g.state.line);
    f.slot(places[told], g.place.text, g.place.line);
    ++told;
  }
  c.add(f);
}

void tell_jam(context& c, const std::vector<goroutine>& all) {
  std::map<std::string_view, std::vector<const goroutine*>> waiting;
  for (const auto& g : all)
    if (waits_for_a_lock(g.state.text) && !g.frame.text.empty()) waiting[g.place.text].push_back(&g);
  for (const auto& [place, those] : waiting) {
    if (those.size() < many_waiters) continue;
    const auto& g = *those.front();
    auto f = c.draft("goroutines_blocked", role::cause, .75);
    f.slot("frame", g.frame.text, g.frame.line).slot("place", g.place.text, g.place.line);
    f.slot("state", g.state.text, g.state.line)
        .quote(g.frame.line)
        .count(those.size())
        .level(severity::error);
    for (std::size_t i = 0; i < those.size() && i < 8; ++i) f.cite(those[i]->id.line);
    c.add(f);
  }
}

}  // namespace

std::uint64_t read_goroutines(context& c, std::uint64_t at) {
  if (!is_goroutine(trim_right(c.at(at)))) return at;
  std::uint64_t reason = 0;
  for (auto n = at; n > 1 && n + 4 > at; --n)
    if (has(c.at(n - 1), "all goroutines are asleep")) reason = n - 1;
  // One that panics is the trace of its own message.
  if (reason == 0 && after(c.at(at), "[").starts_with("running")) return at;
  std::vector<goroutine> all;
  auto last = at;
  for (auto n = at; n <= c.count(); ++n) {
    const auto line = trim_right(c.at(n));
    if (line.empty()) continue;
    if (is_goroutine(line)) {
      if (all.size() >= most_routines) break;
      goroutine g;
      g.id = {before(line.substr(10), " "), n};
      g.state = {before(after(line, "["), "]:"), n};
      all.push_back(g);
    } else if (line.front() == '\t' || line.starts_with("created by ") || line.starts_with("...")) {
      // The place of the function above it.
    } else if (line.ends_with(")") && n < c.count() && c.at(n + 1).starts_with("\t")) {
      take_frame(all.back(), c, n);
    } else {
      break;
    }
    last = n;
  }
  if (all.empty()) return at;
  if (reason != 0)
    tell_deadlock(c, all, reason);
  else
    tell_jam(c, all);
  return last + 1;
}

}  // namespace fm::evidence::pasted
