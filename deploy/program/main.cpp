#include "command_line.hpp"

#include <fm/extract/reader_process.hpp>

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

constexpr const char* help =
    R"(FaultMaven: says what the evidence of an incident shows.

usage: faultmaven COMMAND ...

  investigate PATH... -q "question"   diagnose logs, kubectl output, configuration
  eval DIR                            compare providers and prompts over incidents with known answers
  templates FILE                      mine the message templates of a log
  search --kb DIR "query"             find runbook passages
  rules check|test|list               the rules by which evidence is read, and your own
  model probe                         find out what the language model can do
  serve                               serve FaultMaven over HTTP
  user add|passwd|role                accounts of the server
  doctor                              look at everything that the server stands on
  adopt                               tie a database and files together after a restore
  config                              show the settings in force
  version                             print the version

faultmaven COMMAND --help tells more.
)";

int run(std::span<char* const> words) {
  using namespace fm::program;
  if (words.size() < 2) {
    std::fputs(help, stderr);
    return bad_input;
  }
  std::string_view command = words[1];
  auto rest = words.subspan(2);
  if (command == "investigate") return investigate_command(rest);
  if (command == "eval") return eval_command(rest);
  if (command == "templates") return templates_command(rest);
  if (command == "search") return search_command(rest);
  if (command == "rules") return rules_command(rest);
  if (command == "model") return model_command(rest);
  if (command == "serve") return serve_command(rest);
  if (command == "user") return user_command(rest);
  if (command == "doctor") return doctor_command(rest);
  if (command == "adopt") return adopt_command(rest);
  if (command == "config") return config_command(rest);
  // For the program itself: the process that reads one document under limits.
  if (command == "extract-text") return fm::extract::read_document(rest);
  if (command == "version" || command == "--version") {
    std::puts("faultmaven " FM_VERSION);
    return ok;
  }
  if (command == "--help" || command == "-h" || command == "help") {
    std::fputs(help, stdout);
    return ok;
  }
  complain("unknown command '" + std::string(command) + "'; see faultmaven --help");
  return bad_input;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    auto code = run({argv, static_cast<std::size_t>(argc)});
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) return fm::program::internal_error;
    return code;
  } catch (const std::exception& e) {
    fm::program::complain(std::string("internal error: ") + e.what());
    return fm::program::internal_error;
  }
}
