#pragma once
// The JSON of turns (contract: ChatRequest, ChatResponse, QuerySubmit, QuerySubmitted).
#include <fm/cases/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

#include <string>
#include <vector>

namespace fm::http {

/// A parsed chat request.
struct chat_request {
  cases::post_turn turn;
  bool stream = false;
};

parsed<chat_request> parse_chat(const exchange& x);
parsed<cases::post_turn> parse_query(const exchange& x);

json::value chat_json(const cases::turn_answer& a);
json::value query_json(const cases::turn_answer& a);

/// The text of an answer in the pieces in which it is streamed: paragraphs, each with what separates it from
/// the next; together they are the text.
std::vector<std::string> stream_pieces(const std::string& text);

}  // namespace fm::http
