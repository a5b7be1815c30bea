// Anthropic's messages: https://docs.anthropic.com/en/api/messages, .../messages-streaming
#include "dialects.hpp"

#include <algorithm>
#include <map>

namespace fm::llm {

using json::array;
using json::object;
using json::value;
using providers::model_message;
using providers::model_request;
using providers::speaker;
using providers::stop_reason;

namespace {

array blocks_of(const model_message& m) {
  array out;
  // Blocks of reasoning come first, as they came.
  for (const auto& r : m.reasoning) out.push_back(value_of(r));
  if (m.role == speaker::tool) {
    out.push_back(object{{"type", "tool_result"}, {"tool_use_id", m.call_id}, {"content", m.content.str()}});
    return out;
  }
  for (const auto& i : m.images)
    out.push_back(
        object{{"type", "image"},
               {"source", object{{"type", "base64"}, {"media_type", i.media_type}, {"data", i.base64}}}});
  if (!m.content.str().empty()) out.push_back(object{{"type", "text"}, {"text", m.content.str()}});
  for (const auto& c : m.calls) {
    auto input = value_of(c.arguments);
    if (input.as_object() == nullptr) input = object{};
    out.push_back(object{{"type", "tool_use"}, {"id", c.id}, {"name", c.name}, {"input", std::move(input)}});
  }
  return out;
}

stop_reason reason_of(std::string_view text) {
  if (text == "end_turn" || text == "stop_sequence") return stop_reason::complete;
  if (text == "max_tokens" || text == "model_context_window_exceeded") return stop_reason::token_limit;
  if (text == "tool_use") return stop_reason::tools;
  if (text == "refusal") return stop_reason::refusal;
  return stop_reason::unknown;
}

class reader final : public reader_base {
 public:
  using reader_base::reader_base;

 private:
  struct block {
    value content;     // as it began
    std::string text;  // of thinking, or the JSON of a tool's input
    std::string signature;
  };

  void event(std::string_view, const value& data) override {
    const auto type = text_of(&data, "type");
    std::int64_t index = 0;
    if (const auto* i = data.find("index")) i->integer(index);
    if (type == "error") {
      if (const auto* error = data.find("error")) fail_by(*error);
    } else if (type == "message_start") {
      if (const auto* message = data.find("message")) usage(message->find("usage"));
    } else if (type == "content_block_start") {
      if (const auto* b = data.find("content_block")) {
        blocks_[index].content = *b;
        say(text_of(b, "text"));
      }
    } else if (type == "content_block_delta") {
      const auto* delta = data.find("delta");
      const auto kind = text_of(delta, "type");
      auto& b = blocks_[index];
      if (kind == "text_delta") {
        say(text_of(delta, "text"));
      } else if (kind == "input_json_delta") {
        b.text += text_of(delta, "partial_json");
      } else if (kind == "thinking_delta") {
        b.text += text_of(delta, "thinking");
        think(text_of(delta, "thinking").size());
      } else if (kind == "signature_delta") {
        b.signature += text_of(delta, "signature");
      }
    } else if (type == "message_delta") {
      if (const auto* delta = data.find("delta")) answer_.stop = reason_of(text_of(delta, "stop_reason"));
      usage(data.find("usage"));
    } else if (type == "message_stop") {
      ended_ = true;
    }
  }

  void whole(const value& body) override {
    const auto* content = body.find("content");
    const auto* list = content != nullptr ? content->as_array() : nullptr;
    if (list == nullptr) {
      fail(providers::model_trouble::not_the_protocol, "the answer has no content");
      return;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto& b = (*list)[i];
      blocks_[static_cast<std::int64_t>(i)].content = b;
      say(text_of(&b, "text"));
      think(text_of(&b, "thinking").size());
    }
    usage(body.find("usage"));
    answer_.stop = reason_of(text_of(&body, "stop_reason"));
    ended_ = true;
  }

