// What holds for every built-in rule, beside its own examples.
#include "agent/asked_effect.hpp"
#include "agent/next_steps.hpp"
#include "agent/wording.hpp"
#include "evidence/text_rules.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm::agent;
using fm::evidence::fact;

namespace {

const fm::evidence::rule_book& built_in() {
  static const auto book = fm::evidence::rules_in_use();
  return *book;
}
const fm::evidence::rule& rule(std::string_view id) {
  const auto* r = built_in().find(id);
  BOOST_TEST_REQUIRE(r != nullptr);
  return *r;
}
bool holds_digit(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(built_in_rules)

BOOST_AUTO_TEST_CASE(every_example_is_taken_as_its_rule_says) {
  for (const auto& m : fm::evidence::failed_examples(*fm::evidence::text_rules::in_use()))
    BOOST_ERROR(m.file << ":" << m.line << ": " << m.what);
}

BOOST_AUTO_TEST_CASE(every_expression_compiles_and_is_found_by_a_word) {
  std::vector<fm::evidence::pack_mistake> mistakes;
  const fm::evidence::text_rules compiled(fm::evidence::rules_in_use(), mistakes);
  for (const auto& m : mistakes) BOOST_ERROR(m.file << ":" << m.line << ": " << m.what);
  for (const auto& m : compiled.compile_all()) BOOST_ERROR(m.file << ":" << m.line << ": " << m.what);
  for (const auto& m : compiled.slow_expressions()) BOOST_ERROR(m.file << ":" << m.line << ": " << m.what);
}

BOOST_AUTO_TEST_CASE(sentences_hold_no_number_that_could_be_taken_for_evidence) {
  for (const auto& r : built_in().rules()) {
    BOOST_TEST(!holds_digit(r.means), r.id);
    BOOST_TEST(!holds_digit(r.question), r.id);
  }
  for (const auto& [table, codes] : built_in().codes())
    for (const auto& [code, entry] : codes) BOOST_TEST(!holds_digit(entry.means), table + " " + code);
}

BOOST_AUTO_TEST_CASE(a_statement_never_begins_with_what_joins_its_parts) {
  for (const auto& r : built_in().rules())
    for (const auto& only : slots_of(r.means)) {
      const auto text = fill(r.means, {{only, "value"}});
      BOOST_TEST((text.empty() || std::string_view(" ,:;").find(text.front()) == std::string_view::npos),
                 text);
    }
}

BOOST_AUTO_TEST_CASE(every_code_that_stands_for_a_rule_names_one) {
  for (const auto& [table, codes] : built_in().codes())
    for (const auto& [code, entry] : codes)
      if (!entry.rule.empty()) BOOST_TEST(built_in().find(entry.rule) != nullptr, table + " " + code);
}

BOOST_AUTO_TEST_CASE(a_command_quotes_what_the_evidence_wrote) {
  BOOST_TEST(shell_word("/var/lib/a-b_c.db") == "/var/lib/a-b_c.db");
  BOOST_TEST(shell_word("$(rm -rf /)") == "'$(rm -rf /)'");
  BOOST_TEST(shell_word("it's") == "'it'\\''s'");
  BOOST_TEST(shell_word("-rf") == "'-rf'");
  BOOST_TEST(shell_word("a\nb;c") == "'ab;c'");
}

BOOST_AUTO_TEST_CASE(a_command_without_its_value_is_left_out_or_says_what_stands_there) {
  fm::evidence::rule r;
  r.steps = {{"look", "ls {path}", {}}, {"find", "find {path|DIR}", {}}};
  fact f;
  auto bare = next_steps_for(r, {&f});
  BOOST_TEST(bare.at(0).run == "");
  BOOST_TEST(bare.at(1).run == "find DIR");
  f.slots = {{"path", "/a b"}};
  BOOST_TEST(next_steps_for(r, {&f}).at(0).run == "ls '/a b'");
}

BOOST_AUTO_TEST_CASE(a_code_is_told_with_its_meaning_and_an_unknown_one_without) {
  fact f;
  f.rule = "exit_code";
  f.slots = {{"exit_code", "127"}};
  constexpr std::string_view form = "it ends[ with {exit_code}][, which means {exit_code:meaning}]";
  BOOST_TEST(worded(form, f, built_in()).find("the command was not found") != std::string::npos);
  f.slots = {{"exit_code", "61"}};
  BOOST_TEST(fill(worded(form, f, built_in()), f.slots) == "it ends with 61");
}

BOOST_AUTO_TEST_CASE(the_effect_that_a_question_names_points_to_what_brings_it_about) {
  BOOST_TEST((fit_of("Why is web stuck in ContainerCreating?", rule("object_missing")) == fit::fits));
  BOOST_TEST((fit_of("Why is web stuck in ContainerCreating?", rule("selector_mismatch")) == fit::unlike));
  BOOST_TEST((fit_of("Why is checkout slow?", rule("pool_exhausted")) == fit::fits));
  BOOST_TEST((fit_of("Is memory leaking and is it slow?", rule("slow_call")) == fit::fits));
  BOOST_TEST((fit_of("What happened to web?", rule("object_missing")) == fit::unasked));
}

BOOST_AUTO_TEST_SUITE_END()
