#include "fm/redaction/own_rules.hpp"

#include "characters.hpp"
#include "finding.hpp"
#include "rule_book.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_pattern = 2'000, most_rules = 500, longest_name = 30, shortest_literal = 3;

std::string_view trimmed(std::string_view t) {
  while (!t.empty() && is_space(t.front())) t.remove_prefix(1);
  while (!t.empty() && is_space(t.back())) t.remove_suffix(1);
  return t;
}

/// The word of its placeholders: capital letters, with '_' between.
std::string word_of(std::string_view name) {
  std::string out;
  for (const char c : name)
    out.push_back(is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c);
  return out;
}

/// One line; what is wrong with it, or nothing.
std::string take(own_rules::book& book, std::string_view line) {
  const auto name_end = run_end(line, 0, [](char c) { return is_word(c) || c == '-'; });
  const auto name = line.substr(0, name_end);
  if (name.empty() || name.size() > longest_name || !is_letter(name.front()))
    return "a rule begins with its name: a letter, then letters, digits, '_' and '-', at most 30";
  auto rest = trimmed(line.substr(name_end));
  if (rest.empty()) return "'" + std::string(name) + "' lacks its expression: NAME REGEX, or NAME = TEXT";
  own_rules::rule r;
  r.word = word_of(name);
  if (is_digit(r.word.back())) r.word += "_OWN";  // not to be taken for the number of a placeholder
  if (rest.front() == '=') {
    r.literal = trimmed(rest.substr(1));
    if (r.literal.size() < shortest_literal)
      return "the text of '" + std::string(name) + "' is shorter than three characters";
  } else {
    if (rest.size() > longest_pattern)
      return "the expression of '" + std::string(name) + "' is longer than 2000 characters";
    r.pattern = std::make_unique<re2::RE2>(re2::StringPiece(rest.data(), rest.size()), byte_options());
    if (!r.pattern->ok())
      return "the expression of '" + std::string(name) + "' is none: " + r.pattern->error();
    if (r.pattern->NumberOfCapturingGroups() > 1)
      return "the expression of '" + std::string(name) +
             "' has more than one group: the one group, or else all of it, is replaced";
    if (re2::RE2::PartialMatch("", *r.pattern))
      return "the expression of '" + std::string(name) + "' matches nothing at all, and so everywhere";
  }
  book.rules.push_back(std::move(r));
  return {};
}

}  // namespace

own_rules::own_rules() : book_(std::make_unique<book>()) {}
own_rules::own_rules(own_rules&&) noexcept = default;
own_rules& own_rules::operator=(own_rules&&) noexcept = default;
own_rules::~own_rules() = default;
std::size_t own_rules::size() const { return book_->rules.size(); }

own_rules own_rules::read(std::string_view text, std::vector<rule_fault>& faults) {
  own_rules out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    if (out.size() >= most_rules) {
      faults.push_back({number, "there are more than 500 rules"});
      break;
    }
    if (auto why = take(*out.book_, line); !why.empty()) faults.push_back({number, std::move(why)});
  }
  return out;
}

void find_own(const own_rules& rules, const scan& s) {
  for (const auto& r : rules.all().rules) {
    if (r.pattern) {
      for_each_match(s, *r.pattern, [&](const auto& m) {
        s.add(r.pattern->NumberOfCapturingGroups() > 0 && m[1].data() != nullptr ? m[1] : m[0], r.word);
      });
      continue;
    }
    s.work += s.text.size();
    for (auto at = s.text.find(r.literal); at != s.text.npos;
         at = s.text.find(r.literal, at + r.literal.size()))
      s.add(at, at + r.literal.size(), r.word);
  }
}

}  // namespace fm::redaction
