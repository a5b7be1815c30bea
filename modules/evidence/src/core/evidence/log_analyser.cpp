#include "evidence/alarm_words.hpp"
#include "evidence/field_scanner.hpp"
#include "evidence/log_analyser_state.hpp"
#include "evidence/proxy_record.hpp"
#include "evidence/stated_limit.hpp"
#include "evidence/trace_lines.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <bit>

namespace fm::evidence {

namespace {

constexpr std::size_t max_example = 2'000;  // bytes of a record kept as an example
constexpr std::size_t longest_message = 2 * max_example;
constexpr std::size_t max_detail = 4'096;        // bytes of continuation lines that are looked at
constexpr std::uint32_t full_evaluations = 200;  // records of one template that the rules look at one by one
constexpr std::uint32_t without_news = 12;       // as many looks that brought nothing new are enough
constexpr std::size_t max_quote = 400;
constexpr std::size_t max_record = 240;  // bytes of the message above a cause

/// Fields of structured lines that name the other side of a call.
constexpr std::array<std::string_view, 14> other_side = {
    "target",      "upstream", "upstream_host", "upstream_addr", "peer",     "peer_address", "remote",
    "remote_addr", "endpoint", "url",           "dependency",    "provider", "backend",      "broker"};

constexpr std::size_t max_detail_beyond = 24'576;  // of a trace whose causes stand below so many frames
constexpr std::size_t max_lines = 600;
constexpr std::size_t max_structured = 16'384;  // of a structured record that may hold a whole trace
constexpr std::size_t max_groups = 6;           // different causes of one template
constexpr double slow_weight = .6;

/// The lines of the trace that a structured record holds in one of its fields; empty for other records.
std::string trace_in_fields(std::string_view raw) {
  std::string out;
  if (raw.empty() || raw.front() != '{' || raw.find("\\n") == std::string_view::npos) return out;
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  fields(raw, pairs);
  for (const auto& [key, value] : pairs) {
    const bool named = key.find("stack") != std::string_view::npos ||
                       key.find("trace") != std::string_view::npos ||
                       key.find("exc") != std::string_view::npos || key.ends_with("error") || key == "err";
    if (!named || value.find("\\n") == std::string_view::npos) continue;
    if (!out.empty()) out.push_back('\n');
    append_unescaped(value, out);
  }
  return out;
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
  if (now.open && now.source != head.source) change_source(head.source);
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
  now.words.reset();
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
    s.source = head.source, s.component = head.component;
    const bool counts = head.level != severity::debug && head.level != severity::trace;
    auto words = rules->words_of(head.message);
    const auto signs = words.signs;
    if (head.message.size() <= longest_message) now.words = std::move(words);
    const bool telling = signs.telling;
    s.advice = begins_as_advice(head.message) || (telling && has_advice_in_it(head.message));
    s.alarming = telling && counts && !s.advice && sounds_alarming(head.message);
    s.sounds_wrong =
        s.alarming || (counts && !s.advice && signs.trouble && text_rules::sounds_wrong(head.message));
    s.has_code = telling && states_code(head.message);
    s.stops = telling && !at_least(head.level, severity::error) && stops_on_request(head.message);
  }
  if (inside && !s.sounds_wrong && !at_least(head.level, severity::warning)) {
    if (fresh && !columns.empty())
      s.values.start_columns(columns, raw);
    else if (fresh)
      s.values.start(raw);
    if (!s.values.empty()) s.values.add(number, raw, time);
  }
  if (static_cast<int>(head.level) > static_cast<int>(s.level)) s.level = head.level;
  bool wrong = s.sounds_wrong || (at_least(head.level, severity::warning) && !s.advice);
  s.wrong |= wrong;
  if (wrong && time != no_time) wrong_lines.add(scale, scale.bucket(time));

