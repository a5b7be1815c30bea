#include "settings.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

extern char** environ;

namespace fm::program {

namespace {

constexpr const char* usual_file = "faultmaven.conf";

settings::variables environment() {
  settings::variables out;
  for (char** e = environ; *e != nullptr; ++e) {
    const std::string_view entry(*e);
    const auto equals = entry.find('=');
    if (equals != std::string_view::npos) out.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return out;
}

}  // namespace

std::optional<settings::set> read_settings(const std::string& file) {
  std::string path = file;
  if (const char* named = std::getenv("FM_CONFIG"); path.empty() && named != nullptr) path = named;
  struct stat about {};
  if (path.empty() && ::stat(usual_file, &about) == 0) path = usual_file;
  if (path.empty()) return settings::set::read(environment());
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || ::stat(path.c_str(), &about) != 0 || S_ISDIR(about.st_mode)) {
    complain("the configuration file " + path + " cannot be read: " + std::strerror(errno));
    return std::nullopt;
  }
  return settings::set::read(environment(), path, text.str());
}

bool complain_about(const settings::set& s, bool only_own) {
  bool fine = true;
  for (const auto& fault : s.faults()) {
    if (only_own && !fault.starts_with("FM_")) continue;
    complain(fault);
    fine = false;
  }
  return fine;
}

const settings::set& command_settings() {
  static const settings::set known = [] {
    auto s = read_settings();
    if (!s || !complain_about(*s, true)) throw std::runtime_error("the settings are wrong");
    return *s;
  }();
  return known;
}

}  // namespace fm::program
