#include "evidence/log_analyser.hpp"

#include "evidence/template_miner.hpp"
#include "evidence/text_rules.hpp"
#include "evidence/time_histogram.hpp"
#include "evidence/value_series.hpp"

#include <algorithm>
#include <bit>
#include <map>

namespace fm::evidence {

namespace {

constexpr std::size_t max_ranges = 1'000;        // line ranges remembered of one fact
constexpr std::size_t max_example = 2'000;       // bytes of a record kept as an example
constexpr std::size_t max_detail = 4'096;        // bytes of continuation lines that are looked at
constexpr std::uint32_t full_evaluations = 200;  // records of one template that the rules look at one by one
constexpr std::size_t max_quote = 400;
constexpr double error_weight = .45, critical_weight = .55, warning_weight = .22, unstated_weight = .30;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

/// The first `n` bytes, without half of a UTF-8 character.
std::string_view cut(std::string_view s, std::size_t n) {
  if (s.size() <= n) return s;
  while (n > 0 && (static_cast<unsigned char>(s[n]) & 0xC0) == 0x80) --n;
  return s.substr(0, n);
}

void add_range(std::vector<line_range>& ranges, line_range r) {
  if (!ranges.empty() && r.first <= ranges.back().last + 1) {
    ranges.back().last = std::max(ranges.back().last, r.last);
    return;
  }
  if (ranges.size() < max_ranges) ranges.push_back(r);
}

/// Statistics are kept apart for what is logged as trouble and what is not.
std::uint32_t slot_of(template_miner::id_type id, bool wrong) { return id * 2 + (wrong ? 1 : 0); }
template_miner::id_type template_of(std::size_t slot) {
  return static_cast<template_miner::id_type>(slot / 2);
}

bool at_least(severity a, severity b) { return static_cast<int>(a) >= static_cast<int>(b); }

/// A line of a stack trace that names what was thrown: "Caused by: X", "ValueError: text".
bool names_exception(std::string_view line) {
  if (line.starts_with("Caused by:")) return true;
  if (line.empty() || line.front() == ' ' || line.front() == '\t') return false;
  auto colon = line.find(": ");
  auto head = line.substr(0, colon);
  if (head.find(' ') != std::string_view::npos || head.size() < 5) return false;
  return head.ends_with("Error") || head.ends_with("Exception") || head.ends_with("Warning") ||
         head.find("Exception") != std::string_view::npos || head.ends_with("Expired");
}

}  // namespace

struct log_analyser::impl {
  struct template_stats {
    std::uint64_t count = 0, in_window = 0;
    std::uint64_t first_line = 0, last_line = 0;
    micros first = no_time, last = no_time;
    severity level = severity::none;
    bool wrong = false;              // by severity or by its words
    bool sounds_wrong = false;       // by its words
    bool known = false;              // a rule has matched it
    std::uint32_t judged = 0;        // records that could have been looked at
    std::uint32_t evaluated = 0;     // records that the rules did look at
    std::uint32_t without_news = 0;  // looks in a row that brought no new fact
    std::string example;             // the raw line
    std::string message;             // its message, when it is wrong or rare enough to be quoted
    std::uint64_t example_line = 0;
    std::vector<line_range> ranges;
    std::uint64_t ranged = 0;  // records in `ranges`
    std::vector<std::size_t> facts;
    std::string source, component;
    std::string detail;  // what a stack trace under it names, with its line
    std::uint64_t detail_line = 0;
    time_histogram over_time;
    struct {
      std::uint64_t count = 0;
      micros sum = 0, longest = 0;
      std::uint64_t line_before = 0, line_after = 0;
      std::string before, after;
    } wait;  // from a record of this template to the next one
    value_series values;
  };
  struct record {
    bool open = false;
    bool keep = false;
    std::uint32_t id = 0;  // index into stats
    line_range lines;
    std::string message, source, component, raw;
    std::string detail;  // continuation text, newline between lines
    std::vector<std::pair<std::size_t, std::uint64_t>> detail_lines;  // offset in `detail`, line number
    severity level = severity::none;
    micros time = no_time;
    bool in_window = true;
  };

  explicit impl(log_options o) : options(o), miner() {}

