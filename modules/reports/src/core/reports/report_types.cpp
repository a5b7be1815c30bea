#include "reports/report_types.hpp"

namespace fm::reports {

namespace {

constexpr std::size_t title_characters = 100;
constexpr std::size_t file_name_bytes = 120;

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

std::string_view label_of(std::string_view type) {
  if (type == "runbook") return "Runbook";
  if (type == "post_mortem") return "Post-mortem";
  return "Incident report";
}

std::string title_of(std::string_view type, std::string_view case_title) {
  auto name = one_line(case_title, title_characters);
  return std::string(label_of(type)) + ": " + (name.empty() ? "a case without a title" : name);
}

std::string one_line(std::string_view text, std::size_t characters) {
  std::string out;
  std::size_t count = 0;
  bool blank = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte <= 0x20 || byte == 0x7F) {
      blank = !out.empty();
      continue;
    }
    if (starts_character(text[i])) {
      if (count + (blank ? 1 : 0) >= characters) return out + "…";
      if (blank) out += ' ', ++count, blank = false;
      ++count;
    }
    out += text[i];
  }
  return out;
}

std::string file_name_of(std::string_view title, unsigned version, std::string_view ending) {
  std::string out;
  for (char c : title) {
    const auto byte = static_cast<unsigned char>(c);
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
    if (kept)
      out += c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  if (out.size() > file_name_bytes) {
    auto end = file_name_bytes;
    while (end > 0 && !starts_character(out[end])) --end;
    out.resize(end);
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return (out.empty() ? "report" : out) + "-v" + std::to_string(version) + "." + std::string(ending);
}

}  // namespace fm::reports
