#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"
#include "values.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

struct line_place {
  std::size_t begin = 0, end = 0, indent = 0;  ///< `begin` behind the line's name and indentation
};

line_place line_at(std::string_view t, std::size_t at) {
  line_place out;
  const auto from = behind_line_name(t, at);
  out.begin = run_end(t, from, is_blank);
  out.indent = out.begin - from;
  out.end = std::min(t.find('\n', at), t.size());
  out.begin = std::min(out.begin, out.end);
  return out;
}

/// The lines below `data:` that stand further in; where they end.
std::size_t take_block(const scan& s, std::size_t header) {
  const auto t = s.text;
  auto start = header;
  while (start > 0 && !is_line_end(t[start - 1])) --start;
  const auto own = line_at(t, start);
  for (auto at = own.end + 1; at < t.size();) {
    const auto line = line_at(t, at);
    s.work += line.end - at;
    if (line.begin < line.end) {
      if (line.indent <= own.indent) return at;
      const auto colon = t.substr(line.begin, line.end - line.begin).find(':');
      if (colon == t.npos) {
        s.add(line.begin, line.end, words::secret);  // of a block that goes on
      } else {
        const auto v = value_at(t, line.begin + colon + 1);
        if (v.end <= line.end && v.begin < v.end && t[v.begin] != '|' && t[v.begin] != '>')
          s.add(v.begin, v.end, words::secret);
      }
    }
    at = line.end + 1;
  }
  return t.size();
}

/// {"name":"value", ...}, also within a JSON string; where it ends.
std::size_t take_object(const scan& s, std::size_t at) {
  const auto t = s.text;
  constexpr std::size_t longest = 64'000;
  const auto limit = std::min(t.size(), at + longest);
  while (at < limit) {
    const auto colon = t.find_first_of(":}", at);
    if (colon == t.npos || colon >= limit || t[colon] == '}') return std::min(colon, limit);
    const auto v = value_at(t, colon + 1);
    if (v.begin < v.end && v.quoted) s.add(v.begin, v.end, words::secret);
    s.work += v.end - at;
    at = std::max(v.end, colon + 1);
  }
  return at;
}

/// `kind: Secret` somewhere in a document makes all its data secret.
void find_documents(const scan& s) {
  static const re2::RE2 kind(R"(\b(kind["\\]{0,8}\s{0,4}:\s{0,4}["\\]{0,8}Secret(?:List)?)(?:["\\\s,}]|$))",
                             byte_options());
  static const re2::RE2 data(R"(\b((?:data|stringData)["\\]{0,8}\s{0,4}:)\s{0,40}(\{?))", byte_options());
  std::size_t done = 0;
  for_each_match(s, kind, [&](const auto& m) {
    const auto t = s.text;
    const auto at = static_cast<std::size_t>(m[1].data() - t.data());
    if (at < done) return;
    // The document: from the separator before it to the one behind.
    auto begin = t.substr(done, at - done).rfind("\n---");
    begin = begin == t.npos ? done : done + begin;
    const auto end = std::min(t.find("\n---", at), t.size());
    s.work += end - begin;
    done = end;
    const scan part{t.substr(0, end), s.found, s.work};
    const re2::StringPiece all(t.data(), end);
    for (auto from = begin; from < end;) {
      re2::StringPiece g[3];
      if (!data.Match(all, from, end, re2::RE2::UNANCHORED, g, 3)) break;
      const auto stop = static_cast<std::size_t>(g[0].data() - t.data()) + g[0].size();
      const auto behind = g[2].size() == 1
                              ? take_object(part, stop)
                              : take_block(part, static_cast<std::size_t>(g[1].data() - t.data()));
      from = std::max(behind, from + 1);
    }
  });
}

/// `key: dGV4dA==` on a line of its own: text that somebody has encoded, as the data of a Secret whose head
/// is not shown.
void find_encoded_lines(const scan& s) {
  const auto t = s.text;
  for (std::size_t at = 0; at < t.size();) {
    const auto line = line_at(t, at);
    s.work += line.end - at;
    at = line.end + 1;
    const auto name = run_end(t, line.begin, is_name);
    if (name == line.begin || name + 2 >= line.end || t[name] != ':' || !is_blank(t[name + 1])) continue;
    const auto v = value_at(t, name + 1);
    const auto value = t.substr(v.begin, v.end - v.begin);
    const auto rest =
        run_end(t, v.end, [](char c) { return is_blank(c) || c == '"' || c == '\'' || c == '\r'; });
    if (rest < line.end || value.size() < 8 || value.size() % 4 != 0 || !all_are(value, is_base64)) continue;
    if (all_are(value, is_hex) || all_are(value, is_lower) || all_are(value, is_upper) ||
        text_in_base64(value).empty())
      continue;
    s.add(v.begin, v.end, words::secret);
  }
}

}  // namespace

void find_secret_objects(const scan& s) {
  find_documents(s);
  find_encoded_lines(s);
}

}  // namespace fm::redaction
