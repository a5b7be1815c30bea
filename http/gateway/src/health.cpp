#include <fm/http/fields.hpp>
#include <fm/http/health.hpp>
#include <fm/json/value.hpp>

#include <algorithm>

namespace fm::http {

void health_board::expect(std::string name, bool required) {
  std::lock_guard lock(mutex_);
  checks_.push_back({std::move(name), "starting", required});
  decide();
}

void health_board::decide() {
  ready_.store(std::all_of(checks_.begin(), checks_.end(),
                           [](const check& c) { return !c.required || c.state == "ok"; }),
               std::memory_order_release);
}

void health_board::set(const std::string& name, std::string state) {
  std::lock_guard lock(mutex_);
  const auto known =
      std::find_if(checks_.begin(), checks_.end(), [&](const check& c) { return c.name == name; });
  if (known != checks_.end())
    known->state = std::move(state);
  else
    checks_.push_back({name, std::move(state), true});
  decide();
}

void health_board::watch(std::string name, std::function<std::string()> trouble) {
  std::lock_guard lock(mutex_);
  watched_.emplace_back(std::move(name), std::move(trouble));
}

std::string health_board::trouble() const {
  std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [name, trouble] : watched_)
    if (auto said = trouble(); !said.empty()) out += (out.empty() ? "" : "; ") + said;
  return out;
}

std::string health_board::overall() const {
  std::string worst = trouble().empty() ? "healthy" : "degraded";
  std::lock_guard lock(mutex_);
  for (const auto& c : checks_) {
    if (c.state == "ok") continue;
    if (c.required && c.state != "starting") return "unhealthy";
    if (c.required)
      worst = "starting";
    else if (worst == "healthy")
      worst = "degraded";
  }
  return worst;
}

std::vector<std::pair<std::string, std::string>> health_board::checks() const {
  std::lock_guard lock(mutex_);
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& c : checks_) out.emplace_back(c.name, c.state);
  for (const auto& [name, trouble] : watched_) {
    auto said = trouble();
    out.emplace_back(name, said.empty() ? "ok" : std::move(said));
  }
  return out;
}

namespace {

response json_response(json::value body, int status = 200) {
  response r;
  r.status = status;
  r.body = json::write(body);
  return r;
}

route open_get(std::string pattern, std::string operation, std::function<response(const exchange&)> answer) {
  route r;
  r.pattern = std::move(pattern);
  r.operation = std::move(operation);
  r.needs = access::open;
  r.counts = budget::free;
  r.serve = [answer = std::move(answer)](exchange x) { x.out->send(answer(x)); };
  return r;
}

constexpr const char* service_name = "faultmaven";

}  // namespace

void serve_when_ready(route_table& rows, const std::shared_ptr<const health_board>& board) {
  for (auto& row : rows)
    row.serve = [board, serve = std::move(row.serve)](exchange x) {
      if (board->ready())
        serve(std::move(x));
      else
        x.out->send(problem(fail(ec::unavailable, "the server is starting; see /health/ready", 1)));
    };
}

route_table health_routes(std::shared_ptr<const health_board> board, std::string version, std::string mode) {
  route_table t;
  t.push_back(open_get("/", "root", [board, version, mode](const exchange&) {
    return json_response(json::value()
                             .set("service", service_name)
                             .set("status", board->ready() ? "running" : "starting")
                             .set("version", version)
                             .set("mode", mode)
                             .set("docs", "/docs")
                             .set("health", "/health"));
  }));
  t.push_back(open_get("/health", "health", [board](const exchange&) {
    auto body = json::value().set("status", board->overall());
    if (auto trouble = board->trouble(); !trouble.empty()) body.set("detail", std::move(trouble));
    return json_response(std::move(body), board->ready() ? 200 : 503);
  }));
  t.push_back(open_get("/health/live", "liveness", [](const exchange& x) {
    return json_response(json::value()
                             .set("status", "alive")
                             .set("service", service_name)
                             .set("timestamp", time_text(x.ctx.time)));
  }));
  t.push_back(open_get("/health/ready", "readiness", [board](const exchange&) {
    json::value checks = json::object{};
    for (const auto& [name, state] : board->checks()) checks.set(name, state);
    const bool ready = board->ready();
    return json_response(json::value()
                             .set("status", ready ? "ready" : "not_ready")
                             .set("service", service_name)
                             .set("checks", std::move(checks)),
                         ready ? 200 : 503);
  }));
  return t;
}

}  // namespace fm::http
