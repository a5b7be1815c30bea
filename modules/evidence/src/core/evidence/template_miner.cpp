#include "evidence/template_miner.hpp"

#include "evidence/word_kind.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace fm::evidence {

namespace {

// A token is cut into pieces at delimiters; a piece with a digit in it is a variable.
enum class_of : std::uint8_t { word, digit, delimiter, joint, blank };

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> c{};
  for (auto& x : c) x = word;
  for (int i = '0'; i <= '9'; ++i) c[static_cast<std::size_t>(i)] = digit;
  for (unsigned char x : {'=', ';', '(', ')', '[', ']',  '{', '}', '<', '>', '"', '\'', '|',
                          '@', '#', '&', '?', '!', '\\', '*', '`', '$', '%', '^', '~'})
    c[x] = delimiter;
  // Between two variables these belong to one value: an address with its port, a time, a path of numbers, a
  // list.
  for (unsigned char x : {':', '/', ',', '+'}) c[x] = joint;
  for (unsigned char x : {' ', '\t', '\r', '\v', '\f'}) c[x] = blank;
  return c;
}
constexpr auto classes = make_classes();

inline std::uint64_t step(std::uint64_t h, std::uint64_t x) {
  h = (h ^ x) * 0x9FB21C651E98DF25ull;
  return h ^ (h >> 32);
}
template <class Word>
Word load(const char* p) {
  Word w;
  std::memcpy(&w, p, sizeof w);
  return w;
}
constexpr std::uint64_t seed = 0x243F6A8885A308D3ull;
constexpr std::uint64_t mask_mark = 0x1001;
constexpr std::uint64_t token_end = 0x1002;

/// `threshold.......12`: dots lead from a name to its value of one or two digits. Behind the first dot, or
/// `begin`.
[[gnu::noinline]] const char* end_of_dotted_name(const char* begin, const char* end) {
  const std::string_view piece(begin, static_cast<std::size_t>(end - begin));
  const auto dots = piece.find("...");
  return dots == piece.npos || dots == 0 ? begin : begin + dots + 1;
}

// What `split_message` makes a wildcard of, whatever it says, is skipped where that is sure: a quoted value,
// a field's value, a path. Otherwise every new value would be a new form of the message.
constexpr std::uint8_t ends_value = 1, ends_path = 2, before_piece = 4, before_value = 8;

constexpr std::array<std::uint8_t, 256> make_borders() {
  std::array<std::uint8_t, 256> b{};
  const auto mark = [&](std::string_view chars, std::uint8_t bit) {
    for (const char c : chars) b[static_cast<unsigned char>(c)] |= bit;
  };
  mark(" \t\r\v\f,;)]}&|\"[({", ends_value);
  mark(" \t\r\v\f\"'`,;)]}|<>", ends_path);
  mark("([{<\"'=:,;|@", before_piece);
  mark("_>]\"", before_value);
  for (char c = 'a'; c <= 'z'; ++c) mark({&c, 1}, before_value);
  for (char c = 'A'; c <= 'Z'; ++c) mark({&c, 1}, before_value);
  for (char c = '0'; c <= '9'; ++c) mark({&c, 1}, before_value);
  return b;
}
constexpr auto borders = make_borders();
inline bool at_border(char c, std::uint8_t bit) {
  return (borders[static_cast<unsigned char>(c)] & bit) != 0;
}

/// Behind the quoted value that begins at `p`; `p` when it is for `split_message` to say what stands there.
[[gnu::noinline]] const char* end_of_quoted(const char* p, const char* end) {
  constexpr std::ptrdiff_t longest = 600;
  const std::string_view room(p + 1, static_cast<std::size_t>(std::min(end - p - 1, longest)));
  const auto close = room.find('"');
  if (close == room.npos || room.substr(0, close).find('\\') != room.npos) return p;
  // A request keeps its method.
  const auto word = room.substr(0, std::min(room.find(' '), close));
  const bool capitals = word.size() > 2 && word.size() < close &&
                        std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return capitals ? p : p + close + 2;
}

