#include "agent/picture_choice.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>

namespace fm::agent {

namespace {

bool is_part_of_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

constexpr std::size_t shortest_name = 3;

/// Where the name stands in the text as a word of its own, not before `from`; both in small letters.
std::size_t find_name(std::string_view text, std::string_view name, std::size_t from = 0) {
  if (name.size() < shortest_name) return text.npos;
  for (auto at = text.find(name, from); at != text.npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if ((at == 0 || !is_part_of_word(text[at - 1])) && (end == text.size() || !is_part_of_word(text[end])))
      return at;
  }
  return text.npos;
}

std::string file_name(const evidence::picture& p) {
  const auto& path = p.source.name;
  return lowered(std::string_view(path).substr(path.rfind('/') + 1));
}

bool is_named(std::string_view question, const evidence::picture& p) {
  const auto name = file_name(p);
  const auto stem = std::string_view(name).substr(0, name.rfind('.'));
  return find_name(question, name) != question.npos || find_name(question, stem) != question.npos;
}

}  // namespace

void choose_pictures(std::vector<brought_picture>& all, std::string_view question,
                     const picture_limits& limits) {
  const auto asked = lowered(question);
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::reverse(order.begin(), order.end());  // the newest came last
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t i) { return is_named(asked, all[i].of); });
  std::set<std::string> contents;
  std::size_t count = 0;
  std::uint64_t bytes = 0;
  for (const auto i : order) {
    auto& p = all[i];
    p.shown = false;
    if (!p.of.is.unfit.empty()) {
      p.why_not = "it " + p.of.is.unfit;
    } else if (!contents.insert(p.of.is.sha256).second) {
      p.why_not = "it is a copy of another one";
    } else if (count == limits.count) {
      p.why_not = "at most " + std::to_string(limits.count) +
                  " are shown in a turn, those that the question names before the newest";
    } else if (bytes + p.of.is.bytes > limits.bytes) {
      p.why_not = "those of a turn take at most " + std::to_string(limits.bytes / 1'000'000) + " MB together";
    } else {
      p.shown = true;
      p.why_not.clear();
      ++count;
      bytes += p.of.is.bytes;
    }
  }
}

std::string question_of_lines(std::string question, const std::vector<evidence::picture>& pictures) {
  constexpr std::string_view instead = "the picture";
  for (const auto& p : pictures) {
    const auto name = file_name(p);
    // Behind what was put there: a picture may be called so.
    std::size_t from = 0;
    for (auto at = find_name(lowered(question), name, from); at != question.npos;
         at = find_name(lowered(question), name, from)) {
      question.replace(at, name.size(), instead);
      from = at + instead.size();
    }
  }
  return question;
}

void leave_pictures(std::vector<brought_picture>& all, std::string_view why) {
  for (auto& p : all)
    if (p.shown) p.shown = false, p.why_not = why;
}

}  // namespace fm::agent
