#include "agent/picture_claims.hpp"

#include "agent/prompt_text.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <string_view>

namespace fm::agent {

namespace {

using namespace std::literals;

/// Whether what the lines lack is a thing that a picture beside them can show.
bool can_be_seen(std::string_view missing) {
  return missing.starts_with('`') || missing.starts_with("the number "sv) ||
         missing.starts_with("the time "sv) || missing.starts_with("the day "sv) ||
         missing.starts_with("the word "sv);
}

}  // namespace

std::vector<shown_picture> pictures_of(const said_claim& c, const std::vector<shown_picture>& shown) {
  std::vector<shown_picture> out;
  for (const auto& p : shown) {
    const auto name = "p" + std::to_string(p.number);
    const auto is_it = [&](const std::string& cite) {
      const auto small = lowered(cite);
      return small == name || small == "picture" + name;
    };
    if (std::any_of(c.cites.begin(), c.cites.end(), is_it)) out.push_back(p);
  }
  return out;
}

checked_claim checked_with_picture(checked_claim by_lines, bool has_lines) {
  if (!has_lines) return {};
  std::erase_if(by_lines.missing, [](const std::string& what) { return can_be_seen(what); });
  return by_lines;
}

void mark_as_reading(claim& c, const std::vector<shown_picture>& of) {
  constexpr std::size_t longest_name = 120;
  for (auto* words : {&c.slots.front().value, &c.text})
    while (words->ends_with('.')) words->pop_back();
  std::string names, slots;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto slot = i == 0 ? "picture"s : "picture_" + std::to_string(i + 1);
    auto name = one_line(of[i].file, longest_name);
    slots += (i > 0 ? ", {" : "{") + slot + "}";
    names += (i > 0 ? ", " : "") + name;
    c.slots.push_back({slot, std::move(name)});
    citation cited;
    cited.picture = of[i].number;
    c.citations.push_back(std::move(cited));
  }
  const auto begin = " (as the model reads it from the picture "s, end = "; not checked)"s;
  c.form += begin + slots + end;
  c.text += begin + names + end;
}

}  // namespace fm::agent