/// Behind the value of a field that begins at `p`, or `p`.
[[gnu::noinline]] const char* end_of_value(const char* p, const char* end) {
  if (p == end || *p == '=' || *p == '>' || *p == '\'') return p;
  if (*p == '"') return end_of_quoted(p, end);
  const char* q = p;
  while (q < end && !at_border(*q, ends_value)) ++q;
  // A list or an object may go on behind a blank.
  return q < end && (*q == '[' || *q == '(' || *q == '{') ? p : q;
}

/// Behind the path or URL that goes on at `p`.
[[gnu::noinline]] const char* end_of_path(const char* p, const char* end) {
  while (p < end && !at_border(*p, ends_path)) {
    if (*p == ':' && (p + 1 == end || classes[static_cast<unsigned char>(p[1])] == blank)) break;
    ++p;
  }
  return p;
}

/// A path begins at `p`: a name behind the slash, and nothing but brackets and separators before it.
inline bool begins_path(const char* token, const char* p, const char* end) {
  if (*p != '/' || p + 1 == end || !(p == token || at_border(p[-1], before_piece))) return false;
  const char next = p[1];
  return classes[static_cast<unsigned char>(next)] == digit || next == '/' || next == '_' || next == '-' ||
         next == '.' || static_cast<unsigned char>((next | 0x20) - 'a') < 26;
}

/// The word from `begin` to `p` is the scheme of a URL.
inline bool is_scheme(const char* token, const char* begin, const char* p, const char* end) {
  return end - p > 3 && p[0] == ':' && p[1] == '/' && p[2] == '/' &&
         (begin == token || at_border(begin[-1], before_piece)) &&
         std::all_of(begin, p, [](char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; });
}

/// Feeds the masked form of one token to a sink with `put(char)`, `piece(begin, end)` for words, `mask()` and
/// `back_to_mask()`. A sink that skips takes values, quotes and paths for variables, whatever stands in them.
template <class Sink>
inline const char* scan_token(const char* p, const char* end, Sink& out) {
  const char* token = p;
  bool after_mask = false;  // only joints since the last mask
  const auto put_variable = [&] {
    if (after_mask)
      out.back_to_mask();
    else
      out.mask();
    after_mask = true;
  };
  while (p < end && classes[static_cast<unsigned char>(*p)] != blank) {
    auto c = classes[static_cast<unsigned char>(*p)];
    if (c == delimiter) {
      if constexpr (Sink::skips) {
        if (*p == '"') {
          if (const auto* to = end_of_quoted(p, end); to != p) {
            out.value(p + 1, to - 1);
            put_variable();
            p = to;
            continue;
          }
        } else if (*p == '=' && p != token && at_border(p[-1], before_value) && p + 1 != end &&
                   classes[static_cast<unsigned char>(p[1])] != digit) {  // a number is one piece already
          if (const auto* to = end_of_value(p + 1, end); to != p + 1) {
            out.put('=');
            after_mask = false;
            out.value(p + 1, to);
            put_variable();
            p = to;
            continue;
          }
        }
      }
      after_mask = false;
      out.put(*p++);
      continue;
    }
    if (c == joint) {
      if constexpr (Sink::skips) {
        if (begins_path(token, p, end)) {
          p = end_of_path(p, end);
          put_variable();
          continue;
        }
      }
      out.put(*p++);
      continue;
    }
    const char* begin = p;
    std::uint8_t seen = 0;
    do {
      seen |= c;
      if (++p == end) break;
      c = classes[static_cast<unsigned char>(*p)];
    } while (c <= digit);
    if (seen == digit) {
      if (p - begin > 5 && p[-3] == '.' && (p[-2] == '.' || p[-4] == '.')) [[unlikely]] {
        if (const auto* name_end = end_of_dotted_name(begin, p); name_end != begin) {
          out.piece(begin, name_end);
          after_mask = false;
        }
      }
      put_variable();
      continue;
    }
    if constexpr (Sink::skips) {
      if (p != end && *p == ':' && is_scheme(token, begin, p, end)) {
        p = end_of_path(p, end);
        put_variable();
        continue;
      }
    }
    out.piece(begin, p);
    after_mask = false;
  }
  return p;
}