  now.open = true;
  now.wrong = wrong;
  now.with_code = s.has_code && states_failure_code(head.message);
  now.keep = inside && (wrong || s.known || fresh || now.with_code);
  now.id = id;
  now.lines = {number, number};
  now.level = head.level;
  now.time = time;
  now.in_window = inside;
  now.detail.clear();
  now.detail_lines.clear();
  if (now.source != head.source) now.source.assign(head.source);
  if (now.keep) {
    now.message.assign(first_bytes(head.message, longest_message));
    now.component.assign(head.component);
    now.raw.assign(first_bytes(raw, wrong && raw.starts_with('{') ? max_structured : max_example * 2));
  }
}

void log_analyser::impl::extend_record(record& r, std::uint64_t number, std::string_view text) {
  r.lines.last = number;
  if (!r.keep || r.detail_lines.size() >= max_lines) return;
  // Far below the first frames stand the causes; frames are alike.
  if (r.detail.size() >= max_detail &&
      (r.detail.size() >= max_detail_beyond || is_frame(without_blanks(text))))
    return;
  r.detail_lines.emplace_back(r.detail.size(), number);
  r.detail.append(first_bytes(text, max_detail));
  r.detail.push_back('\n');
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
  for (const auto& [key, value] : pairs) {
    const auto named = key.ends_with("_name") ? key.substr(0, key.size() - 5) : key;
    for (const std::string_view wanted :
         {"service", "pod", "container", "host", "hostname", "namespace", "app", "component", "node",
          "deployment", "job", "instance", "cluster", "logger"}) {
      const bool last_part =
          key.size() > wanted.size() && key.ends_with(wanted) &&
          (key[key.size() - wanted.size() - 1] == '.' || key[key.size() - wanted.size() - 1] == '_');
      if (key == wanted || named == wanted || last_part) add(value);
    }
  }
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
  return take_match(s, rules->match(text), text, line, factor);
}

bool log_analyser::impl::take_match(template_stats& s, const rule_match& found, std::string_view text,
                                    std::uint64_t line, double factor) {
  if (!found || (found.rule->is(rule_property::change) && tells_of_no_change(text))) return false;
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
    auto f = new_fact(of.id, of.role, found.weight * factor, text, line);
    f.slots = found.slots;
    add_fields(f, of);
    if (is_trouble(f)) add_why(f, why);
    // What was thrown may name nothing; what the program says of it names what it was doing, and with whom.
    if (line != now.lines.first && is_trouble(f))
      f.slots.push_back({"record", std::string(first_bytes(trimmed(now.message), max_record))});
    facts.push_back(std::move(f));
  }
  auto& f = facts[it->second];
  f.weight = std::max(f.weight, found.weight * factor);
  count_in(f, is_trouble(f) ? std::max(line, last_line_of(why)) : line);
  if (std::find(s.facts.begin(), s.facts.end(), it->second) == s.facts.end()) s.facts.push_back(it->second);
  s.known = true;
  return true;
}

fact log_analyser::impl::new_fact(std::string_view rule, role what, double weight, std::string_view quote,
                                  std::uint64_t line) const {
  fact f;
  f.rule = rule;
  f.role = what;
  f.weight = weight;
  f.names = names_of(now.source, now.component, now.raw);
  f.subject = !now.component.empty() ? now.component : now.source;
  f.quote = std::string(first_bytes(trimmed(quote), max_quote));
  f.quote_line = line;
  f.count = 0;
  return f;
}

/// Counts the record at hand among those that show the fact; `line` is the last of it that does.
void log_analyser::impl::count_in(fact& f, std::uint64_t line) const {
  ++f.count;
  add_range(f.lines, {now.lines.first, std::max(now.lines.first, line)});
  if (static_cast<int>(now.level) > static_cast<int>(f.level)) f.level = now.level;
  if (now.time == no_time) return;
  if (f.first == no_time || now.time < f.first) f.first = now.time;
  if (f.last == no_time || now.time > f.last) f.last = now.time;
}

void log_analyser::impl::find_why() {
  // Views into the record at hand; what is kept of it is copied.
  std::vector<record_line> all;
  const auto add = [&](std::string_view text, std::uint64_t number) {
    // A field of a structured record may hold a whole trace.
    for (std::size_t at = 0; at <= text.size() && all.size() < max_lines;) {
      const auto end = std::min(text.find('\n', at), text.size());
      all.push_back({text.substr(at, end - at), number});
      at = end + 1;
    }
  };
  add(now.message, now.lines.first);
  embedded = trace_in_fields(now.raw);
  if (!embedded.empty()) add(embedded, now.lines.first);
  const std::string_view detail = now.detail;
  for (const auto& [at, number] : now.detail_lines)
    add(detail.substr(at, detail.find('\n', at) - at), number);
  why = find_causes(all);
}

