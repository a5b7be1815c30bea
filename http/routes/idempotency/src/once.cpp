#include "fm/http/once.hpp"

#include <fm/actors/log.hpp>
#include <fm/crypto/hash.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t shortest_key = 8, longest_key = 255;
constexpr std::size_t longest_answer = 1u << 20;

bool is_key(std::string_view text) {
  return text.size() >= shortest_key && text.size() <= longest_key &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

/// Of everything that makes two requests the same; files are read elsewhere.
std::string fingerprint_of(const request& r) {
  crypto::sha256_stream hash;
  const auto add = [&hash](std::string_view part) {
    // With their lengths, parts cannot run into each other.
    hash.update(std::to_string(part.size()) + ':');
    hash.update(part);
  };
  add(r.path);
  for (const auto& [name, value] : r.query) add(name), add(value);
  add(r.body);
  for (const auto& part : r.form) add(part.name), add(part.is_file ? part.file_name : part.value);
  return crypto::hex(hash.finish());
}

std::vector<std::string> files_of(const request& r) {
  std::vector<std::string> out;
  for (const auto& part : r.form)
    if (part.is_file) out.push_back(part.spool);
  return out;
}

idempotency::kept_answer kept_of(const response& r) {
  idempotency::kept_answer out;
  out.status = r.status;
  out.content_type = r.content_type;
  for (const auto& [name, value] : r.headers) {
    out.headers.push_back(name);
    out.headers.push_back(value);
  }
  out.body = r.body;
  return out;
}

response response_of(const idempotency::kept_answer& a) {
  response r;
  r.status = a.status;
  r.content_type = a.content_type;
  for (std::size_t i = 0; i + 1 < a.headers.size(); i += 2) r.header(a.headers[i], a.headers[i + 1]);
  r.header("Idempotency-Replayed", "true");
  r.body = a.body;
  return r;
}

/// Ends what was begun with the first answer, and gives that answer once it is kept.
class ending final : public responder {
 public:
  ending(actors::system& sys, once_actor once, idempotency::finish what, call_context ctx,
         std::shared_ptr<responder> out)
      : sys_(sys),
        once_(std::move(once)),
        what_(std::move(what)),
        ctx_(std::move(ctx)),
        out_(std::move(out)) {}
  ending(const ending&) = delete;
  ending& operator=(const ending&) = delete;
  ~ending() override {
    if (out_) finish([out = std::move(out_)] {});
  }

  void send(response r) override {
    if (!out_) return;
    what_.keep = r.status < 300 && r.file.empty() && r.body.size() <= longest_answer;
    if (what_.keep) what_.answer = kept_of(r);
    finish([out = std::move(out_), r = std::move(r)]() mutable { out->send(std::move(r)); });
  }
  void when_gone(std::function<void()> gone) override {
    if (out_) out_->when_gone(std::move(gone));
  }
  /// What is streamed cannot be given again.
  std::shared_ptr<stream> open(response head) override {
    auto out = std::move(out_);
    finish([] {});
    return out->open(std::move(head));
  }

 private:
  void finish(std::function<void()> then) {
    sys_.call(once_, std::move(what_), std::move(ctx_), [then = std::move(then)](outcome<done> kept) {
      if (!kept)
        actors::log(actors::level::warning, "an answer was not kept for its idempotency key",
                    {{"why", kept.error().text}});
      then();
    });
  }

  actors::system& sys_;
  once_actor once_;
  idempotency::finish what_;
  call_context ctx_;
  std::shared_ptr<responder> out_;
};

using serve_function = std::function<void(exchange)>;

serve_function once_only(actors::system& sys, const once_actor& once, std::string operation,
                         serve_function serve) {
  return [&sys, once, operation = std::move(operation), serve = std::move(serve)](exchange x) {
    const auto key = x.request->header("idempotency-key");
    if (key.empty() || !x.who) {
      serve(std::move(x));
      return;
    }
    if (!is_key(key)) {
      x.out->send(unprocessable({{"idempotency_key",
                                  {"header", "idempotency-key"},
                                  "Should have 8 to 255 characters of A-Z, a-z, 0-9, '_' and '-'"}}));
      return;
    }
    idempotency::finish end{operation, std::string(key)};
    auto ctx = x.ctx;
    // The end is told whatever became of the request's own time.
    auto late = x.ctx;
    late.deadline = 0;
    idempotency::begin begin{operation, std::string(key), fingerprint_of(*x.request), files_of(*x.request)};
    sys.call(once, std::move(begin), std::move(ctx),
             [&sys, once, serve, end = std::move(end), late = std::move(late),
              x = std::move(x)](outcome<idempotency::begun> b) mutable {
               if (!b) {
                 x.out->send(problem(b.error()));
               } else if (b->differs) {
                 x.out->send(problem(409, "this Idempotency-Key was used for another request")
                                 .header("x-error-code", "DUPLICATE_REQUEST"));
               } else if (!b->runs) {
                 x.out->send(response_of(b->answer));
               } else {
                 x.out =
                     std::make_shared<ending>(sys, once, std::move(end), std::move(late), std::move(x.out));
                 serve(std::move(x));
               }
             });
  };
}

bool is_repeatable(const route& row) {
  const bool by_somebody = row.needs == access::bearer || row.needs == access::admin;
  return row.verb == method::post && by_somebody && !row.for_people &&
         (row.counts == budget::write || row.counts == budget::turn) &&
         row.pattern.find("/auth/") == std::string::npos;
}

}  // namespace

void make_repeatable(actors::system& sys, const once_actor& once, route_table& rows) {
  for (auto& row : rows)
    if (is_repeatable(row)) row.serve = once_only(sys, once, row.operation, std::move(row.serve));
}

}  // namespace fm::http
