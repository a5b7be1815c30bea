#include "evidence/value_series.hpp"

#include "evidence/keyword_scanner.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace fm::evidence {

namespace {

constexpr std::size_t max_followed = 3;
constexpr std::size_t max_samples = 128;  // halved when full: the samples stay spread evenly over the file
constexpr std::size_t min_samples = 12;
constexpr std::size_t max_line = 600;  // bytes of a line that are looked at
constexpr std::size_t max_quote = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || c == '_'; }

std::string lower(std::string_view s) {
  std::string out(s);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return out;
}

/// Seconds per unit of the unit that stands after a number; 0 when none does.
double duration_unit(std::string_view after) {
  if (after.starts_with(' ')) after.remove_prefix(1);
  std::size_t n = 0;
  while (n < after.size() && is_letter(after[n])) ++n;
  auto word = lower(after.substr(0, n));
  if (word == "ms" || word == "msec" || word == "millis" || word == "milliseconds") return 1e-3;
  if (word == "s" || word == "sec" || word == "secs" || word == "seconds") return 1;
  if (word == "us" || word == "microseconds") return 1e-6;
  return 0;
}

/// What the words in a name tell of its value.
struct name_kind {
  bool lasting = false;  // a duration
  bool gauge = false;    // should stay within bounds while a program runs
  bool counted = false;  // what is only ever counted up rises in health as well
  bool setting = false;  // lengths that are set or that grow by themselves say nothing of speed
};

name_kind kind_of(std::string_view name) {
  using kind = bool name_kind::*;
  static constexpr std::array<std::pair<std::string_view, kind>, 66> words{{
      {"duration", &name_kind::lasting},
      {"took", &name_kind::lasting},
      {"elapsed", &name_kind::lasting},
      {"latency", &name_kind::lasting},
      {"response_time", &name_kind::lasting},
      {"responsetime", &name_kind::lasting},
      {"request_time", &name_kind::lasting},
      {"memory", &name_kind::gauge},
      {"heap", &name_kind::gauge},
      {"rss", &name_kind::gauge},
      {"mem_", &name_kind::gauge},
      {"_mem", &name_kind::gauge},
      {"backlog", &name_kind::gauge},
      {"queue", &name_kind::gauge},
      {"lag", &name_kind::gauge},
      {"in_use", &name_kind::gauge},
      {"inuse", &name_kind::gauge},
      {"connections", &name_kind::gauge},
      {"threads", &name_kind::gauge},
      {"goroutine", &name_kind::gauge},
      {"open_", &name_kind::gauge},
      {"_open", &name_kind::gauge},
      {"handles", &name_kind::gauge},
      {"pending", &name_kind::gauge},
      {"socket", &name_kind::gauge},
      {"fds", &name_kind::gauge},
      {"_fd", &name_kind::gauge},
      {"descriptors", &name_kind::gauge},
      {"conns", &name_kind::gauge},
      {"inflight", &name_kind::gauge},
      {"in_flight", &name_kind::gauge},
      {"waiting", &name_kind::gauge},
      {"waiters", &name_kind::gauge},
      {"watchers", &name_kind::gauge},
      {"listeners", &name_kind::gauge},
      {"subscri", &name_kind::gauge},
      {"sessions", &name_kind::gauge},
      {"outstanding", &name_kind::gauge},
      {"unacked", &name_kind::gauge},
      {"buffered", &name_kind::gauge},
      {"total", &name_kind::counted},
      {"limit", &name_kind::counted},
      {"processed", &name_kind::counted},
      {"handled", &name_kind::counted},
      {"served", &name_kind::counted},
      {"sent", &name_kind::counted},
      {"received", &name_kind::counted},
      {"accepted", &name_kind::counted},
      {"closed", &name_kind::counted},
      {"created", &name_kind::counted},
      {"uptime", &name_kind::setting},
      {"age", &name_kind::setting},
      {"interval", &name_kind::setting},
      {"timeout", &name_kind::setting},
      {"ttl", &name_kind::setting},
      {"backoff", &name_kind::setting},
      {"sleep", &name_kind::setting},
      {"retry", &name_kind::setting},
      {"expire", &name_kind::setting},
      {"next", &name_kind::setting},
      {"lease", &name_kind::setting},
      {"period", &name_kind::setting},
      {"every", &name_kind::setting},
      {"remaining", &name_kind::setting},
      {"since", &name_kind::setting},
      {"after", &name_kind::setting},
  }};
  static const keyword_scanner scanner = [] {
    std::vector<std::string> texts;
    for (const auto& w : words) texts.emplace_back(w.first);
    return keyword_scanner(texts);
  }();
  thread_local std::vector<int> found;
  scanner.find(name, found);
  name_kind out;
  for (const auto word : found) out.*words[static_cast<std::size_t>(word)].second = true;
  return out;
}

