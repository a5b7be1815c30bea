// What reports say of a case, and what they may not make up.
#include "reports/compose.hpp"

#include "a_case.hpp"
#include "reports/page_json.hpp"
#include "reports/report_types.hpp"

#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace fm;
using namespace fm::reports;

namespace {

const std::vector<std::string> all_types{"incident_report", "runbook", "post_mortem"};

bool has(const composed& c, const std::string& part) { return c.content.find(part) != std::string::npos; }

/// The section under a heading of the second level, without its heading.
std::string section(const composed& c, const std::string& name) {
  const auto head = "\n## " + name + "\n";
  auto from = c.content.find(head);
  if (from == std::string::npos) return "(no section " + name + ")";
  from += head.size();
  const auto to = c.content.find("\n## ", from);
  return c.content.substr(from, to == std::string::npos ? to : to - from);
}

/// Every number with a point in it, and every whole one of three digits or more: what could be a figure.
std::set<std::string> figures(const std::string& text) {
  std::set<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] < '0' || text[i] > '9') {
      ++i;
      continue;
    }
    auto end = i;
    while (end < text.size() &&
           ((text[end] >= '0' && text[end] <= '9') ||
            (text[end] == '.' && end + 1 < text.size() && text[end + 1] >= '0' && text[end + 1] <= '9')))
      ++end;
    auto figure = text.substr(i, end - i);
    if (figure.size() >= 3) out.insert(std::move(figure));
    i = end;
  }
  return out;
}

/// All that the material says, as one text.
std::string said_by(const material& m) {
  std::string out = m.the_case.title + m.the_case.description + m.the_case.metadata + m.the_case.id;
  for (const auto& h : m.found.hypotheses) {
    out += h.statement.text + " ";
    for (const auto& c : h.supporting) out += c.text + " ";
    for (const auto& c : h.supporting)
      for (const auto& where : c.citations) out += " " + std::to_string(where.lines.front().first);
    out += " " + std::to_string(h.likelihood);
  }
  for (const auto& e : m.found.timeline)
    for (const auto& where : e.what.citations) out += " " + std::to_string(where.lines.front().first);
  for (const auto& d : m.found.evidence) out += d.name + " " + std::to_string(d.lines) + d.format;
  for (const auto& p : m.found.passages) out += p.path + " " + std::to_string(p.score);
  for (const auto& e : m.evidence) out += e.original_filename + " " + std::to_string(e.file_size);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_compose)

BOOST_AUTO_TEST_CASE(every_message_travels) { fm::test::check_messages<reports::messages>(); }

BOOST_AUTO_TEST_CASE(an_incident_report_tells_the_case_from_end_to_end) {
  const auto r = compose("incident_report", full_case());
  BOOST_TEST(r.title == "Incident report: Orders fail");
  BOOST_TEST(r.content.starts_with("# Incident report: Orders fail\n"));
  BOOST_TEST(has(r, "Customers cannot order since the afternoon."));
  BOOST_TEST(section(r, "Summary").find("2025-11-24T18:05:00Z, 2 h 5 min after it was opened") !=
             std::string::npos);
  BOOST_TEST(section(r, "Summary").find("accepts no more connections `E1:L242` (confidence 0.98)") !=
                 std::string::npos,
             section(r, "Summary"));
  const auto when = section(r, "Timeline");
  for (const auto* part :
       {"| 2025-11-24T15:50:00Z |", "| 2025-11-24T15:51:00.788Z |", "`E1:L174`", "The case was opened",
        "Evidence was added: `orders.log`", "Why do the orders fail?",
        "from `consulting` to `investigating`, by itself", "pool size lowered to 20"})
    BOOST_TEST(when.find(part) != std::string::npos, part << " is not in\n" << when);
  BOOST_TEST(when.find("15:50:00Z") < when.find("The case was opened"));
  const auto why = section(r, "Root cause");
  for (const auto* part :
       {"Confidence 0.98 (verified)", "What speaks for it:", "remaining connection slots are reserved",
        "### Other explanations", "Calls are slow", "0.43"})
    BOOST_TEST(why.find(part) != std::string::npos, part << " is not in\n" << why);
  BOOST_TEST(why.find("The program ends") == std::string::npos);
  BOOST_TEST(section(r, "Impact").find("“order 120 failed” `E1:L250`") != std::string::npos,
             section(r, "Impact"));
  BOOST_TEST(section(r, "Impact").find("12 of 356 lines state an error") != std::string::npos);
  BOOST_TEST(section(r, "Follow-ups").find("Which clients hold the connections?") != std::string::npos);
  const auto rest = section(r, "What this report rests on");
  for (const auto* part :
       {"`E1`", "`orders.log`", "text: ISO 8601", "`databases/postgres-connections-exhausted.md#mitigation`",
        "0.93", "were read as UTC"})
    BOOST_TEST(rest.find(part) != std::string::npos, part << " is not in\n" << rest);
}

