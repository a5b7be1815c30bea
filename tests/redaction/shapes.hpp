#pragma once
// Secrets made from shapes, the same for the same line: planted.txt says how they are written.
#include <string>
#include <string_view>
#include <vector>

namespace fm::redaction::test {

/// A line of planted.txt with its secrets in place.
struct planted {
  std::string kind;
  std::string text;
  std::vector<std::string> secrets;
};

std::vector<planted> read_planted(const std::string& path);
/// Lines that are no comments, with \n as the end of a line.
std::vector<std::string> read_lines(const std::string& path);

}  // namespace fm::redaction::test
