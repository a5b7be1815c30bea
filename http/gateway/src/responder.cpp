#include "core.hpp"
#include "delivery.hpp"
#include "file_range.hpp"
#include "response_text.hpp"

#include <fm/actors/log.hpp>
#include <fm/http/problem.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace fm::http {

namespace {

/// What a producer writes for a client that asked for the head only.
class no_stream final : public stream {
 public:
  void write(std::string, std::function<void(bool)> written) override { written(false); }
  void close() override {}
};

class one_answer final : public responder {
 public:
  one_answer(std::shared_ptr<gateway::core> core, std::shared_ptr<incoming> r, std::unique_ptr<wire> out)
      : core_(std::move(core)), request_(std::move(r)), out_(std::move(out)) {}
  one_answer(const one_answer&) = delete;
  one_answer& operator=(const one_answer&) = delete;
  ~one_answer() override {
    if (answered_.exchange(true)) return;
    actors::log(actors::level::error, "a request was dropped without an answer",
                {{"path", request_->path}, {"id", request_->id}});
    put(problem(fail(ec::internal)));
  }

  void send(response r) override {
    if (!answered_.exchange(true)) put(std::move(r));
  }

  std::shared_ptr<stream> open(response head) override {
    if (answered_.exchange(true)) return std::make_shared<no_stream>();
    speak(head);
    const auto now = actors::wall_clock();
    auto text = head_text(*request_, head, {.length = {}, .no_store = no_store()}, core_->origins, now);
    core_->count(*request_, head.status, 0, now);
    if (request_->verb == method::head) {
      out_->send(std::move(text));
      return std::make_shared<no_stream>();
    }
    return out_->open(std::move(text));
  }

  void when_gone(std::function<void()> gone) override { out_->when_gone(std::move(gone)); }

 private:
  bool no_store() const {
    return request_->route < core_->no_store.size() && core_->no_store[request_->route];
  }

  void speak(response& r) const {
    if (request_->speaks == dialect::v1) speak_v1(r, request_->base());
    if (request_->speaks == dialect::oauth) speak_oauth(r);
  }

  void put(response r) {
    speak(r);
    if (request_->route < core_->routes.size() && !core_->by_any_name[request_->route])
      core_->refusals.note(r.status, core_->routes[request_->route].operation, r.body,
                           actors::steady_clock());
    if (!r.file.empty()) {
      put_file(std::move(r));
      return;
    }
    if (is_known(*request_, r)) {
      r.status = 304;
      r.body.clear();
    } else if (!no_store()) {
      pack(*request_, r);
    }
    const auto now = actors::wall_clock();
    const bool with_body = request_->verb != method::head;
    auto text =
        head_text(*request_, r, {.length = r.body.size(), .with_body = with_body, .no_store = no_store()},
                  core_->origins, now);
    if (with_body) text += r.body;
    core_->count(*request_, r.status, with_body ? r.body.size() : 0, now);
    out_->send(std::move(text));
  }

  void put_file(response r) {
    const int file = ::open(r.file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (file < 0 || ::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
      if (file >= 0) ::close(file);
      actors::log(actors::level::error, "a file that belongs to an answer cannot be read",
                  {{"file", r.file}, {"id", request_->id}});
      put(problem(fail(ec::internal)));
      return;
    }
    const auto now = actors::wall_clock();
    const auto part = part_of(r, static_cast<std::uint64_t>(about.st_size));
    if (part.status == 416) {
      ::close(file);
      put(problem(416, "the range lies behind the end of the file, which has " +
                           std::to_string(about.st_size) + " bytes")
              .header("Content-Range", part.content_range));
      return;
    }
    const bool with_body = request_->verb != method::head && part.length > 0;
    auto text = head_text(*request_, r, {.length = part.length, .with_body = false, .no_store = no_store()},
                          core_->origins, now);
    core_->count(*request_, r.status, with_body ? part.length : 0, now);
    if (with_body) {
      out_->send_file(std::move(text), file, part.offset, part.length);
    } else {
      ::close(file);
      out_->send(std::move(text));
    }
  }

  /// Which bytes of its file an answer is about, and the fields that say so. Answers with an entity tag may
  /// be asked for in parts.
  file_range part_of(response& r, std::uint64_t size) const {
    const file_range whole{r.status, 0, size, {}};
    if (r.status != 200) return whole;
    std::string tag;
    for (const auto& [name, value] : r.headers)
      if (name == "ETag") tag = value;
    if (tag.empty()) return whole;
    r.header("Accept-Ranges", "bytes");
    if (is_known(*request_, r)) {
      r.status = 304;
      return {304, 0, 0, {}};
    }
    if (request_->verb != method::get) return whole;
    auto part = range_of(request_->header("range"), request_->header("if-range"), tag, size);
    if (part.status == 206) {
      r.status = 206;
      r.header("Content-Range", part.content_range);
    }
    return part;
  }

  std::shared_ptr<gateway::core> core_;
  std::shared_ptr<incoming> request_;
  std::unique_ptr<wire> out_;
  std::atomic<bool> answered_{false};
};

}  // namespace

std::shared_ptr<responder> make_responder(std::shared_ptr<gateway::core> core, std::shared_ptr<incoming> r,
                                          std::unique_ptr<wire> out) {
  return std::make_shared<one_answer>(std::move(core), std::move(r), std::move(out));
}

}  // namespace fm::http
