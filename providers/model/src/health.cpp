#include "fm/model/remote_model.hpp"

#include <algorithm>

namespace fm::model {

using providers::model_trouble;

namespace {

constexpr micros first_rest = 10 * second;
constexpr micros first_rest_of_settings = minute;
constexpr micros longest_rest = 10 * minute;
constexpr unsigned most_doublings = 6;

bool needs_an_operator(model_trouble t) {
  return t == model_trouble::unauthorized || t == model_trouble::no_such_model ||
         t == model_trouble::quota_exhausted || t == model_trouble::refused_by_guard;
}

}  // namespace

bool is_about_the_model(model_trouble t) {
  return needs_an_operator(t) || providers::may_pass(t) || t == model_trouble::not_the_protocol;
}

micros rest_after(model_trouble trouble, unsigned failures, micros retry_after) {
  const auto first = needs_an_operator(trouble) ? first_rest_of_settings : first_rest;
  const auto doublings = std::min(std::max(failures, 1u) - 1, most_doublings);
  return std::max(std::min(first << doublings, longest_rest), retry_after);
}

void health::note(const providers::model_answer& answer, micros now) {
  std::lock_guard lock(mutex_);
  if (answer.trouble == model_trouble::none) {
    failures_ = 0;
    rests_until_ = 0;
    why_.clear();
  } else if (is_about_the_model(answer.trouble)) {
    ++failures_;
    rests_until_ = now + rest_after(answer.trouble, failures_, static_cast<micros>(answer.retry_after));
    why_ = answer.why;
  }
}

bool health::rests(micros now) const {
  std::lock_guard lock(mutex_);
  return now < rests_until_;
}

std::string health::trouble() const {
  std::lock_guard lock(mutex_);
  return why_;
}

}  // namespace fm::model
