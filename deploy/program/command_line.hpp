#pragma once
// Options and operands of one command.
#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::program {

/// Exit codes of every command.
enum exit_code { ok = 0, bad_input = 1, internal_error = 2, problem_found = 3 };

/// An option that a command knows: its spellings, whether it takes a value.
struct option {
  std::string_view name;        ///< e.g. "--kb"
  std::string_view short_name;  ///< e.g. "-q"; may be empty
  bool takes_value = false;
};

/// What was given: values by long name ("" for flags), operands in order, or an error sentence.
struct arguments {
  std::map<std::string, std::string, std::less<>> values;
  std::vector<std::string> operands;
  std::vector<std::pair<std::string, std::string>> in_order;  ///< every option, also those given again
  std::string error;

  bool has(std::string_view name) const { return values.find(name) != values.end(); }
  std::string get(std::string_view name, std::string fallback = {}) const {
    auto it = values.find(name);
    return it == values.end() ? fallback : it->second;
  }
  /// All values of an option that may be given more than once.
  std::vector<std::string> all(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto& [given, value] : in_order)
      if (given == name) out.push_back(value);
    return out;
  }
};

/// Reads `--name value`, `--name=value`, `-q value`, `--` and operands; `-` alone is an operand.
arguments parse_arguments(std::span<char* const> words, std::span<const option> known);

/// Commands. Each writes its result to standard output, messages to standard error, and returns an exit code.
int investigate_command(std::span<char* const> words);
int eval_command(std::span<char* const> words);
int templates_command(std::span<char* const> words);
int search_command(std::span<char* const> words);
int rules_command(std::span<char* const> words);
int model_command(std::span<char* const> words);
int config_command(std::span<char* const> words);
int serve_command(std::span<char* const> words);
int user_command(std::span<char* const> words);
int adopt_command(std::span<char* const> words);
int doctor_command(std::span<char* const> words);

/// Writes "faultmaven: <text>" to standard error.
void complain(std::string_view text);

}  // namespace fm::program
