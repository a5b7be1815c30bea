#include "case_rows.hpp"
#include "fm/http/case_routes.hpp"
#include "overview_json.hpp"
#include "turn_events.hpp"
#include "turn_form.hpp"
#include "turn_json.hpp"

#include <fm/http/json_response.hpp>
#include <fm/http/negotiation.hpp>
#include <fm/http/uploads.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
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

/// Withdraws a call when the client has gone, whichever is known first.
class withdrawal {
 public:
  explicit withdrawal(actors::system& sys) : sys_(sys) {}
  void began(const actors::call_id& id) {
    std::lock_guard lock(mutex_);
    if (gone_)
      sys_.cancel(id);
    else
      id_ = id;
  }
  void gone() {
    std::lock_guard lock(mutex_);
    gone_ = true;
    if (id_) sys_.cancel(*id_);
  }

 private:
  actors::system& sys_;
  std::mutex mutex_;
  std::optional<actors::call_id> id_;
  bool gone_ = false;
};

/// Asks a turn whose client waits for its answer. A client that goes away wants none: what is under way for
/// it, above all the call of a model, ends.
void ask_turn(actors::system& sys, const one_case& one, cases::post_turn turn, exchange x,
              std::function<void(const std::shared_ptr<responder>&, const cases::turn_answer&)> tell) {
  auto out = std::move(x.out);
  const auto withdraws = std::make_shared<withdrawal>(sys);
  out->when_gone([withdraws] { withdraws->gone(); });
  withdraws->began(sys.call(one, std::move(turn), std::move(x.ctx),
                            [out, tell = std::move(tell)](outcome<cases::turn_answer> a) {
                              if (a)
                                tell(out, *a);
                              else
                                out->send(problem(a.error()));
                            }));
}

/// 200 with the answer, or 202 with the job that will have it.
response turn_or_job(const cases::turn_submitted& t, const request& r) {
  response out;
  if (t.job_id.empty()) {
    out.body = t.result;
    return out;
  }
  json::value body;
  body.set("job_id", t.job_id)
      .set("status", "processing")
      .set("case_id", t.case_id)
      .set("query_id", t.question_id);
  return with_job(json_response(202, body), t.job_id, r);
}

/// `serve` of a turn at the root: `ask` answers it, unless the client rather polls for the answer.
std::function<void(exchange)> unless_async(actors::system& sys, const one_case& one,
                                           parsed<cases::post_turn> (*parse)(const exchange&),
                                           std::function<void(exchange)> ask_now) {
  auto ask_later = ask<cases::submit_turn>(
      sys, one, [parse](const exchange& x) { return submitted(parse(x), x); }, turn_or_job);
  return [ask_now = std::move(ask_now), ask_later = std::move(ask_later)](exchange x) {
    (prefers_async(*x.request) ? ask_later : ask_now)(std::move(x));
  };
}

parsed<cases::post_turn> parse_chat_turn(const exchange& x) {
  auto command = parse_chat(x);
  if (auto* refused = std::get_if<response>(&command)) return std::move(*refused);
  return std::move(std::get<chat_request>(command).turn);
}

}  // namespace

route_table turn_routes(actors::system& sys, const all_cases& all, const one_case& one,
                        const turn_watcher& news, micros deadline) {
  const auto streams = std::make_shared<const turn_streams>(sys, news);
  // Whoever asks for events gets them; everybody else what `otherwise` answers.
  const auto or_events = [streams, one](parsed<cases::post_turn> (*parse)(const exchange&),
                                        std::function<void(exchange)> otherwise) {
    return [streams, one, parse, otherwise = std::move(otherwise)](exchange x) {
      if (!asks_for_events(x.request->header("accept"))) {
        otherwise(std::move(x));
        return;
      }
      auto command = submitted(parse(x), x);
      if (auto* refused = std::get_if<response>(&command))
        x.out->send(std::move(*refused));
      else
        streams->begin(one, std::move(std::get<cases::submit_turn>(command)), std::move(x));
    };
  };
  auto turn_row = [&](std::string pattern, std::string operation, std::function<void(exchange)> serve) {
    auto row = write_row(method::post, std::move(pattern), std::move(operation), std::move(serve));
    row.counts = budget::turn;
    row.deadline = deadline;
    return row;
  };
  route_table rows;
  auto chat = [&sys, one](exchange x) {
    auto command = parse_chat(x);
    if (auto* refused = std::get_if<response>(&command)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto& asked = std::get<chat_request>(command);
    ask_turn(sys, one, std::move(asked.turn), std::move(x),
             [streamed = asked.stream](const auto& out, const cases::turn_answer& a) {
               answer_chat(out, a, streamed);
             });
  };
  rows.push_back(
      turn_row("/agent/chat/{case_id}", "chat",
               or_events(parse_chat_turn, unless_async(sys, one, parse_chat_turn, std::move(chat)))));
  auto query = [&sys, one](exchange x) {
    auto command = parse_query(x);
    if (auto* refused = std::get_if<response>(&command))
      x.out->send(std::move(*refused));
    else
      ask_turn(
          sys, one, std::move(std::get<cases::post_turn>(command)), std::move(x),
          [](const auto& out, const cases::turn_answer& a) { out->send(json_response(200, query_json(a))); });
  };
  rows.push_back(turn_row("/cases/{case_id}/queries", "submitQuery",
                          or_events(parse_query, unless_async(sys, one, parse_query, std::move(query)))));
  auto events = read_row("/agent/turns/{question_id}/events", "streamTurnEvents",
                         [streams](exchange x) { streams->go_on(std::move(x)); });
  rows.push_back(std::move(events));
  rows.push_back(
      read_row("/cases/{case_id}/queries", "listQueries",
               ask<cases::list_questions>(sys, all, parse_list_questions, ok_for(questions_json))));
  rows.push_back(turn_row(
      "/api/v1/cases/{case_id}/queries", "submitQueryV1",
      or_events(parse_query,
                ask<cases::submit_turn>(
                    sys, one, [](const exchange& x) { return submitted(parse_query(x), x); }, turn_or_job))));
  auto form = turn_row("/api/v1/cases/{case_id}/turns", "submitTurnV1",
                       ask<cases::submit_turn>(sys, one, parse_turn_form, turn_or_job));
  form.takes = body_kind::form;
  form.spooled_fields = {pasted_field};
  rows.push_back(std::move(form));
  return rows;
}

}  // namespace fm::http
