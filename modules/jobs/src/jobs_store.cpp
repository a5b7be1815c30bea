#include "jobs_store.hpp"

#include <fm/providers/row_reader.hpp>

namespace fm::jobs::store {

namespace {

constexpr std::string_view tables = R"sql(
create table jobs (
  id text primary key,
  kind text not null,
  subject text not null,
  owner text not null,
  case_id text not null,
  status text not null,
  stage text not null,
  percent bigint not null,
  tries bigint not null,
  cancelled bigint not null,
  error text not null,
  result text not null,
  created bigint not null,
  updated bigint not null
);
create index jobs_by_status on jobs (status, id);
create table job_steps (
  job_id text not null references jobs (id) on delete cascade,
  number bigint not null,
  name text not null,
  state text not null,
  result text not null,
  updated bigint not null,
  primary key (job_id, number)
);
)sql";

constexpr std::string_view owners = "create index jobs_by_owner on jobs (owner, status);";

constexpr std::string_view insert_sql =
    "insert into jobs (id, kind, subject, owner, case_id, status, stage, percent, tries, cancelled, error, "
    "result, created, updated) "
    "values ($1, $2, $3, $4, $5, 'pending', '', 0, 0, 0, '', '', $6, $6)";

constexpr std::string_view read_sql =
    "select id, kind, subject, owner, case_id, status, stage, percent, tries, cancelled, error, result, "
    "created, updated from jobs where id = $1";

constexpr std::string_view claim_sql =
    "update jobs set status = 'processing', tries = tries + 1, updated = $2 "
    "where id = $1 and status in ('pending', 'processing') "
    "returning id, kind, subject, owner, case_id, status, stage, percent, tries, cancelled, error, result, "
    "created, updated";

}  // namespace

const db::schema& schema() {
  static const db::schema all{
      {{"jobs", 1, tables}, {"jobs", 2, owners}},
      {{"jobs.insert_job", insert_sql},
       {"jobs.close_job",
        "update jobs set status = 'failed', stage = 'cancelled', error = $2, updated = $3 "
        "where id = $1 and status in ('pending', 'processing')"},
       {"jobs.move_job", "update jobs set case_id = $2 where id = $1"},
       {"jobs.forget_owner", "delete from jobs where owner = $1"},
       {"jobs.read_job", read_sql},
       {"jobs.open_jobs",
        "select id from jobs where status in ('pending', 'processing') order by id limit $1"},
       {"jobs.count_open", "select count(*) from jobs where status in ('pending', 'processing')"},
       {"jobs.count_open_of",
        "select count(*) from jobs where owner = $1 and status in ('pending', 'processing')"},
       {"jobs.forget_ended", "delete from jobs where status in ('completed', 'failed') and updated < $1"},
       {"jobs.mark_cancelled",
        "update jobs set cancelled = 1, stage = 'cancelling', error = $2, updated = $3 "
        "where id = $1 and status in ('pending', 'processing')"},
       {"jobs.claim", claim_sql},
       {"jobs.read_steps", "select number, state, result from job_steps where job_id = $1 order by number"},
       {"jobs.begin_step",
        "insert into job_steps (job_id, number, name, state, result, updated) "
        "values ($1, $2, $3, 'begun', '', $4) on conflict (job_id, number) do nothing"},
       {"jobs.end_step",
        "update job_steps set state = 'done', result = $3, updated = $4 where job_id = $1 and number = $2"},
       {"jobs.save_progress",
        "update jobs set stage = $2, percent = $3, error = $4, updated = $5 "
        "where id = $1 and status = 'processing' and cancelled = 0"},
       {"jobs.finish",
        "update jobs set status = $2, stage = $3, percent = $4, error = $5, result = $6, updated = $7 "
        "where id = $1 and status in ('pending', 'processing')"},
       {"jobs.put_down",
        "update jobs set status = 'pending', tries = tries - 1, updated = $2 "
        "where id = $1 and status = 'processing'"}}};
  return all;
}

db::operation read_job(const std::string& id) { return {"jobs.read_job", {id}}; }
db::operation open_jobs(std::size_t most) { return {"jobs.open_jobs", {most}}; }
db::operation count_open() { return {"jobs.count_open", {}}; }
db::operation forget_ended(micros before) { return {"jobs.forget_ended", {before}}; }
db::operation mark_cancelled(const std::string& id, const std::string& reason, micros now) {
  return {"jobs.mark_cancelled", {id, reason, now}};
}

std::vector<db::operation> claim(const std::string& id, micros now) {
  return {{"jobs.claim", {id, now}}, {"jobs.read_steps", {id}}};
}
db::operation begin_step(const std::string& id, std::uint32_t number, const std::string& name, micros now) {
  return {"jobs.begin_step", {id, number, name, now}};
}
db::operation end_step(const std::string& id, std::uint32_t number, const std::string& result, micros now) {
  return {"jobs.end_step", {id, number, result, now}};
}
db::operation save_progress(const job_record& job, micros now) {
  return {"jobs.save_progress", {job.id, job.stage, job.percent, job.error, now}};
}
db::operation finish(const job_record& job, micros now) {
  return {"jobs.finish", {job.id, job.status, job.stage, job.percent, job.error, job.result, now}};
}
db::operation put_down(const std::string& id, micros now) { return {"jobs.put_down", {id, now}}; }

job_record job_of(const db::row& row) {
  db::row_reader r(row);
  job_record j;
  j.id = r.text();
  j.kind = r.text();
  j.subject = r.text();
  j.owner = r.text();
  j.case_id = r.text();
  j.status = r.text();
  j.stage = r.text();
  j.percent = r.number<std::uint32_t>();
  j.tries = r.number<std::uint32_t>();
  j.cancelled = r.flag();
  j.error = r.text();
  j.result = r.text();
  j.created = r.number<micros>();
  j.updated = r.number<micros>();
  return j;
}

step_log steps_of(const db::row_set& rows) {
  step_log out;
  for (const auto& row : rows.rows) {
    db::row_reader r(row);
    auto number = r.number<std::uint32_t>();
    if (r.text() != "done") continue;
    out.done.push_back(number);
    out.result = r.text();
  }
  return out;
}

}  // namespace fm::jobs::store
