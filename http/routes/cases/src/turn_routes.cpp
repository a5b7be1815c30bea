#include "fm/http/case_routes.hpp"
#include "turn_json.hpp"

#include <fm/http/json_response.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fm::http {

namespace {

/// Sends the pieces one after the other, each when the one before is written. It lives as long as a write is
/// under way.
class piece_sender : public std::enable_shared_from_this<piece_sender> {
 public:
  piece_sender(std::shared_ptr<stream> out, std::vector<std::string> pieces)
      : out_(std::move(out)), pieces_(std::move(pieces)) {}
  void next() {
    if (sent_ == pieces_.size()) {
      out_->close();
      return;
    }
    out_->write(std::move(pieces_[sent_++]), [self = shared_from_this()](bool written) {
      if (written) self->next();
    });
  }

 private:
  std::shared_ptr<stream> out_;
  std::vector<std::string> pieces_;
  std::size_t sent_ = 0;
};

void answer_chat(const std::shared_ptr<responder>& out, const cases::turn_answer& answer, bool streamed) {
  if (!streamed) {
    out->send(json_response(200, chat_json(answer)));
    return;
  }
  response r;
  r.content_type = "text/plain; charset=utf-8";
  std::make_shared<piece_sender>(out->open(std::move(r)), stream_pieces(answer.response))->next();
}

}  // namespace

route_table turn_routes(actors::system& sys, const one_case& one, micros deadline) {
  route_table rows;
  rows.push_back({.verb = method::post,
                  .pattern = "/agent/chat/{case_id}",
                  .operation = "chat",
                  .takes = body_kind::json,
                  .counts = budget::turn,
                  .deadline = deadline,
                  .serve = [&sys, one](exchange x) {
                    auto command = parse_chat(x);
                    if (auto* refused = std::get_if<response>(&command)) {
                      x.out->send(std::move(*refused));
                      return;
                    }
                    auto& asked = std::get<chat_request>(command);
                    sys.call(
                        one, std::move(asked.turn), std::move(x.ctx),
                        [out = std::move(x.out), streamed = asked.stream](outcome<cases::turn_answer> a) {
                          if (a)
                            answer_chat(out, *a, streamed);
                          else
                            out->send(problem(a.error()));
                        });
                  }});
  rows.push_back(
      {.verb = method::post,
       .pattern = "/cases/{case_id}/queries",
       .operation = "submitQuery",
       .takes = body_kind::json,
       .counts = budget::turn,
       .deadline = deadline,
       .serve = ask<cases::post_turn>(sys, one, parse_query, [](const cases::turn_answer& a, const request&) {
         return json_response(200, query_json(a));
       })});
  return rows;
}

}  // namespace fm::http