struct hash_sink {
  static constexpr bool skips = true;
  std::vector<std::string_view>& values;  // that were skipped and may be names
  std::uint64_t h = seed, at_mask = seed;
  // Rotate and xor: two cycles; `step` at the end of every token mixes it well.
  void put(char c) { h = std::rotl(h, 7) ^ static_cast<unsigned char>(c); }
  void piece(const char* begin, const char* end) {
    auto n = static_cast<std::size_t>(end - begin);
    for (; n > 8; n -= 8, begin += 8) h = step(h, load<std::uint64_t>(begin));
    // Two loads that overlap hold the rest, whose length tells them apart.
    const std::uint64_t rest =
        n >= 4 ? load<std::uint32_t>(begin) | std::uint64_t{load<std::uint32_t>(end - 4)} << 32
               : static_cast<unsigned char>(begin[0]) | static_cast<unsigned char>(begin[n / 2]) << 8 |
                     static_cast<unsigned char>(end[-1]) << 16;
    h = step(h + n, rest);
  }
  void mask() { h = at_mask = step(h, mask_mark); }
  void back_to_mask() { h = at_mask; }
  void value(const char* begin, const char* end) {
    constexpr std::ptrdiff_t shortest = 2, longest = 64;
    constexpr std::size_t most = 8;
    if (end - begin > 2 && *begin == '"' && end[-1] == '"') ++begin, --end;
    const bool name =
        end - begin >= shortest && end - begin <= longest && values.size() < most &&
        std::all_of(begin, end, [](char c) {
          return static_cast<unsigned char>((c | 0x20) - 'a') < 26 || c == '_' || c == '-' || c == '.';
        });
    if (name) values.emplace_back(begin, static_cast<std::size_t>(end - begin));
  }
};

struct text_sink {
  static constexpr bool skips = false;
  std::string& text;
  std::size_t at_mask = 0;
  void put(char c) { text.push_back(c); }
  void piece(const char* begin, const char* end) { text.append(begin, end); }
  void mask() {
    text += "<*>";
    at_mask = text.size();
  }
  void back_to_mask() { text.resize(at_mask); }
};

const char* skip_blanks(const char* p, const char* end) {
  while (p < end && classes[static_cast<unsigned char>(*p)] == blank) ++p;
  return p;
}

constexpr auto npos = std::string_view::npos;
constexpr std::size_t most_known_values = 20'000;
constexpr std::size_t longest_masked = 8'192;  // bytes of a masked message that are looked at

void mask_into(std::string_view message, std::size_t longest, std::string& text) {
  text.clear();
  const char *p = message.data(), *end = p + message.size();
  for (p = skip_blanks(p, end); p < end && text.size() < longest; p = skip_blanks(p, end)) {
    if (!text.empty()) text.push_back(' ');
    text_sink out{text};
    p = scan_token(p, end, out);
  }
  if (text.size() > longest) text.resize(longest);
}

}  // namespace

std::string mask(std::string_view message) {
  std::string text;
  mask_into(message, npos, text);
  return text;
}

template_miner::template_miner(miner_options options) : options_(options) {
  // As much as a log of one program needs.
  constexpr std::size_t usual_words = 512, usual_templates = 128;
  words_.reserve(usual_words), word_ids_.reserve(usual_words);
  templates_.reserve(usual_templates), leaves_.reserve(usual_templates);
  by_fingerprint_.reserve(2 * usual_templates);
  words_.push_back({"<*>", 0, false, false, false, false, false, false, false});
  word_ids_.emplace("<*>", 0);
}

