#include "eval_runs.hpp"

#include "model_service.hpp"
#include "one_investigation.hpp"

#include <fm/providers/model.hpp>
#include <fm/recorded/models.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace fm::program {

namespace {

/// No secret: a replay has to make the same placeholders as the recording.
constexpr std::string_view placeholder_key = "faultmaven.evaluation/1";

/// A model as a run asks it.
struct asked_model {
  agent::model_options options;
  std::shared_ptr<recorded::recording_model> recorder{};  ///< where what it says is kept
};

/// Whether the trouble is the model's answer, and not the want of one.
bool is_answer(const std::string& trouble) {
  return trouble.empty() || trouble == providers::to_string(providers::stop_reason::refusal) ||
         trouble == providers::to_string(providers::stop_reason::content_filter);
}

/// The model of a run; `now` becomes that of the recording where one is replayed.
outcome<asked_model> model_for(const incident& what, const eval_contender& by, std::uint32_t run,
                               const eval_terms& terms, std::int64_t& now) {
  asked_model out;
  const auto& label = by.name.provider;
  const bool replays = !terms.recordings.empty() && !terms.records;
  auto options = replays ? terms_of(*terms.settings, label) : model_alone(*terms.settings, label);
  if (!options) return options.error();
  out.options = std::move(*options);
  out.options.instructions = by.instructions;
  // What is kept must hold no secrets, and all are to be asked the same.
  out.options.redacts = true;
  out.options.redaction_key = secret<>(std::string(placeholder_key));
  if (replays) {
    auto kept = load_recording(recording_path(terms.recordings, by.name, what.name, run), label);
    if (!kept) return kept.error();
    now = kept->now;
    out.options.model = std::make_shared<recorded::replayed_model>(std::move(*kept));
  } else if (terms.records) {
    out.recorder =
        std::make_shared<recorded::recording_model>(std::move(out.options.model), terms.keeps_requests);
    out.options.model = out.recorder;
  }
  return out;
}

/// Why the model had no part in an investigation that should have been its own; empty when it had.
std::string missing_part(const agent::model_share& share) {
  if (share.stands || (share.calls > 0 && is_answer(share.trouble))) return {};
  return share.trouble.empty() ? "the model was not asked" : share.trouble + ": " + share.why;
}

}  // namespace

evaluation::result run_incident(const incident& what, const eval_contender& by, std::uint32_t run,
                                const eval_terms& terms) {
  evaluation::result out;
  out.incident = what.name;
  out.by = by.name;
  out.run = run;
  out.why = what.fault;
  if (!out.why.empty()) return out;

  investigation_order order;
  order.now = terms.now;
  std::shared_ptr<recorded::recording_model> recorder;
  const bool asks_model = by.name.provider != "builtin";
  if (asks_model) {
    auto asked = model_for(what, by, run, terms, order.now);
    if (!asked) {
      out.why = asked.error().text;
      return out;
    }
    order.model = std::move(asked->options);
    recorder = std::move(asked->recorder);
  }
  order.files = what.files;
  order.question = what.question;
  order.zone_name = terms.zone_name;
  order.zone = terms.zone;
  order.runbooks = terms.settings->text("FM_KNOWLEDGE");
  const auto asked_at = order.now;

  const auto begin = std::chrono::steady_clock::now();
  const auto end = investigate_once(std::move(order));
  const auto passed = std::chrono::steady_clock::now() - begin;
  out.took = std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
  if (!end.found) {
    out.why = end.found.error().text;
    return out;
  }
  const auto& share = end.found->by_model;
  out.stands = share.stands;
  out.unsupported = share.unsupported;
  out.calls = share.calls;
  out.input_tokens = share.input_tokens;
  out.output_tokens = share.output_tokens;
  out.cost = share.cost;
  if (asks_model) out.why = missing_part(share);
  if (out.why.empty() && recorder) {
    const recorded::recording kept{by.name.provider, asked_at, recorder->limits(), recorder->calls()};
    auto stored =
        store_text(recording_path(terms.recordings, by.name, what.name, run), recorded::to_text(kept));
    if (!stored) out.why = stored.error().text;
  }
  if (!out.why.empty()) return out;
  auto judged = evaluation::judge(what.expected, *end.found);
  out.how = judged.how;
  out.facts = judged.facts;
  out.found = judged.found;
  out.unmet = std::move(judged.unmet);
  return out;
}

}  // namespace fm::program
