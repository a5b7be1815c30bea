// Packs of rules: what is read, what is refused and how it is said.
#include "evidence/text_rules.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using namespace fm::evidence;

namespace {

rules_read read(std::string_view text, bool own = true) {
  const pack_source packs[] = {{"mine.yaml", text, own}};
  return read_packs(packs);
}

/// The one mistake of a pack as "line: sentence".
std::string mistake_of(std::string_view text) {
  const auto r = read(text);
  if (r.book || r.mistakes.empty()) return "none";
  return std::to_string(r.mistakes.front().line) + ": " + r.mistakes.front().what;
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

const char* const good = R"(pack: mine
rules:
  - id: tank_empty
    about: a tank is empty
    means: 'The tank[ {tank}] is empty: {reason}'
    role: cause
    weight: .9
    object: tank
    any:
      - '(?P<reason>tank (?P<tank>\d+) ran dry|tank ran dry)'
    without: ['drill']
    do:
      - say: Fill tank {tank}
        run: fill --tank {tank}
    examples:
      - line: 'pump: tank 7 ran dry'
        slots: {tank: '7'}
      - not: 'drill: tank 7 ran dry'
)";

/// `good` with one line replaced.
std::string with_line(std::string_view from, std::string_view to) {
  std::string text = good;
  const auto at = text.find(from);
  BOOST_TEST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// The built-in packs and one more.
std::shared_ptr<const text_rules> beside_built_in(std::string_view own) {
  auto packs = built_in_packs();
  packs.push_back({"mine.yaml", own, true});
  auto r = read_packs(packs);
  for (const auto& m : r.mistakes) BOOST_ERROR(m.line << ": " << m.what);
  BOOST_TEST_REQUIRE(r.book != nullptr);
  std::vector<pack_mistake> mistakes;
  auto out = std::make_shared<const text_rules>(r.book, mistakes);
  BOOST_TEST(mistakes.empty());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_packs)

BOOST_AUTO_TEST_CASE(a_pack_becomes_rules_that_match_with_their_slots) {
  const auto r = read(good);
  BOOST_TEST_REQUIRE(r.book != nullptr);
  std::vector<pack_mistake> mistakes;
  const text_rules rules(r.book, mistakes);
  BOOST_TEST(mistakes.empty());
  BOOST_TEST(failed_examples(rules).empty());
  const auto m = rules.match("at noon tank 3 ran dry");
  BOOST_TEST(m.id() == "tank_empty");
  BOOST_TEST(m.weight == .9);
  BOOST_TEST(m.rule->steps.at(0).run == "fill --tank {tank}");
}

BOOST_AUTO_TEST_CASE(words_without_their_object_stay_below_one_half) {
  const auto r = read(good);
  std::vector<pack_mistake> mistakes;
  const text_rules rules(r.book, mistakes);
  BOOST_TEST(rules.match("the tank ran dry").weight < .5);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_its_line) {
  BOOST_TEST(
      says(mistake_of(with_line("    weight: .9", "    weigth: .9")), "7: 'weigth' is no key of a rule"));
  BOOST_TEST(says(mistake_of(with_line("    weight: .9", "    weight: 9")),
                  "7: 'weight' has to be a number from 0 to 1"));
  BOOST_TEST(says(mistake_of(with_line("    role: cause", "    role: reason")),
                  "6: 'role' is one of cause, symptom"));
  BOOST_TEST(says(mistake_of(with_line("{tank}] is", "{tonk}] is")),
                  "uses the slot 'tonk', which no expression captures"));
  BOOST_TEST(says(mistake_of(with_line("[ {tank}]", "[ {tank}")), "a '[' is never closed"));
  BOOST_TEST(
      says(mistake_of(with_line("    object: tank", "    object: lake")), "'object' names the slot 'lake'"));
  BOOST_TEST(says(mistake_of(with_line("id: tank_empty", "id: Tank-Empty")), "is no id"));
  BOOST_TEST(says(mistake_of("pack: x\nrules: [\n"), "this is no YAML"));
  BOOST_TEST(says(mistake_of("- 1\n- 2\n"), "a pack has to be a mapping"));
  BOOST_TEST(says(mistake_of("pack: x\n"), "'rules' is missing"));
  BOOST_TEST(says(mistake_of(""), "a pack is one YAML document"));
}

BOOST_AUTO_TEST_CASE(an_id_used_twice_is_refused_and_says_how_to_replace) {
  auto packs = built_in_packs();
  const std::string twice = with_line("id: tank_empty", "id: disk_full");
  packs.push_back({"mine.yaml", twice, true});
  const auto r = read_packs(packs);
  BOOST_TEST_REQUIRE(!r.mistakes.empty());
  BOOST_TEST(says(r.mistakes.front().what, "'replaces: disk_full' would put this one in its place"));
}

BOOST_AUTO_TEST_CASE(an_expression_that_cannot_be_compiled_is_a_mistake) {
  for (const char* bad : {R"((?P<tank>\d+)", R"((a{1000}){1000}(?P<tank>x))", R"((?P<tank>a)(?=b))"}) {
    const auto text = with_line(R"((?P<reason>tank (?P<tank>\d+) ran dry|tank ran dry))", bad);
    const auto r = read(text);
    if (!r.book) continue;  // refused already
    std::vector<pack_mistake> mistakes;
    const text_rules rules(r.book, mistakes);
    if (mistakes.empty()) mistakes = rules.compile_all();
    BOOST_TEST_REQUIRE(mistakes.size() == 1u);
    BOOST_TEST(says(mistakes[0].what, "is refused"));
    BOOST_TEST(mistakes[0].line == 10u);
  }
}

BOOST_AUTO_TEST_CASE(an_example_that_fails_says_what_was_found_instead) {
  const auto r = read(with_line("tank 7 ran dry'\n        slots: {tank: '7'}",
                                "tank 7 ran dry'\n        slots: {tank: '8'}"));
  std::vector<pack_mistake> mistakes;
  const text_rules rules(r.book, mistakes);
  const auto failed = failed_examples(rules);
  BOOST_TEST_REQUIRE(failed.size() == 1u);
  BOOST_TEST(says(failed[0].what, "is '7', not '8'"));
}

BOOST_AUTO_TEST_CASE(own_rules_win_over_built_in_ones_whatever_they_weigh) {
  const auto rules = beside_built_in(R"(pack: mine
rules:
  - id: our_disk
    about: our own disk
    means: 'The archive disk is full: {reason}'
    weight: .6
    any: ['(?P<reason>no space left on device)']
)");
  BOOST_TEST(rules->match("write: no space left on device").id() == "our_disk");
}

BOOST_AUTO_TEST_CASE(a_built_in_rule_can_be_replaced_or_switched_off) {
  const auto off = beside_built_in("pack: mine\noff: [disk_full]\n");
  BOOST_TEST(off->match("write /srv/a: no space left on device").id() != "disk_full");
  const auto replaced = beside_built_in(R"(pack: mine
rules:
  - id: disk_full
    replaces: disk_full
    about: ours
    means: 'Ours: {reason}'
    any: ['(?P<reason>quota of the tape is over)']
)");
  BOOST_TEST(replaced->match("the quota of the tape is over").id() == "disk_full");
  BOOST_TEST(replaced->match("write /srv/a: no space left on device").id() != "disk_full");
}

BOOST_AUTO_TEST_CASE(a_code_that_is_enough_by_itself_stands_for_its_rule) {
  const auto rules = text_rules::in_use();
  BOOST_TEST(rules->match("accept failed, errno=24").id() == "too_many_files");
  BOOST_TEST(rules->match("insert failed sqlstate=53100").id() == "disk_full");
  BOOST_TEST(rules->match("read failed, errno=104").id() == "error_number");
}

BOOST_AUTO_TEST_CASE(a_hostile_pack_is_bounded_and_refused) {
  std::string many = "pack: x\nrules:\n";
  for (int i = 0; i < 10'000; ++i)
    many +=
        "  - {id: r" + std::to_string(i) + ", about: a, means: b, any: [word" + std::to_string(i) + "]}\n";
  BOOST_TEST(says(mistake_of(many), "more than 5000 rules"));
  BOOST_TEST(says(mistake_of("pack: x\nrules:\n" + std::string(2u << 20, ' ')), "longer than"));
  BOOST_TEST(says(mistake_of(with_line(R"((?P<reason>tank (?P<tank>\d+) ran dry|tank ran dry))",
                                       std::string(5'000, 'a'))),
                  "at most 4096 bytes"));
  BOOST_TEST(says(mistake_of(with_line("any:", "any: []\n    any:")), "given twice"));
  std::string deep = "pack: x\nrules: ";
  for (int i = 0; i < 1'000; ++i) deep += "[";
  BOOST_TEST(says(mistake_of(deep), "this is no YAML"));
}

BOOST_AUTO_TEST_CASE(rules_are_replaced_as_a_whole_and_old_ones_live_as_long_as_they_are_used) {
  const auto before = text_rules::in_use();
  const auto found = before->match("tank 7 ran dry and no space left on device /srv/x");
  use_rules(read(good).book);
  BOOST_TEST(text_rules::in_use()->match("tank 7 ran dry").id() == "tank_empty");
  BOOST_TEST(found.id() == "disk_full");
  use_rules(nullptr);
  BOOST_TEST(text_rules::in_use()->match("tank 7 ran dry").id() == "");
}

BOOST_AUTO_TEST_SUITE_END()
