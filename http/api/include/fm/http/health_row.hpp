#pragma once
// The health of one module, by a question that it can always answer.
#include <fm/http/json_response.hpp>
#include <fm/http/route.hpp>

#include <string>
#include <utility>

namespace fm::http {

/// `GET pattern`: `{status, service}`, "unhealthy" when the module gives no answer to `probe`.
template <class M, class... Ms>
route health_row(actors::system& sys, const actors::handle<Ms...>& to, std::string pattern,
                 std::string operation, std::string service, M probe) {
  auto say = [service = std::move(service)](const char* status) {
    json::value out;
    out.set("status", status).set("service", service);
    return json_response(200, out);
  };
  using reply = typename M::reply_type;
  return {.verb = method::get,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .needs = access::open,
          .counts = budget::free,
          .deadline = 3 * second,
          .serve = [&sys, to, say, probe = std::move(probe)](exchange x) {
            sys.call(to, probe, std::move(x.ctx), [out = std::move(x.out), say](outcome<reply> r) {
              // A refusal is an answer too; only silence is not.
              bool silent = !r && (r.error().code == ec::timeout || r.error().code == ec::unavailable ||
                                   r.error().code == ec::internal);
              out->send(say(silent ? "unhealthy" : "healthy"));
            });
          }};
}

}  // namespace fm::http
