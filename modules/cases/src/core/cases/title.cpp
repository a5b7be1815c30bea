#include "cases/title.hpp"

#include "cases/folding.hpp"

#include <fm/civil/utc_text.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace fm::cases {

namespace {

constexpr std::size_t title_characters = 255;

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size();) {
    auto begin = text.find_first_not_of(blanks, i);
    if (begin == std::string_view::npos) break;
    auto end = std::min(text.find_first_of(blanks, begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    i = end;
  }
  return out;
}

/// Without what marks citations: `[E1:L3]`, `[E1:L3-L9, E2:L1]`, `[K1]`, `[P1]`.
std::string without_citations(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('[');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const bool cites = text.size() > 2 && (text[1] == 'E' || text[1] == 'K' || text[1] == 'P') &&
                       text[2] >= '0' && text[2] <= '9';
    const auto close = text.find(']');
    if (!cites || close == std::string_view::npos) {
      out += '[';
      text.remove_prefix(1);
    } else {
      text.remove_prefix(close + 1);
    }
  }
  return out;
}

std::string without_end(std::string title) {
  while (!title.empty() && std::string_view(".,;:!?-").find(title.back()) != std::string_view::npos)
    title.pop_back();
  return title;
}

}  // namespace

std::string automatic_title(std::int64_t time, std::int64_t number) {
  const auto date = utc_text(time, fraction::six_digits);  // 2026-03-15T...
  return "Case-" + date.substr(5, 2) + date.substr(8, 2) + "-" + std::to_string(number);
}

bool says_something(std::string_view title) {
  constexpr std::array<std::string_view, 3> made_up = {"new case", "untitled", "untitled case"};
  const auto small = folded(title);
  if (small.starts_with("case-")) return false;
  if (std::find(made_up.begin(), made_up.end(), small) != made_up.end()) return false;
  return words_of(title).size() >= 3;
}

std::string title_from(std::string_view text, std::size_t most_words) {
  const auto plain = without_citations(text);
  // Marks of headings, lists and emphasis say nothing here.
  std::string out;
  std::size_t words = 0;
  for (auto word : words_of(plain)) {
    while (!word.empty() && std::string_view("#*`_>").find(word.front()) != std::string_view::npos)
      word.remove_prefix(1);
    while (!word.empty() && std::string_view("*`_").find(word.back()) != std::string_view::npos)
      word.remove_suffix(1);
    if (word.find_first_not_of(".,;:!?-") == std::string_view::npos) continue;
    if (words == most_words) break;
    ++words;
    if (!out.empty()) out += ' ';
    out += word;
  }
  if (words < 2) return {};
  out = without_end(std::string(first_bytes(out, title_characters)));
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
    out.front() = static_cast<char>(out.front() - 32);
  return out;
}

}  // namespace fm::cases
