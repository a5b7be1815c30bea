#include "command_line.hpp"
#include "investigation_json.hpp"
#include "live_investigation.hpp"
#include "model_service.hpp"
#include "one_investigation.hpp"
#include "rule_files.hpp"
#include "settings.hpp"
#include "terminal_text.hpp"
#include "zone_files.hpp"

#include <fm/actors/clock.hpp>
#include <fm/model/probe.hpp>

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven investigate PATH... -q "question" [--kb DIR] [--model] [--rules DIR] [--tz ZONE]
                              [--json] [--plain] [--fail-on=problem]

Reads the evidence of one incident and answers the question from it, every claim with the lines that show it.
PATH is a file, a folder, or - for standard input; gzip files are read as they are.

  -q, --question TEXT   what you want to know; without it: what is wrong?
  --kb DIR              folder of runbooks (Markdown, text, HTML) to draw on
  --model               ask the language model that LLM_PROVIDER names, too (docs/models.md)
  --rules DIR           folder of rule packs of your own (docs/own-rules.md)
  --tz ZONE             zone of times that name none: UTC (default), +02:00, Europe/Berlin
  --now TIME            what "yesterday" and dates without a year refer to (RFC 3339; default: now)
  --json                print the result as JSON (docs/investigation-json.md)
  --plain               print without marks and colours; NO_COLOR leaves out the colours of a terminal
  --fail-on=problem     exit with 3 when a problem is found

Exit: 0 it ran (also when all is well), 1 bad input, 2 internal error, 3 see --fail-on.
)";

/// Shows how far long input has been read, on a terminal only. Called from several threads.
class progress_line {
 public:
  explicit progress_line(std::uint64_t total)
      : total_(total), shown_(::isatty(2) == 1), start_(clock::now()) {}
  ~progress_line() { clear(); }
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  void show(const std::string& name, std::uint64_t done) {
    if (!shown_) return;
    std::lock_guard lock(mutex_);
    read_[name] = done;
    auto now = clock::now();
    auto passed = std::chrono::duration<double>(now - start_).count();
    if (passed < 1 || now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    std::uint64_t all = 0;
    for (const auto& [file, bytes] : read_) all += bytes;
    std::string text = "reading " + name + ": " + std::to_string(all >> 20) + " MB";
    // What is compressed expands: then the total says nothing.
    if (total_ > all) {
      auto rate = static_cast<double>(all) / passed;
      text += " of " + std::to_string(total_ >> 20) + " MB, ";
      text += std::to_string(static_cast<long>(static_cast<double>(total_ - all) / rate) + 1) + " s left";
    }
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    visible_ = true;
  }
  void clear() {
    std::lock_guard lock(mutex_);
    if (visible_) std::fputs("\r\033[K", stderr);
    visible_ = false;
  }

 private:
  using clock = std::chrono::steady_clock;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> read_;
  std::uint64_t total_;
  bool shown_, visible_ = false;
  clock::time_point start_, last_{};
};

/// What vendors tell of their models without a completion, above all how long a prompt may be. Who does not
/// answer soon is asked without.
void learn_for_free(const std::vector<std::shared_ptr<model::remote_model>>& models) {
  constexpr micros most = 3 * second;
  const auto until = actors::steady_clock() + most;
  for (const auto& m : models) model::learn_facts(*m, [&] { return actors::steady_clock() >= until; });
}

int give_up(const failure& why) {
  complain(why.text);
  return why.code == ec::invalid ? bad_input : internal_error;
}

}  // namespace

int investigate_command(std::span<char* const> words) {
  constexpr std::array<option, 10> options{{{"--help", "-h", false},
                                            {"--question", "-q", true},
                                            {"--kb", "", true},
                                            {"--rules", "", true},
                                            {"--model", "", false},
                                            {"--tz", "", true},
                                            {"--now", "", true},
                                            {"--json", "", false},
                                            {"--plain", "", false},
                                            {"--fail-on", "", true}}};
  auto given = parse_arguments(words, options);
  if (!given.error.empty()) {
    complain(given.error + "; see faultmaven investigate --help");
    return bad_input;
  }
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (given.operands.empty()) {
    complain("investigate needs evidence: give files, folders, or - for standard input");
    return bad_input;
  }
  if (given.has("--fail-on") && given.get("--fail-on") != "problem") {
    complain("--fail-on knows 'problem' only, not '" + given.get("--fail-on") + "'");
    return bad_input;
  }
  auto zone_name = given.get("--tz", command_settings().text("FM_TIME_ZONE"));
  auto zone = find_zone(zone_name);
  if (!zone) {
    complain("the time zone '" + zone_name +
             "' is not known: use UTC, an offset like +02:00, or a name like Europe/Berlin");
    return bad_input;
  }
  auto now = actors::wall_clock();
  if (given.has("--now") && !read_time(given.get("--now"), *zone, now)) {
    complain("--now takes a time like 2026-03-01T12:00:00Z, not '" + given.get("--now") + "'");
    return bad_input;
  }
  auto files = list_evidence(given.operands);
  if (!files.error.empty()) {
    complain(files.error);
    return bad_input;
  }

  const auto rules = given.get("--rules", command_settings().text("FM_RULES"));
  if (!rules.empty() && !use_rules_of(rules)) return bad_input;

  std::uint64_t total = 0;
  for (const auto& f : files.files) total += f.size;
  progress_line progress(total);
  agent::model_options model;
  if (given.has("--model")) {
    // What leaves depends on them: a default in place of a wrong value is not what was meant.
    for (const auto& fault : command_settings().faults()) complain(fault);
    if (!command_settings().faults().empty()) return bad_input;
    for (const auto& name : command_settings().unknown()) complain("a setting means nothing: " + name);
    if (const auto warning = picture_warning(command_settings()); !warning.empty()) complain(warning);
    auto named = models_of(command_settings());
    if (!named) return give_up(named.error());
    model = std::move(named->options);
    if (!model.model) {
      complain("--model needs a model: set LLM_PROVIDER (docs/models.md)");
      return bad_input;
    }
    if (command_settings().flag("LLM_PROBE")) learn_for_free(named->all);
  }
  investigation_order order;
  order.files = std::move(files.files);
  order.question = given.get("--question");
  order.zone_name = zone_name;
  order.zone = *zone;
  order.now = now;
  order.runbooks = given.get("--kb", command_settings().text("FM_KNOWLEDGE"));
  order.model = std::move(model);
  order.progress = [&](const std::string& name, std::uint64_t bytes) { progress.show(name, bytes); };
  if (given.has("--model") && !given.has("--json") && ::isatty(2) == 1) order.ask = ask_live;
  const auto end = investigate_once(std::move(order));
  progress.clear();
  if (!end.found) return give_up(end.found.error());
  const auto& found = *end.found;
  if (given.has("--json"))
    std::fputs(to_json(found).c_str(), stdout);
  else
    std::fputs(rendered(found.answer, look_of_output(given.has("--plain"))).c_str(), stdout);
  if (given.has("--model") && !found.by_model.stands)
    complain(found.by_model.trouble.empty() ? "the built-in answer stands: the notes say why not the model's"
                                            : "the model did not answer: this is the built-in answer");
  if (!end.stopped) {
    std::fflush(stdout);
    std::_Exit(ok);
  }
  bool problem = found.verdict == agent::verdict::problem || found.verdict == agent::verdict::unexplained;
  return given.has("--fail-on") && problem ? problem_found : ok;
}

}  // namespace fm::program
