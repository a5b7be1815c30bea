#include "fm/model/probe.hpp"

#include <fm/json/value.hpp>
#include <fm/redaction/redactor.hpp>

#include <algorithm>
#include <utility>

namespace fm::model {

using providers::model_answer;
using providers::model_request;
using providers::model_trouble;
using providers::stop_reason;

namespace {

constexpr std::string_view tool_name = "note_word";

/// Eight by eight red pixels.
constexpr std::string_view red_square =
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/wc53yE8AAAAASUVORK5CYII=";

class patient_listener final : public providers::model_listener {
 public:
  explicit patient_listener(const std::function<bool()>& cancelled) : cancelled_(cancelled) {}
  bool text(std::string_view) override { return waits(); }
  bool reasoning(std::size_t) override { return waits(); }
  bool waits() override { return !cancelled_ || !cancelled_(); }

 private:
  const std::function<bool()>& cancelled_;
};

/// A question of our own: nothing in it is anybody's secret.
model_request question(std::string_view text) {
  model_request r;
  r.messages.push_back(
      {.role = providers::speaker::user, .content = redaction::redactor({.replaces = false}).redact(text)});
  r.max_tokens = most_probe_tokens;
  r.temperature = .2;
  return r;
}

bool is_refused(const model_answer& a) {
  return a.trouble == model_trouble::rejected || a.trouble == model_trouble::server_error;
}

/// An answer that was cut before anything was said shows nothing: models that reason may need more.
bool says_nothing(const model_answer& a) {
  return a.stop == stop_reason::token_limit && a.content.empty() && a.calls.empty();
}

const json::value* member(const json::parsed& of, std::string_view name) {
  return of ? of.root.find(name) : nullptr;
}

/// Takes over what the vendor says; false where it says nothing of the context, or more than is set.
bool take_context(const llm::model_facts& facts, llm::abilities& can) {
  if (facts.context == 0) return false;
  const bool by_vendor = can.context == 0 || facts.context <= can.context;
  can.context = can.context == 0 ? facts.context : std::min(can.context, facts.context);
  return by_vendor;
}

class prober {
 public:
  prober(remote_model& model, const std::function<bool()>& cancelled, const std::function<micros()>& steady)
      : model_(model), listener_(cancelled), steady_(steady), can_(model.can()) {
    report_.model = model.name();
  }

  probe_report run(bool images, const std::function<bool()>& cancelled) {
    const auto facts = model_.facts(cancelled);
    report_.context_by_vendor = take_context(facts, can_);
    report_.context = can_.context;
    if (!answers()) return std::move(report_);
    if (facts.listed && !*facts.listed)
      note("the vendor does not list the model, and serves it all the same");
    ask_for_call(facts.tools);
    ask_for_schema();
    if (images) ask_about_picture(facts.images);
    model_.learn(can_);
    return std::move(report_);
  }

 private:
  void note(std::string text) { report_.notes.push_back(std::move(text)); }

  model_answer ask(const model_request& r) {
    model_.learn(can_);
    ++report_.calls;
    auto answer = model_.complete(r, listener_);
    report_.tokens += answer.usage.input + answer.usage.output;
    return answer;
  }

  /// The first question; false when the model cannot be used.
  bool answers() {
    const auto r = question("Answer with the one word yes.");
    auto a = ask(r);
    if (is_refused(a) && can_.temperature && a.why.find("temperature") != a.why.npos) {
      can_.temperature = false;
      a = ask(r);
      if (a.trouble == model_trouble::none) note("it takes no temperature");
    } else if (can_.streams && (is_refused(a) || a.trouble == model_trouble::broken_stream)) {
      can_.streams = false;
      a = ask(r);
      if (a.trouble == model_trouble::none) note("it does not stream: answers come whole");
    }
    if (a.trouble != model_trouble::cancelled) model_.health().note(a, steady_());
    if (a.trouble != model_trouble::none) {
      report_.why = a.why;
      return false;
    }
    report_.usable = true;
    if (a.content.empty() && a.stop != stop_reason::token_limit)
      note("its answer to the first question was empty");
    return true;
  }

