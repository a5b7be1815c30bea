#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"
#include "values.hpp"

#include <algorithm>
#include <vector>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_structure = 4'000, longest_block = 40;  // bytes, lines

std::string_view word_of(name_class what, std::string_view name) {
  if (what == name_class::password) return words::password;
  const auto small = lowered(name);
  return small.find("token") != small.npos ? words::token
         : small.find("key") != small.npos ? words::api_key
                                           : words::secret;
}

/// What a name tells of the values below it: "passwords" and "apiKeys" are many of what their singular is.
name_class class_of_many(std::string_view name) {
  auto what = class_of(name);
  if (what != name_class::password && what != name_class::secret && name.size() > 2 &&
      (name.back() | 0x20) == 's')
    what = class_of(name.substr(0, name.size() - 1));
  return what == name_class::password || what == name_class::secret ? what : name_class::none;
}

/// Fields that describe a secret rather than hold it.
bool describes(std::string_view key) {
  constexpr std::string_view fields[] = {
      "type",      "name",        "description", "title",     "format",    "label",        "required",
      "optional",  "placeholder", "ref",         "from",      "key",       "kind",         "path",
      "file",      "id",          "valuefrom",   "enabled",   "created",   "updated",      "expires",
      "version",   "policy",      "length",      "minlength", "maxlength", "secretkeyref", "secretname",
      "mountpath", "env",         "external",    "driver",    "pattern",   "in",           "scope",
      "scopes",    "user",        "username",    "status",    "error",     "errors",       "detail",
      "details",   "message",     "msg",         "reason",    "example",   "help",         "provider",
      "engine",    "algorithm",   "expires_in",  "expiresin", "exp",       "iat",          "namespace",
      "host",      "url",         "issuer"};
  const auto small = lowered(key);
  return std::find(std::begin(fields), std::end(fields), small) != std::end(fields);
}

/// The values of a list or a map that a name stands in front of, in JSON, YAML's flow, Python, HCL.
class structure {
 public:
  structure(const scan& s, name_class what, std::string_view name)
      : s_(s), t_(s.text), what_(what), word_(word_of(what, name)) {}

  /// Reads what begins at `at` with a bracket; how far it is read, a little when nothing closes it: what
  /// follows then may be something else.
  std::size_t read(std::size_t at) {
    const auto limit = std::min(t_.size(), at + longest_structure);
    const auto start = at;
    int depth = 0;
    std::string_view key;
    while (at < limit) {
      const char c = t_[at];
      if (is_line_end(c)) {
        at = std::min(behind_line_name(t_, at + 1), limit);
        first_line_ = false;
        continue;
      }
      if (c == '[' || c == '{') {
        ++depth;
        ++at;
        if (c == '{') key = {};
        continue;
      }
      if (c == ']' || c == '}') {
        ++at;
        if (--depth == 0) {
          for (const auto& v : unsure_) s_.add(v.begin, v.end, word_);
          break;
        }
        key = {};
        continue;
      }
      if (is_blank(c) || c == ',' || c == ':' || c == '=') {
        if (c == ',') key = {};
        ++at;
        continue;
      }
      at = scalar(at, limit, key);
    }
    s_.work += at - start;
    constexpr std::size_t little = 400;
    return depth == 0 ? at : std::min(at, start + little);
  }

  /// A value, or a name when a separator stands behind it; where it ends.
  std::size_t scalar(std::size_t at, std::size_t limit, std::string_view& key) {
    // As far as a value reaches: what nothing ends would be read again at each of its parts.
    constexpr std::size_t longest_value = 600;
    const auto near = t_.substr(0, std::min(limit, at + longest_value));
    auto v = value_at(near, at);
    if (!v.quoted)
      v.end = run_end(near, v.begin, [](char c) {
        return !is_space(c) && std::string_view(",]}\"").find(c) == std::string_view::npos;
      });
    v.end = std::min(v.end, limit);
    auto behind = v.end;
    if (v.quoted)
      behind = run_end(t_, behind, [](char c) { return c == '\\' || c == '"' || c == '\'' || c == '`'; });
    if (!v.quoted)
      if (const auto end = bare_key(v.begin, v.end, key); end > v.begin) return end;
    const auto next = run_end(t_, behind, is_blank);
    if (next < limit && (t_[next] == ':' || t_[next] == '=')) {
      key = t_.substr(v.begin, v.end - v.begin);
      return next + 1;
    }
    take(v, key);
    return std::max(behind, at + 1);
  }

  /// Reads `name:` or `name=`; where its value begins, `at` when there is no name.
  std::size_t bare_key(std::size_t at, std::size_t limit, std::string_view& key) const {
    const auto end = run_end(t_, at, is_name);
    if (end == at || end >= limit || (t_[end] != ':' && t_[end] != '=')) return at;
    if (t_[end] == ':' && end + 1 < limit && !is_space(t_[end + 1])) return at;
    key = t_.substr(at, end - at);
    return end + 1;
  }

