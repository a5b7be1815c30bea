#include "command_line.hpp"
#include "eval_runs.hpp"
#include "model_service.hpp"
#include "rule_files.hpp"
#include "settings.hpp"
#include "zone_files.hpp"

#include <fm/actors/clock.hpp>
#include <fm/evaluation/report.hpp>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven eval DIR [INCIDENT...] [--provider NAME[/MODEL]]... [--prompt NAME=FILE]... [--runs N]
                       [--recordings DIR [--record [--record-requests]]] [--out FILE] [--baseline FILE]
                       [--now TIME] [--json] [--allow-missing] [--fail-on=worse]

Investigates incidents with known answers, once for each provider and prompt, and compares them: facts found, claims
that the evidence does not show, calls, tokens, cost (LLM_PRICES), time, and what changed since the last run.
DIR holds a folder for each incident: evidence*, question.txt, and expected.txt with lines `must (WHERE): REGEX` and
`must not (WHERE): REGEX` (docs/models.md).

  --provider NAME[/MODEL]  who answers: builtin, or a vendor of docs/models.md; may be given again. Default: builtin,
                           and LLM_PROVIDER where it is set
  --prompt NAME=FILE       instructions to the model from a file, in place of the program's own; may be given again.
                           `--prompt default` means the program's own
  --runs N                 run each so many times (1 to 20); an incident stands as its worst run
  --recordings DIR         answer from what was recorded there, without a key and a network
  --record                 ask the models, and record in that folder what they say; secrets stay out of it
  --record-requests        record what they are asked, too, as it leaves: redacted
  --out FILE               where the results are kept; default: eval-results.json
  --baseline FILE          results to compare with; default: what stood in the file of --out before
  --now TIME               what "yesterday" and dates without a year refer to (RFC 3339; default: now, and in a replay
                           the time of the recording)
  --json                   print the results as JSON
  --allow-missing          exit with 0 although something was not run
  --fail-on=worse          exit with 3 when an incident is worse than in the baseline, or gone

Outcomes: right, all conditions hold; partly, some of what must be there is; wrong, none of it is; unsure, none of it
is, and the answer says that it does not know; not run, which counts neither as right nor as wrong. Facts: conditions that hold, of all. Unsupported: sentences of the model that what they cite does not show. By
the model: answers whose conclusion is the model's; in the others the built-in one stands, whatever the model said.
Exit: 0 all was run, 1 bad input, 2 internal error, 3 something was not run, or see --fail-on.
)";

constexpr const char* usual_results = "eval-results.json";
constexpr std::size_t longest_prompt_file = 64'000;
constexpr std::size_t longest_results = 256u << 20;
constexpr std::uint32_t most_runs = 20;

/// Says it and gives the exit code.
int wrong(const std::string& why) {
  complain(why);
  return bad_input;
}

/// A name of instructions and their text; fails with a sentence.
outcome<std::pair<std::string, std::string>> read_prompt(const std::string& given) {
  const auto equals = given.find('=');
  const auto name = given.substr(0, equals);
  if (equals == given.npos && name == "default") return std::pair(name, std::string());
  const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
  });
  if (equals == given.npos || name.empty() || !plain || name == "default")
    return fail(ec::invalid, "--prompt takes NAME=FILE or default, not '" + given +
                                 "'; a name is of letters, digits, '-', '_' and '.'");
  std::string text, error;
  if (!read_whole(given.substr(equals + 1), longest_prompt_file, text, error))
    return fail(ec::invalid, error);
  if (text.find_first_not_of(" \t\r\n") == text.npos)
    return fail(ec::invalid, given.substr(equals + 1) + " holds no instructions");
  return std::pair(name, std::move(text));
}

/// Each provider with each prompt; the built-in analyst, which takes none, once.
outcome<std::vector<eval_contender>> contenders_of(const arguments& given, const settings::set& s) {
  auto providers = given.all("--provider");
  if (providers.empty()) {
    providers.emplace_back("builtin");
    if (auto main = s.text("LLM_PROVIDER"); main != "builtin" && main != "none" && !main.empty())
      providers.push_back(std::move(main));
  }
  std::vector<std::pair<std::string, std::string>> prompts;
  for (const auto& text : given.all("--prompt")) {
    auto one = read_prompt(text);
    if (!one) return one.error();
    prompts.push_back(std::move(*one));
  }
  if (prompts.empty()) prompts.emplace_back("default", "");
  std::vector<eval_contender> out;
  const auto add = [&out](eval_contender one) {
    if (std::none_of(out.begin(), out.end(), [&](const auto& known) { return known.name == one.name; }))
      out.push_back(std::move(one));
  };
  for (const auto& provider : providers) {
    if (provider == "builtin") {
      add({{"builtin", "-"}, {}});
      continue;
    }
    auto label = model_label(s, provider);
    if (!label) return label.error();
    for (const auto& [name, text] : prompts) add({{*label, name}, text});
  }
  return out;
}

/// The results to compare with; none when there are none and none were named.
outcome<std::optional<std::vector<evaluation::result>>> read_baseline(const std::string& named,
                                                                      const std::string& out_file) {
  const auto& path = named.empty() ? out_file : named;
  if (named.empty() && ::access(path.c_str(), F_OK) != 0)
    return std::optional<std::vector<evaluation::result>>();
  std::string text, error;
  if (!read_whole(path, longest_results, text, error)) return fail(ec::invalid, error);
  auto read = evaluation::read_results(text);
  if (!read) return fail(ec::invalid, path + ": " + read.error().text);
  return std::optional(std::move(*read));
}