  log_options options;
  template_miner miner;
  std::vector<template_stats> stats;
  std::vector<fact> facts;
  std::map<std::string, std::size_t> fact_by_key;
  record now;
  time_scale scale;
  time_histogram all_lines, wrong_lines;
  std::uint64_t records = 0, lines = 0, timed = 0, backwards = 0, in_window = 0;
  std::vector<std::uint64_t> by_severity = std::vector<std::uint64_t>(8);
  micros first = no_time, last = no_time, previous = no_time;
  std::uint64_t previous_line = 0;
  struct silence {
    micros length = 0, from = no_time, to = no_time;
    std::uint64_t before = 0, after = 0;
    std::string last_words;
  };
  std::string previous_message;
  std::size_t previous_id = 0;
  silence longest;
  std::uint64_t intervals = 0;

  void note_time(std::uint64_t number, micros t, std::string_view message);
  void note_wait(std::uint64_t number, micros t, std::string_view message);
  void open_record(std::uint64_t number, std::string_view raw, const line_head& head);
  void extend_record(std::uint64_t number, std::string_view raw);
  void close_record();
  void judge(template_stats& s);
  void add_fields(fact& f) const;
  bool apply_rule(template_stats& s, std::string_view text, std::uint64_t line, double factor);
  void add_error_groups();
  void add_value_facts();
  void add_rate_facts();
  void add_gap();
  void add_slow_step();
  void add_news_before(fact& effect);
  std::vector<std::string> names_of(const std::string& source, const std::string& component,
                                    std::string_view raw) const;
};

void log_analyser::impl::note_time(std::uint64_t number, micros t, std::string_view message) {
  ++timed;
  if (first == no_time || t < first) first = t;
  if (last == no_time || t > last) last = t;
  if (previous != no_time) {
    if (t < previous) {
      ++backwards;
    } else {
      ++intervals;
      if (t - previous > longest.length)
        longest = {t - previous, previous, t, previous_line, number, previous_message};
    }
  }
  previous = t;
  previous_line = number;
  previous_message.assign(cut(message, 200));
}

void log_analyser::impl::note_wait(std::uint64_t number, micros t, std::string_view message) {
  if (previous == no_time || t < previous || previous_id >= stats.size()) return;
  auto& w = stats[previous_id].wait;
  auto length = t - previous;
  ++w.count;
  w.sum += length;
  if (length <= w.longest) return;
  w.longest = length;
  w.line_before = previous_line, w.line_after = number;
  w.before.assign(cut(trimmed(previous_message), 160));
  w.after.assign(cut(trimmed(message), 160));
}

void log_analyser::impl::open_record(std::uint64_t number, std::string_view raw, const line_head& head) {
  close_record();
  ++records;
  // The same words as an error and as information are two things (a request that failed, and one that did
  // not).
  auto id = slot_of(miner.add(head.message), at_least(head.level, severity::warning));
  if (id >= stats.size()) stats.resize(id + 2);
  auto& s = stats[id];
  auto time = head.time != no_time ? head.time : previous;
  if (head.time != no_time) {
    note_wait(number, head.time, head.message);
    note_time(number, head.time, head.message);
    previous_id = id;
  }

  bool fresh = s.count == 0;
  ++s.count;
  bool inside = !options.window.set || options.window.contains(time);
  s.in_window += inside;
  in_window += inside;
  s.last_line = number;
  if (time != no_time) {
    if (s.first == no_time || time < s.first) s.first = time;
    if (s.last == no_time || time > s.last) s.last = time;
    auto bucket = scale.bucket(time);
    s.over_time.add(scale, bucket);
    all_lines.add(scale, bucket);
  }
  if (fresh) {
    s.first_line = number;
    s.example.assign(cut(raw, stats.size() > 4'000 ? 300 : max_example));
    s.message.assign(cut(head.message, max_quote));
    s.example_line = number;
    s.sounds_wrong = head.level != severity::debug && head.level != severity::trace &&
                     text_rules::sounds_wrong(head.message);
  }
  if (inside && !s.sounds_wrong && !at_least(head.level, severity::warning)) {
    if (fresh) s.values.start(raw);
    if (!s.values.empty()) s.values.add(number, raw, time);
  }
  if (static_cast<int>(head.level) > static_cast<int>(s.level)) s.level = head.level;
  bool wrong = at_least(head.level, severity::warning) || s.sounds_wrong;
  s.wrong |= wrong;
  if (wrong && time != no_time) wrong_lines.add(scale, scale.bucket(time));

  now.open = true;
  now.keep = inside && (wrong || s.known || fresh || s.judged < 3);
  now.id = id;
  now.lines = {number, number};
  now.level = head.level;
  now.time = time;
  now.in_window = inside;
  now.detail.clear();
  now.detail_lines.clear();
  if (now.keep) {
    now.message.assign(cut(head.message, max_example * 2));
    now.source.assign(head.source);
    now.component.assign(head.component);
    now.raw.assign(cut(raw, max_example * 2));
  }
}

void log_analyser::impl::extend_record(std::uint64_t number, std::string_view raw) {
  now.lines.last = number;
  if (!now.keep || now.detail.size() >= max_detail) return;
  now.detail_lines.emplace_back(now.detail.size(), number);
  now.detail.append(cut(raw, max_detail - now.detail.size()));
  now.detail.push_back('\n');
}

std::vector<std::string> log_analyser::impl::names_of(const std::string& source, const std::string& component,
                                                      std::string_view raw) const {
  std::vector<std::string> names;
  auto add = [&](std::string_view n) {
    if (n.size() < 2 || n.size() > 128) return;
    if (std::find(names.begin(), names.end(), n) == names.end()) names.emplace_back(n);
  };
  add(component);
  add(source);
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  fields(raw, pairs);
  for (const auto& [key, value] : pairs)
    for (std::string_view wanted :
         {"service", "pod", "container", "host", "hostname", "namespace", "app", "component", "node",
          "deployment", "job", "instance", "cluster", "logger"})
      if (key == wanted || key.ends_with(std::string(".") + std::string(wanted)) ||
          key.ends_with(std::string("_") + std::string(wanted)) || key == std::string(wanted) + "_name")
        add(value);
  return names;
}

void log_analyser::impl::add_fields(fact& f) const {
  // What a structured line says beside its message: the other side of a call, and how it answered.
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  fields(now.raw, pairs);
  auto take = [&](std::string_view slot, std::initializer_list<std::string_view> keys) {
    if (!f.get(slot).empty()) return;
    for (auto key : keys)
      for (const auto& [k, value] : pairs)
        if (k == key && value.size() > 2 && value.size() <= 100 && value != "null") {
          f.slots.push_back({std::string(slot), std::string(value)});
          return;
        }
  };
  take("target", {"target", "upstream", "upstream_host", "upstream_addr", "peer", "peer_address", "remote",
                  "remote_addr", "endpoint", "url", "dependency", "provider", "backend", "broker"});
  if (f.rule == "http_error")
    take("status", {"status", "http_status", "status_code", "http.status_code", "code"});
}

bool log_analyser::impl::apply_rule(template_stats& s, std::string_view text, std::uint64_t line,
                                    double factor) {
  auto found = text_rules::instance().match(text);
  if (found.rule.empty()) return false;
  // A line that its writer calls harmless carries less: information about an error handled elsewhere.
  if (now.level == severity::debug || now.level == severity::trace)
    factor *= .55;
  else if ((now.level == severity::info || now.level == severity::notice) && found.role != role::context &&
           found.role != role::healthy)
    factor *= .7;
  std::string key(found.rule);
  for (std::size_t i = 0; i < found.primary; ++i) key += '\x1f' + mask(found.slots[i].value);
  // What other words say of the same thing is a fact of its own: it is quoted beside the first.
  key += '\x1f' + (line == now.lines.first ? std::to_string(now.id) : mask(text));
  auto [it, fresh] = fact_by_key.try_emplace(key, facts.size());
  if (fresh) {
    if (facts.size() >= 4'000) {  // names without end: what is known by now is enough
      fact_by_key.erase(it);
      return true;
    }
    fact f;
    f.rule = found.rule;
    f.role = found.role;
    f.weight = found.weight * factor;
    f.slots = found.slots;
    f.names = names_of(now.source, now.component, now.raw);
    add_fields(f);
    f.subject = !now.component.empty() ? now.component : !now.source.empty() ? now.source : std::string();
    f.quote = std::string(cut(trimmed(text), max_quote));
    f.quote_line = line;
    f.count = 0;
    facts.push_back(std::move(f));
  }
  auto& f = facts[it->second];
  f.weight = std::max(f.weight, found.weight * factor);
  ++f.count;
  add_range(f.lines, {now.lines.first, std::max(now.lines.first, line)});
  if (static_cast<int>(now.level) > static_cast<int>(f.level)) f.level = now.level;
  if (now.time != no_time) {
    if (f.first == no_time || now.time < f.first) f.first = now.time;
    if (f.last == no_time || now.time > f.last) f.last = now.time;
  }
  if (std::find(s.facts.begin(), s.facts.end(), it->second) == s.facts.end()) s.facts.push_back(it->second);
  s.known = true;
  return true;
}

void log_analyser::impl::judge(template_stats& s) {
  // A rule that does not match the first records of a template rarely matches a later one: those are looked
  // at when their number doubles. Records of a known template are looked at one by one while they bring new
  // values (hosts, images, codes make different facts), up to a bound.
  bool matched = false;
  ++s.judged;
  bool look = s.known ? s.evaluated < full_evaluations && s.without_news < 24
                      : s.judged <= 3 || std::has_single_bit(s.judged);
  if (look) {
    auto before = facts.size();
    ++s.evaluated;
    matched = apply_rule(s, now.message, now.lines.first, 1.0);
    if (!now.detail_lines.empty()) {
      // The deepest cause of a stack trace is the last one that it names.
      std::string_view detail = now.detail;
      // Those above it may say with whom: "Connection to users-db refused".
      int named = 0;
      for (std::size_t i = now.detail_lines.size(); i-- > 0 && named < 3;) {
        auto [at, number] = now.detail_lines[i];
        auto text = detail.substr(at, detail.find('\n', at) - at);
        auto body = trimmed(text);
        if (!names_exception(body)) continue;
        ++named;
        if (s.detail.empty()) s.detail = std::string(cut(body, max_quote)), s.detail_line = number;
        matched = apply_rule(s, body, number, named == 1 ? 1.0 : .95) || matched;
      }
      if (!matched)
        for (const auto& [at, number] : now.detail_lines) {
          auto text = trimmed(detail.substr(at, detail.find('\n', at) - at));
          if (!text.empty() && apply_rule(s, text, number, .9)) {
            matched = true;
            break;
          }
        }
    }
    s.without_news = facts.size() > before ? 0 : s.without_news + 1;
  } else if (s.known && !s.facts.empty()) {
    auto& f = facts[s.facts.front()];
    ++f.count;
    add_range(f.lines, now.lines);
    if (now.time != no_time && (f.last == no_time || now.time > f.last)) f.last = now.time;
    matched = true;
  }
  if (!matched && s.wrong) {
    if (s.ranges.size() < max_ranges) ++s.ranged;
    add_range(s.ranges, now.lines);
    if (s.source.empty()) s.source = now.source;
    if (s.component.empty()) s.component = now.component;
  }
}

void log_analyser::impl::close_record() {
  if (!now.open) return;
  now.open = false;
  if (now.keep) judge(stats[now.id]);
}

void log_analyser::impl::add_error_groups() {
  // Templates that tell of trouble in words of their own: no rule knows them, the reader will.
  for (std::size_t id = 0; id < stats.size(); ++id) {
    auto& s = stats[id];
    if (!s.wrong || s.ranges.empty() || s.in_window == 0) continue;
    fact f;
    f.rule = "error_group";
    f.role = role::symptom;
    f.level = s.level;
    f.weight = s.level == severity::critical  ? critical_weight
               : s.level == severity::error   ? error_weight
               : s.level == severity::warning ? (s.sounds_wrong ? warning_weight + .06 : warning_weight)
               : s.level == severity::none    ? unstated_weight
                                              : .15;
    f.subject = !s.component.empty() ? s.component : s.source;
    f.names = names_of(s.source, s.component, s.example);
    f.lines = s.ranges;
    f.count = s.ranged;
    f.first = s.first, f.last = s.last;
    f.slots.push_back({"template", miner.text(template_of(id))});
    f.quote = std::string(trimmed(s.message));
    f.quote_line = s.example_line;
    if (!s.detail.empty()) {
      f.slots.push_back({"detail", s.detail});
      add_range(f.lines, {s.detail_line, s.detail_line});
    }
    facts.push_back(std::move(f));
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
  for (std::string_view rule : {"slow_call", "growing_value"}) {
    auto it = std::find_if(found.begin(), found.end(), [&](const fact& f) { return f.rule == rule; });
    if (it != found.end()) facts.push_back(*it);
  }
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

void log_analyser::impl::add_news_before(fact& effect) {
  // What was said for the first time, or rarely, in the minutes before: a candidate for the trigger where no
  // change is reported.
  constexpr micros reach = 10LL * 60 * 1'000'000;
  for (const auto& f : facts)
    if (f.rule == "change" && f.first != no_time && f.first <= effect.first &&
        effect.first - f.first <= reach)
      return;
  template_stats* rare = nullptr;
  std::size_t rare_id = 0;
  for (std::size_t id = 0; id < stats.size(); ++id) {
    auto& s = stats[id];
    if (s.wrong || s.count == 0 || s.count > 2 || s.first == no_time) continue;
    if (s.first > effect.first || effect.first - s.first > reach / 2 || s.first - first < (last - first) / 20)
      continue;
    if (rare == nullptr || s.first > rare->first) rare = &s, rare_id = id;
  }
  if (rare == nullptr) return;
  fact f;
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

log_analyser::log_analyser(log_options options) : impl_(std::make_unique<impl>(options)) {}
log_analyser::~log_analyser() = default;
log_analyser::log_analyser(log_analyser&&) noexcept = default;

void log_analyser::add(std::uint64_t number, std::string_view raw, const line_head& head) {
  auto& x = *impl_;
  ++x.lines;
  ++x.by_severity[static_cast<std::size_t>(head.level)];
  if (head.continuation && x.now.open) {
    x.extend_record(number, raw);
    return;
  }
  if (trimmed(head.message).empty() && head.time == no_time) {
    x.close_record();
    return;
  }
  x.open_record(number, raw, head);
}

void log_analyser::finish(digest& out) {
  auto& x = *impl_;
  x.close_record();
  x.add_error_groups();
  x.add_value_facts();
  x.add_rate_facts();
  x.add_gap();
  x.add_slow_step();

  out.lines = x.lines;
  out.timed_lines = x.timed;
  out.first = x.first;
  out.last = x.last;
  out.by_severity = x.by_severity;
  if (x.options.window.set && x.in_window == 0 && x.records > 0)
    out.notes.push_back("no line falls into the time window of the question");
  if (x.backwards > 0 && x.backwards * 20 > x.timed)
    out.notes.push_back("the times of the lines run backwards " + std::to_string(x.backwards) + " times");
  if (x.timed == 0 && x.records > 0) out.notes.push_back("no line carries a time");

  std::stable_sort(x.facts.begin(), x.facts.end(), [](const fact& a, const fact& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.quote_line < b.quote_line;
  });
  if (x.facts.size() > x.options.max_facts) x.facts.resize(x.options.max_facts);
  for (auto& f : x.facts) f.evidence = out.evidence;
  out.facts.insert(out.facts.end(), std::make_move_iterator(x.facts.begin()),
                   std::make_move_iterator(x.facts.end()));

  // Templates that were merged later count as one.
  std::map<template_miner::id_type, pattern> merged;
  for (std::size_t id = 0; id < x.stats.size(); ++id) {
    const auto& s = x.stats[id];
    if (s.count == 0) continue;
    auto root = x.miner.root(template_of(id));
    auto& p = merged[root];
    if (p.count == 0) {
      p.id = root, p.example = s.example, p.seen = {s.first_line, s.last_line}, p.first = s.first,
      p.last = s.last;
    } else {
      p.seen.first = std::min(p.seen.first, s.first_line), p.seen.last = std::max(p.seen.last, s.last_line);
      if (s.first != no_time && (p.first == no_time || s.first < p.first)) p.first = s.first;
      if (s.last != no_time && (p.last == no_time || s.last > p.last)) p.last = s.last;
    }
    p.count += s.count;
    if (static_cast<int>(s.level) > static_cast<int>(p.level)) p.level = s.level;
  }
  out.pattern_count = merged.size();
  std::vector<pattern> list;
  for (auto& [id, p] : merged) list.push_back(std::move(p));
  std::stable_sort(list.begin(), list.end(),
                   [](const pattern& a, const pattern& b) { return a.count > b.count; });
  if (list.size() > x.options.max_patterns) list.resize(x.options.max_patterns);
  for (auto& p : list) p.text = x.miner.text(p.id);
  out.patterns = std::move(list);
}

}  // namespace fm::evidence
