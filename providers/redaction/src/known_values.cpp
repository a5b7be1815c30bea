#include "known_values.hpp"

#include "characters.hpp"
#include "names.hpp"
#include "values.hpp"

#include <algorithm>
#include <deque>

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

std::uint64_t edge(std::int32_t from, unsigned char c) { return static_cast<std::uint64_t>(from) << 8 | c; }

}  // namespace

void known_values::remember(std::string_view text, std::string_view word) {
  if (text.size() < shortest || values_.size() >= most_values || is_stand_in(text) ||
      is_common(lowered(text)))
    return;
  if (all_are(text, [](char c) { return is_digit(c) || c == '.'; }) && text.size() < shortest_within_words)
    return;
  if (values_.emplace(text, word).second) built_ = false;
}

void known_values::add(std::string_view value, std::string_view word) {
  if (is_personal(word)) {
    // Names that are words, too, would take those from every sentence.
    const bool named = any_is_of(value, is_digit) ||
                       any_is_of(value, [](char c) { return c == '.' || c == '-' || c == '_'; });
    if ((word == words::host || word == words::account) && named) remember(value, word);
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
  for (const auto& spelt : {json_escaped(plain), url_encoded(plain), xml_escaped(plain), to_base64(plain)})
    remember(spelt, word);
}

std::int32_t known_values::step(std::int32_t at, unsigned char c) const {
  for (;;) {
    if (const auto next = edges_.find(edge(at, c)); next != edges_.end()) return next->second;
    if (at == 0) return 0;
    at = nodes_[static_cast<std::size_t>(at)].fall;
  }
}

void known_values::build() {
  nodes_.assign(1, {});
  edges_.clear();
  entries_.clear();
  std::vector<std::vector<std::pair<unsigned char, std::int32_t>>> children(1);
  for (const auto& [text, word] : values_) {
    std::int32_t at = 0;
    for (std::size_t i = 0; i < std::min(text.size(), longest_key); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      auto [next, made] = edges_.try_emplace(edge(at, c), static_cast<std::int32_t>(nodes_.size()));
      if (made) {
        children[static_cast<std::size_t>(at)].push_back({c, next->second});
        nodes_.push_back({0, -1, static_cast<std::uint32_t>(i + 1), false});
        children.emplace_back();
      }
      at = next->second;
      auto& n = nodes_[static_cast<std::size_t>(at)];
      n.secret = n.secret || (!is_personal(word) && i + 1 < text.size());
    }
    nodes_[static_cast<std::size_t>(at)].value = static_cast<std::int32_t>(entries_.size());
    entries_.push_back(
        {text, word, is_personal(word) || text.size() < shortest_within_words || all_are(text, is_lower)});
  }
  std::deque<std::int32_t> open;
  for (const auto& [c, child] : children[0]) open.push_back(child);
  while (!open.empty()) {
    const auto at = open.front();
    open.pop_front();
    for (const auto& [c, child] : children[static_cast<std::size_t>(at)]) {
      const auto fall = step(nodes_[static_cast<std::size_t>(at)].fall, c);
      auto& n = nodes_[static_cast<std::size_t>(child)];
      n.fall = fall;
      if (n.value < 0) n.value = nodes_[static_cast<std::size_t>(fall)].value;
      open.push_back(child);
    }
  }
  built_ = true;
}

void known_values::find(const scan& s) {
  if (values_.empty()) return;
  if (!built_) build();
  const auto t = s.text;
  const auto in_word = [](char c) { return is_word(c) || c == '-'; };
  std::int32_t at = 0;
  std::size_t compared = 0;
  s.work += t.size();
  for (std::size_t i = 0; i <= t.size(); ++i) {
    const bool marked = t.compare(i, std::string_view("…").size(), "…") == 0;
    const auto& here = nodes_[static_cast<std::size_t>(at)];
    if (const auto depth = here.depth;
        here.secret && depth >= 4 && (marked || i == t.size() || is_line_end(t[i]))) {
      const auto begin = i - depth;
      const auto part = t.substr(begin, depth);
      const bool clear = marked || (depth >= 6 && any_is_of(part, [](char c) { return !is_lower(c); }));
      if (clear && (begin == 0 || !is_word(t[begin - 1])) && !is_ordinary(part))
        s.add(begin, i, words::secret);
    }
    if (i == t.size()) break;
    at = step(at, static_cast<unsigned char>(t[i]));
    const auto found = nodes_[static_cast<std::size_t>(at)].value;
    if (found < 0) continue;
    const auto& e = entries_[static_cast<std::size_t>(found)];
    auto length = std::min(e.text.size(), longest_key);
    const auto begin = i + 1 - length;
    // A long one goes on as far as it is the same; nothing is compared twice.
    if (length == longest_key && i < compared) continue;
    while (length < e.text.size() && begin + length < t.size() && t[begin + length] == e.text[length])
      ++length;
    const auto end = begin + length;
    if (length > longest_key) s.work += length - longest_key, compared = end;
    if (e.apart && ((begin > 0 && in_word(t[begin - 1])) || (end < t.size() && in_word(t[end])))) continue;
    s.add(begin, end, e.word);
  }
}

}  // namespace fm::redaction
