#include "agent/wording.hpp"
#include "command_line.hpp"
#include "evidence_files.hpp"
#include "fm/json/value.hpp"
#include "knowledge/search_index.hpp"
#include "knowledge_folder.hpp"
#include "settings.hpp"

#include <cstdio>
#include <string>
#include <string_view>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven search --kb DIR "query" [-n N] [--json]
       faultmaven search --kb DIR --queries FILE [-n N]

Finds the runbook passages that answer a query, best first; prints nothing but a message when none does.

  --kb DIR          folder of runbooks (Markdown, text, HTML)
  -n, --limit N     at most N results (default 10)
  --json            print the results as JSON
  --queries FILE    JSON lines {"id","query"}; prints JSON lines {"id","results":[path,...]}
)";

json::value passage_json(const knowledge::passage& p) {
  json::array headings;
  for (const auto& h : p.headings) headings.emplace_back(h);
  json::value out;
  out.set("path", p.path)
      .set("headings", std::move(headings))
      .set("anchor", p.anchor)
      .set("first_line", p.first_line)
      .set("last_line", p.last_line)
      .set("score", p.score)
      .set("text", p.text);
  return out;
}

int answer_queries(const knowledge::search_index& index, const std::string& path, std::size_t limit) {
  std::string text, error;
  if (!read_whole(path, 256u << 20, text, error)) {
    complain("'" + path + "' " + error);
    return bad_input;
  }
  std::size_t number = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto read = json::parse(line);
    const auto* id = read.root.find("id");
    const auto* query = read.root.find("query");
    if (!read || id == nullptr || query == nullptr || query->as_string() == nullptr) {
      complain("'" + path + "' line " + std::to_string(number) +
               ": expected {\"id\": ..., \"query\": \"...\"}" + (read ? "" : ": " + read.error));
      return bad_input;
    }
    json::array paths;
    for (const auto& p : index.search(*query->as_string(), {.limit = limit})) paths.emplace_back(p.path);
    json::value out;
    out.set("id", *id).set("results", std::move(paths));
    auto written = json::write(out) + "\n";
    std::fwrite(written.data(), 1, written.size(), stdout);
  }
  return ok;
}

}  // namespace

int search_command(std::span<char* const> words) {
  constexpr std::array<option, 5> options{{{"--help", "-h", false},
                                           {"--kb", "", true},
                                           {"--limit", "-n", true},
                                           {"--json", "", false},
                                           {"--queries", "", true}}};
  auto given = parse_arguments(words, options);
  if (!given.error.empty()) {
    complain(given.error + "; see faultmaven search --help");
    return bad_input;
  }
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  auto folder = given.get("--kb", command_settings().text("FM_KNOWLEDGE"));
  if (folder.empty()) {
    complain("search needs --kb DIR, a folder of runbooks");
    return bad_input;
  }
  std::size_t limit = 10;
  if (given.has("--limit")) {
    auto text = given.get("--limit");
    char* end = nullptr;
    limit = std::strtoul(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0' || limit < 1 || limit > 1000) {
      complain("--limit takes a whole number from 1 to 1000, not '" + text + "'");
      return bad_input;
    }
  }
  if (given.has("--queries") != given.operands.empty() || given.operands.size() > 1) {
    complain("search takes one query, or --queries FILE");
    return bad_input;
  }
  auto loaded = read_knowledge_folder(folder);
  if (!loaded.error.empty()) {
    complain(loaded.error);
    return bad_input;
  }
  for (const auto& n : loaded.notes) complain(n);
  knowledge::search_index::builder builder;
  for (const auto& d : loaded.documents) builder.add(d);
  auto index = builder.build();
  if (given.has("--queries")) return answer_queries(index, given.get("--queries"), limit);

  auto found = index.search(given.operands.front(), {.limit = limit});
  if (given.has("--json")) {
    json::array all;
    for (const auto& p : found) all.push_back(passage_json(p));
    json::value out;
    out.set("schema", "faultmaven.search/1")
        .set("query", given.operands.front())
        .set("results", std::move(all));
    std::puts(json::write(out, true).c_str());
    return ok;
  }
  if (found.empty()) {
    std::puts("No passage answers this query.");
    return ok;
  }
  int n = 0;
  for (const auto& p : found) {
    std::string heading;
    for (const auto& h : p.headings) heading += (heading.empty() ? "" : " > ") + h;
    std::printf("%2d. %.2f  %s%s%s  (lines %llu-%llu)\n", ++n, p.score, p.path.c_str(),
                p.anchor.empty() ? "" : "#", p.anchor.c_str(), static_cast<unsigned long long>(p.first_line),
                static_cast<unsigned long long>(p.last_line));
    if (!heading.empty()) std::printf("    %s\n", heading.c_str());
    std::printf("    %s\n", agent::excerpt(p.text, {}, 40).c_str());
  }
  return ok;
}

}  // namespace fm::program
