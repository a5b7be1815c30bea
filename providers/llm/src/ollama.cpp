// Ollama's native chat: https://github.com/ollama/ollama/blob/main/docs/api.md
#include "dialects.hpp"

namespace fm::llm {

using json::array;
using json::object;
using json::value;
using providers::model_message;
using providers::model_request;
using providers::speaker;
using providers::stop_reason;

namespace {

value message_of(const model_message& m) {
  constexpr const char* roles[] = {"system", "user", "assistant", "tool"};
  object out{{"role", roles[static_cast<std::size_t>(m.role)]}, {"content", m.content.str()}};
  if (m.role == speaker::tool) out.emplace_back("tool_name", m.tool_name);
  if (!m.images.empty()) {
    array images;
    for (const auto& i : m.images) images.push_back(i.base64);
    out.emplace_back("images", std::move(images));
  }
  if (!m.calls.empty()) {
    array calls;
    for (const auto& c : m.calls) {
      auto arguments = value_of(c.arguments);
      if (arguments.as_object() == nullptr) arguments = object{};
      calls.push_back(object{{"function", object{{"name", c.name}, {"arguments", std::move(arguments)}}}});
    }
    out.emplace_back("tool_calls", std::move(calls));
  }
  return out;
}

class reader final : public reader_base {
 public:
  using reader_base::reader_base;

 private:
  bool is_lines() const override { return true; }
  void event(std::string_view, const value& data) override { read(data); }
  void whole(const value& body) override { read(body); }

  void read(const value& data) {
    if (const auto* error = data.find("error"); error != nullptr && !error->is_null()) return fail_by(*error);
    if (const auto* message = data.find("message")) {
      think(text_of(message, "thinking").size());
      say(text_of(message, "content"));
      const auto* calls = message->find("tool_calls");
      if (const auto* list = calls != nullptr ? calls->as_array() : nullptr)
        for (const auto& c : *list) {
          const auto* function = c.find("function");
          if (text_of(function, "name").empty()) continue;
          const auto* arguments = function->find("arguments");
          // It gives calls no names of their own.
          answer_.calls.push_back({"call_" + std::to_string(answer_.calls.size()),
                                   std::string(text_of(function, "name")),
                                   arguments != nullptr ? json::write(*arguments) : "{}"});
        }
    }
    const auto* done = data.find("done");
    if (done == nullptr || done->as_bool() == nullptr || !*done->as_bool()) return;
    ended_ = true;
    const auto reason = text_of(&data, "done_reason");
    if (reason == "length") answer_.stop = stop_reason::token_limit;
    answer_.usage = {.input = count_of(&data, "prompt_eval_count"),
                     .output = count_of(&data, "eval_count"),
                     .reported = data.find("eval_count") != nullptr};
  }
};

}  // namespace

value ollama_body(const std::string& model, const model_request& r, const abilities& can, bool streamed) {
  array messages;
  for (const auto& m : r.messages) messages.push_back(message_of(m));
  object options{{"num_predict", std::uint64_t{r.max_tokens}}};
  if (r.temperature && can.temperature) options.emplace_back("temperature", *r.temperature);
  // Its own default is 4,096 tokens, and what is longer is cut without a word.
  if (can.context > 0) options.emplace_back("num_ctx", std::uint64_t{can.context});
  object out{{"model", model}, {"messages", std::move(messages)}, {"stream", streamed}};
  if (!r.tools.empty()) out.emplace_back("tools", function_tools(r.tools));
  if (!r.schema.empty() && can.schema) out.emplace_back("format", value_of(r.schema));
  out.emplace_back("options", std::move(options));
  return out;
}

std::unique_ptr<answer_reader> ollama_reader(bool streamed, providers::model_listener& listener) {
  return std::make_unique<reader>(streamed, listener);
}

}  // namespace fm::llm
