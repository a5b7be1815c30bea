#pragma once
// A model that says what a script tells it, and remembers what it was asked.
#include <fm/json/value.hpp>
#include <fm/providers/model.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

/// What a model answers, call by call; the last one again and again.
struct script {
  std::vector<providers::model_answer> answers;
};

/// Reads `calls` of a model.json: `answer` (an object that is written as text), `text`, or `fill` (a text
/// that is repeated) with `before` and `after`; `calls` with `name` and `arguments` (an object, or any text)
/// and how many `times`; `stop`, `trouble`, `why`, `reasoning`. Throws std::runtime_error.
script read_script(const json::value& told);

/// What a model was asked once.
struct asked_once {
  std::size_t messages = 0;
  std::size_t tools = 0;
  std::string last;  ///< the last message
};

class scripted_model final : public providers::model_port {
 public:
  explicit scripted_model(script of) : script_(std::move(of)) {}

  providers::model_answer complete(const providers::model_request& request,
                                   providers::model_listener& listener) override;
  /// While it is down nothing is answered, and nothing of the script used up.
  void set_down(bool down) { down_ = down; }
  const std::vector<asked_once>& asked() const { return asked_; }
  /// Everything that was said to it.
  const std::string& told() const { return told_; }

 private:
  script script_;
  bool down_ = false;
  std::vector<asked_once> asked_;
  std::string told_;
};

}  // namespace fm::test
