#include "zone_files.hpp"

#include "evidence/time_parser.hpp"
#include "evidence_files.hpp"

#include <algorithm>
#include <cctype>

namespace fm::program {

std::optional<evidence::time_zone> find_zone(const std::string& name) {
  if (auto fixed = evidence::time_zone::fixed(name)) return fixed;
  bool plain = !name.empty() && name.size() < 64 && name.front() != '/' &&
               name.find("..") == std::string::npos &&
               std::all_of(name.begin(), name.end(), [](unsigned char c) {
                 return std::isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
               });
  if (!plain) return {};
  std::string bytes, error;
  if (!read_whole("/usr/share/zoneinfo/" + name, 1u << 20, bytes, error)) return {};
  return evidence::time_zone::from_tzif(bytes, name);
}

bool read_time(const std::string& text, const evidence::time_zone& zone, std::int64_t& out) {
  evidence::time_parser parser({.zone = zone, .reference_time = evidence::no_time});
  evidence::time_stamp stamp;
  if (!parser.read(text, stamp) || stamp.length != text.size()) return false;
  out = stamp.time;
  return true;
}

}  // namespace fm::program