std::vector<evaluation::result> run_all(const std::vector<incident>& incidents,
                                        const std::vector<eval_contender>& contenders, std::uint32_t runs,
                                        const eval_terms& terms) {
  const bool shown = ::isatty(2) == 1;
  const auto total = incidents.size() * contenders.size() * runs;
  std::vector<evaluation::result> out;
  for (const auto& by : contenders)
    for (const auto& what : incidents)
      for (std::uint32_t run = 1; run <= runs; ++run) {
        if (shown)
          std::fprintf(stderr, "\r\033[K%zu of %zu: %s, %s", out.size() + 1, total, what.name.c_str(),
                       by.name.provider.c_str());
        out.push_back(run_incident(what, by, run, terms));
      }
  if (shown) std::fputs("\r\033[K", stderr);
  return out;
}

/// What is wrong with how options go together; empty when nothing is.
std::string misuse_of(const arguments& given) {
  if (given.operands.empty()) return "eval needs a folder of incidents";
  if (given.has("--record") && !given.has("--recordings")) return "--record needs --recordings DIR";
  if (given.has("--record-requests") && !given.has("--record")) return "--record-requests needs --record";
  if (given.has("--fail-on") && given.get("--fail-on") != "worse")
    return "--fail-on knows 'worse' only, not '" + given.get("--fail-on") + "'";
  return {};
}

}  // namespace

int eval_command(std::span<char* const> words) {
  constexpr std::array<option, 13> options{{{"--help", "-h", false},
                                            {"--provider", "", true},
                                            {"--prompt", "", true},
                                            {"--runs", "", true},
                                            {"--recordings", "", true},
                                            {"--record", "", false},
                                            {"--record-requests", "", false},
                                            {"--out", "", true},
                                            {"--baseline", "", true},
                                            {"--now", "", true},
                                            {"--json", "", false},
                                            {"--allow-missing", "", false},
                                            {"--fail-on", "", true}}};
  const auto given = parse_arguments(words, options);
  if (!given.error.empty()) return wrong(given.error + "; see faultmaven eval --help");
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (const auto misuse = misuse_of(given); !misuse.empty()) return wrong(misuse);
  std::uint32_t runs = 1;
  if (const auto text = given.get("--runs", "1");
      std::from_chars(text.data(), text.data() + text.size(), runs).ptr != text.data() + text.size() ||
      runs < 1 || runs > most_runs)
    return wrong("--runs takes a number from 1 to 20, not '" + text + "'");

  const auto& s = command_settings();
  // What leaves, and what the figures mean, depends on them.
  for (const auto& fault : s.faults()) complain(fault);
  if (!s.faults().empty()) return bad_input;
  eval_terms terms;
  terms.settings = &s;
  terms.zone_name = s.text("FM_TIME_ZONE");
  auto zone = find_zone(terms.zone_name);
  if (!zone) return wrong("the time zone '" + terms.zone_name + "' is not known");
  terms.zone = *zone;
  terms.now = actors::wall_clock();
  if (given.has("--now") && !read_time(given.get("--now"), *zone, terms.now))
    return wrong("--now takes a time like 2026-03-01T12:00:00Z, not '" + given.get("--now") + "'");
  terms.recordings = given.get("--recordings");
  terms.records = given.has("--record");
  terms.keeps_requests = given.has("--record-requests");
  if (const auto& rules = s.text("FM_RULES"); !rules.empty() && !use_rules_of(rules)) return bad_input;

  const std::vector<std::string> only(given.operands.begin() + 1, given.operands.end());
  const auto incidents = read_incidents(given.operands.front(), only);
  if (!incidents) return wrong(incidents.error().text);
  const auto contenders = contenders_of(given, s);
  if (!contenders) return wrong(contenders.error().text);
  const auto out_file = given.get("--out", usual_results);
  const auto before = read_baseline(given.get("--baseline"), out_file);
  if (!before) return wrong(before.error().text);

  const auto results = run_all(*incidents, *contenders, runs, terms);
  std::optional<evaluation::difference> changes;
  if (*before) changes = evaluation::compare(**before, results, only);
  const auto text = evaluation::to_json(results, changes ? &*changes : nullptr);
  if (given.has("--json")) {
    std::fputs(text.c_str(), stdout);
  } else {
    std::fputs(evaluation::table_of(results).c_str(), stdout);
    if (changes)
      std::fputs(("\n" + evaluation::text_of(*changes, given.get("--baseline", out_file))).c_str(), stdout);
  }
  const auto not_run = [](const evaluation::result& r) { return r.how == evaluation::standing::not_run; };
  const bool missing = std::any_of(results.begin(), results.end(), not_run);
  if (std::all_of(results.begin(), results.end(), not_run)) {
    complain("nothing was run: " + out_file + " is left as it was");
  } else if (auto stored = store_text(out_file, text); !stored) {
    complain(stored.error().text);
    return internal_error;
  } else if (!given.has("--out")) {
    complain("the results are kept in " + out_file + ", to be compared with by the next run");
  }
  const bool worse = changes && (!changes->worse.empty() || !changes->gone.empty());
  return (missing && !given.has("--allow-missing")) || (worse && given.has("--fail-on")) ? problem_found : ok;
}

}  // namespace fm::program
