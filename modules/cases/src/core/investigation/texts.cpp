#include "investigation/texts.hpp"

#include <fm/utf8/cut.hpp>

namespace fm::investigation {

std::string kept_text(std::string_view text, std::size_t most) {
  std::string out(first_bytes(text, most));
  for (auto& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return out;
}

std::string whole_words(std::string_view text, std::size_t most) {
  constexpr std::string_view dots = "...";
  if (text.size() <= most) return std::string(text);
  if (most <= dots.size()) return {};
  auto head = first_bytes(text, most - dots.size());
  const bool at_a_border = text[head.size()] == ' ' || text[head.size()] == '\n';
  if (!at_a_border)
    if (const auto border = head.find_last_of(" \n"); border != std::string_view::npos && border != 0)
      head = head.substr(0, border);
  while (!head.empty() && (head.back() == ' ' || head.back() == '\n')) head.remove_suffix(1);
  return std::string(head) + std::string(dots);
}

}  // namespace fm::investigation
