#pragma once
// Jobs as rows, and work for them: a kind of one step, and one of two.
#include <fm/jobs/messages.hpp>
#include <fm/jobs/work.hpp>
#include <fm/test/rows.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fm::jobs {

namespace work {
struct result {
  std::string text;
};
struct run {
  using reply_type = result;
  std::string subject;
};
struct first {
  using reply_type = result;
  std::string subject;
};
struct second {
  using reply_type = result;
  std::string subject;
};
struct leave {
  using reply_type = done;
  std::string subject;
  std::string reason;
};

inline flow<std::string> do_run(std::uint32_t, std::string subject, effects& fx) {
  auto r = co_await fx.ask<run>(subject);
  co_return r.text;
}
inline flow<std::string> do_either(std::uint32_t number, std::string subject, effects& fx) {
  if (number == 1) {
    auto r = co_await fx.ask<first>(subject);
    co_return r.text;
  }
  auto r = co_await fx.ask<second>(subject);
  co_return r.text;
}
inline flow<done> give_up(std::string subject, std::string reason, std::string, effects& fx) {
  co_await fx.ask<leave>(subject, reason);
  co_return done{};
}
}  // namespace work

inline std::shared_ptr<const std::vector<work_kind>> all_kinds() {
  return std::make_shared<const std::vector<work_kind>>(
      std::vector<work_kind>{{"analysis", {"analysing"}, work::do_run, work::give_up},
                             {"ingestion", {"reading", "indexing"}, work::do_either, work::give_up}});
}

inline job_record pending_job(std::string kind = "analysis") {
  job_record j;
  j.id = "j", j.kind = std::move(kind), j.subject = "subject", j.owner = "ann", j.case_id = "c";
  j.created = j.updated = 5;
  return j;
}
inline db::row row_of(const job_record& j) {
  return {j.id,      j.kind,  j.subject,   j.owner, j.case_id, j.status,  j.stage,
          j.percent, j.tries, j.cancelled, j.error, j.result,  j.created, j.updated};
}

}  // namespace fm::jobs
