#pragma once
// A job that takes a thread for itself: CPU work, or a library that blocks.
#include "fm/actors/input.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace fm::actors {

/// Called on the thread of the worker: must be thread-safe and quick.
using progress_sink = std::function<void(const call_context&, std::uint64_t done, std::uint64_t total)>;

/// What a running job may ask its surroundings.
class worker_env {
 public:
  /// `looked`: where the time of the last look is noted, for whoever watches over the job.
  worker_env(const call_context& ctx, const std::atomic<bool>& cancelled, micros ends_at,
             const progress_sink& progress, std::atomic<micros>* looked = nullptr)
      : ctx_(ctx), cancelled_(cancelled), ends_at_(ends_at), progress_(progress), looked_(looked) {}

  const call_context& ctx() const { return ctx_; }
  /// True when nobody waits for the result any more: withdrawn, out of time or shutting down. Cheap: ask
  /// often, at least every 100 ms; a job that does not ask for long is taken for hung
  /// (`gate_options::silence`).
  bool cancelled() const;
  void progress(std::uint64_t done, std::uint64_t total) const {
    if (progress_) progress_(ctx_, done, total);
  }

 private:
  const call_context& ctx_;
  const std::atomic<bool>& cancelled_;
  micros ends_at_;  // on the steady clock; 0: never
  const progress_sink& progress_;
  std::atomic<micros>* looked_;
};

/// Thrown by a job whose worker is of no use any more, e.g. after a lost connection: the job fails with
/// `ec::unavailable` and a new worker takes its place.
class worker_lost : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace fm::actors