// A quarter of the time of a log is spent here; where the code begins makes 4 % of all of it.
[[gnu::aligned(64)]] std::uint64_t template_miner::fingerprint(std::string_view message) {
  values_.clear();
  hash_sink out{values_};
  const char *p = message.data(), *end = p + message.size();
  std::uint32_t n = 0;
  for (p = skip_blanks(p, end); p < end && n < options_.max_tokens; p = skip_blanks(p, end), ++n) {
    p = scan_token(p, end, out);
    out.h = step(out.h, token_end);
  }
  return out.h;
}

template_miner::token template_miner::intern(std::string_view text) {
  if (auto known = word_ids_.find(text); known != word_ids_.end()) return known->second;
  // Beyond the bound every new word is a variable: memory stays flat on logs made of names.
  if (words_.size() >= options_.max_words) return 0;
  const auto bare = bare_word(text);
  word w{std::string(text),   0,
         is_plain_word(text), may_name_event(text),
         has_letters(text),   is_value_word(bare),
         is_capital(bare),    is_verb_like(bare),
         is_cue(bare)};
  if (bare != text) w.bare = intern(bare);
  const auto id = static_cast<token>(words_.size());
  if (bare == text) w.bare = id;
  word_ids_.emplace(w.text, id);
  words_.push_back(std::move(w));
  return id;
}

void template_miner::tokenize(std::string_view message) {
  line_.clear();
  mask_into(message, longest_masked, masked_);
  split_message(masked_, options_.max_tokens, split_);
  for (const auto& t : split_.tokens) line_.push_back(intern(t));
  for (const auto& v : split_.values) words_[intern(v)].name = true;
}

template_miner::id_type template_miner::add(std::string_view message) {
  auto print = fingerprint(message);
  // What stands as a value is a name elsewhere too, also in messages whose form is known.
  for (const auto v : values_) {
    if (known_values_.size() >= most_known_values) break;
    if (known_values_.insert(std::hash<std::string_view>()(v)).second) words_[intern(v)].name = true;
  }
  if (auto it = by_fingerprint_.find(print); it != by_fingerprint_.end()) {
    last_was_new_ = false;
    return it->second;
  }
  last_was_new_ = true;
  // Names that never repeat would fill the table: forgetting is safe, the tree finds the template again.
  if (by_fingerprint_.size() >= options_.max_fingerprints) by_fingerprint_.clear();
  tokenize(message);
  auto id = place();
  by_fingerprint_.emplace(print, id);
  return id;
}

template_miner::id_type template_miner::root(id_type id) const {
  while (templates_[id].parent != id) id = templates_[id].parent;
  return id;
}

std::uint64_t template_miner::leaf_key() const {
  // Token count and the first of the leading tokens that separates, as in Drain's tree of depth three.
  auto h = step(seed, line_.size());
  for (std::size_t i = 0; i < line_.size() && i < 3; ++i)
    if (line_[i] != 0 && separates(i, line_[i])) return step(step(h, i), line_[i]);
  return h;
}

template_miner::id_type template_miner::create(std::uint64_t key) {
  auto id = static_cast<id_type>(templates_.size());
  templates_.push_back({line_, id});
  leaves_[key].members.push_back(id);
  return id;
}

template_miner::id_type template_miner::place() {
  if (templates_.size() >= options_.max_templates) {
    auto key = step(seed ^ 1, line_.size());
    auto& overflow = leaves_[key].members;
    if (overflow.empty()) {
      std::fill(line_.begin(), line_.end(), token{0});
      return create(key);
    }
    return overflow.front();
  }
  auto key = leaf_key();
  auto found = leaves_.find(key);
  if (found == leaves_.end()) return create(key);

  auto& members = found->second.members;
  id_type best = 0;
  double best_score = -1;
  std::size_t looked_at = 0;
  for (std::size_t i = members.size(); i-- > 0 && looked_at < 400; ++looked_at) {
    auto id = members[i];
    if (templates_[id].parent != id) {  // merged away
      members[i] = members.back();
      members.pop_back();
      continue;
    }
    const auto& t = templates_[id].tokens;
    // Marks without letters ("-", "[<*>]") are no words in common.
    std::size_t same = 0, fixed = 0;
    for (std::size_t k = 0; k < t.size(); ++k) {
      if (!words_[t[k]].letters) continue;
      ++fixed;
      same += t[k] == line_[k];
    }
    double score =
        fixed == 0 ? (t == line_ ? 1.0 : 0.0) : static_cast<double>(same) / static_cast<double>(fixed);
    if (score > best_score) best_score = score, best = id;
    if (t == line_) break;
  }
  if (best_score < options_.similarity) return create(key);
  return join_or_part(best, key);
}

