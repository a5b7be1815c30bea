#include "evidence/log_analyser_state.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <bit>

namespace fm::evidence {

namespace {

constexpr std::size_t max_example = 2'000;       // bytes of a record kept as an example
constexpr std::size_t max_detail = 4'096;        // bytes of continuation lines that are looked at
constexpr std::uint32_t full_evaluations = 200;  // records of one template that the rules look at one by one
constexpr std::size_t max_quote = 400;

/// Fields of structured lines that name the other side of a call.
constexpr std::array<std::string_view, 14> other_side = {
    "target",      "upstream", "upstream_host", "upstream_addr", "peer",     "peer_address", "remote",
    "remote_addr", "endpoint", "url",           "dependency",    "provider", "backend",      "broker"};

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
  previous_message.assign(first_bytes(message, 200));
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
  w.before.assign(first_bytes(trimmed(previous_message), 160));
  w.after.assign(first_bytes(trimmed(message), 160));
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

  if (number == 1 && value_series::is_header(raw)) columns = raw;
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
    s.example.assign(first_bytes(raw, stats.size() > 4'000 ? 300 : max_example));
    s.message.assign(first_bytes(head.message, max_quote));
    s.example_line = number;
    s.sounds_wrong = head.level != severity::debug && head.level != severity::trace &&
                     text_rules::sounds_wrong(head.message);
  }
  if (inside && !s.sounds_wrong && !at_least(head.level, severity::warning)) {
    if (fresh && !columns.empty())
      s.values.start_columns(columns, raw);
    else if (fresh)
      s.values.start(raw);
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
    now.message.assign(first_bytes(head.message, max_example * 2));
    now.source.assign(head.source);
    now.component.assign(head.component);
    now.raw.assign(first_bytes(raw, max_example * 2));
  }
}

void log_analyser::impl::extend_record(std::uint64_t number, std::string_view raw) {
  now.lines.last = number;
  if (!now.keep || now.detail.size() >= max_detail) return;
  now.detail_lines.emplace_back(now.detail.size(), number);
  now.detail.append(first_bytes(raw, max_detail - now.detail.size()));
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

void log_analyser::impl::add_fields(fact& f, const rule& of) const {
  // What a structured line says beside its message: the other side of a call, and how it answered.
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  fields(now.raw, pairs);
  auto take = [&](std::string_view slot, const auto& keys) {
    if (!f.get(slot).empty()) return;
    for (const std::string_view key : keys)
      for (const auto& [k, value] : pairs)
        if (k == key && value.size() > 2 && value.size() <= 100 && value != "null") {
          f.slots.push_back({std::string(slot), std::string(value)});
          return;
        }
  };
  take("target", other_side);
  for (const auto& field : of.fields) take(field.slot, field.keys);
}

bool log_analyser::impl::apply_rule(template_stats& s, std::string_view text, std::uint64_t line,
                                    double factor) {
  auto found = rules->match(text);
  if (!found) return false;
  const auto& of = *found.rule;
  // A line that its writer calls harmless carries less: information about an error handled elsewhere.
  if (now.level == severity::debug || now.level == severity::trace)
    factor *= .55;
  else if ((now.level == severity::info || now.level == severity::notice) && of.role != role::context &&
           of.role != role::healthy)
    factor *= .7;
  std::string key(of.id);
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
    f.rule = of.id;
    f.role = of.role;
    f.weight = found.weight * factor;
    f.slots = found.slots;
    f.names = names_of(now.source, now.component, now.raw);
    add_fields(f, of);
    f.subject = !now.component.empty() ? now.component : !now.source.empty() ? now.source : std::string();
    f.quote = std::string(first_bytes(trimmed(text), max_quote));
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
  bool matched = false, unexplained = false;
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
      bool by_trace = false;
      for (std::size_t i = now.detail_lines.size(); i-- > 0 && named < 3;) {
        auto [at, number] = now.detail_lines[i];
        auto text = detail.substr(at, detail.find('\n', at) - at);
        auto body = trimmed(text);
        if (!names_exception(body)) continue;
        ++named;
        if (s.detail.empty()) s.detail = std::string(first_bytes(body, max_quote)), s.detail_line = number;
        by_trace = apply_rule(s, body, number, named == 1 ? 1.0 : .95) || by_trace;
      }
      matched = matched || by_trace;
      // A rule knows the message as an effect only: what was thrown says more, in words that no rule knows.
      unexplained = matched && !by_trace && named > 0 && facts[s.facts.back()].role == role::symptom;
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
  if ((!matched || unexplained) && s.wrong) {
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
  x.miner.consolidate();
  x.join_merged_templates();
  x.add_error_groups();
  x.add_value_facts();
  x.add_rate_facts();
  x.add_rate_changes();
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
