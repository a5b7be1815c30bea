#include "agent/question.hpp"

#include "agent/asked_lines.hpp"
#include "agent/question_words.hpp"
#include "fm/civil/civil_time.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace fm::agent {

namespace {

constexpr std::size_t longest_question = 4'096;  // bytes; what follows is not a question any more
constexpr micros second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
unsigned month_of(std::string_view name) {
  std::string low(name.substr(0, 3));
  for (auto& c : low) c = static_cast<char>(c | 0x20);
  auto it = std::find(months.begin(), months.end(), low);
  return it == months.end() ? 0 : static_cast<unsigned>(it - months.begin()) + 1;
}

struct found_date {
  std::int64_t days = 0;
  std::string text;
};

constexpr const char* month_names =
    R"re((jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))re";

/// `spoken`: days named from today count too.
std::optional<found_date> find_date(const std::string& q, micros now, bool spoken) {
  std::string text, month;
  int y = 0;
  unsigned m = 0, d = 0;
  static const re2::RE2 iso(R"re(\b((\d{4})-(\d{2})-(\d{2}))(?:\b|T))re");
  static const re2::RE2 month_first("(?i)\\b(" + std::string(month_names) +
                                    R"re(\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?)\b)re");
  static const re2::RE2 day_first("(?i)\\b((\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?\\s+" +
                                  std::string(month_names) + R"re((?:,?\s+(\d{4}))?)\b)re");
  std::string year;
  if (re2::RE2::PartialMatch(q, iso, &text, &y, &m, &d)) {
    if (m < 1 || m > 12 || d < 1 || d > 31) return {};
    return found_date{days_from_civil(y, m, d), text};
  }
  if (!re2::RE2::PartialMatch(q, month_first, &text, &month, &d, &year) &&
      !re2::RE2::PartialMatch(q, day_first, &text, &d, &month, &year)) {
    static const re2::RE2 yesterday(R"re((?i)\b(yesterday)\b)re"),
        today(R"re((?i)\b(today|this morning)\b)re");
    if (spoken && re2::RE2::PartialMatch(q, yesterday, &text)) return found_date{now / day - 1, text};
    if (spoken && re2::RE2::PartialMatch(q, today, &text)) return found_date{now / day, text};
    return {};
  }
  m = month_of(month);
  if (m == 0 || d < 1 || d > 31) return {};
  y = year.empty() ? static_cast<int>(year_of_day(now / day)) : std::stoi(year);
  auto days = days_from_civil(y, m, d);
  if (year.empty() && days * day > now + day) days = days_from_civil(y - 1, m, d);
  return found_date{days, text};
}

struct found_clock {
  micros at = 0;       // after midnight
  bool exact = false;  // seconds were named
  std::string text;
  std::size_t position = 0;
};

/// "13:45", "13:45:10", "1:45 pm", "3pm"
std::vector<found_clock> find_clocks(const std::string& q) {
  static const re2::RE2 clock(
      R"re((?i)(?:^|[^\w:.\-])((\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(am|pm)?|(\d{1,2})\s*(am|pm))Z?(?:$|[^\w:]))re");
  std::vector<found_clock> all;
  std::size_t from = 0;
  re2::StringPiece text(q), g[8];
  auto number = [](re2::StringPiece s) {
    int v = 0;
    for (char c : s) v = v * 10 + (c - '0');
    return v;
  };
  // A date and time joined by T: the clock follows the letter.
  std::string spaced = q;
  for (std::size_t i = 1; i + 2 < spaced.size(); ++i)
    if (spaced[i] == 'T' && std::isdigit(static_cast<unsigned char>(spaced[i - 1])) &&
        std::isdigit(static_cast<unsigned char>(spaced[i + 1])))
      spaced[i] = ' ';
  text = spaced;
  while (from < spaced.size() && clock.Match(text, from, spaced.size(), re2::RE2::UNANCHORED, g, 8)) {
    bool bare = g[6].data() != nullptr;
    int h = number(bare ? g[6] : g[2]), m = bare ? 0 : number(g[3]),
        s = bare || g[4].data() == nullptr ? 0 : number(g[4]);
    auto half = bare ? g[7] : g[5];
    if (half.data() != nullptr && !half.empty()) {
      bool pm = half[0] == 'p' || half[0] == 'P';
      if (h == 12) h = 0;
      if (pm) h += 12;
    }
    auto at = static_cast<std::size_t>(g[1].data() - text.data());
    if (h < 24 && m < 60 && s < 60)
      all.push_back(
          {h * hour + m * minute + s * second, !bare && g[4].data() != nullptr, std::string(g[1]), at});
    from = at + g[1].size();
  }
  return all;
}

}  // namespace

