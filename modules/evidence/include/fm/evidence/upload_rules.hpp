#pragma once
// What may be uploaded, by the type that the upload declares. Pure; the HTTP codec and the module share it.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

inline constexpr std::array<std::string_view, 7> evidence_types{"log",  "screenshot",    "document", "metric",
                                                                "code", "configuration", "other"};

/// A declared MIME type as it is stored: lower case, without blanks around it, and `application/octet-stream`
/// in place of what is none or could break a header.
inline std::string clean_content_type(std::string_view declared) {
  auto first = declared.find_first_not_of(" \t");
  auto last = declared.find_last_not_of(" \t");
  if (first == std::string_view::npos) return "application/octet-stream";
  std::string out(declared.substr(first, last - first + 1));
  bool has_slash = false;
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    has_slash = has_slash || c == '/';
    constexpr std::string_view others = "!#$%&'*+-.^_`|~/;= \"";
    bool usual = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
    if (!usual) return "application/octet-stream";
  }
  if (!has_slash || out.front() == '/' || out.back() == '/' || out.size() > 100)
    return "application/octet-stream";
  return out;
}

/// Why a type is not taken; empty when it is. `allowed` empty allows every type that is not refused always.
inline std::string refused_type(std::string_view content_type, const std::vector<std::string>& allowed) {
  auto type = clean_content_type(content_type);
  type = type.substr(0, type.find_first_of("; "));
  constexpr std::array<std::string_view, 3> executables{"application/x-msdownload",
                                                        "application/x-executable", "application/x-dosexec"};
  if (std::find(executables.begin(), executables.end(), type) != executables.end())
    return "executable files (" + type + ") are not taken as evidence";
  if (allowed.empty() || std::find(allowed.begin(), allowed.end(), type) != allowed.end()) return {};
  std::string why = "files of the type " + type + " are not taken; allowed are ";
  for (std::size_t i = 0; i < allowed.size(); ++i) why += (i ? ", " : "") + allowed[i];
  return why;
}

}  // namespace fm::evidence
