#pragma once
// One row of a route table: what a request looks like, what it becomes, how the answer looks.
#include <fm/actors/system.hpp>
#include <fm/http/problem.hpp>
#include <fm/http/request.hpp>
#include <fm/http/response.hpp>
#include <fm/providers/identity.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fm::http {

/// Who may call.
enum class access : std::uint8_t {
  open,
  optional,  ///< a token is not needed, but one that is sent must be valid
  bearer,
  admin
};
/// What a route reads.
enum class body_kind : std::uint8_t {
  none,          ///< a body is ignored
  json,          ///< 415 for another content type
  form,          ///< multipart, files streamed to disk; 415 for another content type
  json_or_form,  ///< by content type
};
/// Which of the rate limits of README choice 13 counts the call.
enum class budget : std::uint8_t { read, write, turn, free };

/// What a row gets to work with.
struct exchange {
  std::shared_ptr<const http::request> request;
  std::shared_ptr<const providers::principal> who;  ///< null on an open route
  call_context ctx;
  std::shared_ptr<http::responder> out;
};

struct route {
  method verb = method::get;
  std::string pattern;    ///< "/cases/{case_id}"; fixed segments win over parameters
  std::string operation;  ///< operationId of the contract
  access needs = access::bearer;
  body_kind takes = body_kind::none;
  budget counts = budget::read;
  dialect speaks = dialect::root;
  bool for_people = false;  ///< an API key is not enough, whatever it may do
  /// What a browser gets that opens the path as a page (contract README, choice 31); everybody else gets the
  /// row that is not one, or 404.
  bool is_page = false;
  bool guards_origin = false;  ///< acts without a bearer, so not for pages of foreign origins
  micros deadline = 30 * second;
  std::uint64_t max_file_bytes = 0;  ///< forms: 0 for the general upload limit
  bool listed = true;                ///< in the OpenAPI document
  int too_large_status = 413;        ///< forms: what a larger file is answered with
  /// Forms: text fields that may be as long as a file, and become one.
  std::vector<std::string> spooled_fields{};
  std::function<void(exchange)> serve;
};
using route_table = std::vector<route>;

/// Adds to the rows of the root their twins below `/api/v1`, where no table has a row of its own for that
/// verb and pattern; every row below `/api/v1` speaks that dialect.
void add_v1(std::vector<route_table>& tables);

/// What a parser makes of a request: the command, or the answer that says why there is none.
template <class M>
using parsed = std::variant<M, response>;

/// `serve` of a row that sends one command and renders its answer. `parse` is `parsed<M>(const exchange&)`,
/// `render` is `response(const reply&, const http::request&)`; failures become the status of their code, or
/// what `refuse` makes of them.
template <class M, class... Ms, class Parse, class Render, class Refuse = response (*)(const failure&)>
std::function<void(exchange)> ask(actors::system& sys, const actors::handle<Ms...>& to, Parse parse,
                                  Render render, Refuse refuse = problem) {
  return [&sys, to, parse = std::move(parse), render = std::move(render), refuse](exchange x) {
    parsed<M> command = parse(std::as_const(x));
    if (auto* refused = std::get_if<response>(&command)) {
      x.out->send(std::move(*refused));
      return;
    }
    sys.call(
        to, std::move(std::get<M>(command)), std::move(x.ctx),
        [out = std::move(x.out), request = std::move(x.request), render, refuse](
            outcome<typename M::reply_type> r) { out->send(r ? render(*r, *request) : refuse(r.error())); });
  };
}

}  // namespace fm::http