/// The cause stands under the message or in another field, not in the message itself.
bool log_analyser::impl::cause_is_below() const {
  return !why.empty() &&
         (why.named.front().line != now.lines.first || why.named.front().whole != trimmed(now.message));
}

/// What was thrown says why; those that wrap it may say with whom: "Connection to users-db refused".
bool log_analyser::impl::apply_to_trace(template_stats& s) {
  constexpr std::size_t most = 3;
  bool matched = false;
  std::string_view previous_line_text;
  for (std::size_t i = 0; i < why.named.size() && i < most; ++i) {
    const auto& n = why.named[i];
    if (n.line == now.lines.first && n.whole == trimmed(now.message)) continue;  // the message itself
    if (n.whole.data() == previous_line_text.data()) continue;                   // two parts of one line
    previous_line_text = n.whole;
    matched = apply_rule(s, n.whole, n.line, i == 0 ? 1.0 : .95) || matched;
  }
  return matched;
}

bool log_analyser::impl::apply_to_lines(template_stats& s) {
  const std::string_view detail = now.detail;
  for (const auto& [at, number] : now.detail_lines) {
    const auto text = trimmed(detail.substr(at, detail.find('\n', at) - at));
    // An exception that the chain leaves out was handled.
    if (text.empty() || (why.thrown && is_exception_line(text))) continue;
    if (apply_rule(s, text, number, .9)) return true;
  }
  return false;
}

bool log_analyser::impl::note_exceeded_time(template_stats& s) {
  const auto found = find_exceeded_time(now.raw);
  if (found.took.empty()) return false;
  auto [it, fresh] = fact_by_key.try_emplace("exceeded_time\x1f" + std::to_string(now.id), facts.size());
  if (fresh) {
    auto f = new_fact("slow_call", role::symptom, slow_weight, now.message, now.lines.first);
    f.slots = {{"name", std::string(first_bytes(trimmed(now.message), 120))},
               {"value", std::string(found.took)},
               {"expected", std::string(found.expected)}};
    facts.push_back(std::move(f));
    s.facts.push_back(it->second);
  }
  count_in(facts[it->second], now.lines.first);
  s.known = s.exceeds = true;
  return true;
}

void log_analyser::impl::note_unexplained(template_stats& s) {
  const bool below = cause_is_below();
  const auto key = below ? mask(why.named.front().text) : std::string();
  auto it =
      std::find_if(s.groups.begin(), s.groups.end(), [&](const error_group& g) { return g.key == key; });
  if (it == s.groups.end()) {
    if (s.groups.size() >= max_groups) {
      it = s.groups.end() - 1;
    } else {
      error_group g;
      g.key = key;
      g.why = why;
      for (auto& n : g.why.named) n.whole = {};
      const bool bare = below && is_bare_header(now.message);
      g.quote = first_bytes(trimmed(bare ? why.named.front().text : now.message), max_quote);
      g.quote_line = bare ? why.named.front().line : now.lines.first;
      g.source = now.source, g.component = now.component;
      it = s.groups.insert(s.groups.end(), std::move(g));
    }
  }
  if (it->ranges.size() < max_ranges) ++it->count;
  add_range(it->ranges, now.lines);
  if (now.time == no_time) return;
  if (it->first == no_time || now.time < it->first) it->first = now.time;
  if (it->last == no_time || now.time > it->last) it->last = now.time;
}

