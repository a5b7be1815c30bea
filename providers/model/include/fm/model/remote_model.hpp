#pragma once
// One model of one vendor, with what is known of it.
#include <fm/actors/context.hpp>
#include <fm/llm/facts.hpp>
#include <fm/providers/model.hpp>

#include <functional>
#include <mutex>
#include <string>

namespace fm::model {

/// How long a model that failed is left alone. Failures in a row make it longer; what only an operator can
/// mend is looked at less often.
micros rest_after(providers::model_trouble trouble, unsigned failures, micros retry_after);

/// Whether a trouble says something of the model and not of what it was asked.
bool is_about_the_model(providers::model_trouble trouble);

/// How a model did lately. Thread-safe; times are of the steady clock.
class health {
 public:
  void note(const providers::model_answer& answer, micros now);
  /// Until then others are asked first.
  bool rests(micros now) const;
  /// What was wrong the last time, a sentence; empty when it answered, or was not asked.
  std::string trouble() const;

 private:
  mutable std::mutex mutex_;
  unsigned failures_ = 0;
  micros rests_until_ = 0;
  std::string why_;
};

/// Thread-safe.
class remote_model : public providers::model_port {
 public:
  virtual const std::string& name() const = 0;  ///< such as "ollama/llama3.2"
  virtual const llm::vendor& vendor() const = 0;
  virtual llm::abilities can() const = 0;
  /// Sets what requests use from now on.
  virtual void learn(const llm::abilities& can) = 0;
  /// Asks the vendor about the model, and for no completion.
  virtual llm::model_facts facts(const std::function<bool()>& cancelled) = 0;
  virtual model::health& health() = 0;

  providers::model_limits limits() const override {
    const auto known = can();
    return {known.tools, known.images, known.context};
  }
};

}  // namespace fm::model
