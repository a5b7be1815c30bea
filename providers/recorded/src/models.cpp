#include "fm/recorded/models.hpp"

#include <optional>
#include <utility>

namespace fm::recorded {

using providers::model_answer;
using providers::model_trouble;

model_answer recording_model::complete(const providers::model_request& request,
                                       providers::model_listener& listener) {
  auto answer = asked_->complete(request, listener);
  recorded_call call{fingerprint_of(request), answer, keeps_requests_ ? text_of(request) : std::string()};
  std::lock_guard lock(mutex_);
  calls_.push_back(std::move(call));
  return answer;
}

std::vector<recorded_call> recording_model::calls() const {
  std::lock_guard lock(mutex_);
  return calls_;
}

model_answer replayed_model::complete(const providers::model_request& request,
                                      providers::model_listener& listener) {
  const auto asked = fingerprint_of(request);
  std::optional<std::size_t> found;
  {
    std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < calls_.size() && !found; ++i)
      if (!given_[i] && calls_[i].fingerprint == asked) found = i;
    if (found) given_[*found] = true;
  }
  model_answer out;
  if (!found) {
    out.trouble = model_trouble::rejected;
    out.why =
        "the request is not in the recording: evidence, question, instructions, settings or the program "
        "are not those of then";
    return out;
  }
  out = calls_[*found].answer;
  if (!listener.text(out.content)) {
    out.trouble = model_trouble::cancelled;
    out.why = "nobody waits for the answer";
  }
  return out;
}

}  // namespace fm::recorded