  /// Whether a call came that can be run.
  static ability call_in(const model_answer& a) {
    for (const auto& c : a.calls) {
      const auto arguments = json::parse(c.arguments);
      const auto* word = member(arguments, "word");
      if (c.name == tool_name && word != nullptr && word->as_string() != nullptr) return ability::yes;
    }
    if (a.trouble != model_trouble::none && !is_refused(a) && a.trouble != model_trouble::broken_stream)
      return ability::unknown;
    return says_nothing(a) ? ability::unknown : ability::no;
  }

  void ask_for_call(std::optional<bool> by_vendor) {
    if (by_vendor && !*by_vendor) {
      report_.tools = report_.tools_streamed = ability::no;
    } else {
      auto r = question("Call the tool note_word with the word blue. Do not answer in words.");
      r.tools.push_back({std::string(tool_name), "Notes one word.",
                         R"({"type":"object","properties":{"word":{"type":"string"}},"required":["word"]})"});
      r.must_call = true;
      const bool streams = can_.streams;
      auto a = ask(r);
      if (is_refused(a)) {  // not all take that a call is demanded
        r.must_call = false;
        a = ask(r);
      }
      report_.tools = call_in(a);
      if (streams) report_.tools_streamed = report_.tools;
      if (streams && report_.tools == ability::no) {
        can_.streams_with_tools = false;
        report_.tools = call_in(ask(r));
        if (report_.tools != ability::yes) can_.streams_with_tools = true;
      }
    }
    can_.tools = report_.tools != ability::no;
    if (!can_.tools) note("no tools are offered to it: it answers from what it is shown at once");
    if (can_.tools && !can_.streams_with_tools) note("answers come whole where it is offered tools");
    if (report_.tools == ability::unknown) note("whether it calls tools is not known; they are offered");
  }

  void ask_for_schema() {
    auto r = question("Is water wet?");
    r.schema_name = "verdict";
    r.schema =
        R"({"type":"object","additionalProperties":false,"required":["verdict"],"properties":{"verdict":{"type":"string","enum":["yes","no"]}}})";
    const auto a = ask(r);
    const auto read = json::parse(a.content);
    const auto* verdict = member(read, "verdict");
    const bool kept = verdict != nullptr && verdict->as_string() != nullptr &&
                      read.root.as_object()->size() == 1 &&
                      (*verdict->as_string() == "yes" || *verdict->as_string() == "no");
    if (kept)
      report_.schema = ability::yes;
    else if ((a.trouble != model_trouble::none && !is_refused(a)) || says_nothing(a))
      report_.schema = ability::unknown;
    else
      report_.schema = ability::no;
    if (report_.schema != ability::no) return;
    can_.schema = false;
    note("the schema of the answer stands in the prompt only");
  }

  void ask_about_picture(std::optional<bool> by_vendor) {
    if (by_vendor) {
      report_.images = *by_vendor ? ability::yes : ability::no;
    } else {
      auto r = question("Which colour is this? Answer with one word.");
      r.messages.back().images.push_back({"image/png", std::string(red_square)});
      const bool before = std::exchange(can_.images, true);
      const auto a = ask(r);
      can_.images = before;
      report_.images = a.trouble == model_trouble::none ? ability::yes
                       : is_refused(a)                  ? ability::no
                                                        : ability::unknown;
    }
    if (report_.images != ability::unknown) can_.images = report_.images == ability::yes;
    if (!can_.images) note("no pictures are sent to it");
  }

  remote_model& model_;
  patient_listener listener_;
  const std::function<micros()>& steady_;
  llm::abilities can_;
  probe_report report_;
};

}  // namespace

std::string_view to_string(ability a) {
  constexpr std::string_view words[] = {"yes", "no", "unknown", "not asked"};
  return words[static_cast<std::size_t>(a)];
}

void learn_facts(remote_model& model, const std::function<bool()>& cancelled) {
  const auto facts = model.facts(cancelled);
  auto can = model.can();
  take_context(facts, can);
  if (facts.tools) can.tools = *facts.tools;
  // What may leave is for the settings to say.
  if (facts.images) can.images = can.images && *facts.images;
  model.learn(can);
}

probe_report probe(remote_model& model, bool images, const std::function<bool()>& cancelled,
                   const std::function<micros()>& steady) {
  return prober(model, cancelled, steady).run(images, cancelled);
}

}  // namespace fm::model