question_scope understand(std::string_view question, micros now, micros offset) {
  question_scope out;
  std::string q(question.substr(0, longest_question));

  // -- time
  auto clocks = find_clocks(q);
  auto date = find_date(q, now + offset, !clocks.empty());
  static const re2::RE2 utc(R"re((?i)\b(?:utc|gmt)\b|\d[zZ]\b)re");
  auto zone = re2::RE2::PartialMatch(q, utc) ? 0 : offset;
  static const re2::RE2 since(R"re((?i)\b(since|after|from)\b)re"),
      until(R"re((?i)\b(until|before|up to)\b)re"),
      between(R"re((?i)\b(between|from\b.*\b(?:to|until|till))\b)re");
  std::string word, amount, unit;
  static const re2::RE2 ago(
      R"re((?i)\b((?:last|past|previous)\s+(?:(\d+)\s*)?(second|minute|min|hour|hr|day|week)s?)\b)re");
  static const re2::RE2 recent(R"re((?i)\b(yesterday|today|this morning|tonight)\b)re");
  if (clocks.empty() && re2::RE2::PartialMatch(q, ago, &word, &amount, &unit)) {
    micros n = amount.empty() ? 1 : std::stoll(amount.substr(0, 6));
    char u = static_cast<char>(unit[0] | 0x20);
    out.has_window = out.relative = true;
    out.first = n * (u == 's' ? second : u == 'm' ? minute : u == 'h' ? hour : u == 'd' ? day : 7 * day);
    out.window_text = word;
  } else if (clocks.empty() && !date && re2::RE2::PartialMatch(q, recent, &word)) {
    // Evidence is often older than the question: its last day is meant, or its last two.
    out.has_window = out.relative = true;
    out.first = (word[0] | 0x20) == 'y' ? 2 * day : day;
    out.window_text = word;
  } else if (!clocks.empty()) {
    out.has_window = true;
    out.daily = !date;
    auto base = date ? date->days * day - zone : -zone;
    auto first = clocks.front().at, last = clocks.back().at;
    bool ranged = clocks.size() >= 2;
    // "around 13:45" reaches a quarter before and half an hour after: effects follow the moment that people
    // remember.
    if (!ranged && re2::RE2::PartialMatch(q, since))
      last = out.daily ? day - 1 : first + 7 * day;
    else if (!ranged && re2::RE2::PartialMatch(q, until))
      first = out.daily ? 0 : first - day;
    else if (!ranged)
      first -= 15 * minute, last += 30 * minute;
    else
      last += clocks.back().exact ? second - 1 : minute - 1;
    out.first = base + first, out.last = base + last;
    if (out.daily) {
      auto wrap = [](micros t) { return ((t % day) + day) % day; };
      out.first = wrap(out.first), out.last = wrap(out.last);
    } else if (out.last < out.first) {
      out.last += day;
    }
    out.window_text = (date ? date->text + " " : std::string()) + clocks.front().text +
                      (ranged ? " to " + clocks.back().text : "");
  } else if (date) {
    out.has_window = true;
    out.first = date->days * day - zone;
    out.last = re2::RE2::PartialMatch(q, since) ? out.first + 366 * day : out.first + day - 1;
    out.window_text = date->text;
  }

  // -- intent
  static const re2::RE2 yes_no(
      R"re((?i)^\s*(?:is|are|was|were|does|do|did|has|have|any|anything|something|can|please check (?:if|whether)|check (?:if|whether))\b)re");
  // "dns ok on this box?", "backup fine?": a question of few words without a verb.
  static const re2::RE2 terse(
      R"re((?i)^[^?.]{1,60}\b(?:ok|okay|alright|all right|fine|healthy|itself ok)\b[^?]{0,40}\?)re");
  static const re2::RE2 health(
      R"re((?i)\b(healthy|health|ok|okay|fine|problems?|issues?|wrong|errors?|failures?|failed|trouble|exceptions?|succeed(?:ed)?|alright|all right|work|run|go(?:es)? (?:through|well)|leak\w*|slow\w*|crash\w*|restart\w*|stuck|overload\w*|running|working|up|down|broken|failing|unhealthy|anomal\w+)\b)re");
  static const re2::RE2 doubt(R"re((?i)\bis (?:it|this|that|something|anything)\b)re");
  out.asks_health = ((re2::RE2::PartialMatch(q, yes_no) || re2::RE2::PartialMatch(q, doubt)) &&
                     re2::RE2::PartialMatch(q, health)) ||
                    re2::RE2::PartialMatch(q, terse);
  static const re2::RE2 trouble(
      R"re((?i)\b(?:wrong|problems?|issues?|trouble|errors?|what (?:is|was|has been|happens|happened|is happening|is going)|status|doing)\b)re");
  out.asks_trouble = out.asks_health || re2::RE2::PartialMatch(q, trouble);
  static const re2::RE2 count(R"re((?i)\bhow (?:many|often)\b|\bnumber of\b|\bcount\b)re");
  out.asks_count = re2::RE2::PartialMatch(q, count);
  static const re2::RE2 lengths(
      R"re((?i)\bhow (?:long|slow|fast)\b|\b(?:duration|latency|percentile|p9[059]|median)\b)re");
  out.asks_duration = re2::RE2::PartialMatch(q, lengths);
  static const re2::RE2 named_errors(
      R"re((?i)\b(?:errors?|failures?|failed|exceptions?|warnings?|time-?outs?|5xx|4xx|50\d|40\d|crash\w*|restarts?)\b)re");
  out.asks_errors = re2::RE2::PartialMatch(q, named_errors);
  static const re2::RE2 earliest(
      R"re((?i)\b(?:first|earliest|initial)\s+(?:\w+\s+)?(?:errors?|failures?|warnings?|exceptions?|problems?|symptoms?|signs?)\b|\b(?:came|happened|failed|broke|started|went wrong)\s+first\b|\bin what order\b)re");
  out.asks_first = re2::RE2::PartialMatch(q, earliest);
  static const re2::RE2 change(
      R"re((?i)\b(?:what|which|any)\b[^.?]{0,40}\bchange(?:d|s)?\b|\bdifferen(?:ce|ces|t)\b[^.?]{0,40}\b(?:between|from|than)\b|\b(?:what|which)\b[^.?]{0,30}\bdiffer\w*)re");
  out.asks_change = re2::RE2::PartialMatch(q, change);
  static const re2::RE2 summary(
      R"re((?i)\b(?:show|list|summari[sz]e|what|which|find|give)\b[^.?]*\b(?:errors|warnings|exceptions|failures|issues)\b)re");
  out.asks_summary = re2::RE2::PartialMatch(q, summary);

  // -- names and words
  std::string rest = q;
  if (date) {
    if (auto at = rest.find(date->text); at != std::string::npos) rest.replace(at, date->text.size(), " ");
  }
  auto add_name = [&](std::string_view n) {
    while (!n.empty() && (n.back() == '.' || n.back() == ':' || n.back() == '/')) n.remove_suffix(1);
    if (n.size() < 2) return;
    if (std::find(out.names.begin(), out.names.end(), n) == out.names.end()) out.names.emplace_back(n);
  };
  for (const auto& words : quoted_in(rest)) add_name(words);
  static const re2::RE2 ended(
      R"re((?i)\b(?:what|who)(?: has| had)? (?:killed|stopped|terminated|ended|shut down)(?: the| my| our)? ([\w@/-]+(?:\.[\w-]+)*)|\bwhy (?:was|is)(?: the| my| our)? ([\w@/-]+(?:\.[\w-]+)*) (?:killed|stopped|terminated)\b)re");
  std::string what, whom;
  if (re2::RE2::PartialMatch(rest, ended, &what, &whom)) {
    const auto& name = what.empty() ? whom : what;
    std::string low = name;
    for (auto& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!is_empty_word(low) && !is_object_noun(low)) out.ended = name;
  }
  out.asks_lines = asks_for_lines(rest);
  static const re2::RE2 only(R"re((?i)(?:^|\s)only (?:of|for|from|on|about|at|in)\b|\sonly\s*[?.!]*\s*$)re");
  out.asks_only = re2::RE2::PartialMatch(q, only);
  out.sought = lines_asked_for(rest);
  for (const auto& t : question_words(rest)) {
    if (t.empty() || std::isdigit(static_cast<unsigned char>(t[0]))) {
      if (!is_name_like(t) || t.find(':') != std::string::npos) continue;
    }
    if (is_name_like(t)) {
      add_name(t);
      continue;
    }
    std::string low = t;
    for (auto& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (low.size() < 2 || is_empty_word(low) || is_object_noun(low)) continue;
    if (std::find(out.words.begin(), out.words.end(), low) == out.words.end()) out.words.push_back(low);
  }
  return out;
}

}  // namespace fm::agent
