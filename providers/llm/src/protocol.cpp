#include "fm/llm/protocol.hpp"

#include "dialects.hpp"

namespace fm::llm {

json::value function_tools(const std::vector<providers::model_tool>& tools) {
  json::array out;
  for (const auto& t : tools)
    out.push_back(json::object{{"type", "function"},
                               {"function", json::object{{"name", t.name},
                                                         {"description", t.description},
                                                         {"parameters", value_of(t.parameters)}}}});
  return out;
}

std::string_view path_of(dialect d) {
  switch (d) {
    case dialect::responses:
      return "/responses";
    case dialect::messages:
      return "/messages";
    case dialect::ollama:
      return "/api/chat";
    case dialect::chat_completions:
      break;
  }
  return "/chat/completions";
}

bool is_streamed(const providers::model_request& request, const abilities& can) {
  return can.streams && (request.tools.empty() || can.streams_with_tools);
}

std::string body_of(dialect d, const std::string& model, const providers::model_request& request,
                    const abilities& can) {
  const bool streamed = is_streamed(request, can);
  switch (d) {
    case dialect::responses:
      return json::write(responses_body(model, request, can, streamed));
    case dialect::messages:
      return json::write(messages_body(model, request, can, streamed));
    case dialect::ollama:
      return json::write(ollama_body(model, request, can, streamed));
    case dialect::chat_completions:
      break;
  }
  return json::write(chat_completions_body(model, request, can, streamed));
}

std::unique_ptr<answer_reader> make_reader(dialect d, bool streamed, providers::model_listener& listener) {
  switch (d) {
    case dialect::responses:
      return responses_reader(streamed, listener);
    case dialect::messages:
      return messages_reader(streamed, listener);
    case dialect::ollama:
      return ollama_reader(streamed, listener);
    case dialect::chat_completions:
      break;
  }
  return chat_completions_reader(streamed, listener);
}

}  // namespace fm::llm
