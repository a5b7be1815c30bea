#include "reports/compose.hpp"

#include "reports/markdown.hpp"
#include "reports/page_json.hpp"
#include "reports/report_kinds.hpp"
#include "reports/report_types.hpp"

#include <utility>

namespace fm::reports {

composed compose(const std::string& type, const material& from) {
  document::page page;
  page.title = title_of(type, from.the_case.title);
  page.subject = "Case " + from.the_case.id;
  page.made = from.now;
  const auto found = findings_of(from);
  page_writer to(page);
  const subject s{from, found, to};
  if (type == "runbook")
    write_runbook(s);
  else if (type == "post_mortem")
    write_post_mortem(s);
  else
    write_incident_report(s);
  composed out;
  out.title = page.title;
  out.content = markdown_of(page);
  out.document = json_of(page);
  return out;
}

std::string question_for(const cases::case_record& the_case, const std::vector<cases::case_message>& said) {
  const auto turn = story_of(the_case.metadata).concluded.turn;
  const std::string* last = nullptr;
  for (const auto& m : said) {
    if (m.role != "user" || m.turn == 0) continue;
    if (turn > 0 && m.turn == turn) return m.content;
    if (m.state == "answered") last = &m.content;
  }
  return last ? *last : "What is wrong?";
}

}  // namespace fm::reports
