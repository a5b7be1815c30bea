// Prints the source with the required words of all built-in packs, for the build: working them out takes
// longer than everything else at the start of the program.
#include "evidence/required_words.hpp"

#include <fm/evidence/rule_book.hpp>

#include <cstdio>
#include <map>
#include <string>

namespace {

std::string literal_of(const fm::evidence::required_words& words) {
  std::string out;
  for (const auto& group : words.groups) {
    for (const auto& word : group) {
      for (const char c : word) {
        char octal[8];  // digits that follow cannot become a part of it
        std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(static_cast<unsigned char>(c)));
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ';
        out += plain ? std::string(1, c) : std::string(octal);
      }
      out += "\\n";
    }
    out += "\\n";
  }
  return out;
}

}  // namespace

int main() {
  using namespace fm::evidence;
  const auto read = read_packs(built_in_packs());
  for (const auto& m : read.mistakes)
    std::fprintf(stderr, "%s:%u: %s\n", m.file.c_str(), m.line, m.what.c_str());
  if (!read.book) return 1;
  std::map<std::uint64_t, std::string> by_hash;
  for (const auto& rule : read.book->rules())
    for (const auto& p : rule.any) {
      const auto words = required_words_of(p.expression);
      if (words.compiles) by_hash[hash_of_expression(p.expression)] = literal_of(words);
    }
  std::puts(
      "#include \"evidence/required_words.hpp\"\nnamespace fm::evidence {\nnamespace {\n"
      "constexpr known_required_words known[] = {");
  for (const auto& [hash, groups] : by_hash)
    std::printf("    {0x%llxu, \"%s\"},\n", static_cast<unsigned long long>(hash), groups.c_str());
  std::puts(
      "};\n}  // namespace\nstd::span<const known_required_words> built_in_required_words() { return known; "
      "}\n"
      "}  // namespace fm::evidence");
  return 0;
}