  void take(const value_place& v, std::string_view key) {
    const auto value = t_.substr(v.begin, v.end - v.begin);
    if (value.size() < 4 || is_stand_in(value) || is_ordinary(value) || is_path(value) || describes(key))
      return;
    if (what_ == name_class::password ? all_are(value, is_digit) && value.size() < 4 : !looks_secret(value))
      return;
    if (v.quoted || first_line_)
      s_.add(v.begin, v.end, word_);
    else
      unsure_.push_back(v);
  }

 private:
  const scan& s_;
  std::string_view t_;
  name_class what_;
  std::string_view word_;
  bool first_line_ = true;
  std::vector<value_place> unsure_;  ///< words below the first line: values only if a bracket closes them
};

struct yaml_line {
  std::size_t begin = 0, end = 0, indent = 0;
};

yaml_line line_of(std::string_view t, std::size_t at) {
  yaml_line out;
  const auto from = behind_line_name(t, at);
  out.end = std::min(t.find('\n', at), t.size());
  out.begin = std::min(run_end(t, from, is_blank), out.end);
  out.indent = out.begin - std::min(from, out.begin);
  return out;
}

/// The list or map of YAML on the lines behind a name that ends its own; where it ends.
std::size_t read_block(const scan& s, structure& all, std::size_t name, std::size_t at) {
  const auto t = s.text;
  auto own = name;
  while (own > 0 && !is_line_end(t[own - 1])) --own;
  const auto head = line_of(t, own);
  for (std::size_t n = 0; n < longest_block && at < t.size(); ++n) {
    const auto line = line_of(t, at);
    s.work += line.end - at + 1;
    const auto text = t.substr(line.begin, line.end - line.begin);
    const bool item = text.starts_with("- ");
    // A list may stand as far out as its name.
    if (!text.empty() && (line.indent < head.indent || (line.indent == head.indent && !item))) return at;
    auto from = line.begin + (item ? 2 : 0);
    std::string_view key;
    // Of a plain line only a list's item or what is quoted is a value here: the rest may be a message.
    const auto first = all.bare_key(from, line.end, key);
    if (first > from || item || (!text.empty() && (text[0] == '"' || text[0] == '\''))) {
      auto v = value_at(t, first);
      v.end = std::min(v.end, line.end);
      if (v.begin < v.end && t[v.begin] != '[' && t[v.begin] != '{') all.take(v, key);
    }
    at = line.end + 1;
  }
  return at;
}

/// The list or map of YAML whose lines were joined: `passwords: admin: x ops: y`; where it ends.
std::size_t read_joined(const scan& s, structure& all, std::size_t at) {
  constexpr int most = 20;
  const auto t = s.text;
  const auto start = at;
  for (int n = 0; n < most && at < t.size(); ++n) {
    at = run_end(t, at, is_blank);
    std::string_view key;
    const bool item = t.compare(at, 2, "- ") == 0;
    const auto value = all.bare_key(item ? at + 2 : at, t.size(), key);
    if (!item && value == at) break;
    const auto v = value_at(t, value);
    if (v.begin >= v.end || (!v.quoted && !looks_secret(t.substr(v.begin, v.end - v.begin)))) break;
    all.take(v, key);
    at = v.end + (v.quoted ? 1 : 0);
  }
  s.work += at - start;
  return at;
}

}  // namespace

void find_nested(const scan& s) {
  static const re2::RE2 opens(
      R"re(([A-Za-z][\w.-]{1,63})(?:["'\\`\]]|&quot;|\s){0,8}(?::=|=>|=|:)[ \t]{0,8}(\r?\n|[\[{]|- |[\w.-]{1,40}:[ \t]))re",
      byte_options());
  std::size_t done = 0;
  for_each_match<3>(s, opens, [&](const auto& m) {
    const auto what = class_of_many(m[1]);
    const auto begin = static_cast<std::size_t>(m[1].data() - s.text.data());
    const auto at = static_cast<std::size_t>(m[2].data() - s.text.data());
    if (what == name_class::none || at < done) return;
    structure all(s, what, m[1]);
    if (m[2].back() == '\n') {
      const auto below = line_of(s.text, at + m[2].size());
      const bool bracket =
          below.begin < below.end && (s.text[below.begin] == '[' || s.text[below.begin] == '{');
      done = bracket ? all.read(below.begin) : read_block(s, all, begin, at + m[2].size());
    } else if (s.text[at] != '[' && s.text[at] != '{') {
      done = read_joined(s, all, at);
    } else {
      const auto first = s.text.substr(at, run_end(s.text, at, [](char c) { return !is_space(c); }) - at);
      if (first.size() > 1 && is_stand_in(first)) return;  // [FILTERED]
      done = all.read(at);
    }
  });
}

}  // namespace fm::redaction