/// Seconds per unit when the name itself tells that it is a duration; 0 otherwise.
double named_duration(std::string_view name, bool lasting) {
  if (name.ends_with("_ms") || name.ends_with("millis") || (lasting && name.ends_with("ms"))) return 1e-3;
  if (lasting && (name.ends_with("_us") || name.ends_with("micros"))) return 1e-6;
  if (lasting) return name.ends_with("_s") || name.ends_with("seconds") || name.ends_with("sec") ? 1 : 1e-3;
  return 0;
}

std::string_view number_at(std::string_view s, std::size_t at) {
  auto end = at;
  while (end < s.size() && is_digit(s[end])) ++end;
  if (end + 1 < s.size() && s[end] == '.' && is_digit(s[end + 1])) {
    ++end;
    while (end < s.size() && is_digit(s[end])) ++end;
  }
  return s.substr(at, end - at);
}

/// The word or words before a number: `"took_ms": ` names took_ms, `heap used ` names "heap used".
std::string_view name_before(std::string_view s, std::size_t at) {
  auto end = at;
  while (end > 0 && (s[end - 1] == ' ' || s[end - 1] == ':' || s[end - 1] == '=' || s[end - 1] == '"' ||
                     s[end - 1] == '(' || s[end - 1] == '\''))
    --end;
  auto begin = end;
  while (begin > 0 && is_word(s[begin - 1])) --begin;
  // One more word in running text; `a=1 b=2` and JSON keep fields apart.
  if (begin > 1 && s[begin - 1] == ' ' && is_word(s[begin - 2])) {
    auto second = begin - 1;
    while (second > 0 && is_word(s[second - 1])) --second;
    begin = second;
  }
  return s.substr(begin, end - begin);
}

/// The cell of a row of comma-separated values; columns count from 1.
std::string_view cell_of(std::string_view row, std::size_t column) {
  for (; column > 1; --column) {
    auto comma = row.find(',');
    if (comma == std::string_view::npos) return {};
    row.remove_prefix(comma + 1);
  }
  return row.substr(0, row.find(','));
}

/// The cells that begin with a letter, which tell whose values a row holds.
std::string key_of_row(std::string_view row) {
  std::string key;
  while (!row.empty()) {
    auto comma = row.find(',');
    auto cell = row.substr(0, comma);
    if (!cell.empty() && is_letter(cell[0])) key.append(cell).push_back(',');
    row.remove_prefix(comma == std::string_view::npos ? row.size() : comma + 1);
  }
  return key;
}

double median(std::vector<double> v) {
  auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  std::nth_element(v.begin(), middle, v.end());
  return *middle;
}

}  // namespace

bool value_series::is_header(std::string_view raw) {
  if (raw.size() > max_line || std::count(raw.begin(), raw.end(), ',') < 1) return false;
  bool begins = true;
  for (char c : raw) {
    if (begins && !is_letter(c)) return false;
    begins = c == ',';
    if (!is_word(c) && !is_digit(c) && c != ',' && c != '.' && c != '-' && c != '%' && c != '\r')
      return false;
  }
  return !begins;
}

void value_series::start_columns(std::string_view header, std::string_view raw) {
  if (raw.size() > max_line ||
      std::count(raw.begin(), raw.end(), ',') != std::count(header.begin(), header.end(), ','))
    return;
  for (std::size_t column = 1; followed_.size() < max_followed; ++column) {
    auto shown = cell_of(header, column);
    if (shown.ends_with('\r')) shown.remove_suffix(1);
    if (shown.empty()) return;
    auto cell = cell_of(raw, column);
    auto name = lower(shown);
    if (cell.empty() || !is_digit(cell[0])) continue;
    const auto kind = kind_of(name);
    if (kind.setting) continue;
    value v;
    v.unit = named_duration(name, kind.lasting);
    v.duration = v.unit > 0;
    if (!v.duration && (kind.counted || !kind.gauge)) continue;
    v.name = std::string(shown);
    v.column = column;
    v.row_key = key_of_row(raw);
    followed_.push_back(std::move(v));
  }
}

void value_series::start(std::string_view raw) {
  raw = raw.substr(0, max_line);
  for (std::size_t i = 0; i < raw.size() && followed_.size() < max_followed;) {
    if (!is_digit(raw[i])) {
      ++i;
      continue;
    }
    auto number = number_at(raw, i);
    auto at = i;
    i += number.size();
    while (i < raw.size() && (is_digit(raw[i]) || raw[i] == '.' || raw[i] == ':' || raw[i] == '-')) ++i;
    if (i != at + number.size() || at == 0 || number.size() > 15) continue;  // a time, address or version
    char before = raw[at - 1];
    if (before != ' ' && before != '=' && before != ':' && before != '(' && before != '"') continue;
    auto name = lower(name_before(raw, at));
    if (name.empty()) continue;
    const auto kind = kind_of(name);
    if (kind.setting) continue;
    value v;
    auto unit = duration_unit(raw.substr(at + number.size()));
    if (unit == 0) unit = named_duration(name, kind.lasting);
    if (unit > 0)
      v.duration = true, v.unit = unit;
    else if (kind.counted || !kind.gauge)
      continue;
    // The shortest text before the number that stands only once in front of it.
    auto shown = name_before(raw, at);
    auto from = static_cast<std::size_t>(shown.data() - raw.data());
    v.anchor = std::string(raw.substr(from, at - from));
    v.name = std::string(shown);
    if (raw.find(v.anchor) != from) continue;
    followed_.push_back(std::move(v));
  }
}

