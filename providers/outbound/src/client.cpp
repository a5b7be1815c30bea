#include "fm/outbound/client.hpp"

#include "channel.hpp"
#include "engine.hpp"
#include "exchange.hpp"
#include "mailbox.hpp"

#include <fm/actors/clock.hpp>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace fm::outbound {

namespace {

multi_handle make_multi(const client_options& options) {
  multi_handle out(is_curl_ready() ? curl_multi_init() : nullptr);
  if (!out) throw std::runtime_error("libcurl cannot be used: there is not enough memory");
  curl_multi_setopt(out.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.idle_connections));
  // Streams that share a connection stall each other when one is paused (curl 7.88.1, issues 10971 and
  // 10988), and a cancelled one leaves it open: each transfer has a connection to itself.
  curl_multi_setopt(out.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  return out;
}

/// How many requests are under way, counted from both sides.
using open_count = std::shared_ptr<std::atomic<std::size_t>>;

}  // namespace

struct transfer::state {
  std::shared_ptr<channel> from;
  std::shared_ptr<mailbox> box;
  std::weak_ptr<exchange> what;
  std::optional<std::stop_callback<std::function<void()>>> on_stop{};

  void cancel() const {
    box->post([what = what](engine& e) {
      if (const auto self = what.lock()) e.cancel(*self);
    });
  }
};

transfer::transfer(std::shared_ptr<state> of) : state_(std::move(of)) {}
transfer::transfer(transfer&&) noexcept = default;
transfer& transfer::operator=(transfer&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

transfer::~transfer() {
  if (!state_) return;
  state_->on_stop.reset();
  if (!state_->from->has_ended()) cancel();
}

transfer::event transfer::next(micros most) { return state_->from->next(most); }
const answer_head& transfer::head() const { return state_->from->head(); }
std::string_view transfer::piece() const { return state_->from->piece(); }
const ended& transfer::result() const { return state_->from->result(); }
void transfer::cancel() { state_->cancel(); }

class client::loop_thread {
 public:
  explicit loop_thread(const client_options& options)
      : most_(options.at_once + options.waiting),
        multi_(make_multi(options)),
        box_(std::make_shared<mailbox>(multi_.get())),
        engine_(options, multi_, box_),
        thread_([this] { engine_.run(); }) {}
  ~loop_thread() {
    box_->post([](engine& e) { e.stop(); });
    thread_.join();
  }
  loop_thread(const loop_thread&) = delete;
  loop_thread& operator=(const loop_thread&) = delete;

  transfer start(const service_ptr& by, request what, std::stop_token stop, std::function<void()> ready) {
    auto from = std::make_shared<channel>(what.sizes.waiting, std::move(ready));
    const std::shared_ptr<transfer::state> state(new transfer::state{from, box_, {}});
    if (open_->fetch_add(1) >= most_) {
      open_->fetch_sub(1);
      end_at_once(*from, {.kind = trouble_kind::busy,
                          .text = "too many requests to other servers are under way (" +
                                  std::to_string(most_) + "): the same request may succeed later",
                          .is_passing = true});
      return transfer(state);
    }
    // Given back when nobody holds the exchange any more.
    const std::shared_ptr<exchange> made(new exchange(by, std::move(what), from, actors::steady_clock()),
                                         [open = open_](exchange* e) {
                                           delete e;
                                           open->fetch_sub(1);
                                         });
    state->what = made;
    if (!box_->post([made](engine& e) { e.submit(made); }))
      end_at_once(*from, {.kind = trouble_kind::stopped,
                          .text = "the program does not send requests any more: it is stopping"});
    if (stop.stop_possible()) state->on_stop.emplace(std::move(stop), [s = state.get()] { s->cancel(); });
    return transfer(state);
  }

 private:
  static void end_at_once(channel& what, trouble why) {
    ended how;
    how.why = std::move(why);
    what.end(std::move(how));
  }

  const std::size_t most_;
  const open_count open_ = std::make_shared<std::atomic<std::size_t>>(0);
  multi_handle multi_;
  std::shared_ptr<mailbox> box_;
  engine engine_;
  std::thread thread_;
};

client::client(client_options options) : loop_(std::make_unique<loop_thread>(options)) {}
client::~client() = default;

transfer client::start(const service_ptr& by, request what, std::stop_token stop,
                       std::function<void()> ready) {
  return loop_->start(by, std::move(what), std::move(stop), std::move(ready));
}

ended client::run(const service_ptr& by, request what, sink& into, const std::function<bool()>& cancelled,
                  std::stop_token stop) {
  const micros look_up = cancelled ? 20 * millisecond : second;
  auto under_way = start(by, std::move(what), std::move(stop));
  for (bool wanted = true;;) {
    const auto event = under_way.next(look_up);
    if (event == transfer::event::end) return under_way.result();
    if (!wanted) continue;
    if (event == transfer::event::head) wanted = into.head(under_way.head());
    if (event == transfer::event::piece) wanted = into.piece(under_way.piece());
    if (!wanted || (cancelled && cancelled())) {
      wanted = false;
      under_way.cancel();
    }
  }
}

}  // namespace fm::outbound