void log_analyser::impl::judge(template_stats& s) {
  // A rule that does not match the first record of a template rarely matches a later one: those are looked at
  // when their number has grown fourfold. Records of a known template are looked at one by one while they
  // bring new values (hosts, images, codes make different facts), up to a bound.
  bool matched = false, unexplained = false;
  ++s.judged;
  bool look = s.known
                  ? s.evaluated < full_evaluations && s.without_news < without_news
                  : s.judged == 2 || (std::has_single_bit(s.judged) && std::countr_zero(s.judged) % 2 == 0);
  look |= now.with_code && s.evaluated < full_evaluations;
  why = {};
  if (s.wrong && (look || (!s.known && !now.detail_lines.empty()))) find_why();
  if (look) {
    auto before = facts.size();
    ++s.evaluated;
    matched = take_match(s, now.words ? rules->match(now.message, *now.words) : rules->match(now.message),
                         now.message, now.lines.first, 1.0);
    // The first records of a template show whether it states times.
    if (s.wrong && (s.exceeds || s.evaluated <= 4)) matched = note_exceeded_time(s) || matched;
    const bool by_cause = apply_to_trace(s);
    matched = matched || by_cause;
    // A rule knows the message as an effect only: what was thrown says more, in words that no rule knows.
    unexplained =
        matched && !by_cause && why.thrown && cause_is_below() && facts[s.facts.back()].role == role::symptom;
    if (!matched) matched = apply_to_lines(s);
    // Words of a change or of health in an error do not explain it.
    if (matched && at_least(now.level, severity::error))
      unexplained |=
          std::none_of(s.facts.begin(), s.facts.end(), [&](std::size_t f) { return is_trouble(facts[f]); });
    s.without_news = facts.size() > before ? 0 : s.without_news + 1;
  } else if (s.known && !s.facts.empty()) {
    auto& f = facts[s.facts.front()];
    ++f.count;
    add_range(f.lines, now.lines);
    if (now.time != no_time && (f.last == no_time || now.time > f.last)) f.last = now.time;
    matched = true;
    unexplained = at_least(now.level, severity::error) && !is_trouble(f);
  }
  if ((!matched || unexplained) && s.wrong) note_unexplained(s);
}

void log_analyser::impl::close_record() {
  if (!now.open) return;
  now.open = false;
  if (now.keep) judge(stats[now.id]);
}

/// What several programs write through one pipe is interleaved line by line: their records stay open.
void log_analyser::impl::change_source(std::string_view source) {
  const auto before = std::find_if(parked.begin(), parked.end(),
                                   [&](const record& r) { return r.open && r.source == source; });
  if (now.keep) {
    auto place = before != parked.end()
                     ? before
                     : std::find_if(parked.begin(), parked.end(), [](const record& r) { return !r.open; });
    if (place == parked.end()) {  // the one that waits longest has ended
      std::rotate(parked.begin(), parked.begin() + 1, parked.end());
      place = parked.end() - 1;
    }
    std::swap(now, *place);
  } else if (before != parked.end()) {
    std::swap(now, *before);
    before->open = false;
  }
}

log_analyser::impl::record* log_analyser::impl::record_above(std::string_view source) {
  if (source.empty() || now.source == source) return now.open ? &now : nullptr;
  const auto found = std::find_if(parked.begin(), parked.end(),
                                  [&](const record& r) { return r.open && r.source == source; });
  return found != parked.end() ? &*found : nullptr;
}

/// `orders-db-1 exited with code 1`: what it printed last is what it ended with, in whatever words.
void log_analyser::impl::note_end(std::string_view message) {
  constexpr std::string_view ended = " exited with code ";
  const auto at = message.find(' ');
  if (at == message.npos || at == 0 || !message.substr(at).starts_with(ended)) return;
  const auto code = message.substr(at + ended.size());
  if (code.empty() || code.front() < '1' || code.front() > '9') return;
  auto* above = record_above(message.substr(0, at));
  if (above == nullptr || !above->keep || stats[above->id].stops) return;
  auto& s = stats[above->id];
  above->wrong = s.wrong = true;
  above->level = s.level = severity::critical;
}

void log_analyser::impl::close_all() {
  close_record();
  for (auto& r : parked) {
    if (!r.open) continue;
    std::swap(now, r);
    close_record();
  }
}

log_analyser::log_analyser(log_options options) : impl_(std::make_unique<impl>(options)) {}
log_analyser::~log_analyser() = default;
log_analyser::log_analyser(log_analyser&&) noexcept = default;

