#include "knowledge/words.hpp"

#include "knowledge/stemmer.hpp"

#include <algorithm>
#include <array>

namespace fm::knowledge {
namespace {

// Both lists are sorted for binary search.
constexpr std::array stop_words = {
    "a",       "about", "after",  "again", "all",    "also",   "am",     "an",    "and",   "any",   "are",
    "arent",   "as",    "at",     "be",    "been",   "being",  "both",   "but",   "by",    "can",   "cant",
    "could",   "did",   "do",     "does",  "doesnt", "doing",  "dont",   "each",  "for",   "from",  "had",
    "has",     "have",  "having", "he",    "her",    "here",   "his",    "how",   "i",     "if",    "im",
    "in",      "into",  "is",     "isnt",  "it",     "its",    "itself", "ive",   "just",  "may",   "me",
    "might",   "more",  "most",   "must",  "my",     "of",     "on",     "one",   "or",    "other", "our",
    "own",     "s",     "same",   "shall", "she",    "should", "so",     "some",  "such",  "t",     "than",
    "that",    "thats", "the",    "their", "them",   "then",   "there",  "these", "they",  "this",  "those",
    "through", "to",    "too",    "us",    "very",   "was",    "we",     "were",  "what",  "when",  "where",
    "which",   "while", "who",    "whom",  "whose",  "why",    "will",   "with",  "would", "you",   "your"};
constexpr std::array weak_words = {
    "actually",     "alert",      "alerts",    "always",      "another",   "anything",  "appear",
    "back",         "bad",        "because",   "become",      "before",    "behind",    "best",
    "between",      "cannot",     "case",      "cause",       "caused",    "causes",    "check",
    "come",         "completely", "currently", "debug",       "diagnose",  "didnt",     "down",
    "else",         "even",       "every",     "everything",  "explain",   "few",       "find",
    "fine",         "firing",     "first",     "fix",         "get",       "gets",      "getting",
    "give",         "go",         "goes",      "going",       "gone",      "good",      "got",
    "hang",         "happen",     "happened",  "happening",   "happens",   "hello",     "help",
    "hi",           "hour",       "hours",     "investigate", "issue",     "issues",    "keep",
    "keeps",        "kept",       "know",      "last",        "less",      "like",      "little",
    "long",         "longer",     "look",      "looking",     "lot",       "lots",      "make",
    "makes",        "many",       "mean",      "means",       "minute",    "minutes",   "morning",
    "much",         "need",       "needs",     "never",       "new",       "next",      "night",
    "no",           "not",        "nothing",   "now",         "off",       "often",     "ok",
    "old",          "once",       "only",      "out",         "over",      "people",    "perhaps",
    "please",       "possible",   "problem",   "problems",    "properly",  "quickly",   "randomly",
    "really",       "reason",     "resolve",   "right",       "run",       "runbook",   "running",
    "runs",         "safely",     "saw",       "say",         "says",      "second",    "seconds",
    "see",          "seeing",     "seem",      "seems",       "seen",      "several",   "show",
    "showing",      "shows",      "since",     "someone",     "something", "sometimes", "soon",
    "start",        "started",    "still",     "stop",        "stuck",     "suddenly",  "supposed",
    "sure",         "take",       "takes",     "taking",      "tell",      "thing",     "things",
    "think",        "though",     "time",      "today",       "told",      "tonight",   "triggered",
    "troubleshoot", "try",        "trying",    "two",         "under",     "until",     "up",
    "use",          "used",       "user",      "users",       "using",     "want",      "warning",
    "way",          "week",       "well",      "went",        "whats",     "whenever",  "whether",
    "within",       "without",    "wont",      "work",        "working",   "works",     "wrong",
    "yesterday",    "yet"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t N>
bool contains(const std::array<const char*, N>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word,
                            [](std::string_view a, std::string_view b) { return a < b; });
}

std::string folded(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  for (std::size_t i = 0; i < word.size();) {
    code_point point = decode_utf8(word, i);
    if (point.length == 0) {
      ++i;
      continue;
    }
    if (is_word_code_point(point.value)) append_folded(point.value, out);
    i += point.length;
  }
  return out;
}

bool is_unit(std::string_view s) {
  constexpr std::array<std::string_view, 34> units = {
      "s",    "ms", "us", "ns", "m",  "min", "mins", "h",   "hr", "hrs", "d",   "sec",
      "secs", "k",  "kb", "mb", "gb", "tb",  "ki",   "mi",  "gi", "ti",  "kib", "mib",
      "gib",  "th", "st", "nd", "rd", "x",   "rps",  "qps", "b",  "w"};
  return std::find(units.begin(), units.end(), s) != units.end();
}

term_shape shape_of(std::string_view text) {
  std::size_t digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
  if (digits == 0) return term_shape::word;
  if (digits == text.size()) return digits >= 3 && digits <= 5 ? term_shape::number : term_shape::quantity;
  std::size_t leading = 0;
  while (leading < text.size() && is_digit(text[leading])) ++leading;
  if (leading > 0 && is_unit(text.substr(leading))) return term_shape::quantity;
  int changes = 0;
  for (std::size_t i = 1; i < text.size(); ++i) changes += is_digit(text[i]) != is_digit(text[i - 1]) ? 1 : 0;
  return changes >= 3 || (changes >= 2 && text.size() >= 5) || digits >= 4 ? term_shape::identifier
                                                                           : term_shape::word;
}

// Cuts at `_`, `-`, dots and at the humps of CamelCase (`CPUThrottlingHigh` -> CPU, Throttling, High).
std::vector<std::string_view> parts_of(std::string_view word) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  auto close = [&](std::size_t to) {
    if (to > from) parts.push_back(word.substr(from, to - from));
  };
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = word[i];
    if (c == '_' || c == '-' || c == '.') {
      close(i);
      from = i + 1;
    } else if (i > from && is_upper(c)) {
      bool after_lower = is_lower(word[i - 1]) || (is_digit(word[i - 1]) && i - from > 1);
      bool starts_word =
          is_upper(word[i - 1]) && i + 2 < word.size() && is_lower(word[i + 1]) && is_lower(word[i + 2]);
      if (after_lower || starts_word) {
        close(i);
        from = i;
      }
    }
  }
  close(word.size());
  return parts;
}

