// OpenAI's responses: https://platform.openai.com/docs/api-reference/responses, .../responses-streaming
#include "dialects.hpp"

namespace fm::llm {

using json::array;
using json::object;
using json::value;
using providers::model_message;
using providers::model_request;
using providers::model_trouble;
using providers::speaker;
using providers::stop_reason;

namespace {

void items_of(const model_message& m, array& out) {
  // Items of reasoning go back before what they led to.
  for (const auto& r : m.reasoning) out.push_back(value_of(r));
  if (m.role == speaker::tool) {
    out.push_back(
        object{{"type", "function_call_output"}, {"call_id", m.call_id}, {"output", m.content.str()}});
    return;
  }
  const bool said = m.role == speaker::assistant;
  array parts;
  if (!m.content.str().empty())
    parts.push_back(object{{"type", said ? "output_text" : "input_text"}, {"text", m.content.str()}});
  for (const auto& i : m.images)
    parts.push_back(
        object{{"type", "input_image"}, {"image_url", "data:" + i.media_type + ";base64," + i.base64}});
  if (!parts.empty()) {
    constexpr const char* roles[] = {"system", "user", "assistant"};
    out.push_back(object{{"type", "message"},
                         {"role", roles[static_cast<std::size_t>(m.role)]},
                         {"content", std::move(parts)}});
  }
  for (const auto& c : m.calls)
    out.push_back(
        object{{"type", "function_call"}, {"call_id", c.id}, {"name", c.name}, {"arguments", c.arguments}});
}

class reader final : public reader_base {
 public:
  using reader_base::reader_base;

 private:
  void event(std::string_view name, const value& data) override {
    const auto type = text_of(&data, "type").empty() ? name : text_of(&data, "type");
    if (type == "response.output_text.delta") {
      say(text_of(&data, "delta"));
    } else if (type == "response.refusal.delta") {
      refused_ = true;
      say(text_of(&data, "delta"));
    } else if (type == "response.reasoning_text.delta" || type == "response.reasoning_summary_text.delta") {
      think(text_of(&data, "delta").size());
    } else if (type == "response.output_item.done") {
      if (const auto* item = data.find("item")) take(*item);
    } else if (type == "response.completed" || type == "response.incomplete") {
      if (const auto* response = data.find("response")) finish(*response);
    } else if (type == "response.failed") {
      const auto* response = data.find("response");
      const auto* error = response != nullptr ? response->find("error") : nullptr;
      fail_by(error != nullptr ? *error : value());
    } else if (type == "error") {
      const auto* error = data.find("error");
      fail_by(error != nullptr ? *error : data);
    }
  }

  void whole(const value& body) override {
    const auto* output = body.find("output");
    const auto* list = output != nullptr ? output->as_array() : nullptr;
    if (list == nullptr) {
      fail(model_trouble::not_the_protocol, "the answer has no output");
      return;
    }
    for (const auto& item : *list) {
      const auto* content = item.find("content");
      if (const auto* parts = content != nullptr ? content->as_array() : nullptr)
        for (const auto& p : *parts) {
          say(text_of(&p, "text"));
          refused_ |= text_of(&p, "type") == "refusal";
          say(text_of(&p, "refusal"));
        }
      take(item);
    }
    finish(body);
  }

  void take(const value& item) {
    const auto type = text_of(&item, "type");
    if (type == "function_call")
      answer_.calls.push_back({std::string(text_of(&item, "call_id")), std::string(text_of(&item, "name")),
                               std::string(text_of(&item, "arguments"))});
    else if (type == "reasoning" && !text_of(&item, "encrypted_content").empty())
      answer_.reasoning.push_back(
          json::write(item));  // nothing is stored there, so only a sealed one is of use
  }

  void finish(const value& response) {
    if (const auto* u = response.find("usage"); u != nullptr && u->as_object() != nullptr)
      answer_.usage = {.input = count_of(u, "input_tokens"),
                       .cached_input = count_of(u->find("input_tokens_details"), "cached_tokens"),
                       .output = count_of(u, "output_tokens"),
                       .reasoning = count_of(u->find("output_tokens_details"), "reasoning_tokens"),
                       .reported = true};
    const auto status = text_of(&response, "status");
    if (status == "failed") {
      const auto* error = response.find("error");
      return fail_by(error != nullptr ? *error : value());
    }
    if (status == "incomplete")
      answer_.stop = text_of(response.find("incomplete_details"), "reason") == "content_filter"
                         ? stop_reason::content_filter
                         : stop_reason::token_limit;
    ended_ = true;
  }

  void complete() override {
    if (refused_) answer_.stop = stop_reason::refusal;
  }

  bool refused_ = false;
};

}  // namespace

value responses_body(const std::string& model, const model_request& r, const abilities& can, bool streamed) {
  array input;
  for (const auto& m : r.messages) items_of(m, input);
  object out{{"model", model},
             {"input", std::move(input)},
             {"max_output_tokens", std::uint64_t{r.max_tokens}},
             {"store", false},  // the vendor keeps nothing
             {"include", array{"reasoning.encrypted_content"}}};
  if (r.temperature && can.temperature) out.emplace_back("temperature", *r.temperature);
  if (!r.tools.empty()) {
    array tools;
    for (const auto& t : r.tools)
      tools.push_back(object{{"type", "function"},
                             {"name", t.name},
                             {"description", t.description},
                             {"parameters", value_of(t.parameters)},
                             {"strict", false}});
    out.emplace_back("tools", std::move(tools));
    if (r.must_call) out.emplace_back("tool_choice", "required");
  }
  if (!r.schema.empty() && can.schema)
    out.emplace_back("text", object{{"format", object{{"type", "json_schema"},
                                                      {"name", r.schema_name},
                                                      {"schema", value_of(r.schema)},
                                                      {"strict", true}}}});
  if (streamed) out.emplace_back("stream", true);
  return out;
}

std::unique_ptr<answer_reader> responses_reader(bool streamed, providers::model_listener& listener) {
  return std::make_unique<reader>(streamed, listener);
}

}  // namespace fm::llm