template_miner::id_type template_miner::join_or_part(id_type candidate, std::uint64_t key) {
  auto& t = templates_[candidate].tokens;
  differing_.clear();
  std::size_t words = 0, states = 0, verbs = 0, common = 0;
  for (std::uint32_t k = 0; k < t.size(); ++k) {
    if (t[k] == line_[k]) {
      common += words_[t[k]].letters;
      continue;
    }
    if (t[k] == 0) {
      words_[words_[line_[k]].bare].name = true;
      continue;
    }
    differing_.push_back(k);
    const auto &was = words_[words_[t[k]].bare], &is = words_[words_[line_[k]].bare];
    if (!separates(k, t[k]) || !separates(k, line_[k]) || (was.value && is.value) ||
        is_plural_of(was.text, is.text))
      continue;
    ++words;
    states += was.capital && is.capital;
    verbs += was.verb || is.verb;
  }
  if (differing_.empty()) return candidate;
  // Whole sentences in common: the few words that differ were printed into them.
  const bool long_enough = (states == words && common >= 6) || (verbs == 0 && common >= 8);
  if (words == 0 || (long_enough && words * 4 <= common && differing_.front() != 0)) {
    for (auto k : differing_) t[k] = 0;
    return candidate;
  }
  // Plain words differ. Keep them apart until the place has shown itself to be a variable.
  auto h = step(seed ^ 2, t.size());
  for (std::uint32_t k = 0, d = 0; k < t.size(); ++k) {
    bool differs = d < differing_.size() && differing_[d] == k;
    d += differs;
    h = step(h, differs ? 0 : t[k]);
  }
  auto places = differing_;
  auto id = create(key);
  auto& kin = siblings_[h];
  if (std::find(kin.begin(), kin.end(), candidate) == kin.end()) kin.push_back(candidate);
  kin.push_back(id);
  if (kin.size() < (places.front() == 0 ? options_.first_siblings : options_.siblings)) return id;
  if (verbs_differ(kin, places)) return id;
  auto into = root(kin.front());
  for (auto k : places) {
    for (auto other : kin) words_[words_[templates_[other].tokens[k]].bare].name = true;
    templates_[into].tokens[k] = 0;
  }
  for (auto other : kin)
    if (root(other) != into) merge(into, root(other));
  kin.assign(1, into);
  return into;
}

bool template_miner::verbs_differ(const std::vector<id_type>& kin,
                                  const std::vector<std::uint32_t>& places) const {
  for (auto k : places) {
    std::size_t verbs = 0;
    for (auto id : kin) verbs += words_[words_[templates_[id].tokens[k]].bare].verb;
    if (verbs * 3 > kin.size()) return true;
  }
  return false;
}

void template_miner::merge(id_type into, id_type other) {
  auto& a = templates_[into].tokens;
  const auto& b = templates_[other].tokens;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k] != b[k]) a[k] = 0;
  templates_[other].parent = into;
}

std::string template_miner::text(id_type id) const {
  const auto& tokens = templates_[root(id)].tokens;
  std::size_t size = 0;
  for (auto t : tokens) size += words_[t].text.size() + 1;
  std::string s;
  s.reserve(size);
  for (auto t : tokens) {
    if (!s.empty()) s.push_back(' ');
    s += words_[t].text;
  }
  return s;
}

std::size_t template_miner::constants(id_type id) const {
  const auto& t = templates_[root(id)].tokens;
  return t.size() - static_cast<std::size_t>(std::count(t.begin(), t.end(), token{0}));
}

}  // namespace fm::evidence