BOOST_AUTO_TEST_CASE(no_figure_is_made_up) {
  const auto m = full_case();
  const auto said = said_by(m);
  for (const auto& type : all_types)
    for (const auto& figure : figures(compose(type, m).content)) {
      // The years and the parts of the case's own times are told apart by the test above.
      if (figure == "2025" || figure.ends_with("788")) continue;
      BOOST_TEST(said.find(figure) != std::string::npos, type << " says " << figure);
    }
}

BOOST_AUTO_TEST_CASE(a_bare_case_says_what_is_not_known_and_what_would_tell) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> wanted = {
      {"incident_report",
       {"Summary", "Timeline", "Impact", "Root cause", "Resolution", "Follow-ups",
        "What this report rests on"}},
      {"runbook", {"Overview", "Prerequisites", "Diagnosis", "Resolution", "Verification", "Escalation"}},
      {"post_mortem",
       {"Description", "Timeline", "Root cause", "Impact", "Resolution", "What went well", "Actions",
        "Lessons"}}};
  for (const auto& [type, sections] : wanted) {
    const auto r = compose(type, bare_case());
    for (const auto& name : sections) {
      const auto text = section(r, name);
      BOOST_TEST(text.find("**Not known:**") != std::string::npos, type << ", " << name << ":\n" << text);
      BOOST_TEST(text.find("**What would tell:**") != std::string::npos, type << ", " << name);
    }
    BOOST_TEST(r.content.find("confidence") == std::string::npos, type);
  }
}

BOOST_AUTO_TEST_CASE(no_section_is_empty) {
  for (const auto& type : all_types)
    for (const auto& m : {bare_case(), full_case()}) {
      const auto page = page_of(compose(type, m).document);
      BOOST_REQUIRE(page);
      for (std::size_t i = 0; i < page->blocks.size(); ++i) {
        if (page->blocks[i].kind != document::block_kind::heading) continue;
        BOOST_REQUIRE(i + 1 < page->blocks.size());
        const auto& next = page->blocks[i + 1];
        BOOST_TEST((next.kind != document::block_kind::heading || next.level > page->blocks[i].level),
                   type << ": " << page->blocks[i].parts.front().runs.front().text);
      }
    }
}

BOOST_AUTO_TEST_CASE(what_people_validated_stands_before_what_the_evidence_says) {
  auto m = full_case();
  cases::hypothesis_record mine;
  mine.title = "A report job holds all connections", mine.validated = true, mine.status = "validated",
  mine.confidence = .8;
  mine.created = opened + 60 * minute;
  m.hypotheses = {mine};
  const auto why = section(compose("incident_report", m), "Root cause");
  const auto theirs = why.find("A report job holds all connections"),
             evidence = why.find("What the evidence itself speaks for most");
  BOOST_REQUIRE(theirs != std::string::npos);
  BOOST_REQUIRE(evidence != std::string::npos);
  BOOST_TEST(theirs < evidence);
  BOOST_TEST(why.find("validated this, with a confidence of 0.80") != std::string::npos, why);
}

BOOST_AUTO_TEST_CASE(what_people_refuted_is_no_cause) {
  auto m = full_case();
  cases::hypothesis_record row;
  row.title = m.found.hypotheses[0].statement.text, row.origin = "agent:connections_exhausted:x",
  row.status = "refuted";
  m.hypotheses = {row};
  const auto why = section(compose("incident_report", m), "Root cause");
  BOOST_TEST(why.find("**Not known:** the root cause") != std::string::npos, why);
  BOOST_TEST(why.find("refuted by people") != std::string::npos, why);
}

