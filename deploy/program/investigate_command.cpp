#include "agent/analyst.hpp"
#include "command_line.hpp"
#include "evidence/analyse.hpp"
#include "evidence_files.hpp"
#include "investigation_json.hpp"
#include "knowledge_folder.hpp"
#include "settings.hpp"
#include "zone_files.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven investigate PATH... -q "question" [--kb DIR] [--tz ZONE] [--json] [--fail-on=problem]

Reads the evidence of one incident and answers the question from it, every claim with the lines that show it.
PATH is a file, a folder, or - for standard input; gzip files are read as they are.

  -q, --question TEXT   what you want to know; without it: what is wrong?
  --kb DIR              folder of runbooks (Markdown, text, HTML) to draw on
  --tz ZONE             zone of times that name none: UTC (default), +02:00, Europe/Berlin
  --now TIME            what "yesterday" and dates without a year refer to (RFC 3339; default: now)
  --json                print the result as JSON (docs/investigation-json.md)
  --fail-on=problem     exit with 3 when a problem is found

Exit: 0 it ran (also when all is well), 1 bad input, 2 internal error, 3 see --fail-on.
)";

/// Shows how far long input has been read, on a terminal only.
class progress_line {
 public:
  explicit progress_line(std::uint64_t total)
      : total_(total), shown_(::isatty(2) == 1), start_(clock::now()) {}
  ~progress_line() { clear(); }
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  void show(const std::string& name, std::uint64_t done) {
    auto now = clock::now();
    auto passed = std::chrono::duration<double>(now - start_).count();
    if (!shown_ || passed < 1 || now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    auto all = before_ + done;
    auto rate = static_cast<double>(all) / passed;
    std::string text = "reading " + name + ": " + std::to_string(all >> 20) + " MB";
    if (total_ > all) {
      text += " of " + std::to_string(total_ >> 20) + " MB, ";
      text += std::to_string(static_cast<long>(static_cast<double>(total_ - all) / rate) + 1) + " s left";
    }
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    visible_ = true;
  }
  void file_done(std::uint64_t size) { before_ += size; }
  void clear() {
    if (visible_) std::fputs("\r\033[K", stderr);
    visible_ = false;
  }

 private:
  using clock = std::chrono::steady_clock;
  std::uint64_t total_, before_ = 0;
  bool shown_, visible_ = false;
  clock::time_point start_, last_{};
};

}  // namespace

int investigate_command(std::span<char* const> words) {
  constexpr std::array<option, 7> options{{{"--help", "-h", false},
                                           {"--question", "-q", true},
                                           {"--kb", "", true},
                                           {"--tz", "", true},
                                           {"--now", "", true},
                                           {"--json", "", false},
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
  auto zone_name = given.get("--tz", setting_value("FM_TIME_ZONE"));
  auto zone = find_zone(zone_name);
  if (!zone) {
    complain("the time zone '" + zone_name +
             "' is not known: use UTC, an offset like +02:00, or a name like Europe/Berlin");
    return bad_input;
  }
  auto now = std::chrono::duration_cast<std::chrono::microseconds>(
                 std::chrono::system_clock::now().time_since_epoch())
                 .count();
  if (given.has("--now") && !read_time(given.get("--now"), *zone, now)) {
    complain("--now takes a time like 2026-03-01T12:00:00Z, not '" + given.get("--now") + "'");
    return bad_input;
  }
  auto files = list_evidence(given.operands);
  if (!files.error.empty()) {
    complain(files.error);
    return bad_input;
  }

  // The runbooks first: a wrong folder is known before a long log is read.
  knowledge::search_index runbooks;
  auto kb = given.get("--kb", setting_value("FM_KNOWLEDGE"));
  std::vector<std::string> notes;
  if (!kb.empty()) {
    auto loaded = load_knowledge(kb);
    if (!loaded.error.empty()) {
      complain(loaded.error);
      return bad_input;
    }
    runbooks = std::move(loaded.index);
    notes = std::move(loaded.notes);
  }

  auto question = given.get("--question");
  bool no_question = question.find_first_not_of(" \t\r\n") == std::string::npos;
  if (no_question) question = "What is wrong?";
  auto asked = agent::understand(question, now,
                                 static_cast<std::int64_t>(zone->offset_at(now / 1'000'000)) * 1'000'000);

  evidence::analysis_options how;
  how.zone = *zone;
  how.now = now;
  if (asked.has_window && !asked.relative) how.window = {true, asked.daily, asked.first, asked.last};

  std::uint64_t total = 0;
  for (const auto& f : files.files) total += f.size;
  progress_line progress(total);
  evidence::incident_documents documents;
  std::vector<evidence::digest> digests;
  for (const auto& f : files.files) {
    auto source = open_file(f.path);
    auto number = static_cast<std::uint32_t>(digests.size() + 1);
    auto result = evidence::analyse_file(number, f.shown, *source, how, documents, [&](std::uint64_t done) {
      progress.show(f.shown, done);
      return true;
    });
    progress.file_done(f.size);
    if (!result.error.empty()) {
      if (f.from_folder) {  // a picture among the logs is no reason to stop
        notes.push_back("'" + f.shown + "' was left out: it " + result.error);
        continue;
      }
      progress.clear();
      complain("'" + f.shown + "' " + result.error);
      return bad_input;
    }
    digests.push_back(std::move(result.found));
  }
  progress.clear();
  bool any = false;
  for (const auto& d : digests) any = any || d.kind != evidence::kind::empty;
  if (!any) {
    complain(digests.empty() ? "there is nothing to read: none of the files is text"
                             : "there is nothing to read: every file is empty");
    for (const auto& n : notes) complain(n);
    return bad_input;
  }
  evidence::add_document_facts(documents, digests);

  auto found = agent::weigh(question, asked, std::move(digests));
  if (no_question) found.notes.push_back("no question was given: answered 'What is wrong?'");
  found.notes.insert(found.notes.end(), notes.begin(), notes.end());
  std::vector<knowledge::passage> passages;
  if (!kb.empty())
    for (const auto& query : agent::runbook_queries(found))
      agent::add_passages(passages, runbooks.search(query, {.limit = 3}));
  agent::compose(found, std::move(passages));
  if (given.has("--json"))
    std::fputs(to_json(found).c_str(), stdout);
  else
    std::fputs(found.answer.c_str(), stdout);
  bool problem = found.verdict == agent::verdict::problem || found.verdict == agent::verdict::unexplained;
  return given.has("--fail-on") && problem ? problem_found : ok;
}

}  // namespace fm::program
