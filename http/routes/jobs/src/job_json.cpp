#include "job_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <utility>

namespace fm::http {

json::value job_json(const jobs::job_record& j, dialect speaks) {
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
    if (auto read = json::parse(j.result)) {
      if (speaks == dialect::v1) out.set("response", read.root);
      out.set("result", std::move(read.root));
    }
  if (j.status == "failed") {
    json::value error;
    error.set("message", j.error);
    out.set("error", std::move(error));
  }
  out.set("created_at", time_text(j.created)).set("updated_at", time_text(j.updated));
  return out;
}

}  // namespace fm::http
