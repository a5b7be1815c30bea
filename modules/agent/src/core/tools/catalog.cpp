#include "tools/catalog.hpp"

#include <fm/evidence/kind_names.hpp>
#include <fm/json/value.hpp>
#include <fm/utf8/cut.hpp>

#include <utility>

namespace fm::agent::tools {

namespace {

json::value text_of(const char* description, int most, int least = 1) {
  json::value out;
  out.set("type", "string").set("description", description).set("minLength", least).set("maxLength", most);
  return out;
}

json::value number_of(const char* description, std::int64_t least, std::int64_t most) {
  json::value out;
  out.set("type", "integer").set("description", description).set("minimum", least).set("maximum", most);
  return out;
}

json::value word_of(const char* description, std::initializer_list<const char*> words) {
  json::array all;
  for (const auto* w : words) all.emplace_back(w);
  json::value out;
  out.set("type", "string").set("description", description).set("enum", std::move(all));
  return out;
}

json::value evidence() {
  return text_of("A file of the case: E2 (as answers cite it), its name or its id. All files when left out.",
                 300);
}
json::value severity(const char* description) {
  json::array words;
  for (const auto word : evidence::severity_names)
    if (word != evidence::to_string(evidence::severity::none)) words.emplace_back(word);
  return json::value().set("type", "string").set("description", description).set("enum", std::move(words));
}
json::value from() {
  return text_of("Begin of a time window, ISO 8601, UTC unless it names a zone: 2026-03-01T10:05:00Z.", 40);
}
json::value to() {
  return text_of("End of the time window, included: 2026-03-01T10:15 is up to the end of that minute.", 40);
}
json::value limit(const char* description, std::int64_t most) { return number_of(description, 1, most); }
json::value cursor() {
  return text_of("The next_cursor of the page before, with the other arguments as they were.", 100);
}
json::value window(const char* description) {
  json::value properties;
  properties.set("evidence", evidence()).set("from", from()).set("to", to());
  json::value out;
  out.set("type", "object")
      .set("description", description)
      .set("properties", std::move(properties))
      .set("additionalProperties", false);
  return out;
}

tool_description tool(const char* name, const char* permission, const char* description,
                      json::value properties, std::initializer_list<const char*> required) {
  json::value schema;
  json::array needed;
  for (const auto* r : required) needed.emplace_back(r);
  schema.set("type", "object").set("properties", std::move(properties));
  if (!needed.empty()) schema.set("required", std::move(needed));
  schema.set("additionalProperties", false);
  return {name, description, json::write(schema), permission, usual_deadline, usual_output_bytes};
}

std::vector<tool_description> make_catalog() {
  constexpr const char* of_case = "case:read";
  std::vector<tool_description> all;
  json::value search;
  search
      .set("query", text_of("What to look for. Without it every record passes that the other conditions let "
                            "through.",
                            1'000))
      .set("kind",
           word_of("How the query is meant: text (default; letter by letter, whatever the case), regex "
                   "(RE2 syntax), template (as the tool templates shows it; <*> stands for anything).",
                   {"text", "regex", "template"}))
      .set("evidence", evidence())
      .set("severity_at_least", severity("Only lines of records that state at least this severity."))
      .set("from", from())
      .set("to", to())
      .set("limit", limit("Lines of a page, 50 by default.", 200))
      .set("cursor", cursor());
  all.push_back(tool("search_evidence", of_case,
                     "Finds lines in the evidence of the case, in the order of files and lines, and says how "
                     "many there are in all. Each is named as it is cited (E1:120).",
                     std::move(search), {}));
  json::value read;
  read.set("evidence", text_of("The file: E2 (as answers cite it), its name or its id.", 300))
      .set("first",
           number_of("Number of the first line; 1 is the beginning of the file.", 1, 1'000'000'000'000))
      .set("last", number_of("Number of the last line, included.", 1, 1'000'000'000'000))
      .set("cursor", cursor());
  all.push_back(tool("read_lines", of_case,
                     "Reads lines of one file, such as what stands around a line that was found.",
                     std::move(read), {"evidence", "first", "last"}));
  json::value templates;
  templates.set("evidence", evidence())
      .set("severity", severity("Only records that state at least this severity."))
      .set("sort", word_of("count (default; most frequent first), first (by first occurrence), rate (by the "
                           "highest rate in a part of the time).",
                           {"count", "first", "rate"}))
      .set("limit", limit("Templates of a page, 20 by default.", 100))
      .set("cursor", cursor());
  all.push_back(
      tool("templates", of_case,
           "What kinds of messages the logs hold: each with its count and share, first and last time, "
           "its rate per minute over time and an example line.",
           std::move(templates), {}));
  json::value timeline;
  timeline.set("from", from())
      .set("to", to())
      .set("severity_at_least", severity("Only records of at least this severity; warning by default."))
      .set("limit", limit("Entries of a page, 50 by default.", 200))
      .set("cursor", cursor());
  all.push_back(
      tool("timeline", of_case,
           "What happened when, over all files in the order of time: records of at least a severity "
           "and those that tell of trouble; alike ones that follow closely are one entry.",
           std::move(timeline), {}));
  json::value compare;
  compare.set("a", window("What is compared with: a file, a time window or both, such as the hour before."))
      .set("b", window("What is compared: another file or time window, such as the hour of the incident."))
      .set("limit", limit("Differences of a page, 30 by default.", 100))
      .set("cursor", cursor());
  all.push_back(
      tool("compare", of_case,
           "How the messages of b differ from those of a: templates that are new, gone, much more or "
           "much less frequent, with rates and lines.",
           std::move(compare), {"a", "b"}));
  json::value knowledge;
  knowledge.set("query", text_of("A question or keywords.", 1'000))
      .set("limit", limit("Passages of a page, 5 by default.", 20))
      .set("cursor", cursor());
  all.push_back(
      tool("search_knowledge", "knowledge:read",
           "Finds passages of runbooks and documents that the caller may see, those of the case among "
           "them. Each is named as it is cited (K1).",
           std::move(knowledge), {"query"}));
  json::value similar;
  similar
      .set("query", text_of("What the earlier cases should be about; the present case when left out.", 1'000))
      .set("limit", limit("Cases of a page, 5 by default.", 20))
      .set("cursor", cursor());
  all.push_back(tool("similar_cases", "cases:read",
                     "The caller's earlier cases whose title, problem, root cause or solutions resemble the "
                     "present one, or the query.",
                     std::move(similar), {}));
  return all;
}

}  // namespace

const std::vector<tool_description>& catalog() {
  static const auto all = make_catalog();
  return all;
}

const tool_description* find_tool(std::string_view name) {
  for (const auto& t : catalog())
    if (t.name == name) return &t;
  return nullptr;
}

tool_result unknown_tool(std::string_view name) {
  constexpr std::size_t longest_name = 64;
  std::string names;
  for (const auto& t : catalog()) names += (names.empty() ? "" : ", ") + t.name;
  tool_result out;
  out.error = "unknown_tool";
  out.text =
      "the tool '" + std::string(first_bytes(name, longest_name)) + "' was not found; there are " + names;
  return out;
}

}  // namespace fm::agent::tools
