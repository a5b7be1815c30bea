#pragma once
// Shorter ways to write the rows of this folder.
#include "case_json.hpp"

#include <fm/http/case_routes.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/rows.hpp>

#include <string>
#include <utility>

namespace fm::http {

/// A command that only names a case.
template <class M>
parsed<M> parse_case_id(const exchange& x) {
  return for_case(x, {}, M{});
}

/// 200 with what a function makes of the answer.
template <class Json>
auto ok(Json json_of) {
  return [json_of](const auto& answer, const request&) { return json_response(200, json_of(answer)); };
}
/// The same for a function that looks at the request as well.
template <class Json>
auto ok_for(Json json_of) {
  return [json_of](const auto& answer, const request& r) { return json_response(200, json_of(answer, r)); };
}

/// The page of a case; of one that is over it says which reports are written.
template <class Json>
std::function<void(exchange)> show_case(actors::system& sys, const all_cases& all,
                                        const written_reports& reports, Json json_of) {
  return [&sys, all, reports, json_of](exchange x) {
    auto command = parse_case_id<cases::get_view>(x);
    if (auto* refused = std::get_if<response>(&command)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto ctx = x.ctx;
    sys.call(all, std::move(std::get<cases::get_view>(command)), std::move(x.ctx),
             [ctx = std::move(ctx), out = std::move(x.out), reports, json_of](outcome<cases::case_view> r) {
               if (!r) {
                 out->send(problem(r.error()));
                 return;
               }
               const auto& status = r->record.status;
               if (!reports || (status != "resolved" && status != "closed")) {
                 out->send(json_response(200, json_of(*r, {})));
                 return;
               }
               const auto id = r->record.id;
               reports(id, ctx,
                       [out, json_of, view = std::move(*r)](const std::vector<std::string>& written) {
                         out->send(json_response(200, json_of(view, written)));
                       });
             });
  };
}

}  // namespace fm::http
