#include "model_job.hpp"

#include <fm/redaction/redactor.hpp>

#include <algorithm>

namespace fm::agent {

namespace {

/// Nobody reads along yet; the pieces are where a call can be ended.
class waiting_listener final : public providers::model_listener {
 public:
  waiting_listener(const actors::worker_env& env, const std::stop_token& stop) : env_(env), stop_(stop) {}
  bool text(std::string_view) override { return waits(); }
  bool reasoning(std::size_t) override { return waits(); }
  bool waits() override { return !stop_.stop_requested() && !env_.cancelled(); }

 private:
  const actors::worker_env& env_;
  const std::stop_token& stop_;
};

}  // namespace

outcome<consulted> model_job::run(const consult& m, actors::worker_env& env) {
  redaction::redactor redactor({.replaces = how_->redacts,
                                .key = how_->redaction_key.expose(),
                                .case_id = m.case_id,
                                .own = how_->own_rules.get()});
  // First all of it is read: what one text gives away may stand bare in another.
  for (const auto& text : m.behind) redactor.learn(text);
  for (const auto& text : m.said) redactor.learn(text);
  providers::model_request request;
  request.messages.push_back({.role = providers::speaker::system, .content = redactor.redact(m.system)});
  for (std::size_t i = 0; i < m.said.size(); ++i)
    request.messages.push_back({.role = i % 2 == 0 ? providers::speaker::user : providers::speaker::assistant,
                                .content = redactor.redact(m.said[i])});
  request.schema_name = m.schema_name;
  request.schema = m.schema;
  request.max_tokens = how_->answer_tokens;
  request.most_time = static_cast<std::uint64_t>(std::max<micros>(0, m.most));
  request.temperature = .2;  // of one answer the likeliest, as the same evidence should give the same answer

  waiting_listener listener(env, how_->stop);
  const auto answer = how_->model->complete(request, listener);
  consulted out;
  out.model = how_->name;
  const auto form = m.schema.empty() ? redaction::value_form::plain : redaction::value_form::json_string;
  out.text = redactor.restore(answer.content, form);
  out.commands_text = redactor.restore_without_secrets(answer.content, form);
  for (auto& [kind, count] : redactor.counts()) out.replaced.push_back({std::move(kind), count});
  out.input_tokens = answer.usage.input;
  out.output_tokens = answer.usage.output;
  if (answer.trouble != providers::model_trouble::none) {
    out.trouble = providers::to_string(answer.trouble);
    out.why = answer.why;
  } else if (answer.stop == providers::stop_reason::refusal ||
             answer.stop == providers::stop_reason::content_filter) {
    out.trouble = providers::to_string(answer.stop);
    out.why = "the model declines to answer";
  }
  return out;
}

}  // namespace fm::agent
