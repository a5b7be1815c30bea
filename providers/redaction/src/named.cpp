#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"
#include "values.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_name = 64, longest_line_value = 80, longest_looked_at = 512;

struct separator {
  std::size_t end = 0;  ///< behind it; 0 when there is none
  char kind = 0;        ///< '=', ':', '>' (the end of an XML tag), '-' (an arrow) or '|'
};

/// What separates a name from its value at `at`: = == => := : %3D %3A > &gt; -> | and wide ones.
separator separator_at(std::string_view t, std::size_t at) {
  const char c = t[at];
  const auto next = at + 1 < t.size() ? t[at + 1] : '\0';
  if (c == '=') {
    if (at > 0 && std::string_view("!<>~").find(t[at - 1]) != std::string_view::npos) return {};
    const auto end = run_end(t, at, [](char x) { return x == '='; });
    return {end < t.size() && t[end] == '>' ? end + 1 : end, '='};
  }
  if (c == ':') {
    if (next == '/' && at + 2 < t.size() && t[at + 2] == '/') return {};
    if (next == ':' && at + 2 < t.size() && is_blank(t[at + 2])) return {at + 2, ':'};
    if (next == ':' || (at > 0 && t[at - 1] == ':')) return {};
    return next == '=' ? separator{at + 2, '='} : separator{at + 1, ':'};
  }
  if (c == '%' && at + 2 < t.size() && next == '3') {
    const char last = t[at + 2];
    if (last == 'D' || last == 'd') return {at + 3, '='};
    if (last == 'A' || last == 'a') return {at + 3, ':'};
  }
  // password->x, password|x|
  if (c == '>') return {at + 1, at > 0 && t[at - 1] == '-' ? '-' : '>'};
  if (c == '|' && next != '|' && !is_space(next) && at > 0 && is_word(t[at - 1])) return {at + 1, '|'};
  if (t.compare(at, 3, "：") == 0) return {at + 3, ':'};
  if (t.compare(at, 3, "＝") == 0) return {at + 3, '='};
  if (c == '&' && t.compare(at, 4, "&gt;") == 0) return {at + 4, '>'};
  return {};
}

/// The name in front of a separator: up to three words of it, behind its closing quotes.
std::string_view name_before(std::string_view t, std::size_t at) {
  auto end = at;
  const auto floor = at - std::min(at, 2 * longest_name);
  for (auto before = end + 1; end < before;) {
    before = end;
    while (end > floor &&
           (is_blank(t[end - 1]) || std::string_view("\"'`\\]*)+|?").find(t[end - 1]) != t.npos))
      --end;
    end = std::max(terminal_code_begin(t, end), floor);
  }
  if (end >= floor + 3 && t.substr(end - 3, 3) == "%22") end -= 3;
  if (end >= floor + 6 && t.substr(end - 6, 6) == "&quot;") end -= 6;
  auto begin = end;
  const auto low = end - std::min(end - floor, longest_name);
  for (int word = 0; word < 3; ++word) {
    auto first = begin;
    if (word > 0) {
      if (first <= low || t[first - 1] != ' ') break;
      --first;
    }
    const auto stop = first;
    while (first > low && (is_name(t[first - 1]) || static_cast<unsigned char>(t[first - 1]) >= 0x80))
      --first;
    if (first == stop) break;
    begin = first;
    // The end of a colour before it
    const auto code = run_end(t, begin, is_digit) + 1;
    if (begin > 0 && code < end && terminal_code_begin(t, code) < begin) {
      begin = code;
      break;
    }
  }
  return t.substr(begin, end - begin);
}

/// The element that a tag ends which closes at `at` ('>'), or nothing: attributes are skipped.
std::string_view element_before(std::string_view t, std::size_t at) {
  constexpr std::size_t longest_tag = 200;
  const auto floor = at - std::min(at, longest_tag);
  auto open = t.substr(floor, at - floor).find_last_of("<;");
  if (open == std::string_view::npos) return {};
  open += floor;
  if (t[open] == ';' && (open < 3 || t.substr(open - 3, 4) != "&lt;")) return {};
  auto begin = open + 1;
  auto end = run_end(t, begin, [](char c) { return is_name(c) || c == ':'; });
  if (const auto colon = t.substr(begin, end - begin).rfind(':'); colon != std::string_view::npos)
    begin += colon + 1;
  return t.substr(begin, end - begin);
}

