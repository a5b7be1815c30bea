#include "model_job.hpp"

#include "fm/agent/turn_steps.hpp"
#include "picture_reader.hpp"

#include <fm/actors/log.hpp>
#include <fm/redaction/redactor.hpp>

#include <algorithm>
#include <utility>

namespace fm::agent {

namespace {

/// Pieces go on when they are worth a message.
constexpr std::size_t worth_telling = 160;

/// Hears the answer while it comes, and ends it when nobody waits for it.
class turn_listener final : public providers::model_listener {
 public:
  turn_listener(const model_options& how, const std::string& question_id,
                redaction::streamed_restorer restorer, const actors::worker_env& env)
      : how_(how), question_id_(question_id), restorer_(std::move(restorer)), env_(env) {}

  bool text(std::string_view piece) override {
    if (how_.heard && !question_id_.empty()) {
      held_ += restorer_.feed(piece);
      // A sentence may have come whole.
      if (held_.size() >= worth_telling || held_.find('}') != held_.npos) tell();
    }
    return waits();
  }
  bool reasoning(std::size_t) override { return waits(); }
  bool waits() override { return !how_.stop.stop_requested() && !env_.cancelled(); }

 private:
  void tell() { how_.heard(question_id_, std::exchange(held_, {})); }

  const model_options& how_;
  const std::string& question_id_;
  redaction::streamed_restorer restorer_;
  const actors::worker_env& env_;
  std::string held_;
};

providers::speaker speaker_of(voice by) {
  switch (by) {
    case voice::model:
      return providers::speaker::assistant;
    case voice::tool:
      return providers::speaker::tool;
    default:
      return providers::speaker::user;
  }
}

providers::model_port& model_for(const model_options& how, model_task task) {
  if (task == model_task::picture && how.picture_model) return *how.picture_model;
  return task == model_task::code && how.code_model ? *how.code_model : *how.model;
}

/// The answer takes at most a quarter of what the model takes; a prompt without lines is worth nothing.
std::uint32_t answer_part(std::uint32_t wanted, std::uint32_t context) {
  return context == 0 ? wanted : std::min(wanted, context / 4);
}

}  // namespace

outcome<model_room> model_room_job::run(const look_at_model& m, actors::worker_env&) {
  const auto limits = model_for(*how_, m.task).limits();
  model_room out;
  out.tools = limits.tools;
  out.sees = how_->sends_pictures && limits.images;
  if (limits.context > 0) out.room = limits.context - answer_part(how_->answer_tokens, limits.context);
  return out;
}

outcome<consulted> model_job::run(const consult& m, actors::worker_env& env) {
  if (how_->stop.stop_requested()) return interrupted();
  redaction::redactor redactor({.replaces = how_->redacts,
                                .key = how_->redaction_key.expose(),
                                .case_id = m.case_id,
                                .own = how_->own_rules.get()});
  // First all of it is read: what one text gives away may stand bare in another.
  for (const auto& text : m.behind) redactor.learn(text);
  for (const auto& s : m.said) {
    redactor.learn(s.text);
    for (const auto& c : s.calls) redactor.learn(c.arguments);
  }
  budget::memory_share held(pictures_, 0, [&env] { return env.cancelled(); });
  std::string without_pictures;
  providers::model_request request;
  request.messages.push_back({.role = providers::speaker::system, .content = redactor.redact(m.system)});
  for (const auto& s : m.said) {
    providers::model_message one{.role = speaker_of(s.by), .content = redactor.redact(s.text)};
    for (const auto& c : s.calls) one.calls.push_back({c.id, c.name, redactor.redact(c.arguments).str()});
    one.reasoning = s.reasoning;
    one.call_id = s.call_id;
    one.tool_name = s.tool;
    if (!s.pictures.empty()) {
      auto read = read_for_sending(s.pictures, *how_, held);
      one.images = std::move(read.images);
      without_pictures = std::move(read.why_not);
    }
    request.messages.push_back(std::move(one));
  }
  for (const auto& t : m.tools) request.tools.push_back({t.name, t.description, t.parameters});
  request.schema_name = m.schema_name;
  request.schema = m.schema;
  auto& model = model_for(*how_, m.task);
  request.max_tokens = answer_part(how_->answer_tokens, model.limits().context);
  request.most_time = static_cast<std::uint64_t>(std::max<micros>(0, m.most));
  request.temperature = .2;  // of one answer the likeliest, as the same evidence should give the same answer

  const auto form = m.schema.empty() ? redaction::value_form::plain : redaction::value_form::json_string;
  turn_listener listener(*how_, m.question_id, redaction::streamed_restorer(redactor.known(), form), env);
  const auto answer = model.complete(request, listener);
  consulted out;
  out.model = answer.by.empty() ? how_->name : answer.by;
  out.text = redactor.restore(answer.content, form);
  out.commands_text = redactor.restore_without_secrets(answer.content, form);
  for (auto& [kind, count] : redactor.counts()) out.replaced.push_back({std::move(kind), count});
  out.input_tokens = answer.usage.input;
  out.cached_tokens = answer.usage.cached_input;
  out.output_tokens = answer.usage.output;
  if (const auto* price = find_price(how_->prices, out.model))
    out.cost = cost_of(out.input_tokens, out.cached_tokens, out.output_tokens, *price);
  out.stop = providers::to_string(answer.stop);
  out.pictures = answer.images;
  out.without_pictures = answer.without_images.empty() ? std::move(without_pictures) : answer.without_images;
  out.reasoning = answer.reasoning;
  for (const auto& c : answer.calls)
    out.calls.push_back({c.id, c.name, redactor.restore(c.arguments, redaction::value_form::json_string)});
  if (how_->stop.stop_requested() && answer.trouble != providers::model_trouble::none) return interrupted();
  if (answer.trouble != providers::model_trouble::none) {
    // Without its words: a vendor's may quote what it was asked.
    if (answer.trouble != providers::model_trouble::cancelled)
      actors::log(actors::level::warning, "a model did not answer",
                  {{"model", out.model}, {"trouble", std::string(providers::to_string(answer.trouble))}});
    out.trouble = providers::to_string(answer.trouble);
    out.why = answer.why;
  } else if (answer.stop == providers::stop_reason::refusal ||
             answer.stop == providers::stop_reason::content_filter) {
    out.trouble = providers::to_string(answer.stop);
    out.why = answer.stop == providers::stop_reason::refusal
                  ? "the model declines to answer"
                  : "the vendor's filter of contents ended the answer";
  } else {
    out.why = answer.why;  // who was asked in vain before
  }
  return out;
}

}  // namespace fm::agent
