#include "command_line.hpp"
#include "evidence/analyse.hpp"
#include "evidence_files.hpp"

#include <cstdio>
#include <string>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven templates FILE [--assign] [--limit N]

Mines the message templates of a log: how often each occurs, its text with <*> for what varies, and an example.
FILE may be gzip-compressed, or - for standard input.

  --assign     print one template id per input line instead, in order
  --limit N    print the N most frequent templates only (default: all)
)";

}  // namespace

int templates_command(std::span<char* const> words) {
  constexpr std::array<option, 3> options{
      {{"--help", "-h", false}, {"--assign", "", false}, {"--limit", "", true}}};
  auto given = parse_arguments(words, options);
  if (!given.error.empty()) {
    complain(given.error + "; see faultmaven templates --help");
    return bad_input;
  }
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (given.operands.size() != 1) {
    complain("templates takes one FILE, or - for standard input");
    return bad_input;
  }
  unsigned long limit = 0;
  if (given.has("--limit")) {
    char* end = nullptr;
    auto text = given.get("--limit");
    limit = std::strtoul(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0' || limit == 0) {
      complain("--limit takes a whole number of at least 1, not '" + text + "'");
      return bad_input;
    }
  }
  auto files = list_evidence(given.operands);
  if (files.error.empty() && files.files.size() != 1) files.error = "templates takes one file, not a folder";
  if (!files.error.empty()) {
    complain(files.error);
    return bad_input;
  }
  auto source = open_file(files.files.front().path);
  std::vector<std::uint32_t> ids;
  bool assign = given.has("--assign");
  auto mined = evidence::mine_templates(*source, {}, assign ? &ids : nullptr);
  if (!mined.error.empty()) {
    complain("'" + files.files.front().shown + "' " + mined.error);
    return bad_input;
  }
  if (assign) {
    std::string out;
    for (auto id : ids) {
      out += std::to_string(id);
      out.push_back('\n');
      if (out.size() > 60'000) {
        std::fwrite(out.data(), 1, out.size(), stdout);
        out.clear();
      }
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
    return ok;
  }
  std::size_t shown = 0;
  for (const auto& p : mined.patterns) {
    if (limit != 0 && shown++ == limit) break;
    std::printf("%8llu  #%u  %s\n              e.g. L%llu: %s\n", static_cast<unsigned long long>(p.count),
                p.id, p.text.c_str(), static_cast<unsigned long long>(p.seen.first), p.example.c_str());
  }
  std::printf("%zu templates in %llu lines\n", mined.patterns.size(),
              static_cast<unsigned long long>(mined.lines));
  return ok;
}

}  // namespace fm::program
