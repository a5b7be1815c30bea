#include "agent/playbook.hpp"

#include "agent/asked_effect.hpp"
#include "agent/wording.hpp"
#include "evidence/text_rules.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <set>
#include <string>

using namespace fm::agent;

namespace {

/// The rules that docs/rules.md describes: in the first column of its tables, or at the beginning of a list.
std::set<std::string> documented(bool tables_only) {
  std::ifstream file("docs/rules.md");
  BOOST_TEST_REQUIRE(file.good());
  std::set<std::string> rules;
  std::string line;
  while (std::getline(file, line)) {
    bool table = line.starts_with("| `");
    if (!table && (tables_only || !line.starts_with("`"))) continue;
    auto cell = table ? line.substr(0, line.find('|', 1)) : line;
    for (auto at = cell.find('`'); at != std::string::npos; at = cell.find('`', at + 1)) {
      auto end = cell.find('`', at + 1);
      if (end == std::string::npos) break;
      rules.insert(cell.substr(at + 1, end - at - 1));
      at = end;
    }
  }
  return rules;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(playbook_of_rules)

BOOST_AUTO_TEST_CASE(every_rule_that_can_be_a_hypothesis_has_its_own_entry) {
  auto rules = documented(true);
  BOOST_TEST(rules.size() > 90u);
  for (const auto& rule : rules)
    BOOST_TEST(play_for(rule).rule == rule, rule + " has no entry in the playbook");
}

BOOST_AUTO_TEST_CASE(every_rule_of_log_messages_is_documented) {
  auto rules = documented(false);
  for (auto id : fm::evidence::text_rules::ids())
    BOOST_TEST(rules.count(std::string(id)) == 1u, std::string(id) + " is not described in docs/rules.md");
}

BOOST_AUTO_TEST_CASE(entries_are_complete_and_unique) {
  std::set<std::string_view> seen;
  for (const auto& p : playbook()) {
    BOOST_TEST(seen.insert(p.rule).second, std::string(p.rule) + " stands twice");
    BOOST_TEST(!p.category.empty());
    BOOST_TEST(!p.steps.empty());
    BOOST_TEST((p.depth >= 0 && p.depth <= 3));
    BOOST_TEST(std::count(p.form.begin(), p.form.end(), '[') ==
               std::count(p.form.begin(), p.form.end(), ']'));
    BOOST_TEST(std::count(p.form.begin(), p.form.end(), '{') ==
               std::count(p.form.begin(), p.form.end(), '}'));
  }
}

BOOST_AUTO_TEST_CASE(sentences_and_steps_hold_no_number_that_could_be_taken_for_evidence) {
  for (const auto& p : playbook()) {
    auto digits = [](std::string_view s) {
      return std::any_of(s.begin(), s.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
    };
    BOOST_TEST(!digits(p.form), std::string(p.form));
    BOOST_TEST(!digits(p.steps), std::string(p.steps));
    BOOST_TEST(!digits(p.question), std::string(p.question));
  }
}

BOOST_AUTO_TEST_CASE(a_statement_never_begins_with_what_joins_its_parts) {
  for (const auto& p : playbook()) {
    auto names = slots_of(p.form);
    for (const auto& only : names) {
      auto text = fill(p.form, {{only, "value"}});
      BOOST_TEST((text.empty() || std::string_view(" ,:;").find(text.front()) == std::string_view::npos),
                 text);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_effect_that_a_question_names_points_to_what_brings_it_about) {
  BOOST_TEST((fit_of("Why is web stuck in ContainerCreating?", "object_missing") == fit::fits));
  BOOST_TEST((fit_of("Why is web stuck in ContainerCreating?", "selector_mismatch") == fit::unlike));
  BOOST_TEST((fit_of("Why is checkout slow?", "pool_exhausted") == fit::fits));
  BOOST_TEST((fit_of("Is memory leaking and is it slow?", "slow_call") == fit::fits));
  BOOST_TEST((fit_of("What happened to web?", "object_missing") == fit::unasked));
  BOOST_TEST((fit_of("Why is the pod Pending?", "pvc") == fit::unlike));  // a part of a rule's name is none
}

BOOST_AUTO_TEST_SUITE_END()