/// Whether only blanks, a dash or the name of the line stand before a name.
bool begins_line(std::string_view t, std::size_t name) {
  auto line = name;
  constexpr std::size_t most = 80;
  while (line > 0 && name - line < most && !is_line_end(t[line - 1])) --line;
  auto at = behind_line_name(t, line);
  at = run_end(
      t, at, [](char c) { return is_blank(c) || c == '-' || c == '"' || c == '\'' || c == '*' || c == '#'; });
  return at >= name;
}

bool is_service_list(std::string_view rest) {
  // /etc/nsswitch.conf: where the system looks things up.
  static const re2::RE2 services(
      R"(^\s*(?:(?:files|systemd|compat|sss|ldap|nis|nisplus|db|dns|winbind|hesiod|\[[^\]\n]{1,40}\])\s*)+(?:\n|$))",
      byte_options());
  return re2::RE2::PartialMatch(re2::StringPiece(rest.data(), rest.size()), services);
}

class named_values {
 public:
  explicit named_values(const scan& s) : s_(s), t_(s.text) {}

  void find() {
    for (std::size_t at = 0; at < t_.size();) {
      at = t_.find_first_of("=:%>&|\xEF", at);
      if (at == t_.npos) return;
      const auto sep = separator_at(t_, at);
      ++s_.work;
      if (sep.end == 0) {
        ++at;
        continue;
      }
      at = std::max(sep.end,
                    sep.kind == '>' ? element(at, sep.end) : field(sep.kind == '-' ? at - 1 : at, sep));
    }
  }

 private:
  /// Takes `<name>value</name>`; where to go on.
  std::size_t element(std::size_t at, std::size_t begin) {
    const auto name = element_before(t_, at);
    s_.work += 32;
    if (name.empty()) return begin;
    auto what = class_of(name);
    constexpr std::size_t nearby = 40;
    if (what == name_class::label && at - std::min(at, label_end_) > 1) {
      // <key>Password</key><string>x</string>
      const auto text = t_.substr(begin, std::min(t_.substr(begin, longest_name).find('<'), longest_name));
      label_ = class_of(text);
      label_end_ = begin + text.size();
      label_used_ = false;
      if (label_ != name_class::none) return label_end_;
    }
    if (what == name_class::none || what == name_class::value || what == name_class::label) {
      // <property name="password">value</property>
      if (at - std::min(at, label_end_) > nearby || label_ == name_class::none) return begin;
      what = label_;
    }
    if (t_.compare(begin, 9, "<![CDATA[") == 0) begin += 9;
    begin = run_end(t_, begin, is_space);
    constexpr std::size_t longest = 4'000;
    auto end = t_.substr(begin, longest).find_first_of("<]&\n");
    while (end != t_.npos && t_[begin + end] == '&' && t_.compare(begin + end, 4, "&lt;") != 0)
      end = t_.substr(begin, longest).find_first_of("<]&\n", end + 1);
    end = end == t_.npos ? std::min(t_.size(), begin + longest) : begin + end;
    while (end > begin && is_space(t_[end - 1])) --end;
    s_.work += end - begin;
    take(what, {begin, end, true, false}, name, '>');
    return end;
  }

