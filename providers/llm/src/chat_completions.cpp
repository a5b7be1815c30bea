// OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat
#include "dialects.hpp"

#include <algorithm>

namespace fm::llm {

using json::array;
using json::object;
using json::value;
using providers::model_message;
using providers::model_request;
using providers::speaker;
using providers::stop_reason;
using providers::tool_call;

namespace {

value content_of(const model_message& m) {
  if (m.images.empty()) return m.content.str();
  array parts{object{{"type", "text"}, {"text", m.content.str()}}};
  for (const auto& i : m.images)
    parts.push_back(object{{"type", "image_url"},
                           {"image_url", object{{"url", "data:" + i.media_type + ";base64," + i.base64}}}});
  return parts;
}

value message_of(const model_message& m) {
  constexpr const char* roles[] = {"system", "user", "assistant", "tool"};
  object out{{"role", roles[static_cast<std::size_t>(m.role)]}};
  // Beside calls an empty text is refused by some.
  out.emplace_back("content", m.calls.empty() || !m.content.str().empty() ? content_of(m) : value());
  if (m.role == speaker::tool) out.emplace_back("tool_call_id", m.call_id);
  if (!m.calls.empty()) {
    array calls;
    for (const auto& c : m.calls)
      calls.push_back(object{{"id", c.id},
                             {"type", "function"},
                             {"function", object{{"name", c.name}, {"arguments", c.arguments}}}});
    out.emplace_back("tool_calls", std::move(calls));
  }
  return out;
}

/// Models that reason count both in one limit and take no other temperature than their own.
bool reasons(const std::string& model) {
  const auto name = std::string_view(model).substr(model.rfind('/') == model.npos ? 0 : model.rfind('/') + 1);
  return name.starts_with("gpt-5") || (name.size() > 1 && name[0] == 'o' && name[1] >= '1' && name[1] <= '9');
}

stop_reason reason_of(std::string_view text) {
  if (text == "stop") return stop_reason::complete;
  if (text == "length") return stop_reason::token_limit;
  if (text == "tool_calls" || text == "function_call") return stop_reason::tools;
  if (text == "content_filter") return stop_reason::content_filter;
  return stop_reason::unknown;
}

class reader final : public reader_base {
 public:
  using reader_base::reader_base;

 private:
  void event(std::string_view, const value& data) override {
    if (const auto* error = data.find("error"); error != nullptr && !error->is_null()) return fail_by(*error);
    usage(data.find("usage"));
    const auto* choices = data.find("choices");
    const auto* list = choices != nullptr ? choices->as_array() : nullptr;
    if (list == nullptr || list->empty()) return;  // the chunk with the usage has none
    const auto& choice = list->front();
    if (const auto* delta = choice.find("delta")) read(*delta);
    finish(choice);
  }

  void whole(const value& body) override {
    usage(body.find("usage"));
    const auto* choices = body.find("choices");
    const auto* list = choices != nullptr ? choices->as_array() : nullptr;
    if (list == nullptr || list->empty()) {
      fail(providers::model_trouble::not_the_protocol, "the answer has no choices");
      return;
    }
    if (const auto* message = list->front().find("message")) read(*message);
    finish(list->front());
    ended_ = true;
  }

  void read(const value& delta) {
    // Services that show the reasoning name it in one of two ways.
    think(text_of(&delta, "reasoning_content").size() + text_of(&delta, "reasoning").size());
    say(text_of(&delta, "content"));
    if (const auto refused = text_of(&delta, "refusal"); !refused.empty()) {
      say(refused);
      refused_ = true;
    }
    const auto* calls = delta.find("tool_calls");
    const auto* list = calls != nullptr ? calls->as_array() : nullptr;
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto& c = (*list)[i];
      const auto id = text_of(&c, "id");
      std::int64_t stated = -1;
      const auto* index = c.find("index");
      // Some leave the index out and send each call whole.
      if (index == nullptr || !index->integer(stated))
        stated = id.empty() && !answer_.calls.empty() ? static_cast<std::int64_t>(answer_.calls.size()) - 1
                                                      : static_cast<std::int64_t>(answer_.calls.size());
      constexpr std::int64_t most_calls = 256;
      if (stated < 0 || stated >= most_calls) continue;
      if (answer_.calls.size() <= static_cast<std::size_t>(stated))
        answer_.calls.resize(static_cast<std::size_t>(stated) + 1);
      auto& call = answer_.calls[static_cast<std::size_t>(stated)];
      if (!id.empty()) call.id = id;
      const auto* function = c.find("function");
      call.name += text_of(function, "name");
      call.arguments += text_of(function, "arguments");
    }
  }

  void finish(const value& choice) {
    const auto reason = text_of(&choice, "finish_reason");
    if (reason.empty()) return;
    answer_.stop = reason_of(reason);
    if (reason == "error")
      fail(providers::model_trouble::server_error, "the vendor ended the answer with an error");
    ended_ = true;  // not all send [DONE]
  }

  void usage(const value* u) {
    if (u == nullptr || u->as_object() == nullptr) return;
    answer_.usage = {.input = count_of(u, "prompt_tokens"),
                     .cached_input = count_of(u->find("prompt_tokens_details"), "cached_tokens"),
                     .output = count_of(u, "completion_tokens"),
                     .reasoning = count_of(u->find("completion_tokens_details"), "reasoning_tokens"),
                     .reported = true};
  }

  void complete() override {
    if (refused_) answer_.stop = stop_reason::refusal;
    std::erase_if(answer_.calls, [](const tool_call& c) { return c.name.empty(); });
  }

  bool refused_ = false;
};

}  // namespace

value chat_completions_body(const std::string& model, const model_request& r, const abilities& can,
                            bool streamed) {
  array messages;
  for (const auto& m : r.messages) messages.push_back(message_of(m));
  object out{{"model", model}, {"messages", std::move(messages)}};
  out.emplace_back(reasons(model) ? "max_completion_tokens" : "max_tokens", std::uint64_t{r.max_tokens});
  if (r.temperature && can.temperature && !reasons(model)) out.emplace_back("temperature", *r.temperature);
  if (!r.tools.empty()) {
    out.emplace_back("tools", function_tools(r.tools));
    if (r.must_call) out.emplace_back("tool_choice", "required");
  }
  if (!r.schema.empty() && can.schema)
    out.emplace_back(
        "response_format",
        object{{"type", "json_schema"},
               {"json_schema",
                object{{"name", r.schema_name}, {"schema", value_of(r.schema)}, {"strict", true}}}});
  if (streamed) {
    out.emplace_back("stream", true);
    out.emplace_back("stream_options", object{{"include_usage", true}});
  }
  return out;
}

std::unique_ptr<answer_reader> chat_completions_reader(bool streamed, providers::model_listener& listener) {
  return std::make_unique<reader>(streamed, listener);
}

}  // namespace fm::llm