void value_series::add(std::uint64_t number, std::string_view raw, micros time) {
  raw = raw.substr(0, max_line);
  for (auto& v : followed_) {
    if (v.column > 0 && key_of_row(raw) != v.row_key) continue;
    if (v.seen++ % v.stride != 0) continue;
    auto at = v.column > 0 ? std::string_view::npos : raw.find(v.anchor);
    if (v.column == 0 && at == std::string_view::npos) continue;
    auto text = v.column > 0 ? number_at(cell_of(raw, v.column), 0) : number_at(raw, at + v.anchor.size());
    double x = 0;
    if (text.empty() || text.size() > 15 ||
        std::from_chars(text.data(), text.data() + text.size(), x).ec != std::errc())
      continue;
    // From the name on: what follows tells which call it was.
    const auto quote = raw.substr(0, max_quote);
    v.samples.push_back({x, std::string(text), number, time, static_cast<std::uint32_t>(v.quotes.size()),
                         static_cast<std::uint32_t>(quote.size())});
    v.quotes += quote;
    if (v.samples.size() == max_samples) halve(v);
  }
}

/// Drops every other sample, and from now on takes half as many.
void value_series::halve(value& v) {
  std::string quotes;
  quotes.reserve(v.quotes.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < v.samples.size(); i += 2, ++kept) {
    auto one = std::move(v.samples[i]);
    const auto begin = quotes.size();
    quotes.append(v.quotes, one.quote, one.quote_size);
    one.quote = static_cast<std::uint32_t>(begin);
    v.samples[kept] = std::move(one);
  }
  v.samples.resize(kept);
  v.quotes = std::move(quotes);
  v.stride *= 2;
}

bool value_series::judge_one(const value& v, fact& f) {
  const auto& all = v.samples;
  if (all.size() < min_samples) return false;
  auto third = all.size() / 3;
  std::vector<double> early, late;
  for (std::size_t i = 0; i < third; ++i)
    early.push_back(all[i].value), late.push_back(all[all.size() - 1 - i].value);
  auto before = median(early), after = median(late);
  auto nearest = [&](std::size_t first, std::size_t last, double wanted) {
    auto best = first;
    for (auto i = first; i < last; ++i)
      if (std::abs(all[i].value - wanted) < std::abs(all[best].value - wanted)) best = i;
    return best;
  };
  auto from = nearest(0, third, before);
  auto to = all.size() - 1;
  bool steady = false;
  if (v.duration) {
    // Much slower than before, and slow for a person; or slow throughout.
    bool rises = after >= 3 * before && after * v.unit >= .4;
    bool slow = after * v.unit >= 5 && before * v.unit >= 5;
    if (!rises && !slow) return false;
    for (auto i = all.size() - third; i < all.size(); ++i)
      if (all[i].value > all[to].value) to = i;
    steady = !rises;
    if (steady) from = to;
    f.rule = "slow_call";
    f.role = role::symptom;
    f.weight = rises ? .5 : .24;
  } else {
    std::size_t rising = 0;
    for (std::size_t i = 1; i < all.size(); ++i) rising += all[i].value >= all[i - 1].value;
    if (after < 1.8 * before || after - before < 20 || rising * 10 < (all.size() - 1) * 8) return false;
    // Warming up ends; a leak is still growing at the end.
    auto late_growth = all.back().value - all[all.size() - third].value;
    if (late_growth < (all.back().value - all.front().value) / 10) return false;
    from = 0;
    f.rule = "growing_value";
    f.role = role::cause;
    f.weight = .62;
  }
  const auto &a = all[from], &b = all[to];
  if (steady)
    f.slots = {{"name", v.name}, {"value", b.text}};
  else
    f.slots = {{"name", v.name}, {"from", a.text}, {"to", b.text}};
  f.lines = {{std::min(a.line, b.line), std::min(a.line, b.line)}};
  if (a.line != b.line) f.lines.push_back({std::max(a.line, b.line), std::max(a.line, b.line)});
  if (v.column > 0) f.lines.insert(f.lines.begin(), {1, 1});  // which names the column
  f.quote = v.quotes.substr(b.quote, b.quote_size);
  f.quote_line = b.line;
  f.count = v.seen;
  f.first = a.time, f.last = all.back().time;
  f.level = severity::warning;
  return true;
}

void value_series::judge(std::vector<fact>& facts) const {
  for (const auto& v : followed_) {
    fact f;
    if (judge_one(v, f)) facts.push_back(std::move(f));
  }
}

}  // namespace fm::evidence