  /// Takes a value behind = or :; where to go on.
  std::size_t field(std::size_t at, separator sep) {
    const auto name = name_before(t_, at);
    s_.work += name.size() + 8;
    if (name.empty()) return sep.end;
    auto what = class_of(name);
    if (what == name_class::none || what == name_class::telling) {
      // <add key=...: the words before it belong to something else.
      const auto last = class_of(name.substr(name.rfind(' ') + 1));
      if (what == name_class::none || last != name_class::telling) what = last;
    }
    if (what == name_class::none && sep.kind == ':' && static_cast<unsigned char>(name[0]) >= 0x80) {
      // "пароль для базы: x": in other languages what it is for stands behind it, too.
      what = class_of(name.substr(0, name.find(' ')));
      if (what != name_class::password) what = name_class::none;
    }
    if (what == name_class::none) return sep.end;
    if (what == name_class::label) {
      const auto v = value_at(t_, sep.end, bare_end_);
      if (!v.quoted) bare_end_ = std::max(bare_end_, v.end);
      label_ = class_of(t_.substr(v.begin, std::min<std::size_t>(v.end - v.begin, longest_name)));
      label_end_ = v.end + (v.quoted ? 1 : 0);
      label_used_ = false;
      s_.work += longest_name;
      take_early(begin_of(name), v);
      // "key: abc": a label or a key.
      if (label_ == name_class::none && v.end > v.begin &&
          looks_random(t_.substr(v.begin, v.end - v.begin))) {
        s_.add(v.begin, v.end, words::secret);
        return v.end;
      }
      return sep.end;
    }
    if (what == name_class::value) {
      constexpr std::size_t nearby = 120;
      const bool labelled = label_ != name_class::none && at - std::min(at, label_end_) <= nearby &&
                            !(label_used_ && t_.substr(label_end_, at - label_end_).find('}') != t_.npos);
      what = labelled ? label_ : class_of(element_around(name));
      if (what != name_class::password && what != name_class::secret) {
        if (!labelled) early_ = value_at(t_, sep.end, bare_end_);
        if (!labelled || what == name_class::none) return sep.end;
      }
      label_used_ = true;
    }
    auto v = value_at(t_, sep.end, bare_end_);
    if (!v.quoted) {
      if (v.end > bare_end_) s_.work += v.end - v.begin;
      bare_end_ = std::max(bare_end_, v.end);
    } else {
      s_.work += v.end - v.begin;
    }
    const auto begin_of_name = static_cast<std::size_t>(name.data() - t_.data());
    if (v.begin < t_.size() && v.begin == v.end && !v.quoted && sep.kind == ':')
      return next_lines(what, name, sep.end);
    if (!v.quoted && what == name_class::password && sep.kind == ':' && v.spaced)
      v.end = line_value(v, begin_of_name);
    if (!v.quoted && v.begin < v.end && (t_[v.begin] == '|' || t_[v.begin] == '>') && v.end - v.begin <= 2)
      return next_lines(what, name, v.end);
    if (sep.kind == '-' || sep.kind == '|') {
      const auto value = t_.substr(v.begin, v.end - v.begin);
      const auto end = sep.kind == '|' ? value.find('|') : value.find('(');
      if (sep.kind == '-' ? end != value.npos : what != name_class::password) return sep.end;
      v.end = std::min(v.end, end == value.npos ? v.end : v.begin + end);
      const auto shown = t_.substr(v.begin, v.end - v.begin);
      // password|varchar2|: the type of a column
      const bool plain = all_are(shown, [](char c) { return is_lower(c) || is_digit(c); });
      if (!looks_secret(shown) || (sep.kind == '|' && plain) || shown.find_first_of("(){}[]\\") != shown.npos)
        return sep.end;
    }
    const bool taken = take(what, v, name, sep.kind);
    if (what == name_class::password || what == name_class::secret)
      if (const auto last = take_following(what, v); last > v.end) return last;
    if (taken && label_used_) label_end_ = std::max(label_end_, v.end);
    return taken ? v.end : sep.end;
  }

