// What only the whole log shows: groups of errors, bursts, silences, values that rise.
#include "evidence/log_analyser_state.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

namespace fm::evidence {

namespace {

constexpr double error_weight = .45, critical_weight = .55, warning_weight = .22, unstated_weight = .30;
constexpr double thrown_weight = .6;
constexpr std::ptrdiff_t least_letters = 4;  // of a message that says anything

bool says_something(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>((c | 0x20) - 'a') < 26;
         }) >= least_letters;
}

template <class Group>
void join_group(std::vector<Group>& groups, Group g) {
  const auto same =
      std::find_if(groups.begin(), groups.end(), [&](const Group& o) { return o.key == g.key; });
  if (same == groups.end()) {
    groups.push_back(std::move(g));
    return;
  }
  if (g.quote_line < same->quote_line) std::swap(g, *same);
  same->count += g.count;
  if (g.first != no_time && (same->first == no_time || g.first < same->first)) same->first = g.first;
  if (g.last != no_time && (same->last == no_time || g.last > same->last)) same->last = g.last;
  std::vector<line_range> both;
  std::merge(same->ranges.begin(), same->ranges.end(), g.ranges.begin(), g.ranges.end(),
             std::back_inserter(both),
             [](const line_range& a, const line_range& b) { return a.first < b.first; });
  same->ranges.clear();
  for (const auto& r : both) add_range(same->ranges, r);
}

}  // namespace

void add_why(fact& f, const cause_chain& why) {
  const auto put = [&](std::string_view slot, const std::string& text) {
    if (!text.empty() && f.get(slot).empty()) f.slots.push_back({std::string(slot), text});
  };
  if (!why.empty()) put("cause", why.named.front().text);
  put("place", why.place.text);
  for (const auto& r : why.remarks) put(r.slot, r.part.text);
}

std::uint64_t last_line_of(const cause_chain& why) {
  std::uint64_t last = why.place.line;
  if (!why.empty()) last = std::max(last, why.named.front().line);
  for (const auto& r : why.remarks) last = std::max(last, r.part.line);
  return last;
}

void log_analyser::impl::join_merged_templates() {
  // Templates that only the whole log shows to be one. Those that a rule knows have facts of their own.
  for (std::size_t slot = 0; slot < stats.size(); ++slot) {
    auto& s = stats[slot];
    if (s.count == 0 || s.known) continue;
    const std::size_t into = slot_of(miner.root(template_of(slot)), slot % 2 == 1);
    if (into == slot || into >= stats.size() || stats[into].known) continue;
    auto& t = stats[into];
    if (t.count == 0) {
      t = std::exchange(s, {});
      continue;
    }
    const bool earlier = s.first_line < t.first_line;
    if (earlier) {
      std::swap(t.example, s.example), std::swap(t.message, s.message);
      t.first_line = s.first_line, t.example_line = s.example_line;
    }
    t.count += s.count, t.in_window += s.in_window;
    t.last_line = std::max(t.last_line, s.last_line);
    if (s.first != no_time && (t.first == no_time || s.first < t.first)) t.first = s.first;
    if (s.last != no_time && (t.last == no_time || s.last > t.last)) t.last = s.last;
    t.level = std::max(t.level, s.level);
    t.wrong |= s.wrong, t.sounds_wrong |= s.sounds_wrong;
    for (auto& g : s.groups) join_group(t.groups, std::move(g));
    if (t.source.empty()) t.source = std::move(s.source);
    if (t.component.empty()) t.component = std::move(s.component);
    s = {};
  }
}

void log_analyser::impl::add_error_groups() {
  // Templates that tell of trouble in words of their own: no rule knows them, the reader will.
  std::size_t most = facts.size();
  for (const auto& s : stats) most += s.groups.size();
  facts.reserve(most);
  for (std::size_t id = 0; id < stats.size(); ++id) {
    auto& s = stats[id];
    if (!s.wrong || s.in_window == 0) continue;
    for (auto& g : s.groups) {
      if (!says_something(g.quote) && !says_something(g.key)) continue;
      fact f;
      f.rule = "error_group";
      f.role = role::symptom;
      f.level = s.level;
      f.weight = s.level == severity::critical  ? critical_weight
                 : s.level == severity::error   ? error_weight
                 : s.level == severity::warning ? (s.sounds_wrong ? warning_weight + .06 : warning_weight)
                 : s.level == severity::none || s.alarming || !g.key.empty() ? unstated_weight
                                                                             : .15;
      f.subject = !g.component.empty() ? g.component : g.source;
      f.names = names_of(g.source, g.component, s.example);
      f.lines = std::move(g.ranges);
      f.count = g.count;
      f.first = g.first, f.last = g.last;
      f.slots.push_back(
          {"template", is_bare_header(s.message) && !g.key.empty() ? g.key : miner.text(template_of(id))});
      f.quote = std::move(g.quote);
      f.quote_line = g.quote_line;
      add_why(f, g.why);
      // What was thrown in the course of a failure is why it failed, as far as the program itself can tell.
      if (g.why.thrown && !g.key.empty() &&
          (at_least(s.level, severity::error) || s.level == severity::none)) {
        f.rule = "exception_thrown";
        f.role = role::cause;
        f.weight = std::max(f.weight, thrown_weight);
      }
      if (!g.key.empty())
        f.slots.push_back({"detail", std::string(first_bytes(g.why.named.front().text, 400))});
      facts.push_back(std::move(f));
    }
  }
}

