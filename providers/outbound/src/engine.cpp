#include "engine.hpp"

#include "quiet_thread.hpp"

#include <fm/actors/clock.hpp>
#include <fm/crypto/random.hpp>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

namespace fm::outbound {

namespace {

trouble stopped() {
  return {.kind = trouble_kind::stopped,
          .text = "the program does not send requests any more: it is stopping"};
}

}  // namespace

engine::engine(const client_options& options, multi_handle& multi, std::shared_ptr<mailbox> box)
    : options_(options),
      multi_(multi),
      box_(std::move(box)),
      hosts_(options.breaker, options.retry, options.hosts_remembered),
      resolver_(options.lookup ? options.lookup : system_lookup, options.lookups_at_once,
                options.remember_names) {}

void engine::run() {
  block_signals();
  for (;;) {
    obey();
    if (stops_) break;
    begin_waiting();
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    read_ends();
    look_at_all();
    curl_multi_poll(multi_.get(), nullptr, 0, milliseconds_until_next_look(), nullptr);
  }
  close();
}

void engine::obey() {
  for (const auto& command : box_->take()) {
    try {
      command(*this);
    } catch (const std::exception&) {
      // There is not even memory to end a request: its time limits do.
    }
  }
}

void engine::submit(const std::shared_ptr<exchange>& what) {
  guarded(*what, [&] { waiting_.push_back(what); });
}

void engine::begin_waiting() {
  while (!waiting_.empty() && active_.size() < options_.at_once) {
    const auto next = std::move(waiting_.front());
    waiting_.pop_front();
    guarded(*next, [&] {
      active_[next.get()] = next;
      next->begin(*this);
    });
  }
}

void engine::cancel(exchange& what) {
  what.stop(*this, {.kind = trouble_kind::cancelled, .text = "the request was cancelled"});
}

void engine::over(exchange& what) {
  if (active_.erase(&what) > 0) return;
  std::erase_if(waiting_, [&](const auto& w) { return w.get() == &what; });
}

void engine::add(attempt& what, exchange& of) {
  curl_easy_setopt(what.handle(), CURLOPT_PRIVATE, static_cast<void*>(&of));
  if (const auto code = curl_multi_add_handle(multi_.get(), what.handle()); code != CURLM_OK)
    throw std::runtime_error(std::string("a request cannot be sent: ") + curl_multi_strerror(code));
}

void engine::remove(attempt& what) { curl_multi_remove_handle(multi_.get(), what.handle()); }

void engine::look_up(const std::string& host, name_receiver then) {
  resolver_.look_up(host, [box = box_, then = std::move(then)](const resolver::answer& found) {
    box->post([then, found](engine& e) { then(e, found); });
  });
}

std::string engine::random_bytes(std::size_t n) const { return crypto::random_bytes(n); }

std::uint64_t engine::random_number() const {
  std::uint64_t out = 0;
  const auto bytes = random_bytes(sizeof out);
  std::memcpy(&out, bytes.data(), sizeof out);
  return out;
}

void engine::read_ends() {
  int left = 0;
  while (const auto* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    // Both go with the handle that they belong to.
    const auto code = message->data.result;
    char* of = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &of);
    const auto found = active_.find(static_cast<exchange*>(static_cast<void*>(of)));
    if (found == active_.end()) continue;
    const auto what = found->second;
    guarded(*what, [&] { what->attempt_ended(*this, code); });
  }
}

void engine::look_at_all() {
  const auto now = actors::steady_clock();
  std::vector<std::shared_ptr<exchange>> due;
  for (const auto& [key, what] : active_) {
    what->slow_down(*this);
    if (what->next_look() <= now) due.push_back(what);
  }
  for (const auto& what : waiting_)
    if (what->next_look() <= now) due.push_back(what);
  for (const auto& what : due) guarded(*what, [&] { what->look(*this, now); });
}

int engine::milliseconds_until_next_look() const {
  constexpr micros longest = minute;
  // A place has become free for one that waits.
  if (!waiting_.empty() && active_.size() < options_.at_once) return 0;
  const auto now = actors::steady_clock();
  auto next = now + longest;
  for (const auto& [key, what] : active_) next = std::min(next, what->next_look());
  for (const auto& what : waiting_) next = std::min(next, what->next_look());
  return static_cast<int>(std::max<micros>(next - now + millisecond - 1, 0) / millisecond);
}

void engine::close() {
  // A request that comes with a last command is ended like the others.
  for (const auto& command : box_->close()) command(*this);
  while (!waiting_.empty()) {
    const auto what = waiting_.front();
    what->stop(*this, stopped());
  }
  while (!active_.empty()) {
    const auto what = active_.begin()->second;
    what->stop(*this, stopped());
  }
  // Kept connections say good-bye, here where no signal comes of it.
  multi_.reset();
}

}  // namespace fm::outbound