  std::size_t begin_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - t_.data());
  }

  /// The element whose tag an attribute stands in, or nothing.
  std::string_view element_around(std::string_view attribute) const {
    constexpr std::size_t longest_tag = 200;
    const auto at = begin_of(attribute);
    const auto before = t_.substr(at - std::min(at, longest_tag), std::min(at, longest_tag));
    s_.work += before.size() / 4;
    const auto open = before.find_last_of("<>");
    if (open == before.npos || before[open] != '<') return {};
    return before.substr(open + 1, run_end(before, open + 1, is_name) - open - 1);
  }

  /// {"value":"x","name":"password"}: the name comes last.
  void take_early(std::size_t name, const value_place& label) {
    constexpr std::size_t nearby = 80;
    if ((label_ == name_class::password || label_ == name_class::secret) && early_.quoted &&
        early_.end < name && name - early_.end < nearby &&
        t_.substr(early_.end, name - early_.end).find_first_of("{}\n<>") == t_.npos)
      take(label_, early_, t_.substr(label.begin, label.end - label.begin), '=');
    early_ = {};
  }

  /// "old" -> "new", "x" + "y": what a value becomes, or goes on as; where the last of them ends.
  std::size_t take_following(name_class what, value_place v) {
    constexpr int most = 8;
    for (int n = 0; n < most; ++n) {
      auto at = v.end;
      if (v.quoted)
        at = run_end(t_, at, [](char c) { return c == '"' || c == '\'' || c == '\\' || c == '`'; });
      at = run_end(t_, at, is_space);
      const auto rest = t_.substr(at, 4);
      std::size_t length = 0;
      bool joined = false;
      for (const std::string_view arrow : {"->", "=>", "→", "+", "||", ".."})
        if (rest.starts_with(arrow))
          length = arrow.size(), joined = arrow == "+" || arrow == "||" || arrow == "..";
      if (length == 0) return v.end;
      const auto next = value_at(t_, run_end(t_, at + length, is_space));
      const auto value = t_.substr(next.begin, next.end - next.begin);
      s_.work += next.end - at;
      if (next.begin >= next.end || (joined && !next.quoted)) return v.end;
      if (!is_stand_in(value) && (next.quoted || !is_ordinary(value)))
        add(next, what == name_class::password ? words::password : words::secret);
      v = next;
    }
    return v.end;
  }

  /// "password: four words of YAML" up to the end of its line, when the name begins the line and nothing in
  /// it reads as a message.
  std::size_t line_value(const value_place& v, std::size_t name) const {
    if (!begins_line(t_, name)) return v.end;
    const auto end = run_end(t_, v.begin, [](char c) { return !is_line_end(c); });
    if (end - v.begin > longest_line_value || end == v.end) return v.end;
    const auto rest = t_.substr(v.begin, end - v.begin);
    if (rest.find("…") != rest.npos || rest.find_first_of("=:(\"") != rest.npos ||
        rest.find(" #") != rest.npos)
      return v.end;
    for (std::size_t i = 0; i < rest.size();) {
      const auto stop = std::min(rest.find(' ', i), rest.size());
      if (is_ordinary(rest.substr(i, stop - i))) return v.end;
      i = stop + 1;
    }
    auto last = end;
    while (last > v.begin && is_blank(t_[last - 1])) --last;
    return last;
  }

  /// A block of YAML: the lines below that stand further in.
  std::size_t next_lines(name_class what, std::string_view name, std::size_t at) {
    const auto begin_of_name = static_cast<std::size_t>(name.data() - t_.data());
    if (what != name_class::password && what != name_class::secret) return at;
    // At the end of a message stands what may be one, too: then only a word that looks made up is a value.
    const bool message = !begins_line(t_, begin_of_name);
    const auto indent_of = [&](std::size_t line) {
      const auto from = behind_line_name(t_, line);
      return run_end(t_, from, is_blank) - from;
    };
    auto own_line = begin_of_name;
    while (own_line > 0 && !is_line_end(t_[own_line - 1])) --own_line;
    const auto own = indent_of(own_line);
    auto line = t_.find('\n', at);
    for (int n = 0; n < 4 && line != t_.npos && line + 1 < t_.size(); ++n) {
      ++line;
      const auto end = std::min(t_.find('\n', line), t_.size());
      const auto begin = behind_line_name(t_, line) + indent_of(line);
      s_.work += end - line;
      if (begin >= end) {
        line = end;
        continue;
      }
      if (indent_of(line) <= own) break;
      const auto text = t_.substr(begin, end - begin);
      if (text.find(": ") != text.npos || text.ends_with(":") || text.starts_with("- "))
        break;  // a map, a list
      if (message && (!looks_secret(text) || any_is_of(text, is_space))) break;
      if (!is_stand_in(text))
        s_.add(begin, end, what == name_class::password ? words::password : words::secret);
      at = end;
      line = end;
    }
    return at;
  }

  bool add(const value_place& v, std::string_view word) {
    s_.add(v.begin, v.end, word);
    return true;
  }

  /// Whether the value was taken.
  bool take(name_class what, value_place v, std::string_view name, char sep) {
    auto value = t_.substr(v.begin, v.end - v.begin);
    if (what == name_class::account && value.size() > 2 && value.front() == '<' && value.back() == '>' &&
        !is_placeholder(value)) {
      ++v.begin, --v.end;  // user=<ann>, as mail servers write it
      value = value.substr(1, value.size() - 2);
    }
    if (value.empty() || is_stand_in(value)) return false;
    if ((what == name_class::password || what == name_class::secret) && !v.quoted && is_words(v, value))
      return false;
    const bool digits = all_are(value, is_digit);
    const bool prose = !v.quoted && (sep == ':' ? v.spaced : false);
    switch (what) {
      case name_class::password:
        if (!v.quoted && is_ordinary(value)) return false;
        // kubectl describes values by where they are; a shell's working folder is named as a password is.
        if (t_.substr(v.begin).starts_with("<set to the key")) return false;
        if (name.ends_with("PWD") && is_path(value)) return false;
        // "Password: su: Module is unknown": a prompt, then a message.
        if (prose && v.end < t_.size() && t_[v.end] == ':' && !looks_secret(value)) return false;
        if (name.ends_with("passwd") && is_service_list(t_.substr(v.begin, 120))) return false;
        // Tests that passed.
        if (lowered(name).ends_with("pass") && (digits ? value.size() < 6 : prose && name.ends_with("PASS")))
          return false;
        return add(v, words::password);
      case name_class::secret:
        if (!v.quoted && is_ordinary(value)) return false;
        if (digits && value.size() < 6) return false;
        if (value.size() < 3) return false;
        if (prose && !looks_secret(value) && goes_on_as_text(v.end)) return false;
        if (value.front() == '{' || value.front() == '[' || is_path(value)) return false;
        return add(v, lowered(name).find("key") != std::string::npos     ? words::api_key
                      : lowered(name).find("token") != std::string::npos ? words::token
                                                                         : words::secret);
      case name_class::session:
        if (value.size() < 6 || (digits && value.size() < 8) ||
            !any_is_of(value.substr(0, longest_looked_at), is_digit))
          return false;
        return add(v, words::session);
      case name_class::telling:
        return looks_random(value) && add(v, words::secret);
      case name_class::account:
        return is_account(value, v.quoted) && add(v, words::account);
      case name_class::server:
        if (sep != '=') return false;
        [[fallthrough]];
      case name_class::host:
        return host(v, value);
      case name_class::phone:
        return is_number(v) && add(rest_of_number(v), words::phone);
      case name_class::social_security:
        return is_number(v) && add(rest_of_number(v), words::social_security);
      case name_class::card_code:
        return value.size() >= 3 && digits && add(v, words::card);
      case name_class::none:
      case name_class::value:
      case name_class::label:
        break;
    }
    return false;
  }

  /// `secret "db"`, `ConvertTo-SecureString "x"`: words in front of what is quoted, and of options.
  bool is_words(const value_place& v, std::string_view value) const {
    if (value.size() > longest_name) return false;
    static const re2::RE2 command(
        R"((?:ConvertTo|ConvertFrom|Get|Read|New|Import|Unprotect)-[A-Z]?[A-Za-z]*)", byte_options());
    if (re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), command)) return true;
    const auto next = run_end(t_, v.end, is_blank);
    if (next == v.end || next >= t_.size()) return false;
    return (t_[next] == '"' || t_[next] == '\'') && all_are(value, is_lower);
  }

  bool is_number(const value_place& v) const {
    const auto number = rest_of_number(v);
    const auto text = t_.substr(number.begin, std::min(number.end - number.begin, longest_name));
    return std::count_if(text.begin(), text.end(), is_digit) >= 6;
  }

  /// Numbers are written with blanks.
  value_place rest_of_number(value_place v) const {
    if (v.quoted) return v;
    const auto stop = run_end(t_, v.begin, [](char c) {
      return is_digit(c) || std::string_view("+ ()-/.").find(c) != std::string_view::npos;
    });
    auto end = std::min(stop, v.begin + 24);
    while (end > v.begin && !is_digit(t_[end - 1])) --end;
    v.end = std::max(v.end, end);
    return v;
  }

  bool goes_on_as_text(std::size_t end) const {
    const auto next = run_end(t_, end, is_blank);
    return next > end && next < t_.size() && is_letter(t_[next]);
  }

  static bool is_account(std::string_view v, bool quoted) {
    constexpr std::size_t longest = 64;
    if (v.size() > longest || !may_be_account(v)) return false;
    if (!all_are(v, [](char c) {
          return is_name(c) || c == '@' || c == '\\' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
        }))
      return false;
    return quoted || !is_ordinary(v);
  }

  bool host(value_place v, std::string_view value) {
    auto end = run_end(value, 0, [](char c) { return is_name(c); });
    if (end < value.size() && value[end] != ':' && value[end] != ',' && value[end] != '\\') return false;
    while (end > 0 && !is_alnum(value[end - 1])) --end;
    const auto name = value.substr(0, end);
    if (name.size() < 2 || !any_is_of(name, is_letter) || lowered(name) == "localhost" || is_ordinary(name) ||
        is_uuid(name))
      return false;
    v.end = v.begin + end;
    return add(v, words::host);
  }

  const scan& s_;
  std::string_view t_;
  name_class label_ = name_class::none;
  std::size_t label_end_ = 0;
  bool label_used_ = false;
  value_place early_;         ///< a value in front of its label
  std::size_t bare_end_ = 0;  ///< of the unquoted value that was looked at last
};

}  // namespace

void find_named(const scan& s) { named_values(s).find(); }

}  // namespace fm::redaction
