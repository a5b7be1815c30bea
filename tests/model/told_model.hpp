#pragma once
// A model that answers as it is told.
#include <fm/model/remote_model.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace fm::model_test {

inline providers::model_answer said(std::string text) {
  providers::model_answer a;
  a.content = std::move(text);
  a.stop = providers::stop_reason::complete;
  a.usage = {.input = 10, .output = 5, .reported = true};
  return a;
}

inline providers::model_answer failed(providers::model_trouble t, std::string why = "it failed") {
  providers::model_answer a;
  a.trouble = t;
  a.why = std::move(why);
  return a;
}

class told_model final : public model::remote_model {
 public:
  using script =
      std::function<providers::model_answer(const providers::model_request&, const llm::abilities&)>;
  told_model(std::string name, script told) : name_(std::move(name)), told_(std::move(told)) {}

  const std::string& name() const override { return name_; }
  const llm::vendor& vendor() const override { return *llm::find_vendor("openai"); }
  llm::abilities can() const override { return can_; }
  void learn(const llm::abilities& can) override { can_ = can; }
  llm::model_facts facts(const std::function<bool()>&) override { return known; }
  model::health& health() override { return health_; }
  providers::model_answer complete(const providers::model_request& r, providers::model_listener&) override {
    asked.push_back(r);
    return told_(r, can_);
  }

  llm::model_facts known;
  std::vector<providers::model_request> asked;

 private:
  std::string name_;
  script told_;
  llm::abilities can_;
  model::health health_;
};

struct no_listener final : providers::model_listener {
  bool text(std::string_view) override { return true; }
  bool reasoning(std::size_t) override { return true; }
  bool waits() override { return true; }
};

}  // namespace fm::model_test
