#include "known_values.hpp"

#include "characters.hpp"
#include "names.hpp"
#include "values.hpp"

#include <algorithm>
#include <string>

namespace fm::redaction {

namespace {

constexpr std::size_t shortest = 5, shortest_within_words = 8, longest_key = 200, shortest_piece = 16,
                      most_values = 100'000;

/// Passwords of samples that name services and so stand everywhere.
bool is_common(std::string_view small) {
  for (const std::string_view w :
       {"postgres", "postgresql",    "mysql",         "mariadb", "redis",      "rabbitmq", "guest",
        "admin",    "administrator", "password",      "default", "kafka",      "mongo",    "mongodb",
        "grafana",  "elastic",       "elasticsearch", "oracle",  "minio",      "docker",   "token",
        "secret",   "service",       "server",        "client",  "production", "staging",  "development",
        "database", "orders",        "system",        "jenkins", "gitlab",     "vault",    "consul",
        "nginx",    "apache",        "tomcat",        "http",    "https",      "basic",    "bearer"})
    if (small == w) return true;
  return false;
}

constexpr std::string_view cut_mark = "…";
/// What is left of a cut secret, and how much of it is enough to know it.
constexpr std::size_t least_at_mark = 4, least_at_line_end = 6;

/// Numbers of cards and the like are known by their form, and personal data is no secret in pieces.
bool has_pieces(std::string_view word) {
  return !is_personal(word) && word != words::card && word != words::iban && word != words::social_security;
}

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`' || c == '\\'; }
bool in_word(char c) { return is_word(c) || c == '-'; }

}  // namespace

void known_values::remember(std::string_view text, std::string_view word) {
  if (text.size() < shortest || values_.size() >= most_values || is_stand_in(text) ||
      is_common(lowered(text)))
    return;
  if (all_are(text, [](char c) { return is_digit(c) || c == '.'; }) && text.size() < shortest_within_words)
    return;
  if (!values_.emplace(text, word).second) return;
  built_ = false;
  if (has_pieces(word)) pieces_.add(text, word);
}

void known_values::add(std::string_view value, std::string_view word) {
  if (is_personal(word)) {
    remember(value, word);
    return;
  }
  remember(value, word);
  if (word == words::private_key) {
    for (std::size_t at = 0; at < value.size();) {
      const auto begin =
          std::find_if(value.begin() + static_cast<std::ptrdiff_t>(at), value.end(), is_base64) -
          value.begin();
      const auto end = run_end(value, static_cast<std::size_t>(begin), is_base64);
      const auto piece = value.substr(static_cast<std::size_t>(begin), end - static_cast<std::size_t>(begin));
      if (piece.size() >= shortest_piece) remember(piece, word);
      at = std::max(end, at + 1);
    }
    return;
  }
  constexpr std::size_t longest_spelt = 4'000;
  if (value.size() > longest_spelt) return;
  const auto plain = unescaped(value);
  const auto decoded = text_in_base64(value);
  if (plain != value) remember(plain, word);
  if (decoded.size() >= shortest && value.size() >= shortest_within_words) {
    remember(decoded, word);
    // user:password of Basic
    if (const auto colon = decoded.find(':'); colon != decoded.npos)
      remember(std::string_view(decoded).substr(colon + 1), word);
  }
  // Whoever reads a text may take a part of it for all that is quoted.
  if (value.find_first_of("\"'`\\") != value.npos) {
    for (std::size_t at = 0; at < value.size();) {
      const auto end = std::min(value.find_first_of("\"'`\\", at), value.size());
      if (end - at >= shortest) remember(value.substr(at, end - at), word);
      at = end + 1;
    }
  }
  for (const auto& spelt : {json_escaped(plain), url_encoded(plain), xml_escaped(plain), to_base64(plain)})
    remember(spelt, word);
}

known_values::place known_values::place_of(std::string_view text, std::string_view word) {
  if (is_personal(word)) {
    // Names that are words would take those from every sentence.
    const bool named =
        any_is_of(text, [](char c) { return is_digit(c) || c == '.' || c == '-' || c == '_' || c == ' '; });
    return named ? place::apart : place::quoted;
  }
  return text.size() < shortest_within_words || all_are(text, is_lower) ? place::apart : place::anywhere;
}

