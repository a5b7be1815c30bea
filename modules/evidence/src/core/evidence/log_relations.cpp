// How the facts of one log stand to each other: layers of one error, what came first, what was over again.
#include "documents/text.hpp"
#include "evidence/alarm_words.hpp"
#include "evidence/keyword_scanner.hpp"
#include "evidence/log_analyser_state.hpp"
#include "evidence/trace_lines.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <iterator>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr micros second = 1'000'000;
constexpr std::size_t least_cause = 24;  // bytes: shorter ones ("EOF", "unknown") are common to many errors
constexpr micros layers_apart = 60 * second;
constexpr micros cascade_reach = 120 * second;
constexpr std::uint64_t build_reach = 300;  // lines between an error and the step that reports it
constexpr std::uint64_t near_reach = 60;    // of other errors than a compiler's
constexpr double root_weight = .7, consequence_factor = .5;
constexpr double first_bonus = .04, follower_factor = .85, recovered_factor = .6;
constexpr std::size_t most_compared = 400;  // facts, and templates of a recovery
constexpr std::size_t max_words = 200;      // bytes of a quoted message

bool overlap(const fact& a, const fact& b) {
  return std::any_of(a.lines.begin(), a.lines.end(), [&](const line_range& r) {
    return std::any_of(b.lines.begin(), b.lines.end(),
                       [&](const line_range& o) { return r.first <= o.last && o.first <= r.last; });
  });
}

/// Whether two facts are one error that several layers of a program have logged.
bool are_layers(const fact& a, const fact& b, const rule_book& book) {
  if (!is_trouble(a) || !is_trouble(b) || overlap(a, b)) return false;
  const auto own_words = [&](const fact& f) { return book.of(f.rule).is(rule_property::own_words); };
  if (a.rule != b.rule && !own_words(a) && !own_words(b)) return false;
  if (a.first == no_time || b.first == no_time) return true;
  return std::max(a.first, b.first) - std::min(a.first, b.first) <= layers_apart;
}

void merge_lines(std::vector<line_range>& into, const std::vector<line_range>& more) {
  std::vector<line_range> both;
  std::merge(into.begin(), into.end(), more.begin(), more.end(), std::back_inserter(both),
             [](const line_range& x, const line_range& y) { return x.first < y.first; });
  into.clear();
  for (const auto& r : both) add_range(into, r);
}

void take_layer(fact& a, fact& b) {
  merge_lines(a.lines, b.lines);
  // Its lines stand among those of the records that are counted: no count is said of them then.
  if (a.get("other_layer").empty())
    a.slots.push_back({"other_layer", std::string(first_bytes(b.quote, max_words))});
  a.count = std::max(a.count, b.count);
  a.level = std::max(a.level, b.level);
  if (b.first != no_time && (a.first == no_time || b.first < a.first)) a.first = b.first;
  if (b.last != no_time && (a.last == no_time || b.last > a.last)) a.last = b.last;
  for (auto& n : b.names)
    if (std::find(a.names.begin(), a.names.end(), n) == a.names.end()) a.names.push_back(std::move(n));
}

/// What is said of a kind of trouble, and that it is over.
struct state_words {
  std::array<std::string_view, 10> bad;
  std::array<std::string_view, 12> good;
};
constexpr std::array states{
    state_words{{"link is down", "link down", "carrier lost", "lost carrier"},
                {"link is up", "link up", "link becomes ready", "carrier acquired"}},
    state_words{{"connection lost", "lost connection", "lost the connection", "disconnected", "unreachable",
                 "refused", "reset by peer", "connection closed", "not reachable", "could not connect"},
                {"reconnected", "re-established", "reestablished", "connection restored", "connected again",
                 "connection established", "reachable again", "back online", "successfully connected",
                 "recovered", "connected to", "requests ok"}},
    state_words{{"unhealthy", "not ready", "degraded", "health check failed", "offline", "unavailable"},
                {"healthy again", "is healthy", "ready again", "is ready", "recovered", "back online",
                 "is online", "available again"}},
    state_words{{"undervoltage", "under-voltage", "above threshold", "temperature above", "overheat",
                 "high watermark", "alarm set", "exceeded"},
                {"normalised", "normalized", "below threshold", "temperature/speed normal", "alarm cleared",
                 "resolved", "back to normal"}},
};

const keyword_scanner& good_news() {
  static const keyword_scanner scanner = [] {
    std::vector<std::string> words;
    for (const auto& s : states)
      for (const auto word : s.good)
        if (!word.empty()) words.emplace_back(word);
    return keyword_scanner(words);
  }();
  return scanner;
}

