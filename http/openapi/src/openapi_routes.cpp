#include "fm/http/openapi.hpp"

#include <fm/http/json_response.hpp>

#include <utility>

namespace fm::http {

namespace {

route open_get(std::string pattern, std::string operation, std::function<response()> answer) {
  return {.verb = method::get,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .needs = access::open,
          .serve = [answer = std::move(answer)](exchange x) { x.out->send(answer()); }};
}

route admin_row(method verb, std::string pattern, std::string operation, std::function<response()> answer) {
  return {.verb = verb,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .needs = access::admin,
          .counts = verb == method::get ? budget::read : budget::write,
          .serve = [answer = std::move(answer)](exchange x) { x.out->send(answer()); }};
}

response text_response(const std::shared_ptr<const openapi_service::served>& now,
                       std::string openapi_service::served::*text, const char* type) {
  response r;
  r.content_type = type;
  r.body = (*now).*text;
  r.header("ETag", now->tag).header("Cache-Control", "no-cache");
  return r;
}

}  // namespace

route_table openapi_routes(std::shared_ptr<openapi_service> service) {
  using served = openapi_service::served;
  route_table rows;
  rows.push_back(open_get("/openapi.json", "openapiDocument", [service] {
    return text_response(service->current(), &served::json, "application/json");
  }));
  rows.push_back(open_get("/openapi.yaml", "openapiYaml", [service] {
    return text_response(service->current(), &served::yaml, "application/yaml");
  }));
  rows.push_back(admin_row(method::post, "/admin/refresh-openapi", "refreshOpenapi", [service] {
    service->refresh();
    const auto now = service->current();
    return json_response(200,
                         json::value()
                             .set("message", "the document was built anew from the route tables: " +
                                                 std::to_string(now->operations) + " operations, " +
                                                 std::to_string(now->differences.size()) + " differences")
                             .set("version", service->version())
                             .set("endpoints_count", std::uint64_t{now->operations}));
  }));
  rows.push_back(admin_row(method::get, "/admin/openapi-health", "openapiHealth", [service] {
    const auto now = service->current();
    return json_response(200, json::value()
                                  .set("status", now->differences.empty() ? "healthy" : "unhealthy")
                                  .set("openapi_version", "3.1.0")
                                  .set("endpoints_count", std::uint64_t{now->operations})
                                  .set("differences", json_texts(now->differences)));
  }));
  return rows;
}

}  // namespace fm::http
