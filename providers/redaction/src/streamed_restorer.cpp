#include "characters.hpp"
#include "fm/redaction/placeholders.hpp"
#include "values.hpp"

#include <algorithm>
#include <array>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_word = 40;  // with its '_'
/// How brackets are written in texts, JSON and HTML.
constexpr std::array<std::string_view, 4> opened{"<", "&lt;", "\\u003c", "\\u003C"};
constexpr std::array<std::string_view, 4> closed{">", "&gt;", "\\u003e", "\\u003E"};
constexpr std::size_t longest_bracket = 6;

bool in_core(char c) { return is_alnum(c) || c == '_'; }

/// How many bytes at the end of `text` may be the beginning of a bracket of several characters.
std::size_t begun_bracket(std::string_view text, const std::array<std::string_view, 4>& brackets) {
  for (auto n = std::min(text.size(), longest_bracket - 1); n > 0; --n)
    for (const auto b : brackets)
      if (n < b.size() && text.ends_with(b.substr(0, n))) return n;
  return 0;
}

}  // namespace

std::string streamed_restorer::feed(std::string_view piece) {
  waiting_ += piece;
  return settle(false);
}

std::string streamed_restorer::finish() { return settle(true); }

std::string streamed_restorer::settle(bool ended) {
  std::string out;
  const std::string_view t = waiting_;
  std::size_t told = 0;  // up to here it is certain
  for (std::size_t at = 0; at < t.size();) {
    if (!in_core(t[at])) {
      ++at;
      continue;
    }
    auto end = run_end(t, at, in_core);
    // \u003cEMAIL_...: the escape runs into the word.
    auto begin = at;
    if (at > 0 && t[at - 1] == '\\' && end - at > 5 &&
        (t.substr(at, 5) == "u003c" || t.substr(at, 5) == "u003C"))
      begin = at + 5;
    if (end == t.size() && !ended && end - begin <= longest_word + placeholders::long_name_length)
      break;  // it may go on
    const auto core = t.substr(begin, end - begin);
    const auto bar = core.rfind('_');
    const placeholders::entry* known = nullptr;
    if (bar != core.npos && bar > 0 && bar <= longest_word)
      known = known_.find(lowered(core.substr(bar + 1)));
    if (known == nullptr || (known->secret && !with_secrets_)) {
      at = end;
      continue;
    }
    auto from = begin, to = end;
    for (const auto b : opened)
      if (t.substr(told, begin - told).ends_with(b)) {
        from = begin - b.size();
        break;
      }
    for (const auto b : closed)
      if (t.substr(end).starts_with(b)) {
        to = end + b.size();
        break;
      }
    // The bracket that closes it may still come.
    if (to == end && !ended && (end == t.size() || begun_bracket(t.substr(end), closed) == t.size() - end))
      break;
    link_.read(t.substr(told, from - told));
    out += t.substr(told, from - told);
    if (known->secret && link_.in_link()) {
      out += t.substr(from, to - from);
    } else {
      const auto value = form_ == value_form::json_string ? json_escaped(known->value) : known->value;
      link_.read(value);
      out += value;
    }
    told = at = to;
  }
  // What is kept: a word that may go on, with the bracket before it.
  auto keep = t.size();
  if (!ended) {
    auto word = t.size();
    while (word > told && in_core(t[word - 1])) --word;
    // A placeholder whose closing bracket is not decided stands in front of what may be one.
    if (const auto n = begun_bracket(t.substr(told), closed); n > 0) {
      auto core_end = t.size() - n, core = core_end;
      while (core > told && in_core(t[core - 1])) --core;
      if (core < core_end) word = std::min(word, core);
    }
    if (t.size() - word > longest_word + placeholders::long_name_length + longest_bracket) word = t.size();
    keep = word;
    const auto head = t.substr(told, keep - told);
    for (const auto b : opened)
      if (head.ends_with(b)) {
        keep -= b.size();
        break;
      }
    if (keep == word) keep -= begun_bracket(head, opened);
    keep = std::max(keep, told);
  }
  link_.read(t.substr(told, keep - told));
  out += t.substr(told, keep - told);
  waiting_.erase(0, keep);
  return out;
}

}  // namespace fm::redaction