  /// The counts of the last event that names them hold.
  void usage(const value* u) {
    if (u == nullptr || u->as_object() == nullptr) return;
    auto& a = answer_.usage;
    a.reported = true;
    const auto last = [&](std::string_view name, std::uint64_t& into) {
      if (u->find(name) != nullptr) into = count_of(u, name);
    };
    last("input_tokens", uncached_);
    last("cache_read_input_tokens", a.cached_input);
    last("cache_creation_input_tokens", a.written_to_cache);
    last("output_tokens", a.output);
    a.input = uncached_ + a.cached_input + a.written_to_cache;
  }

  void complete() override {
    for (auto& [index, b] : blocks_) {
      const auto type = text_of(&b.content, "type");
      if (type == "tool_use") {
        auto arguments = b.text;
        if (arguments.empty()) {
          const auto* input = b.content.find("input");
          arguments = input != nullptr ? json::write(*input) : "{}";
        }
        answer_.calls.push_back({std::string(text_of(&b.content, "id")),
                                 std::string(text_of(&b.content, "name")), std::move(arguments)});
      } else if (type == "redacted_thinking") {
        answer_.reasoning.push_back(json::write(b.content));
      } else if (type == "thinking") {
        // Only a signed one is taken back.
        auto text = std::string(text_of(&b.content, "thinking")) + b.text;
        auto signature = std::string(text_of(&b.content, "signature")) + b.signature;
        if (!signature.empty())
          answer_.reasoning.push_back(json::write(object{
              {"type", "thinking"}, {"thinking", std::move(text)}, {"signature", std::move(signature)}}));
      }
    }
  }

  std::map<std::int64_t, block> blocks_;
  std::uint64_t uncached_ = 0;
};

}  // namespace

value messages_body(const std::string& model, const model_request& r, const abilities& can, bool streamed) {
  array system, messages;
  std::string last_role;
  for (const auto& m : r.messages) {
    if (m.role == speaker::system) {
      system.push_back(object{{"type", "text"}, {"text", m.content.str()}});
      continue;
    }
    // Roles alternate; results of tools are the user's.
    const std::string role = m.role == speaker::assistant ? "assistant" : "user";
    auto blocks = blocks_of(m);
    if (blocks.empty()) continue;
    if (role == last_role) {
      auto& into = *messages.back().as_object();
      auto& list = *into.back().second.as_array();
      list.insert(list.end(), blocks.begin(), blocks.end());
    } else {
      messages.push_back(object{{"role", role}, {"content", std::move(blocks)}});
    }
    last_role = role;
  }
  // What does not change from turn to turn stands first and is kept by the vendor.
  if (!system.empty())
    system.back().as_object()->emplace_back("cache_control", object{{"type", "ephemeral"}});
  object out{
      {"model", model}, {"max_tokens", std::uint64_t{r.max_tokens}}, {"messages", std::move(messages)}};
  if (!system.empty()) out.emplace_back("system", std::move(system));
  if (r.temperature && can.temperature) out.emplace_back("temperature", std::min(*r.temperature, 1.0));
  if (!r.tools.empty()) {
    array tools;
    for (const auto& t : r.tools)
      tools.push_back(
          object{{"name", t.name}, {"description", t.description}, {"input_schema", value_of(t.parameters)}});
    out.emplace_back("tools", std::move(tools));
    if (r.must_call) out.emplace_back("tool_choice", object{{"type", "any"}});
  }
  if (!r.schema.empty() && can.schema)
    out.emplace_back("output_config",
                     object{{"format", object{{"type", "json_schema"}, {"schema", value_of(r.schema)}}}});
  if (streamed) out.emplace_back("stream", true);
  return out;
}

std::unique_ptr<answer_reader> messages_reader(bool streamed, providers::model_listener& listener) {
  return std::make_unique<reader>(streamed, listener);
}

}  // namespace fm::llm
