#include "fm/actors/edge.hpp"

#include "fm/actors/caf_error.hpp"
#include "fm/actors/log.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace fm::actors {
namespace {

/// A number is 0x0UUUUUUUSSSSSSSS below CAF's 60 bits for ids of requests: uses, then slot + 1.
constexpr std::uint32_t most_uses = 0x0FFFFFFF;

/// Runs what belongs to a caller; what it throws must not end the actor that answers.
template <class F>
void guarded(F&& f) {
  try {
    f();
  } catch (const std::exception& e) {
    log(level::error, "the receiver of an answer has thrown", {{"why", e.what()}});
  } catch (...) {
    log(level::error, "the receiver of an answer has thrown", {{"why", "an exception of unknown type"}});
  }
}

}  // namespace

edge::edge(caf::actor_config& config, std::function<void(micros at)> arm,
           std::function<void(const call_address&)> withdraw)
    : caf::monitorable_actor(config), arm_(std::move(arm)), withdraw_(std::move(withdraw)) {}

std::uint64_t edge::open(std::unique_ptr<open_call> call, micros ends) {
  std::lock_guard lock(mutex_);
  if (closed_) return 0;
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  auto at = free_.back();
  free_.pop_back();
  auto& s = slots_[at];
  s.call = std::move(call);
  s.ends = ends;
  s.uses = s.uses % most_uses + 1;
  if (ends < armed_) {
    armed_ = ends;
    arm_(ends);
  }
  return std::uint64_t{s.uses} << 32 | (at + 1);
}

edge::slot* edge::find(std::uint64_t number) {
  auto at = static_cast<std::uint32_t>(number) - 1;
  if (at >= slots_.size() || slots_[at].uses != number >> 32 || !slots_[at].call) return nullptr;
  return &slots_[at];
}

std::unique_ptr<open_call> edge::take(std::uint64_t number) {
  std::lock_guard lock(mutex_);
  auto* s = find(number);
  if (!s) return nullptr;
  free_.push_back(static_cast<std::uint32_t>(s - slots_.data()));
  return std::move(s->call);
}

std::optional<call_address> edge::address_of(std::uint64_t number) {
  std::lock_guard lock(mutex_);
  auto* s = find(number);
  if (!s) return std::nullopt;
  return s->call->address;
}

void edge::enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) {
  if (!what->mid.is_response()) return;
  auto call = take(what->mid.request_id().integer_value());
  if (!call) return;
  auto& reply = what->content();
  guarded([&] {
    if (reply.match_elements<caf::error>())
      call->failed(to_failure(reply.get_as<caf::error>(0)));
    else
      call->answered(reply);
  });
}

void edge::answer(std::uint64_t number, payload reply) {
  if (auto call = take(number)) guarded([&] { call->answered(std::move(reply)); });
}

void edge::fail(std::uint64_t number, failure why) {
  if (auto call = take(number)) guarded([&] { call->failed(std::move(why)); });
}

void edge::expire(micros now) {
  std::vector<std::unique_ptr<open_call>> due;
  {
    std::lock_guard lock(mutex_);
    armed_ = forever;
    for (std::uint32_t at = 0; at < slots_.size(); ++at) {
      auto& s = slots_[at];
      if (!s.call) continue;
      if (s.ends <= now) {
        due.push_back(std::move(s.call));
        free_.push_back(at);
      } else {
        armed_ = std::min(armed_, s.ends);
      }
    }
    if (armed_ != forever) arm_(armed_);
  }
  for (auto& call : due) {
    withdraw_(call->address);
    guarded([&] { call->failed(fm::fail(ec::timeout, "no answer in time")); });
  }
}

void edge::close() {
  std::vector<slot> open;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    open.swap(slots_);
    free_.clear();
  }
  guarded([&] { open.clear(); });
}

}  // namespace fm::actors