void log_analyser::impl::add_value_facts() {
  // The templates seen most often tell of the program as a whole; one fact of each rule is enough.
  std::vector<fact> found;
  for (const auto& s : stats)
    if (!s.values.empty()) s.values.judge(found);
  std::stable_sort(found.begin(), found.end(), [](const fact& a, const fact& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.count > b.count;
  });
  std::set<std::string_view> told;
  for (const auto& f : found)
    if (told.insert(f.rule).second) facts.push_back(f);
}

void log_analyser::impl::add_rate_facts() {
  // A burst: a bucket whose count is far above the median of all buckets since the first line (the median
  // resists the burst itself). Only for what is wrong; traffic has bursts of its own.
  if (first == no_time || last - first < 10'000'000) return;
  const auto& wrong = wrong_lines.counts(scale);
  auto from = static_cast<std::size_t>((first - scale.origin()) / scale.width());
  auto to = static_cast<std::size_t>((last - scale.origin()) / scale.width());
  if (to <= from + 3) return;
  std::vector<std::uint32_t> sorted(wrong.begin() + static_cast<std::ptrdiff_t>(from),
                                    wrong.begin() + static_cast<std::ptrdiff_t>(to + 1));
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                   sorted.end());
  double median = sorted[sorted.size() / 2];
  std::size_t start = wrong.size();
  for (std::size_t i = from; i <= to && start == wrong.size(); ++i)
    if (wrong[i] >= 5 && wrong[i] > 5 * (median + 1)) start = i;
  if (start == wrong.size()) return;
  std::size_t end = start;
  while (end + 1 <= to && wrong[end + 1] > 2 * (median + 1)) ++end;
  auto begins = scale.origin() + static_cast<micros>(start) * scale.width();
  auto ends = scale.origin() + static_cast<micros>(end + 1) * scale.width();

  // The burst is told by the fact that contributes most to it, and dated by its first line.
  fact* main = nullptr;
  for (auto& f : facts)
    if (f.role != role::context && f.role != role::healthy && f.first != no_time && f.first < ends &&
        f.last >= begins && (main == nullptr || f.count > main->count))
      main = &f;
  if (main == nullptr) return;
  fact burst;
  burst.rule = "burst";
  burst.role = role::symptom;
  burst.weight = .3;
  burst.subject = main->subject;
  burst.names = main->names;
  burst.quote = main->quote;
  burst.quote_line = main->quote_line;
  burst.lines = {main->lines.front()};
  burst.first = std::max(begins, main->first);
  burst.last = std::min(ends, main->last);
  add_news_before(burst);
  facts.push_back(std::move(burst));
}

void log_analyser::impl::add_rate_changes() {
  // Traffic that becomes much rarer or more frequent and stays so: the split of its buckets into two Poisson
  // processes that gains most likelihood over one, when the rates differ by a factor of four. Errors have
  // bursts of their own.
  constexpr std::uint64_t least_records = 60;
  constexpr std::size_t least_buckets = 12, least_side = 3, most_told = 2;
  constexpr double least_factor = 4;
  if (first == no_time) return;
  const auto from = static_cast<std::size_t>((first - scale.origin()) / scale.width());
  const auto to = static_cast<std::size_t>((last - scale.origin()) / scale.width());
  if (to < from + least_buckets) return;
  struct change {
    double gain = 0;
    std::size_t slot = 0, bucket = 0;
    bool rises = false;
  };
  std::vector<change> found;
  for (std::size_t slot = 0; slot < stats.size(); ++slot) {
    auto& s = stats[slot];
    if (s.wrong || s.count < least_records) continue;
    const auto& counts = s.over_time.counts(scale);
    const auto all = static_cast<double>(s.count);
    const auto width = static_cast<double>(to - from + 1);
    change best;
    double before = 0;
    for (std::size_t i = from; i < to; ++i) {
      before += counts[i];
      const auto left = static_cast<double>(i - from + 1), right = width - left;
      if (left < least_side || right < least_side) continue;
      const double after = all - before, rate_before = before / left, rate_after = after / right;
      if (std::max(rate_before, rate_after) < least_factor * std::min(rate_before, rate_after)) continue;
      auto part = [](double n, double rate) { return n > 0 ? n * std::log(rate) : 0; };
      const double gain = part(before, rate_before) + part(after, rate_after) - part(all, all / width);
      if (gain > best.gain) best = {gain, slot, i + 1, rate_after > rate_before};
    }
    if (best.gain > 0) found.push_back(best);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const change& a, const change& b) { return a.gain > b.gain; });
  if (found.size() > most_told) found.resize(most_told);
  for (const auto& c : found) {
    auto& s = stats[c.slot];
    fact f;
    f.rule = c.rises ? "rate_rise" : "rate_drop";
    f.role = role::context;
    f.weight = .15;
    f.subject = !s.component.empty() ? s.component : s.source;
    f.quote = std::string(trimmed(s.message));
    f.quote_line = s.example_line;
    f.lines = {{s.example_line, s.example_line}};
    f.first = scale.origin() + static_cast<micros>(c.bucket) * scale.width();
    f.last = s.last;
    facts.push_back(std::move(f));
  }
}