/// A word with a digit or a dot inside names an object: `eth0:`, `10.0.0.9:5432`, `orders.db`.
bool share_object(std::string_view a, std::string_view b) {
  for (std::size_t at = 0; at < a.size();) {
    const auto end = std::min(a.find_first_of(" ,;()[]\"'", at), a.size());
    auto word = a.substr(at, end - at);
    at = end + 1;
    while (!word.empty() && ".:!"sv.find(word.back()) != npos) word.remove_suffix(1);
    const bool named = word.size() > 2 && word.find_first_of("0123456789.") != npos &&
                       word.find_first_of("abcdefghijklmnopqrstuvwxyz") != npos;
    if (named && b.find(word) != npos) return true;
  }
  return false;
}

/// An error as compilers and linkers print it, with its place.
bool is_compiler_error(std::string_view quote) {
  constexpr std::array forms{": error: "sv,      ": fatal error: "sv,        "error[E"sv,
                             "error TS"sv,       "undefined reference to"sv, "multiple definition of"sv,
                             ": syntax error"sv, "SyntaxError: "sv};
  return has_one(quote, forms);
}

std::uint64_t last_line(const fact& f) { return f.lines.empty() ? 0 : f.lines.back().last; }

}  // namespace

void log_analyser::impl::join_layers() {
  std::map<std::string_view, std::vector<std::size_t>> by_cause;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (const auto& cause = facts[i].get("cause"); cause.size() >= least_cause) by_cause[cause].push_back(i);
  std::vector<bool> gone(facts.size());
  for (auto& [cause, same] : by_cause) {
    if (same.size() < 2 || same.size() > most_compared) continue;
    std::stable_sort(same.begin(), same.end(), [&](std::size_t a, std::size_t b) {
      return facts[a].weight != facts[b].weight ? facts[a].weight > facts[b].weight
                                                : facts[a].quote_line < facts[b].quote_line;
    });
    for (std::size_t i = 0; i < same.size(); ++i)
      for (std::size_t j = i + 1; j < same.size() && !gone[same[i]]; ++j)
        if (!gone[same[j]] && are_layers(facts[same[i]], facts[same[j]], rules->book())) {
          take_layer(facts[same[i]], facts[same[j]]);
          gone[same[j]] = true;
        }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) facts[kept] = std::move(facts[i]);
    ++kept;
  }
  facts.resize(kept);
}

/// Of each fact: trouble whose words say no more than that something else failed.
std::vector<bool> log_analyser::impl::reports_only() const {
  std::vector<bool> out;
  out.reserve(facts.size());
  for (const auto& f : facts) out.push_back(is_trouble(f) && tells_of_failure_only(f.quote));
  return out;
}

void log_analyser::impl::tell_cascade(const std::vector<bool>& reports) {
  // The error that came first, seconds before others that are logged again and again, is nearer to the cause.
  fact* earliest = nullptr;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    auto& f = facts[i];
    if (is_trouble(f) && at_least(f.level, severity::error) && f.first != no_time && !reports[i] &&
        (earliest == nullptr || f.first < earliest->first ||
         (f.first == earliest->first && f.quote_line < earliest->quote_line)))
      earliest = &f;
  }
  if (earliest == nullptr) return;
  const auto own_words = [&](const fact& f) { return rules->book().of(f.rule).is(rule_property::own_words); };
  // Requests that fail are what others see of it.
  const auto follows = [&](const fact& f) {
    return own_words(f) ||
           (f.role == role::symptom && rules->book().of(f.rule).is(rule_property::single_request));
  };
  bool leads = false;
  for (auto& f : facts) {
    if (&f == earliest || !follows(f) || f.first == no_time || f.count <= earliest->count) continue;
    if (f.quote_line <= earliest->quote_line || f.first - earliest->first > cascade_reach) continue;
    f.weight *= follower_factor;
    leads = true;
  }
  if (leads && own_words(*earliest)) earliest->weight += first_bonus;
}

void log_analyser::impl::tell_root_of_steps(const std::vector<bool>& reports) {
  // What a step printed comes before the lines that only report how it ended.
  std::vector<fact*> telling;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (is_trouble(facts[i]) && facts[i].level != severity::warning && !reports[i])
      telling.push_back(&facts[i]);
  if (telling.empty()) return;
  std::uint64_t reported = 0;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!reports[i]) continue;
    facts[i].weight *= consequence_factor;
    reported = std::max(reported, facts[i].quote_line);
  }
  fact* root = nullptr;
  for (auto* f : telling) {
    if (f->quote_line >= reported) continue;
    // The first error of a compiler brings others; of other lines the last is the nearest.
    const bool compiler = is_compiler_error(f->quote);
    if (reported - f->quote_line > (compiler ? build_reach : near_reach)) continue;
    const bool other = root != nullptr && is_compiler_error(root->quote);
    if (root == nullptr || (compiler && !other) ||
        (compiler == other && (f->quote_line < root->quote_line) == compiler))
      root = f;
  }
  if (root == nullptr) return;
  root->role = role::cause;
  root->weight = std::max(root->weight, root_weight);
}