// `504s` are answers with status 504, not a duration.
bool is_plural_of_status(std::string_view s) {
  return s.size() == 4 && (s[0] == '4' || s[0] == '5') && is_digit(s[1]) && is_digit(s[2]) && s[3] == 's';
}

// British `-ise` as American `-ize`, so that both spellings meet.
std::string with_american_ize(std::string word) {
  for (std::string_view ending : {"ise", "ised", "ises", "ising", "isation", "isations"}) {
    if (word.size() >= ending.size() + 5 && word.ends_with(ending))
      word[word.size() - ending.size() + 1] = 'z';
  }
  return word;
}

bool is_dotted_number(std::string_view word) {
  return word.find('.') != std::string_view::npos &&
         std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == '.'; });
}

}  // namespace

bool is_stop_word(std::string_view word) { return contains(stop_words, word); }

bool is_weak_word(std::string_view word) { return contains(weak_words, word); }

std::vector<term_text> terms_of_word(std::string_view word) {
  if (is_dotted_number(word)) return {};
  std::vector<std::string_view> parts = parts_of(word);
  std::vector<term_text> out;
  auto add = [&out](const std::string& text, bool is_part) {
    if (text.empty() || is_stop_word(text)) return;
    if (is_plural_of_status(text)) {
      out.push_back({text.substr(0, 3), term_shape::number, is_part});
    } else {
      out.push_back({stem_english(with_american_ize(text)), shape_of(text), is_part});
    }
  };
  if (parts.size() <= 1) {
    if (!parts.empty()) add(folded(parts.front()), false);
    return out;
  }
  constexpr std::size_t most_parts = 10;
  bool named = parts.size() <= most_parts;
  for (std::string_view part : parts) named = named && !is_digit(part.front());
  if (named) add(folded(word), false);
  for (std::string_view part : parts) {
    std::string text = folded(part);
    if (text.size() > 1) add(text, true);
  }
  return out;
}

}  // namespace fm::knowledge
