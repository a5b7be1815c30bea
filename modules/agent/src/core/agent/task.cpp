#include "agent/task.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

constexpr std::array code_names{
    ".c"sv,   ".cc"sv,    ".cpp"sv,        ".cs"sv,        ".diff"sv,    ".go"sv,        ".gradle"sv,
    ".h"sv,   ".hcl"sv,   ".hpp"sv,        ".java"sv,      ".js"sv,      ".jsx"sv,       ".kt"sv,
    ".lua"sv, ".patch"sv, ".php"sv,        ".pl"sv,        ".ps1"sv,     ".py"sv,        ".rb"sv,
    ".rs"sv,  ".scala"sv, ".sh"sv,         ".sql"sv,       ".swift"sv,   ".tf"sv,        ".tfvars"sv,
    ".ts"sv,  ".tsx"sv,   ".dockerfile"sv, "dockerfile"sv, "makefile"sv, "jenkinsfile"sv};

bool is_code_by_name(const std::string& name) {
  std::string small;
  for (const char c : name) small.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  if (small.ends_with(".gz")) small.resize(small.size() - 3);
  return std::any_of(code_names.begin(), code_names.end(), [&](auto end) { return small.ends_with(end); });
}

bool is_code(const evidence::digest& d) {
  switch (d.kind) {
    case evidence::kind::manifest:
    case evidence::kind::yaml_document:
    case evidence::kind::config:
      return true;
    case evidence::kind::json_document:
    case evidence::kind::text:
      return is_code_by_name(d.name);
    default:
      return false;
  }
}

}  // namespace

model_task task_of(const std::vector<evidence::digest>& files) {
  std::uint64_t all = 0, code = 0;
  for (const auto& d : files) {
    all += d.lines;
    if (is_code(d)) code += d.lines;
  }
  return code * 2 > all ? model_task::code : model_task::turn;
}

}  // namespace fm::agent