void log_analyser::add(std::uint64_t number, std::string_view raw, line_head head) {
  auto& x = *impl_;
  ++x.lines;
  if (head.time == no_time && head.source.empty()) x.note_end(head.message);
  if (head.level == severity::none && head.message.ends_with('"'))
    head.level = severity_of_proxied(head.message);
  const bool continues = x.border.next(raw, head) == belonging::continues;
  ++x.by_severity[static_cast<std::size_t>(head.level)];
  if (continues && x.now.open) {
    auto* above = x.record_above(head.source);
    // What a program logs for its developers it has handled: a trace below belongs to it.
    const bool takes_traces = above != nullptr && (above->wrong || above->level == severity::debug ||
                                                   above->level == severity::trace);
    // An account of an error below a record that tells of none, or of another program, is a record itself; so
    // is what a program prints past its logger.
    const bool tells = is_python_header(head.message) || is_exception_line(head.message) ||
                       (head.time == no_time && !head.message.starts_with(' ') &&
                        !head.message.starts_with('\t') && text_rules::sounds_wrong(head.message));
    if (takes_traces || !tells) {
      if (above != nullptr) x.extend_record(*above, number, head.message);
      return;
    }
  }
  if (trimmed(head.message).empty() && head.time == no_time) {
    x.close_record();
    return;
  }
  x.open_record(number, raw, head);
}

void log_analyser::finish(digest& out) {
  auto& x = *impl_;
  x.close_all();
  x.miner.consolidate();
  x.join_merged_templates();
  x.add_error_groups();
  x.join_layers();
  const auto reports = x.reports_only();
  x.tell_cascade(reports);
  x.tell_root_of_steps(reports);
  x.tell_last_words(reports);
  x.note_recoveries();
  x.tell_stops();
  x.add_value_facts();
  x.add_rate_facts();
  x.tell_onset();
  x.add_rate_changes();
  x.add_gap();
  x.add_slow_step();

  out.lines = x.lines;
  out.timed_lines = x.timed;
  out.first = x.first;
  out.last = x.last;
  out.by_severity = x.by_severity;
  out.outside_window = x.options.window.set && x.in_window == 0 && x.records > 0;
  if (out.outside_window) out.notes.push_back("no line falls into the time window of the question");
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

  // Templates that were merged later count as one. Where there are many, most are not told of.
  std::vector<std::uint64_t> counts(x.miner.ids());
  for (std::size_t id = 0; id < x.stats.size(); ++id)
    if (x.stats[id].count > 0) counts[x.miner.root(template_of(id))] += x.stats[id].count;
  std::vector<template_miner::id_type> told;
  for (template_miner::id_type id = 0; id < counts.size(); ++id)
    if (counts[id] > 0) told.push_back(id);
  out.pattern_count = told.size();
  std::stable_sort(told.begin(), told.end(), [&](auto a, auto b) { return counts[a] > counts[b]; });
  if (told.size() > x.options.max_patterns) told.resize(x.options.max_patterns);
  constexpr auto untold = ~std::size_t{0};
  std::vector<std::size_t> place_of(counts.size(), untold);
  for (std::size_t i = 0; i < told.size(); ++i) place_of[told[i]] = i;
  std::vector<pattern> list(told.size());
  for (std::size_t id = 0; id < x.stats.size(); ++id) {
    auto& s = x.stats[id];
    if (s.count == 0) continue;
    const auto root = x.miner.root(template_of(id));
    if (place_of[root] == untold) continue;
    auto& p = list[place_of[root]];
    if (p.count == 0) {
      p.id = root, p.text = x.miner.text(root), p.example = std::move(s.example);
      p.seen = {s.first_line, s.last_line}, p.first = s.first, p.last = s.last;
    } else {
      p.seen.first = std::min(p.seen.first, s.first_line), p.seen.last = std::max(p.seen.last, s.last_line);
      if (s.first != no_time && (p.first == no_time || s.first < p.first)) p.first = s.first;
      if (s.last != no_time && (p.last == no_time || s.last > p.last)) p.last = s.last;
    }
    p.count += s.count;
    if (static_cast<int>(s.level) > static_cast<int>(p.level)) p.level = s.level;
  }
  out.patterns = std::move(list);
}

}  // namespace fm::evidence
