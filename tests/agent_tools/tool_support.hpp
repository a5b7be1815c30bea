#pragma once
// What the tests of the tools have in common: files of a case and calls.
#include "tools/call.hpp"

#include <fm/evidence/messages.hpp>
#include <fm/json/value.hpp>

#include <string>
#include <utility>

namespace fm::agent::tools {

inline constexpr micros ten = 1'772'359'200'000'000;  // 2026-03-01T10:00:00Z

inline evidence::numbered_file some_file(std::uint32_t number, std::string name,
                                         evidence::kind what = evidence::kind::log) {
  evidence::numbered_file f;
  f.number = number;
  f.id = "id-" + std::to_string(number);
  f.name = std::move(name);
  f.kind = what;
  f.lines = 1'000;
  f.first = ten;
  f.last = ten + 60 * minute;
  f.source.path = "evidence/c/" + f.id;
  f.source.name = f.name;
  return f;
}

/// E1 app.log, E2 db.log.gz, E3 pod.yaml, E4 again the content of E1.
inline evidence::case_files some_files() {
  evidence::case_files out;
  out.files = {some_file(1, "app.log"), some_file(2, "db.log.gz"),
               some_file(3, "pod.yaml", evidence::kind::manifest), some_file(4, "copy.log")};
  out.files[3].same_as = 1;
  return out;
}

inline call some_call(std::string tool, std::string_view arguments = "{}") {
  call c;
  c.case_id = "c";
  c.tool = std::move(tool);
  c.arguments = json::parse(arguments).root;
  return c;
}

inline evidence::shown_line line_of(std::uint32_t file, std::uint64_t number, std::string text) {
  evidence::shown_line l;
  l.evidence = file, l.number = number, l.text = std::move(text);
  return l;
}

inline std::string said(const std::vector<tool_finding>& findings) {
  std::string out;
  for (const auto& f : findings) {
    for (const auto& p : f.path) out += p + ".";
    out += " " + f.message + "\n";
  }
  return out;
}

}  // namespace fm::agent::tools