void log_analyser::impl::tell_last_words(const std::vector<bool>& reports) {
  // A short text, as people paste it, ends with what went wrong; where no rule knows the words, they are the
  // best account of it that there is.
  constexpr std::uint64_t most_lines = 80, near_end = 6;
  constexpr double last_weight = .58;
  const auto own_words = [&](const fact& f) { return rules->book().of(f.rule).is(rule_property::own_words); };
  fact* end = nullptr;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    auto& f = facts[i];
    if (!is_trouble(f)) continue;
    if (!own_words(f) && f.weight >= .5) return;
    if (!own_words(f) || is_frame(f.quote) || reports[i] || f.level == severity::warning) continue;
    if (end == nullptr || f.quote_line > end->quote_line) end = &f;
  }
  if (end == nullptr || end->role == role::cause) return;
  const bool at_end = last_line(*end) + near_end >= lines;
  const bool dies = end->level == severity::critical && at_end;
  if (!dies && !(timed == 0 && lines <= most_lines && at_end)) return;
  end->rule = "last_words";
  end->role = role::cause;
  end->weight = std::max(end->weight, last_weight);
}

void log_analyser::impl::note_recoveries() {
  struct news {
    std::string text;
    const template_stats* from;
    std::uint64_t line;
    std::string_view message;
  };
  std::vector<news> all;
  for (std::size_t id = 0; id < stats.size() && all.size() < most_compared; ++id) {
    const auto& s = stats[id];
    if (s.count == 0 || s.wrong || s.message.empty()) continue;
    if (!good_news().any(s.message)) continue;
    auto text = lower(s.message);
    // Without a variable the last record reads like the first.
    const bool constant = miner.text(template_of(id)).find("<*>") == std::string::npos;
    all.push_back({std::move(text), &s, constant ? s.last_line : s.example_line, s.message});
  }
  if (all.empty()) return;
  for (auto& f : facts) {
    if (!is_trouble(f) || !f.get("recovered").empty()) continue;
    const auto quote = lower(f.quote);
    for (const auto& st : states) {
      if (!has_one(quote, st.bad)) continue;
      const auto over = std::find_if(all.begin(), all.end(), [&](const news& n) {
        return n.line > last_line(f) && has_one(n.text, st.good) &&
               (share_object(quote, n.text) ||
                (!f.subject.empty() && (f.subject == n.from->component || f.subject == n.from->source)));
      });
      if (over == all.end()) continue;
      f.slots.push_back({"recovered", std::string(first_bytes(trimmed(over->message), max_words))});
      add_range(f.lines, {over->line, over->line});
      f.weight *= recovered_factor;
      break;
    }
  }
}

void log_analyser::impl::tell_stops() {
  // A program that was told to stop, and did, has not failed.
  constexpr std::array begins{"ready"sv, "started"sv, "listening"sv, "starting"sv, "is up"sv, "running"sv};
  for (std::size_t id = 0; id < stats.size(); ++id) {
    const auto& s = stats[id];
    if (!s.stops || s.in_window == 0) continue;
    // A rule may know the words already.
    auto f = std::find_if(facts.begin(), facts.end(), [&](const fact& o) {
      return o.quote_line == s.example_line && o.role == role::context;
    });
    if (f == facts.end()) {
      fact stop;
      stop.rule = "stopped_on_request";
      stop.role = role::context;
      stop.weight = .3;
      stop.level = s.level;
      stop.subject = !s.component.empty() ? s.component : s.source;
      stop.quote = std::string(trimmed(s.message));
      stop.quote_line = s.example_line;
      stop.lines = {{s.example_line, s.example_line}};
      stop.count = s.count;
      stop.first = s.first, stop.last = s.last;
      f = facts.insert(facts.end(), std::move(stop));
    }
    for (std::size_t other = 0; other < stats.size(); ++other) {
      const auto& o = stats[other];
      if (o.count < 2 || o.wrong || o.first_line > s.example_line || o.last_line <= s.last_line) continue;
      if (!has_one(lower(o.message), begins) ||
          miner.text(template_of(other)).find("<*>") != std::string::npos)
        continue;
      f->slots.push_back({"again", std::string(first_bytes(trimmed(o.message), max_words))});
      add_range(f->lines, {o.last_line, o.last_line});
      break;
    }
  }
}

void log_analyser::impl::tell_onset() {
  // Where all was well and then an error comes again and again: what was said just before its first record.
  constexpr std::uint64_t least_errors = 3, least_before = 5;
  if (news_told) return;
  const fact* onset = nullptr;
  for (const auto& f : facts)
    if (is_trouble(f) && at_least(f.level, severity::error) && f.first != no_time &&
        f.count >= least_errors && f.quote_line > least_before &&
        (onset == nullptr || f.first < onset->first))
      onset = &f;
  if (onset == nullptr) return;
  fact effect = *onset;
  add_news_before(effect);
}

}  // namespace fm::evidence
