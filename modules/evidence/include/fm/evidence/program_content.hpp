#pragma once
// Programs recognised by what they are, whatever an upload declares. Pure.
#include <cstdint>
#include <string>
#include <string_view>

namespace fm::evidence {

namespace detail {

inline std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = 4; i-- > 0;) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

inline bool is_windows_program(std::string_view head) {
  constexpr std::size_t offset_at = 0x3c;
  if (!head.starts_with("MZ")) return false;
  // Without the binary head of a program it is a text that begins so.
  if (head.find('\0') == std::string_view::npos) return false;
  if (head.size() < offset_at + 4) return true;
  const auto at = little_endian(head, offset_at);
  // Programs of DOS have no such place, or one behind what is looked at.
  return at + 4 > head.size() || head.substr(at, 2) == "PE" || head.substr(at, 2) == "NE" ||
         head.substr(at, 2) == "LE" || at == 0;
}

inline bool is_mac_program(std::string_view head) {
  for (std::string_view magic :
       {"\xFE\xED\xFA\xCE", "\xFE\xED\xFA\xCF", "\xCE\xFA\xED\xFE", "\xCF\xFA\xED\xFE"})
    if (head.starts_with(magic)) return true;
  // One file for several processors; the number of them tells it from a class of Java.
  using namespace std::string_view_literals;
  return head.size() >= 8 &&
         (head.starts_with("\xCA\xFE\xBA\xBE"sv) || head.starts_with("\xCA\xFE\xBA\xBF"sv)) &&
         head.substr(4, 3) == "\0\0\0"sv && static_cast<unsigned char>(head[7]) < 20;
}

/// "#!/bin/sh" and the like.
inline bool is_script(std::string_view head) {
  if (!head.starts_with("#!")) return false;
  const auto rest = head.substr(2, head.substr(2).find_first_of("\r\n"));
  const auto first = rest.find_first_not_of(" \t");
  return first != std::string_view::npos && rest[first] == '/';
}

}  // namespace detail

/// What kind of program a file is that begins so, e.g. "a Linux program (ELF)"; empty when it is none. A
/// script is one, unless it is declared as such: then it is evidence of what has run.
inline std::string program_in(std::string_view head, std::string_view declared_type,
                              std::string_view evidence_type) {
  using namespace std::string_view_literals;
  if (head.starts_with("\x7F"
                       "ELF"sv))
    return "a program (ELF)";
  if (detail::is_windows_program(head)) return "a program for Windows (PE)";
  if (detail::is_mac_program(head)) return "a program for macOS (Mach-O)";
  if (head.starts_with("\0asm"sv)) return "a program (WebAssembly)";
  const bool said = declared_type.find("script") != std::string_view::npos ||
                    declared_type.find("x-sh") != std::string_view::npos ||
                    declared_type.find("x-python") != std::string_view::npos ||
                    declared_type.find("x-perl") != std::string_view::npos || evidence_type == "code" ||
                    evidence_type == "configuration";
  if (detail::is_script(head) && !said) return "a script";
  return {};
}

}  // namespace fm::evidence
