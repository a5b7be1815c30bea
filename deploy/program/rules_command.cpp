#include "command_line.hpp"
#include "rule_files.hpp"
#include "settings.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven rules check|test|list [--rules DIR] [--markdown]

The rules by which evidence is read: those of the program, and those of a folder of YAML packs of your own, which win.
docs/rules.md shows the built-in ones, docs/own-rules.md says how to write a pack.

  check         reads and compiles every pack; says file, line and reason of what is wrong
  test          check, and then every example of every rule
  list          all rules: id, pack, role, weight, meaning
  --rules DIR   folder of packs (*.yaml); else FM_RULES
  --markdown    list as Markdown, as docs/rules.md is made

Exit: 0 all is well, 1 a pack is wrong or an example fails.
)";

const char* word_of(evidence::role r) {
  constexpr std::array<const char*, 4> words = {"cause", "symptom", "context", "healthy"};
  return words[static_cast<std::size_t>(r)];
}

void say(const std::vector<evidence::pack_mistake>& mistakes) {
  for (const auto& m : mistakes) complain(text_of(m));
}

int test(const evidence::text_rules& rules) {
  const auto failed = evidence::failed_examples(rules);
  say(failed);
  std::size_t examples = 0;
  for (const auto& r : rules.book().rules()) examples += r.examples.size();
  std::printf("%zu examples of %zu rules, %zu failed\n", examples, rules.book().rules().size(),
              failed.size());
  return failed.empty() ? ok : bad_input;
}

/// A cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
  return text;
}

std::string slots_of(const evidence::rule& r) {
  std::vector<std::string> names(r.slots.begin(), r.slots.end());
  for (const auto& f : r.fields) names.push_back(f.slot);
  for (const auto& p : r.any)
    for (auto at = p.expression.find("(?P<"); at != std::string::npos;
         at = p.expression.find("(?P<", at + 1)) {
      auto name = p.expression.substr(at + 4, p.expression.find('>', at) - at - 4);
      while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.pop_back();
      if (name != "reason") names.push_back(std::move(name));
    }
  std::string out;
  std::vector<std::string> seen;
  for (const auto& n : names) {
    if (std::find(seen.begin(), seen.end(), n) != seen.end()) continue;
    seen.push_back(n);
    out += (out.empty() ? "" : ", ") + n;
  }
  return out;
}

void print_markdown(const evidence::rule_book& book) {
  std::puts(
      "# Rules\n\nEvery finding names the rule that found it. This page is made from the packs in "
      "`modules/evidence/rules` by `faultmaven rules list --markdown`.\n\nSlots hold values letter by letter "
      "from the "
      "cited lines; a slot is absent when no line shows its value. The weight says how surely the words, in "
      "their "
      "context, name the cause; depth how deep it stands in a chain of effects (deeper explains shallower). "
      "A rule "
      "without a weight is found by comparing documents or by counting, and weighs what was found.");
  std::string pack;
  for (const auto& r : book.rules()) {
    if (r.pack != pack) {
      pack = r.pack;
      std::printf(
          "\n## %s\n\n| Rule | Meaning | Role | Weight | Depth | Slots |\n|---|---|---|---|---|---|\n",
          pack.c_str());
    }
    char weight[16] = "";
    if (!r.any.empty()) std::snprintf(weight, sizeof weight, "%.2f", r.weight);
    std::printf("| `%s` | %s | %s | %s | %d | %s |\n", r.id.c_str(), cell(r.about).c_str(), word_of(r.role),
                weight, r.depth, slots_of(r).c_str());
  }
  std::puts("\n## Codes\n\nWhat numbers and names of standards mean.");
  for (const auto& [table, codes] : book.codes()) {
    std::printf("\n### %s\n\n| Code | Name | Meaning |\n|---|---|---|\n", table.c_str());
    for (const auto& [code, entry] : codes)
      std::printf("| %s | %s | %s |\n", cell(code).c_str(), cell(entry.name).c_str(),
                  cell(entry.means).c_str());
  }
}

void print_list(const evidence::rule_book& book) {
  for (const auto& r : book.rules())
    std::printf("%-26s %-14s %-8s %.2f  %s%s\n", r.id.c_str(), r.pack.c_str(), word_of(r.role), r.weight,
                r.about.c_str(), r.own ? "  [own]" : "");
}

}  // namespace

int rules_command(std::span<char* const> words) {
  constexpr std::array<option, 3> options{
      {{"--help", "-h", false}, {"--rules", "", true}, {"--markdown", "", false}}};
  auto given = parse_arguments(words, options);
  if (!given.error.empty()) {
    complain(given.error + "; see faultmaven rules --help");
    return bad_input;
  }
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  const auto what = given.operands.size() == 1 ? given.operands.front() : std::string();
  if (what != "check" && what != "test" && what != "list") {
    complain("rules takes check, test or list; see faultmaven rules --help");
    return bad_input;
  }
  const auto folder = given.get("--rules", command_settings().text("FM_RULES"));
  const auto loaded = load_rules(folder, true);
  say(loaded.mistakes);
  if (!loaded.rules) return bad_input;
  if (what == "test") return test(*loaded.rules);
  const auto& book = loaded.rules->book();
  if (what == "list") {
    given.has("--markdown") ? print_markdown(book) : print_list(book);
    return ok;
  }
  const auto own =
      std::count_if(book.rules().begin(), book.rules().end(), [](const auto& r) { return r.own; });
  std::printf("%zu rules are well, %td of them from %zu packs of %s\n", book.rules().size(), own,
              loaded.own_packs, folder.empty() ? "no folder of your own" : folder.c_str());
  return ok;
}

}  // namespace fm::program
