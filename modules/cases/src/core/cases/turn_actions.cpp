#include "cases/turn_actions.hpp"

#include "cases/case_change.hpp"
#include "cases/hypothesis_rows.hpp"
#include "cases/lifecycle.hpp"
#include "cases/turn_words.hpp"
#include "investigation/progress.hpp"

namespace fm::cases {

action confirm(case_record& row, const turn_intent& intent, micros now) {
  action done;
  case_metadata metadata(row.metadata);
  if (row.status == "consulting") {
    const auto statement = metadata.proposed_statement();
    metadata.answer_proposal(intent.confirmed, now);
    row.metadata = metadata.text();
    done.progress = intent.confirmed;
    done.said = proposal_text(statement, intent.confirmed);
  } else {
    done.acknowledges = true;
    done.said = acknowledged_text(metadata.state(), intent.confirmed);
  }
  return done;
}

action move(case_record& row, const turn_intent& intent, const std::string& user, micros now) {
  using investigation::milestone;
  action done;
  if (!intent.confirmed) {
    done.response_type = "confirmation_request";
    done.said = confirm_move_text(row, intent.to);
    return done;
  }
  const std::string to(status_of(intent.to));
  done.said = moved_text(row, to);
  done.progress = true;
  if (to == "resolved") {
    case_metadata metadata(row.metadata);
    // Who says that a case is resolved says that the solution works.
    for (auto m : {milestone::solution_applied, milestone::solution_verified})
      if (investigation::complete(metadata.state().progress, m, now)) done.milestones.push_back(m);
    row.metadata = metadata.text();
    done.outcome = "solution_applied";
    enter_status(row, to, user, false, "the user says that it is resolved", now);
  } else {
    close_case how;
    how.notes = "closed in a turn";
    close(row, how, user, false, now);
  }
  return done;
}

action judge(hypothesis_record& h, case_metadata& metadata, const turn_intent& intent, std::uint32_t turn,
             micros now) {
  action done;
  judge_hypothesis(metadata.state().hypotheses, h,
                   intent.action == "validate" ? "validated"
                   : intent.action == "refute" ? "refuted"
                                               : "retired",
                   turn);
  h.updated = now;
  done.outcome = h.status == "retired" ? "conversation" : "hypothesis_" + h.status;
  done.progress = true;
  done.said = hypothesis_text(h);
  return done;
}

}  // namespace fm::cases
