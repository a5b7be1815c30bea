#pragma once
// What a stored file is called; nothing of what users call it but a harmless extension.
#include <string>
#include <string_view>

namespace fm::evidence {

/// ".log" of "app.LOG": at most 16 letters and digits after the last dot, in lower case; else nothing.
inline std::string safe_extension(std::string_view file_name) {
  auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string out(file_name.substr(dot));
  if (out.size() < 2 || out.size() > 17) return {};
  for (std::size_t i = 1; i < out.size(); ++i) {
    char& c = out[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
  }
  return out;
}

}  // namespace fm::evidence
