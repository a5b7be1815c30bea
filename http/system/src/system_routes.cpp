#include "fm/http/system_routes.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <utility>

namespace fm::http {

namespace {

using clock = std::chrono::steady_clock;

/// Gathers the answers of all dependencies and says them when the last one is there.
class survey {
 public:
  survey(std::shared_ptr<const system_facts> facts, exchange x)
      : facts_(std::move(facts)), x_(std::move(x)), results_(facts_->dependencies.size()) {}

  static void run(const std::shared_ptr<survey>& self) {
    const auto& all = self->facts_->dependencies;
    self->left_ = all.size();
    const auto began = clock::now();
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i].probe(self->x_.ctx, [self, i, began](outcome<done> r) { self->take(i, std::move(r), began); });
    if (all.empty()) self->answer();
  }

 private:
  void take(std::size_t i, outcome<done> r, clock::time_point began) {
    const std::chrono::duration<double, std::milli> took = clock::now() - began;
    std::unique_lock lock(mutex_);
    results_[i] = {r ? std::string() : r.error().text, !r, took.count()};
    if (--left_ > 0) return;
    lock.unlock();
    answer();
  }

  void answer() {
    const auto time = time_text(x_.ctx.time);
    const char* overall = "healthy";
    json::array components;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      const auto& d = facts_->dependencies[i];
      const auto& r = results_[i];
      const char* status = !r.failed ? "healthy" : d.required || d.is_away_alone ? "unhealthy" : "degraded";
      if (r.failed && d.required)
        overall = "unhealthy";
      else if (r.failed && std::string_view(overall) == "healthy")
        overall = "degraded";
      components.push_back(
          json::value()
              .set("name", d.name)
              .set("status", status)
              .set("response_time_ms", r.milliseconds)
              .set("error", text_or_null(r.failed && r.error.empty() ? "no answer" : r.error))
              .set("metadata", json::value().set("provider", d.kind))
              .set("checked_at", time));
    }
    x_.out->send(json_response(200, json::value()
                                        .set("status", overall)
                                        .set("version", facts_->version)
                                        .set("timestamp", time)
                                        .set("components", std::move(components))));
  }

  struct result {
    std::string error;
    bool failed = false;
    double milliseconds = 0;
  };
  std::shared_ptr<const system_facts> facts_;
  exchange x_;
  std::mutex mutex_;
  std::size_t left_ = 0;
  std::vector<result> results_;
};

response config_info(const system_facts& f) {
  json::value flags = json::object{};
  for (const auto& [name, on] : f.features) flags.set(name, on);
  return json_response(200, json::value()
                                .set("environment", f.environment)
                                .set("profile", "core")
                                .set("debug", f.log_level == "DEBUG")
                                .set("database_type", f.database_type)
                                .set("llm_provider", f.llm_provider)
                                .set("configured_providers", json_texts(f.providers))
                                .set("feature_flags", std::move(flags))
                                .set("validation_issues", json_texts(f.warnings))
                                .set("production_ready", f.production_ready));
}

response metrics(const system_facts& f, micros now) {
  const auto t = f.figures();
  return json_response(200, json::value()
                                .set("service", "faultmaven")
                                .set("version", f.version)
                                .set("timestamp", time_text(now))
                                .set("endpoints", std::uint64_t{f.operations()})
                                .set("requests", t.requests)
                                .set("server_errors", t.server_errors)
                                .set("open_requests", std::uint64_t{t.open})
                                .set("open_connections", t.connections)
                                .set("refused_connections", t.refused_connections)
                                .set("ended_connections", t.ended_connections)
                                .set("note", "counts since the start of the server"));
}

/// Contract README, row "GET /v1/meta/capabilities".
response capabilities(const system_facts& f, const request& r) {
  json::value features = json::object{};
  for (const auto& [name, on] :
       {std::pair{"extensionKB", false}, std::pair{"adminKB", true}, std::pair{"caseHistory", true},
        std::pair{"sso", false}, std::pair{"teamWorkspaces", false}, std::pair{"teamSharing", false}})
    features.set(name, on);
  return json_response(200, json::value()
                                .set("deploymentMode", "self-hosted")
                                .set("kbManagement", "dashboard")
                                .set("dashboardUrl", f.dashboard_url.empty() ? r.base() : f.dashboard_url)
                                .set("features", std::move(features))
                                .set("limits", json::value()
                                                   .set("maxFileBytes", f.most_file_bytes)
                                                   .set("allowedExtensions", json_texts(f.extensions)))
                                .set("version", f.version));
}

}  // namespace

route_table system_routes(system_facts all) {
  auto facts = std::make_shared<const system_facts>(std::move(all));
  const auto open = [](std::string pattern, std::string operation, std::function<void(exchange)> serve) {
    return route{.verb = method::get,
                 .pattern = std::move(pattern),
                 .operation = std::move(operation),
                 .needs = access::open,
                 .counts = budget::free,
                 .deadline = 5 * second,
                 .serve = std::move(serve)};
  };
  route_table rows;
  rows.push_back(open("/health/dependencies", "dependencyHealth",
                      [facts](exchange x) { survey::run(std::make_shared<survey>(facts, std::move(x))); }));
  rows.push_back(open("/health/metrics", "metricsSummary",
                      [facts](exchange x) { x.out->send(metrics(*facts, x.ctx.time)); }));
  rows.push_back(open("/v1/meta/capabilities", "capabilities",
                      [facts](exchange x) { x.out->send(capabilities(*facts, *x.request)); }));
  rows.push_back({.verb = method::get,
                  .pattern = "/health/config",
                  .operation = "configInfo",
                  .needs = access::admin,
                  .serve = [facts](exchange x) { x.out->send(config_info(*facts)); }});
  return rows;
}

}  // namespace fm::http
