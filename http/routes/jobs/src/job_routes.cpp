#include "fm/http/job_routes.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

json::value job_json(const jobs::job_record& j) {
  json::value progress;
  progress.set("percent", std::uint64_t{j.percent}).set("stage", j.stage);
  json::value out;
  out.set("job_id", j.id)
      .set("kind", j.kind)
      .set("subject_id", j.subject)
      .set("case_id", text_or_null(j.case_id))
      .set("status", j.status)
      .set("progress", std::move(progress));
  if (j.status == "completed" && !j.result.empty())
    if (auto read = json::parse(j.result)) out.set("result", std::move(read.root));
  if (j.status == "failed") {
    json::value error;
    error.set("message", j.error);
    out.set("error", std::move(error));
  }
  out.set("created_at", time_text(j.created)).set("updated_at", time_text(j.updated));
  return out;
}

response job(const jobs::job_record& j, const request&) { return json_response(200, job_json(j)); }

template <class M>
parsed<M> for_job(const exchange& x) {
  M m;
  m.job_id = x.request->path_args.at(0);
  if (!is_uuid(m.job_id)) return problem(404, "job " + m.job_id + " not found");
  return m;
}

}  // namespace

route_table job_routes(actors::system& sys, const one_job& one, const job_board& board) {
  route_table rows;
  rows.push_back({.verb = method::get,
                  .pattern = "/jobs/{job_id}",
                  .operation = "getJob",
                  .serve = ask<jobs::get_job>(sys, one, for_job<jobs::get_job>, job)});
  rows.push_back({.verb = method::post,
                  .pattern = "/jobs/{job_id}/cancel",
                  .operation = "cancelJob",
                  .counts = budget::write,
                  .serve = ask<jobs::cancel_job>(sys, board, for_job<jobs::cancel_job>, job)});
  return rows;
}

}  // namespace fm::http
