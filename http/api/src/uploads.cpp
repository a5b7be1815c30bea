#include "fm/http/uploads.hpp"

#include <fm/http/text.hpp>

#include <utility>

namespace fm::http {

std::string shown_file_name(std::string_view sent) {
  auto slash = sent.find_last_of("/\\");
  if (slash != std::string_view::npos) sent.remove_prefix(slash + 1);
  std::string out;
  for (char c : sent)
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  return std::string(trimmed(out));
}

std::vector<std::string> comma_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto comma = text.find(',');
    auto part = trimmed(text.substr(0, comma));
    if (!part.empty()) out.emplace_back(part);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return out;
}

std::string attachment(std::string_view file_name) {
  std::string plain, encoded;
  for (char c : file_name) {
    auto byte = static_cast<unsigned char>(c);
    bool printable = byte >= 0x20 && byte < 0x7F;
    plain += printable && c != '"' && c != '\\' && c != '%' ? c : '_';
    bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter_or_digit || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      constexpr std::string_view digits = "0123456789ABCDEF";
      encoded += '%';
      encoded += digits[byte >> 4];
      encoded += digits[byte & 15];
    }
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

bool prefers_async(const request& r) {
  for (const auto& preference : comma_list(r.header("prefer")))
    if (same_word(trimmed(std::string_view(preference).substr(0, preference.find(';'))), "respond-async"))
      return true;
  return false;
}

response with_job(response answer, const std::string& job_id, const request& r) {
  answer.header("Location", "/jobs/" + job_id);
  if (prefers_async(r)) {
    answer.status = 202;
    answer.header("Preference-Applied", "respond-async");
  }
  return answer;
}

}  // namespace fm::http
