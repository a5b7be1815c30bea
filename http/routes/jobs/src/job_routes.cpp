#include "fm/http/job_routes.hpp"

#include "job_events.hpp"
#include "job_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

response job(const jobs::job_record& j, const request& r) {
  return json_response(200, job_json(j, r.speaks));
}

template <class M>
parsed<M> for_job(const exchange& x) {
  M m;
  m.job_id = x.request->path_args.at(0);
  if (!is_uuid(m.job_id)) return unknown_object("job", m.job_id);
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
  for (auto& row : job_event_routes(sys, one)) rows.push_back(std::move(row));
  return rows;
}

}  // namespace fm::http