void known_values::build() {
  entries_.clear();
  forwards_.clear();
  backwards_.clear();
  for (const auto& [text, word] : values_) {
    const auto number = static_cast<std::int32_t>(entries_.size());
    const bool secret = !is_personal(word);
    forwards_.insert(std::string_view(text).substr(0, longest_key), number, secret);
    const auto last = std::string_view(text).substr(text.size() - std::min(text.size(), longest_key));
    backwards_.insert(std::string(last.rbegin(), last.rend()), number, secret);
    entries_.push_back({text, word, place_of(text, word)});
  }
  shorter_.assign(entries_.size(), -1);
  std::vector<std::int32_t> unused(entries_.size(), -1);
  forwards_.link(shorter_);
  backwards_.link(unused);
  built_ = true;
}

void known_values::find_whole(const scan& s, std::size_t end, std::int32_t number,
                              std::size_t& compared) const {
  const auto t = s.text;
  for (; number >= 0; number = shorter_[static_cast<std::size_t>(number)]) {
    const auto& e = entries_[static_cast<std::size_t>(number)];
    auto length = std::min(e.text.size(), longest_key);
    const auto begin = end - length;
    // A long one goes on as far as it is the same; nothing is compared twice.
    if (length == longest_key && end <= compared) continue;
    while (length < e.text.size() && begin + length < t.size() && t[begin + length] == e.text[length])
      ++length;
    const auto stop = begin + length;
    if (length > longest_key) s.work += length - longest_key, compared = stop;
    const char before = begin > 0 ? t[begin - 1] : ' ', behind = stop < t.size() ? t[stop] : ' ';
    if (e.where == place::apart && (in_word(before) || in_word(behind))) continue;
    if (e.where == place::quoted && (!is_quote(before) || !is_quote(behind))) continue;
    s.add(begin, stop, e.word);
    return;
  }
}

/// The longest beginning of a secret that ends where the text is cut.
void known_values::find_beginning(const scan& s, std::size_t end, std::int32_t state, bool marked) const {
  const auto least = marked ? least_at_mark : least_at_line_end;
  for (; forwards_.at(state).depth >= least; state = forwards_.at(state).fall) {
    const auto& here = forwards_.at(state);
    const auto begin = end - here.depth;
    const auto part = s.text.substr(begin, here.depth);
    // A line may end with any word.
    const bool clear = marked || any_is_of(part, [](char c) { return !is_lower(c); });
    if (here.goes_on < 0 || !clear || (begin > 0 && is_word(s.text[begin - 1])) || is_ordinary(part))
      continue;
    s.add(begin, end, entries_[static_cast<std::size_t>(here.goes_on)].word);
    return;
  }
}

/// The ends of secrets that stand behind a cut, read from behind.
void known_values::find_ends(const scan& s) const {
  const auto t = s.text;
  std::int32_t state = 0;
  for (auto i = t.size(); i-- > 0;) {
    state = backwards_.step(state, t[i]);
    if (i < cut_mark.size() || t.compare(i - cut_mark.size(), cut_mark.size(), cut_mark) != 0) continue;
    for (auto at = state; backwards_.at(at).depth >= least_at_mark; at = backwards_.at(at).fall) {
      const auto& here = backwards_.at(at);
      const auto end = i + here.depth;
      if (here.goes_on < 0 || (end < t.size() && is_word(t[end])) || is_ordinary(t.substr(i, here.depth)))
        continue;
      s.add(i, end, entries_[static_cast<std::size_t>(here.goes_on)].word);
      break;
    }
  }
  s.work += t.size();
}

void known_values::find(const scan& s) {
  if (values_.empty()) return;
  if (!built_) build();
  const auto t = s.text;
  std::int32_t state = 0;
  std::size_t compared = 0;
  s.work += t.size();
  for (std::size_t i = 0; i <= t.size(); ++i) {
    const bool marked = t.compare(i, cut_mark.size(), cut_mark) == 0;
    if (marked || i == t.size() || is_line_end(t[i])) find_beginning(s, i, state, marked);
    if (i == t.size()) break;
    state = forwards_.step(state, t[i]);
    find_whole(s, i + 1, forwards_.at(state).value, compared);
  }
  if (t.find(cut_mark) != t.npos) find_ends(s);
  pieces_.find(s);
}

}  // namespace fm::redaction
