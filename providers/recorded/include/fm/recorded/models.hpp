#pragma once
// A model whose answers are kept, and one that answers from what was kept.
#include <fm/recorded/recording.hpp>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace fm::recorded {

/// Asks another model and keeps its answers. Thread-safe.
class recording_model final : public providers::model_port {
 public:
  /// With `keeps_requests` what was asked is kept, too, as it left.
  explicit recording_model(std::shared_ptr<providers::model_port> asked, bool keeps_requests = false)
      : asked_(std::move(asked)), keeps_requests_(keeps_requests) {}

  providers::model_limits limits() const override { return asked_->limits(); }
  providers::model_answer complete(const providers::model_request& request,
                                   providers::model_listener& listener) override;
  /// All calls so far, in the order in which they ended.
  std::vector<recorded_call> calls() const;

 private:
  std::shared_ptr<providers::model_port> asked_;
  bool keeps_requests_;
  mutable std::mutex mutex_;
  std::vector<recorded_call> calls_;
};

/// Answers each request with the first answer to it that was not yet given; `rejected` and a sentence where
/// there is none. Thread-safe.
class replayed_model final : public providers::model_port {
 public:
  explicit replayed_model(recording of)
      : limits_(of.limits), calls_(std::move(of.calls)), given_(calls_.size()) {}

  providers::model_limits limits() const override { return limits_; }
  providers::model_answer complete(const providers::model_request& request,
                                   providers::model_listener& listener) override;

 private:
  const providers::model_limits limits_;
  const std::vector<recorded_call> calls_;
  std::mutex mutex_;
  std::vector<bool> given_;
};

}  // namespace fm::recorded
