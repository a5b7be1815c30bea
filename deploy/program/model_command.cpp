#include "command_line.hpp"
#include "model_service.hpp"
#include "probe_text.hpp"
#include "settings.hpp"

#include <fm/actors/clock.hpp>
#include <fm/model/probe.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven model probe [--provider NAME] [--json] [--config FILE]

Asks every model that the settings name what it can do: whether it is there and takes the key, how long its
context is, whether it calls tools (also while it streams), and keeps to a schema. Each is asked at most 7 short
questions, of at most 256 tokens of answer each; the report says what it took.

  --provider NAME   this one only: VENDOR or VENDOR/MODEL, as the settings name it
  --json            print the reports as JSON
  --config FILE     the configuration file

Exit: 0 every model can be used, 1 bad input or settings, 3 a model cannot be used.
)";

bool is_called(const std::string& model, const std::string& wanted) {
  return wanted.empty() || model == wanted || model.starts_with(wanted + "/");
}

}  // namespace

int model_command(std::span<char* const> words) {
  constexpr std::array<option, 4> options{
      {{"--help", "-h", false}, {"--provider", "", true}, {"--json", "", false}, {"--config", "", true}}};
  const auto given = parse_arguments(words, options);
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (!given.error.empty() || given.operands != std::vector<std::string>{"probe"}) {
    complain((given.error.empty() ? "model knows 'probe' only" : given.error) +
             "; see faultmaven model --help");
    return bad_input;
  }
  const auto s = read_settings(given.get("--config"));
  if (!s || !complain_about(*s)) return bad_input;
  for (const auto& name : s->unknown()) complain("a setting means nothing: " + name);
  const auto named = models_of(*s);
  if (!named) {
    complain(named.error().text);
    return bad_input;
  }
  std::vector<model::probe_report> reports;
  for (const auto& m : named->all)
    if (is_called(m->name(), given.get("--provider")))
      reports.push_back(model::probe(*m, s->flag("LLM_SEND_IMAGES"), {}, actors::steady_clock));
  if (reports.empty()) {
    complain(named->all.empty() ? "there is no model: set LLM_PROVIDER (docs/models.md)"
                                : "no model is called '" + given.get("--provider") + "' in the settings");
    return bad_input;
  }
  std::fputs((given.has("--json") ? to_json(reports) : to_text(reports)).c_str(), stdout);
  const bool all_usable = std::all_of(reports.begin(), reports.end(), [](const auto& r) { return r.usable; });
  return all_usable ? ok : problem_found;
}

}  // namespace fm::program