BOOST_AUTO_TEST_CASE(a_weak_explanation_is_no_root_cause) {
  auto m = full_case();
  m.found.verdict = agent::verdict::unexplained;
  m.found.hypotheses.erase(m.found.hypotheses.begin());
  const auto r = compose("incident_report", m);
  BOOST_TEST(section(r, "Root cause").find("the evidence does not show one") != std::string::npos);
  BOOST_TEST(section(r, "Root cause").find("Which clients hold the connections?") != std::string::npos);
  BOOST_TEST(has(r, "The cause is not known."));
}

BOOST_AUTO_TEST_CASE(healthy_evidence_is_called_healthy) {
  auto m = full_case();
  m.found.verdict = agent::verdict::healthy;
  m.found.hypotheses.clear();
  BOOST_TEST(has(compose("post_mortem", m), "The evidence shows normal operation"));
}

BOOST_AUTO_TEST_CASE(without_a_reading_of_the_evidence_the_earlier_conclusion_stands_and_says_so) {
  auto m = full_case();
  m.investigated = false;
  m.not_investigated = "the evidence could not be read just now (busy)";
  m.found = {};
  const auto r = compose("incident_report", m);
  const auto why = section(r, "Root cause");
  BOOST_TEST(why.find("No connection slots are left") != std::string::npos, why);
  BOOST_TEST(why.find("in turn 1 with a confidence of 0.90 (verified)") != std::string::npos, why);
  BOOST_TEST(why.find("could not be read just now (busy)") != std::string::npos, why);
  BOOST_TEST(section(r, "What this report rests on").find("`orders.log`, 512 bytes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_runbook_names_what_to_look_for_and_what_worked) {
  auto m = full_case();
  cases::solution_record done, open;
  done.title = "Lower the pool", done.steps = {"Edit pool.ini", "Reload"}, done.implemented = true;
  open.title = "Add a pooler";
  m.solutions = {done, open};
  const auto r = compose("runbook", m);
  const auto look = section(r, "Diagnosis");
  BOOST_TEST(look.find("```text\nremaining connection slots are reserved\n```") != std::string::npos, look);
  BOOST_TEST(look.find("configuration reloaded: report\\_export") == std::string::npos);
  BOOST_TEST(look.find("report_export=enabled") != std::string::npos, look);
  const auto fix = section(r, "Resolution");
  BOOST_TEST(fix.find("Lower the pool (was carried out in this case)") != std::string::npos, fix);
  BOOST_TEST(fix.find("1. Edit pool.ini") != std::string::npos, fix);
  BOOST_TEST(fix.find("Add a pooler (recorded, not marked as carried out)") > fix.find("### Permanent"), fix);
  BOOST_TEST(section(r, "Verification").find("No new line with `remaining connection slots are reserved`") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_runbook_is_searched_for_without_the_marks_of_a_cut) {
  auto m = full_case();
  m.found.hypotheses[0].supporting[0].slots[0].value = "…slots are reserved…";
  const auto r = compose("runbook", m);
  BOOST_TEST(section(r, "Diagnosis").find("```text\nslots are reserved\n```") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_reason_for_the_end_tells_what_was_done_but_not_that_it_helped) {
  const auto fix = section(compose("incident_report", full_case()), "Resolution");
  BOOST_TEST(fix.find("pool size lowered to 20") != std::string::npos);
  BOOST_TEST(fix.find("**Not known:** whether it helped") != std::string::npos, fix);
}

BOOST_AUTO_TEST_CASE(the_whys_end_where_the_evidence_ends) {
  const auto r = compose("post_mortem", full_case());
  const auto why = section(r, "Root cause");
  BOOST_TEST(why.find("1. Why “order 120 failed”? `E1:L250` Because of this: orders: the server accepts no "
                      "more connections") != std::string::npos,
             why);
  BOOST_TEST(why.find("2. Why then? Just before it there was this, which may be the reason: “configuration "
                      "reloaded: report_export=enabled” `E1:L174`.") != std::string::npos,
             why);
  BOOST_TEST(why.find("3. ") == std::string::npos);
  BOOST_TEST(why.find("the whys after the second; the evidence ends here") != std::string::npos);
  auto m = full_case();
  m.found.hypotheses[0].supporting.resize(1);
  BOOST_TEST(section(compose("post_mortem", m), "Root cause").find("the whys after the first") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_post_mortem_measures_instead_of_praising) {
  auto m = full_case();
  m.messages.push_back(m.messages.front());
  m.messages.back().state = "failed";
  evidence::evidence_record bad;
  bad.original_filename = "core.bin", bad.status = "failed", bad.problem = "no text";
  m.evidence.push_back(bad);
  m.evidence_count = 2;
  const auto r = compose("post_mortem", m);
  BOOST_TEST(section(r, "What went well").find("resolved 2 h 5 min after it was opened") !=
             std::string::npos);
  BOOST_TEST(section(r, "What went well").find("The first evidence was there 4 min after") !=
             std::string::npos);
  const auto bad_things = section(r, "What to improve");
  for (const auto* part :
       {"the case was opened 10 min later", "1 question to the investigation got no answer",
        "`core.bin`: no text", "without a solution that is marked as carried out"})
    BOOST_TEST(bad_things.find(part) != std::string::npos, part << " is not in\n" << bad_things);
}

BOOST_AUTO_TEST_CASE(hostile_titles_and_names_stay_text) {
  auto m = full_case();
  m.the_case.title = "<img src=x onerror=alert(1)>\n# [a](javascript:b)";
  m.the_case.description = "| a | b |\n<script>x</script>";
  m.evidence.front().original_filename = "`rm -rf`|<b>.log";
  m.messages.front().content = "](http://x) <b>";
  for (const auto& type : all_types) {
    const auto r = compose(type, m);
    BOOST_TEST(r.content.substr(0, r.content.find('\n')).find("\\<img") != std::string::npos);
    for (std::size_t at = 0; (at = r.content.find("<script", at)) != std::string::npos; ++at)
      BOOST_TEST(r.content[at - 1] == '\\');
    // A table row has as many bars as its head.
    std::size_t bars = 0;
    for (std::size_t at = 0; at < r.content.size();) {
      const auto end = r.content.find('\n', at);
      const auto line = r.content.substr(at, end - at);
      at = end == std::string::npos ? r.content.size() : end + 1;
      if (!line.starts_with("|")) {
        bars = 0;
        continue;
      }
      std::size_t now = 0;
      for (std::size_t i = 0; i < line.size(); ++i) now += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
      if (bars) BOOST_TEST(now == bars, line);
      bars = now;
    }
  }
}

BOOST_AUTO_TEST_CASE(a_long_case_is_shortened_and_says_so) {
  auto m = full_case();
  for (int i = 0; i < 199; ++i) m.messages.push_back(m.messages.front());
  m.message_count = 900;
  m.evidence_count = 300;
  const auto when = section(compose("incident_report", m), "Timeline");
  BOOST_TEST(when.find("events between the first and the last ones are left out") != std::string::npos);
  BOOST_TEST(when.find("Of 900 messages of the case, the first 200 were looked at") != std::string::npos);
  BOOST_TEST(when.find("Of 300 files of the case, the newest 1 are listed") != std::string::npos);
  BOOST_TEST(section(compose("post_mortem", m), "What went well").find("The first evidence") ==
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_evidence_is_asked_what_the_conclusion_answered) {
  auto m = full_case();
  auto other = m.messages.front();
  other.turn = 2, other.content = "Is it healthy now?";
  m.messages.push_back(other);
  BOOST_TEST(question_for(m.the_case, m.messages) == "Why do the orders fail?");
  m.the_case.metadata = "{}";
  BOOST_TEST(question_for(m.the_case, m.messages) == "Is it healthy now?");
  BOOST_TEST(question_for(m.the_case, {}) == "What is wrong?");
}

BOOST_AUTO_TEST_SUITE_END()