void log_analyser::impl::add_news_before(fact& effect) {
  // What was said for the first time, or rarely, in the minutes before: a candidate for the trigger where no
  // change is reported.
  constexpr micros reach = 10LL * 60 * 1'000'000;
  for (const auto& f : facts)
    if (rules->book().of(f.rule).is(rule_property::change) && f.first != no_time && f.first <= effect.first &&
        effect.first - f.first <= reach)
      return;
  template_stats* rare = nullptr;
  std::size_t rare_id = 0;
  for (std::size_t id = 0; id < stats.size(); ++id) {
    auto& s = stats[id];
    if (s.wrong || s.count == 0 || s.count > 2 || s.first == no_time) continue;
    if (s.first > effect.first || s.first_line >= effect.quote_line || effect.first - s.first > reach / 2 ||
        s.first - first < (last - first) / 20)
      continue;
    if (rare == nullptr || s.first > rare->first) rare = &s, rare_id = id;
  }
  if (rare == nullptr) return;
  fact f;
  news_told = true;
  f.rule = "new_before";
  f.role = role::context;
  f.weight = .15;
  f.quote = std::string(trimmed(rare->message));
  f.quote_line = rare->example_line;
  f.lines = {{rare->example_line, rare->example_line}};
  f.first = rare->first, f.last = rare->last;
  f.count = rare->count;
  f.slots.push_back({"template", miner.text(template_of(rare_id))});
  facts.push_back(std::move(f));
}

void log_analyser::impl::add_gap() {
  // Silence: the longest interval between two lines when it is far beyond the average and beyond a minute.
  if (intervals < 50 || longest.length < 60'000'000) return;
  auto mean = static_cast<double>(last - first - longest.length) / static_cast<double>(intervals);
  if (static_cast<double>(longest.length) < 100 * (mean + 1)) return;
  fact f;
  f.rule = "gap";
  f.role = role::context;
  f.weight = .2;
  f.first = longest.from, f.last = longest.to;
  f.lines = {{longest.before, longest.before}, {longest.after, longest.after}};
  if (longest.after == longest.before + 1) f.lines = {{longest.before, longest.after}};
  f.quote = std::string(trimmed(longest.last_words));
  f.quote_line = longest.before;
  facts.push_back(std::move(f));
}

void log_analyser::impl::add_slow_step() {
  // One step of several takes most of the time, again and again; a single silence is a gap.
  if (intervals < 20) return;
  const template_stats* slow = nullptr;
  micros all = 0;
  std::uint64_t count = 0;
  for (const auto& s : stats) {
    all += s.wait.sum, count += s.wait.count;
    if (slow == nullptr || s.wait.sum > slow->wait.sum) slow = &s;
  }
  if (slow == nullptr || slow->wait.count < 5 || count - slow->wait.count < slow->wait.count) return;
  const auto& w = slow->wait;
  auto mean = static_cast<double>(w.sum) / static_cast<double>(w.count);
  auto rest = static_cast<double>(all - w.sum) / static_cast<double>(count - w.count);
  if (mean < 1e6 || mean < 10 * rest || w.longest * 2 > w.sum) return;
  fact f;
  f.rule = "slow_step";
  f.role = role::context;
  f.weight = .25;
  f.slots = {{"before", w.before}, {"after", w.after}};
  f.lines = {{w.line_before, w.line_before}};
  add_range(f.lines, {w.line_after, w.line_after});
  f.quote = w.before;
  f.quote_line = w.line_before;
  f.count = w.count;
  f.first = slow->first, f.last = slow->last;
  facts.push_back(std::move(f));
}

}  // namespace fm::evidence
