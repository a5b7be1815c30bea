#include "evidence/message_tokens.hpp"

#include "evidence/word_kind.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr auto wildcard = "<*>"sv;
constexpr std::size_t longest_quote = 2'000;
constexpr std::size_t longest_group = 1'000;
constexpr int most_open = 8;  // quotes and brackets that are never closed: so many are looked for
constexpr std::size_t longest_token = 256;  // a token beyond is data; its beginning tells it apart

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_alpha(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

constexpr auto name_chars = [] {
  std::array<bool, 256> c{};
  for (unsigned char x = 'a'; x <= 'z'; ++x) c[x] = c[x & ~0x20] = true;
  c['_'] = c['-'] = c['.'] = true;
  return c;
}();
bool is_name_char(char c) { return name_chars[static_cast<unsigned char>(c)]; }

/// Behind these a piece of a token begins.
constexpr auto borders = [] {
  std::array<bool, 256> c{};
  for (const char x : " \t([{<\"'=:,;|@"sv) c[static_cast<unsigned char>(x)] = true;
  return c;
}();

/// What neither ends a token nor begins anything, nor does what stands behind it: it is copied.
constexpr auto copied = [] {
  std::array<bool, 256> c{};
  for (unsigned char x = '!'; x < 0x7F; ++x) c[x] = " \t\"'`[({<=:,;|@"sv.find(static_cast<char>(x)) == npos;
  return c;
}();

bool is_method(std::string_view word) {
  constexpr std::array methods{"GET"sv,   "POST"sv,    "PUT"sv,  "DELETE"sv,
                               "PATCH"sv, "OPTIONS"sv, "HEAD"sv, "CONNECT"sv};
  return std::find(methods.begin(), methods.end(), word) != methods.end();
}

/// Words behind which a query or a command stands to the end of the message.
bool begins_query(std::string_view token) {
  constexpr std::array words{"statement:"sv, "STATEMENT:"sv, "query:"sv, "Query:"sv,
                             "QUERY:"sv,     "sql:"sv,       "SQL:"sv};
  return token.ends_with(':') && std::find(words.begin(), words.end(), token) != words.end();
}

/// `****`, `<unknown>`, `(null)`: what stands for a value that there was none of.
bool is_placeholder(std::string_view token) {
  if (token.size() < 2 || "(*<Nn"sv.find(token.front()) == npos) return false;
  if (token == "(null)" || token == "(nil)" || token == "N/A" || token == "n/a") return true;
  if (token.find_first_not_of('*') == npos) return true;
  return token.size() > 3 && token.front() == '<' && token.back() == '>' &&
         std::all_of(token.begin() + 1, token.end() - 1, is_name_char);
}

/// `bbadcacd-dfba`: a piece of an id that happens to have no digit.
bool is_hex_word(std::string_view token) {
  constexpr std::ptrdiff_t least = 8;
  if (token.size() < static_cast<std::size_t>(least)) return false;
  const auto bare = bare_word(token);
  return bare.find_first_not_of("abcdef-") == npos &&
         std::count_if(bare.begin(), bare.end(), is_alpha) >= least;
}

/// `<5`, `~5`, `>5,`: less, about or more than a value.
bool is_relative(std::string_view token) {
  if (token.size() <= wildcard.size() || "<>~"sv.find(token.front()) == npos) return false;
  token.remove_prefix(1);
  return token.starts_with(wildcard) && token.find_first_not_of(",;.", wildcard.size()) == npos;
}

class splitter {
 public:
  splitter(std::string_view text, std::size_t max_tokens, message_tokens& out)
      : text_(text), max_tokens_(max_tokens), out_(out) {}

  void run() {
    out_.tokens.clear();
    out_.values.clear();
    while (at_ < text_.size() && out_.tokens.size() < max_tokens_) {
      if (is_blank(text_[at_])) {
        ++at_;
        continue;
      }
      read_token();
      finish_token();
    }
  }

 private:
  bool at_wildcard(std::size_t i) const {
    return i < text_.size() && text_[i] == wildcard[0] && text_.substr(i).starts_with(wildcard);
  }
  void put_wildcard() {
    if (!std::string_view(token_).ends_with(wildcard)) token_ += wildcard;
  }

  void read_token() {
    token_.clear();
    piece_ = at_;
    while (at_ < text_.size() && !is_blank(text_[at_])) {
      const char c = text_[at_];
      if (at_wildcard(at_)) {
        put_wildcard();
        at_ += wildcard.size();
      } else if ((c == '"' || c == '\'' || c == '`') && read_quote(c)) {
      } else if ((c == '[' || c == '(' || c == '{') && read_group(c)) {
      } else if (c == '=' && read_value()) {
      } else if (begins_piece() && (read_path() || read_compound())) {
      } else {
        const auto begin = at_++;
        if (copied[static_cast<unsigned char>(c)])
          while (at_ < text_.size() && copied[static_cast<unsigned char>(text_[at_])]) ++at_;
        token_.append(text_, begin, at_ - begin);
      }
    }
  }

  /// Nothing but brackets, quotes and separators of keys in front.
  bool begins_piece() const { return at_ == 0 || borders[static_cast<unsigned char>(text_[at_ - 1])]; }

  bool read_quote(char quote) {
    // An apostrophe inside a word is no quote.
    if (open_ >= most_open) return false;
    if (quote != '"' && at_ > 0 && (is_alpha(text_[at_ - 1]) || text_[at_ - 1] == '>') &&
        !(at_ == piece_ + 1 && quote == '\''))
      return false;
    auto close = at_ + 1;
    const auto stop = std::min(text_.size(), at_ + longest_quote);
    for (; close < stop; ++close) {
      if (text_[close] == '\\') {
        ++close;
        continue;
      }
      const bool ends = text_[close] == quote || (quote == '`' && text_[close] == '\'');
      if (!ends) continue;
      if (quote == '"' || close + 1 >= text_.size() || !is_alpha(text_[close + 1])) break;
    }
    if (close >= stop) {
      ++open_;
      return false;
    }
    const auto content = text_.substr(at_ + 1, close - at_ - 1);
    const auto word = content.substr(0, content.find(' '));
    const bool is_field =
        at_ == 0 || !token_.empty() || (!out_.tokens.empty() && out_.tokens.back().ends_with(':'));
    if (!is_field && word.size() < content.size() && is_method(word)) {
      // A request: what was asked for varies, the method is a part of what happened. Where a line begins with
      // its request (access logs) or names it as a field, the method varies too.
      token_ += word;
      finish_token();
      token_.clear();
    } else {
      note_value(content);
    }
    put_wildcard();
    at_ = close + 1;
    return true;
  }

  /// Behind the bracket that closes the one at `from`, or npos.
  std::size_t group_end(std::size_t from, bool& list) {
    if (open_ >= most_open) return npos;
    std::size_t depth = 0;
    const auto stop = std::min(text_.size(), from + longest_group);
    for (auto i = from; i < stop; ++i) {
      const char c = text_[i];
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ',') list = true;
      if ((c == ')' || c == ']' || c == '}') && --depth == 0) return i + 1;
    }
    ++open_;
    return npos;
  }

  /// A list, an object or `(13: reason)`: one value, however long.
  bool read_group(char open) {
    bool list = open == '{';
    const auto end = group_end(at_, list);
    if (end == npos || end <= at_ + 2) return false;
    const auto content = text_.substr(at_ + 1, end - at_ - 2);
    // `( on off on )` is set apart like a list.
    list |= is_blank(content.front()) && is_blank(content.back());
    if (!list && !(content.starts_with("<*>: ") && open == '(')) return false;
    token_.push_back(open);
    token_ += wildcard;
    token_.push_back(text_[end - 1]);
    at_ = end;
    return true;
  }

  bool read_value() {
    if (at_ == piece_ || at_ + 1 >= text_.size()) return at_ != piece_ && end_of_key();
    const char before = text_[at_ - 1], next = text_[at_ + 1];
    if (!(is_alpha(before) || before == '_' || before == '>' || before == ']' || before == '"') ||
        next == '=' || next == '>')
      return false;
    if (is_blank(next)) return end_of_key();
    ++at_;
    token_.push_back('=');
    if ((next == '"' || next == '\'') && read_quote(next)) return true;
    const auto begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && ",;)]}&|\""sv.find(text_[at_]) == npos) {
      bool ignored = false;
      const bool opens = "[({"sv.find(text_[at_]) != npos;
      const auto end = opens ? group_end(at_, ignored) : npos;
      at_ = end == npos ? at_ + 1 : end;
    }
    note_value(text_.substr(begin, at_ - begin));
    put_wildcard();
    return true;
  }

  /// `key=` with nothing behind it, or with its value behind a blank.
  bool end_of_key() {
    if (at_ < text_.size() && text_[at_] == '=') ++at_;
    token_ += "=<*>";
    auto next = at_;
    while (next < text_.size() && is_blank(text_[next])) ++next;
    auto end = next;
    while (end < text_.size() && !is_blank(text_[end])) ++end;
    const auto value = text_.substr(next, end - next);
    if (value.empty() || value.find('=') != npos) return true;
    if ("\"'([{"sv.find(value.front()) != npos) return true;
    note_value(value);
    at_ = end;
    if (",;"sv.find(value.back()) != npos) token_.push_back(value.back());
    return true;
  }

  /// A path, a URL or a Windows path up to the end of its token.
  bool read_path() {
    const auto rest = text_.substr(at_);
    std::size_t i = 0;
    if (rest[0] == '/' || rest[0] == '~') {
      const auto second = rest.substr(0, 2) == "~/" ? 2u : 1u;
      if (rest[0] == '~' && second == 1) return false;
      if (second >= rest.size() ||
          !(is_name_char(rest[second]) || rest[second] == '<' || rest[second] == '/'))
        return false;
    } else if (is_alpha(rest[0])) {
      while (i < rest.size() && is_alpha(rest[i])) ++i;
      const bool url = rest.substr(i, 3) == "://";
      const bool drive = i == 1 && rest.substr(1, 2) == ":\\";
      if (!url && !drive) return false;
    } else if (rest.substr(0, 2) != "\\\\") {
      return false;
    }
    consume();
    return true;
  }

  /// `a/b/c`, `name@host`, `host.domain:<*>`: several names that are one value.
  bool read_compound() {
    if (!is_alpha(text_[at_]) && !at_wildcard(at_) && text_[at_] != '.') return false;
    std::size_t slashes = 0, ats = 0, dots = 0, i = at_;
    while (i < text_.size()) {
      if (is_alpha(text_[i])) {
        ++i;
        continue;
      }
      if (at_wildcard(i)) {
        i += wildcard.size();
        continue;
      }
      const char c = text_[i];
      if (!is_name_char(c) && c != '/' && c != '@' && c != '+') break;
      slashes += c == '/';
      dots += c == '.' && i > at_;
      ats += c == '@' && i > at_ && i + 1 < text_.size() && !is_blank(text_[i + 1]);
      ++i;
    }
    const bool port = dots > 0 && i < text_.size() && text_[i] == ':' && at_wildcard(i + 1);
    if (slashes < 2 && ats == 0 && !port) return false;
    consume();
    return true;
  }

  void consume() {
    while (at_ < text_.size() && !is_blank(text_[at_])) {
      if (at_wildcard(at_)) {
        at_ += wildcard.size();
        continue;
      }
      const char c = text_[at_];
      if ("\"'`,;)]}|<>"sv.find(c) != npos) break;
      if (c == ':' && (at_ + 1 >= text_.size() || is_blank(text_[at_ + 1]))) break;
      ++at_;
    }
    put_wildcard();
  }

  void note_value(std::string_view value) {
    if (value.size() < 2 || value.size() > 64) return;
    if (!std::all_of(value.begin(), value.end(), is_name_char)) return;
    out_.values.emplace_back(value);
  }

  /// The next word up to a blank, and where it ends.
  std::string_view next_word(std::size_t& end) const {
    auto begin = at_;
    while (begin < text_.size() && is_blank(text_[begin])) ++begin;
    end = begin;
    while (end < text_.size() && !is_blank(text_[end])) ++end;
    return text_.substr(begin, end - begin);
  }

  /// Quantities that a message has only sometimes, or writes in two ways: `(1.16 KB)` behind another one, `<1
  /// sec` for `00:01`, `*64`. True when the token is dropped.
  bool read_optional() {
    if (token_ == "*<*>") return true;
    std::size_t end = 0;
    if (token_ == "(<*>") {
      const auto unit = next_word(end);
      if (unit.find(')') == npos || !is_value_word(bare_word(unit))) return false;
      at_ = end;
      return true;
    }
    if (!is_relative(token_)) return false;
    token_.erase(0, 1);
    if (is_value_word(bare_word(next_word(end)))) at_ = end;
    return false;
  }

  void finish_token() {
    if (token_.empty()) return;
    if (read_optional()) return;
    if (is_hex_word(token_)) token_ = wildcard;
    if (token_ == "=" && !out_.tokens.empty()) {
      token_.clear();
      end_of_key();
    }
    if (is_placeholder(token_)) token_ = wildcard;
    // `<*>#<*>`, `<*>,` and the like are variables, whatever is between their parts.
    bool variable = token_.find(wildcard) != token_.npos, other = !variable;
    for (std::size_t i = 0; variable && !other && i < token_.size();) {
      if (std::string_view(token_).substr(i).starts_with(wildcard)) {
        i += wildcard.size();
      } else {
        other |= "#@%$+*~^&!?/\\:.,;|-"sv.find(token_[i]) == npos;
        ++i;
      }
    }
    auto& tokens = out_.tokens;
    if (variable && !other) {
      if (tokens.empty() || tokens.back() != wildcard) tokens.emplace_back(wildcard);
      return;
    }
    if (token_.size() > longest_token) token_.resize(longest_token);
    tokens.push_back(token_);
    if (begins_query(token_) && at_ < text_.size() && tokens.size() < max_tokens_) {
      tokens.emplace_back(wildcard);
      at_ = text_.size();
    }
  }

  std::string_view text_;
  std::size_t max_tokens_;
  message_tokens& out_;
  std::string token_;
  std::size_t at_ = 0;
  int open_ = 0;
  std::size_t piece_ = 0;  // where the token at hand began
};

}  // namespace

void split_message(std::string_view masked, std::size_t max_tokens, message_tokens& out) {
  splitter(masked, max_tokens, out).run();
}

}  // namespace fm::evidence
