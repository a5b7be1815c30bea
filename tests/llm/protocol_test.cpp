#include "fm/llm/protocol.hpp"

#include <fm/json/value.hpp>
#include <fm/redaction/redactor.hpp>

#include <boost/test/unit_test.hpp>

#include <map>

namespace {

using namespace fm::llm;
using namespace fm::providers;

struct heard final : model_listener {
  std::string said;
  std::size_t thought = 0;
  std::size_t most = ~std::size_t{0};  // bytes of text after which it cancels
  bool text(std::string_view piece) override {
    // Whole characters only: neither the first nor what would follow the last is a continuation.
    BOOST_TEST((static_cast<unsigned char>(piece.front()) & 0xC0) != 0x80);
    said += piece;
    return said.size() < most;
  }
  bool reasoning(std::size_t bytes) override {
    thought += bytes;
    return true;
  }
  bool waits() override { return true; }
};

/// The answer to a body that comes in pieces of `size` bytes.
model_answer read(dialect d, bool streamed, std::string_view body, std::size_t size, heard& by,
                  bool whole = true) {
  const auto reader = make_reader(d, streamed, by);
  for (std::size_t at = 0; at < body.size(); at += size)
    if (!reader->feed(body.substr(at, size))) break;
  return reader->end(whole);
}

model_answer read(dialect d, bool streamed, std::string_view body, bool whole = true) {
  heard by;
  return read(d, streamed, body, body.size() + 1, by, whole);
}

/// A stream is read to the same answer in pieces of any size.
model_answer read_in_all_pieces(dialect d, const std::string& body, std::string_view text) {
  heard first;
  const auto answer = read(d, true, body, 1, first);
  BOOST_TEST(first.said == text);
  for (std::size_t size = 2; size < body.size() + 2; size += size < 40 ? 1 : 97) {
    heard by;
    BOOST_CHECK(read(d, true, body, size, by) == answer);
    BOOST_TEST(by.said == text);
  }
  return answer;
}

std::string sse(const std::vector<std::string>& data) {
  std::string out;
  for (const auto& d : data) out += "data: " + d + "\n\n";
  return out;
}

redacted_text plain(std::string_view text) { return fm::redaction::redactor().redact(text); }

model_request conversation() {
  model_request r;
  r.messages.push_back({.role = speaker::system, .content = plain("You read logs.")});
  r.messages.push_back({.role = speaker::user, .content = plain("Why?")});
  r.messages.push_back(
      {.role = speaker::assistant,
       .content = plain(""),
       .calls = {{"c1", "search", R"({"text":"refused"})"}, {"c2", "lines", R"({"from":7})"}}});
  r.messages.push_back(
      {.role = speaker::tool, .content = plain("2 hits"), .call_id = "c1", .tool_name = "search"});
  r.messages.push_back(
      {.role = speaker::tool, .content = plain("line 7"), .call_id = "c2", .tool_name = "lines"});
  r.tools.push_back({"search", "Searches", R"({"type":"object","properties":{"text":{"type":"string"}}})"});
  r.schema_name = "claims";
  r.schema = R"({"type":"object"})";
  r.max_tokens = 77;
  return r;
}

fm::json::value body(dialect d, const model_request& r, const abilities& can = {},
                     const std::string& model = "some-model") {
  auto parsed = fm::json::parse(body_of(d, model, r, can));
  BOOST_REQUIRE(parsed);
  return parsed.root;
}

/// The value behind names and positions such as "messages.2.content".
const fm::json::value& at(const fm::json::value& v, std::string_view path) {
  const auto* here = &v;
  while (!path.empty()) {
    const auto name = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    const auto* list = here->as_array();
    here = list != nullptr ? &list->at(std::stoul(std::string(name))) : here->find(name);
    BOOST_REQUIRE_MESSAGE(here != nullptr, "no " << name);
  }
  return *here;
}
std::string text_at(const fm::json::value& v, std::string_view path) {
  const auto& found = at(v, path);
  return found.as_string() != nullptr ? *found.as_string() : fm::json::write(found);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(chat_completions_carry_calls_results_tools_and_the_schema) {
  const auto b = body(dialect::chat_completions, conversation());
  BOOST_TEST(text_at(b, "messages.0.role") == "system");
  BOOST_TEST(at(b, "messages.2.content").is_null());
  BOOST_TEST(text_at(b, "messages.2.tool_calls.1.function.arguments") == R"({"from":7})");
  BOOST_TEST(text_at(b, "messages.3.tool_call_id") == "c1");
  BOOST_TEST(text_at(b, "tools.0.function.parameters.type") == "object");
  BOOST_TEST(text_at(b, "response_format.json_schema.name") == "claims");
  BOOST_TEST(text_at(b, "stream_options.include_usage") == "true");
  BOOST_TEST(text_at(b, "max_tokens") == "77");
  BOOST_TEST(b.find("max_completion_tokens") == nullptr);
}

BOOST_AUTO_TEST_CASE(models_that_reason_take_another_limit_and_no_temperature) {
  for (const auto* model : {"gpt-5-mini", "o3", "openai/o4-mini"}) {
    const auto b = body(dialect::chat_completions, conversation(), {}, model);
    BOOST_TEST(text_at(b, "max_completion_tokens") == "77");
    BOOST_TEST(b.find("temperature") == nullptr);
  }
  BOOST_TEST(body(dialect::chat_completions, conversation(), {}, "olmo-2").find("temperature") != nullptr);
}

BOOST_AUTO_TEST_CASE(what_a_model_cannot_do_is_not_asked_of_it) {
  const abilities can{.streams_with_tools = false, .schema = false, .temperature = false};
  for (const auto d : {dialect::chat_completions, dialect::responses, dialect::messages}) {
    const auto b = body(d, conversation(), can);
    for (const auto* name :
         {"stream", "stream_options", "response_format", "text", "output_config", "temperature"})
      BOOST_TEST(b.find(name) == nullptr, name);
  }
  auto r = conversation();
  r.tools.clear();
  BOOST_TEST(body(dialect::messages, r, can).find("stream") != nullptr);
}

BOOST_AUTO_TEST_CASE(anthropic_gets_alternating_roles_with_reasoning_first_and_the_system_apart) {
  auto r = conversation();
  r.messages[2].reasoning = {R"({"type":"thinking","thinking":"hm","signature":"s"})"};
  r.temperature = 1.7;
  const auto b = body(dialect::messages, r);
  BOOST_TEST(text_at(b, "system.0.text") == "You read logs.");
  BOOST_TEST(text_at(b, "system.0.cache_control.type") == "ephemeral");
  BOOST_TEST(at(b, "messages").as_array()->size() == 3u);
  BOOST_TEST(text_at(b, "messages.1.content.0.type") == "thinking");
  BOOST_TEST(text_at(b, "messages.1.content.2.input.from") == "7");
  BOOST_TEST(text_at(b, "messages.2.role") == "user");
  BOOST_TEST(text_at(b, "messages.2.content.1.tool_use_id") == "c2");
  BOOST_TEST(text_at(b, "temperature") == "1.0");  // it takes no more
  BOOST_TEST(text_at(b, "output_config.format.type") == "json_schema");
}

BOOST_AUTO_TEST_CASE(responses_are_not_stored_and_bring_their_reasoning_sealed) {
  auto r = conversation();
  r.messages[2].reasoning = {R"({"type":"reasoning","id":"r","encrypted_content":"x"})"};
  const auto b = body(dialect::responses, r);
  BOOST_TEST(text_at(b, "store") == "false");
  BOOST_TEST(text_at(b, "include.0") == "reasoning.encrypted_content");
  BOOST_TEST(text_at(b, "input.2.type") == "reasoning");
  BOOST_TEST(text_at(b, "input.3.call_id") == "c1");
  BOOST_TEST(text_at(b, "input.5.output") == "2 hits");
  BOOST_TEST(text_at(b, "text.format.schema.type") == "object");
}

BOOST_AUTO_TEST_CASE(ollama_is_told_the_context_or_it_would_cut_the_conversation) {
  const auto b = body(dialect::ollama, conversation(), {.context = 16'384});
  BOOST_TEST(text_at(b, "options.num_ctx") == "16384");
  BOOST_TEST(text_at(b, "options.num_predict") == "77");
  BOOST_TEST(text_at(b, "messages.2.tool_calls.0.function.arguments.text") == "refused");
  BOOST_TEST(text_at(b, "messages.3.tool_name") == "search");
  BOOST_TEST(text_at(b, "format.type") == "object");
}

BOOST_AUTO_TEST_CASE(arguments_that_are_no_json_do_not_break_the_next_request) {
  auto r = conversation();
  r.messages[2].calls[0].arguments = "{\"text\": \"cut";
  BOOST_TEST(text_at(body(dialect::messages, r), "messages.1.content.0.input") == "{}");
  BOOST_TEST(text_at(body(dialect::ollama, r), "messages.2.tool_calls.0.function.arguments") == "{}");
}

BOOST_AUTO_TEST_CASE(pictures_are_parts_of_their_message) {
  model_request r;
  r.messages.push_back(
      {.role = speaker::user, .content = plain("what is this"), .images = {{"image/png", "QUJD"}}});
  BOOST_TEST(text_at(body(dialect::chat_completions, r), "messages.0.content.1.image_url.url") ==
             "data:image/png;base64,QUJD");
  BOOST_TEST(text_at(body(dialect::messages, r), "messages.0.content.0.source.data") == "QUJD");
  BOOST_TEST(text_at(body(dialect::responses, r), "input.0.content.1.type") == "input_image");
  BOOST_TEST(text_at(body(dialect::ollama, r), "messages.0.images.0") == "QUJD");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(chat_completions_in_pieces_of_any_size) {
  const auto a = read_in_all_pieces(
      dialect::chat_completions,
      sse({R"({"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]})",
           R"({"choices":[{"delta":{"reasoning_content":"let me"}}]})",
           R"({"choices":[{"delta":{"content":"Der Pool ist voll \u2014 \ud83d\udd25 é"}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"search","arguments":""}}]}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"lines","arguments":"{\"fr"}}]}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"index":1,"function":{"arguments":"om\":7}"}}]}}]})",
           R"({"choices":[{"delta":{},"finish_reason":"tool_calls"}]})",
           R"({"choices":[],"usage":{"prompt_tokens":90,"completion_tokens":12,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":5}}})",
           "[DONE]"}),
      "Der Pool ist voll — 🔥 é");
  BOOST_TEST((a.trouble == model_trouble::none), a.why);
  BOOST_TEST((a.stop == stop_reason::tools));
  BOOST_REQUIRE(a.calls.size() == 2u);
  BOOST_TEST((a.calls[0] == tool_call{"a", "search", "{}"}));
  BOOST_TEST((a.calls[1] == tool_call{"b", "lines", R"({"from":7})"}));
  BOOST_TEST((a.usage ==
              model_usage{.input = 90, .cached_input = 64, .output = 12, .reasoning = 5, .reported = true}));
}

BOOST_AUTO_TEST_CASE(calls_that_come_whole_and_without_a_number_are_kept_apart) {
  const auto a = read(
      dialect::chat_completions, true,
      sse({R"({"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"x","arguments":"{}"}},{"id":"b","function":{"name":"y","arguments":"{}"}}]},"finish_reason":"tool_calls"}]})"}));
  BOOST_REQUIRE(a.calls.size() == 2u);
  BOOST_TEST(a.calls[1].name == "y");
}

BOOST_AUTO_TEST_CASE(anthropic_in_pieces_of_any_size) {
  const auto a = read_in_all_pieces(
      dialect::messages,
      sse({R"({"type":"message_start","message":{"usage":{"input_tokens":10,"cache_read_input_tokens":80,"cache_creation_input_tokens":5,"output_tokens":1}}})",
           R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}})",
           R"({"type":"ping"})",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}})",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}})",
           R"({"type":"content_block_stop","index":0})",
           R"({"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"zzz"}})",
           R"({"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}})",
           R"({"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"The disk"}})",
           R"({"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":" is full…"}})",
           R"({"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t","name":"search","input":{}}})",
           R"({"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"text\":"}})",
           R"({"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":" \"full\"}"}})",
           R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":33}})",
           R"({"type":"message_stop"})"}),
      "The disk is full…");
  BOOST_TEST((a.trouble == model_trouble::none), a.why);
  BOOST_TEST((a.stop == stop_reason::tools));
  BOOST_REQUIRE(a.calls.size() == 1u);
  BOOST_TEST(a.calls[0].arguments == R"({"text": "full"})");
  BOOST_REQUIRE(a.reasoning.size() == 2u);
  BOOST_TEST(a.reasoning[0] == R"({"type":"thinking","thinking":"hm","signature":"sig"})");
  BOOST_TEST(a.reasoning[1] == R"({"type":"redacted_thinking","data":"zzz"})");
  BOOST_TEST(
      (a.usage ==
       model_usage{.input = 95, .cached_input = 80, .written_to_cache = 5, .output = 33, .reported = true}));
}

BOOST_AUTO_TEST_CASE(responses_in_pieces_of_any_size) {
  const auto a = read_in_all_pieces(
      dialect::responses,
      sse({R"({"type":"response.created","response":{"id":"r"}})",
           R"({"type":"response.output_item.done","item":{"type":"reasoning","id":"q","encrypted_content":"x"}})",
           R"({"type":"response.output_text.delta","delta":"It is "})",
           R"({"type":"response.output_text.delta","delta":"the key."})",
           R"({"type":"response.output_item.done","item":{"type":"function_call","call_id":"k","name":"search","arguments":"{}"}})",
           R"({"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":5,"output_tokens":6,"output_tokens_details":{"reasoning_tokens":4}}}})"}),
      "It is the key.");
  BOOST_TEST((a.trouble == model_trouble::none), a.why);
  BOOST_TEST((a.stop == stop_reason::tools));
  BOOST_TEST(a.calls.at(0).id == "k");
  BOOST_TEST(a.reasoning.size() == 1u);
  BOOST_TEST(a.usage.reasoning == 4u);
}

BOOST_AUTO_TEST_CASE(ollama_in_pieces_of_any_size) {
  const std::string body =
      R"({"message":{"role":"assistant","content":"","thinking":"hm"},"done":false})"
      "\n"
      R"({"message":{"role":"assistant","content":"Too many connections ü"},"done":false})"
      "\n"
      R"({"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"lines","arguments":{"from":3}}}]},"done":false})"
      "\n"
      R"({"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":7,"eval_count":9})";
  const auto a = read_in_all_pieces(dialect::ollama, body, "Too many connections ü");
  BOOST_TEST((a.trouble == model_trouble::none), a.why);
  BOOST_TEST((a.stop == stop_reason::tools));
  BOOST_TEST(a.calls.at(0).arguments == R"({"from":3})");
  BOOST_TEST(a.usage.output == 9u);
}

BOOST_AUTO_TEST_CASE(answers_that_come_whole_say_the_same) {
  const std::map<dialect, std::string> bodies{
      {dialect::chat_completions,
       R"({"choices":[{"message":{"role":"assistant","content":"yes","tool_calls":[{"id":"a","function":{"name":"x","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})"},
      {dialect::responses,
       R"({"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"yes"}]},{"type":"function_call","call_id":"a","name":"x","arguments":"{}"}],"usage":{"input_tokens":1,"output_tokens":2}})"},
      {dialect::messages,
       R"({"type":"message","content":[{"type":"text","text":"yes"},{"type":"tool_use","id":"a","name":"x","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}})"},
      {dialect::ollama,
       R"({"message":{"content":"yes","tool_calls":[{"function":{"name":"x","arguments":{}}}]},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":2})"}};
  for (const auto& [d, text] : bodies) {
    heard by;
    const auto a = read(d, false, text, 5, by);
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST((a.trouble == model_trouble::none), a.why);
      BOOST_TEST(by.said == "yes");
      BOOST_TEST((a.stop == stop_reason::tools));
      BOOST_TEST(a.calls.at(0).name == "x");
      BOOST_TEST(a.usage.input == 1u);
      BOOST_TEST(a.usage.output == 2u);
    }
  }
}

BOOST_AUTO_TEST_CASE(why_it_ended_is_said_in_one_vocabulary) {
  const auto ended = [](dialect d, const std::string& event) {
    return read(d, true, d == dialect::ollama ? event + "\n" : sse({event})).stop;
  };
  BOOST_TEST((ended(dialect::chat_completions,
                    R"({"choices":[{"delta":{"content":"x"},"finish_reason":"length"}]})") ==
              stop_reason::token_limit));
  BOOST_TEST(
      (ended(dialect::chat_completions, R"({"choices":[{"delta":{},"finish_reason":"content_filter"}]})") ==
       stop_reason::content_filter));
  BOOST_TEST(
      (ended(dialect::chat_completions,
             R"({"choices":[{"delta":{"refusal":"no"},"finish_reason":"stop"}]})") == stop_reason::refusal));
  BOOST_TEST((
      ended(
          dialect::responses,
          R"({"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}})") ==
      stop_reason::token_limit));
  BOOST_TEST((ended(dialect::ollama, R"({"message":{"content":"x"},"done":true,"done_reason":"length"})") ==
              stop_reason::token_limit));
  BOOST_TEST((read(dialect::messages, true,
                   sse({R"({"type":"message_delta","delta":{"stop_reason":"refusal"}})",
                        R"({"type":"message_stop"})"}))
                  .stop == stop_reason::refusal));
}

BOOST_AUTO_TEST_CASE(a_stream_that_ends_early_keeps_what_came_and_says_so) {
  for (const bool whole : {true, false}) {
    const auto a = read(dialect::chat_completions, true,
                        sse({R"({"choices":[{"delta":{"content":"half"}}]})"}) + "data: {\"cho", whole);
    BOOST_TEST((a.trouble == model_trouble::broken_stream));
    BOOST_TEST(a.content == "half");
  }
  BOOST_TEST((read(dialect::messages, true, sse({R"({"type":"message_start","message":{}})"})).trouble ==
              model_trouble::broken_stream));
  BOOST_TEST(
      (read(dialect::ollama, true, "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"mess").trouble ==
       model_trouble::broken_stream));
  BOOST_TEST((read(dialect::chat_completions, false, "{\"choices\":[", false).trouble ==
              model_trouble::broken_stream));
}

BOOST_AUTO_TEST_CASE(an_error_in_the_midst_of_a_stream_is_the_vendors) {
  const auto a =
      read(dialect::messages, true,
           sse({R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}})",
                R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"}));
  BOOST_TEST((a.trouble == model_trouble::overloaded));
  BOOST_TEST(a.content == "a");
  BOOST_TEST((read(dialect::ollama, true, "{\"error\":\"model runner has stopped\"}\n").trouble ==
              model_trouble::server_error));
  BOOST_TEST((
      read(
          dialect::responses, true,
          sse({R"({"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"slow"}}})"}))
          .trouble == model_trouble::rate_limited));
  BOOST_TEST((read(dialect::chat_completions, true,
                   sse({R"({"error":{"message":"maximum context length is 8192 tokens"}})"}))
                  .trouble == model_trouble::context_exceeded));
}

BOOST_AUTO_TEST_CASE(what_is_no_models_answer_is_named) {
  for (const auto d : {dialect::chat_completions, dialect::responses, dialect::messages, dialect::ollama})
    for (const bool streamed : {true, false}) BOOST_TEST_CONTEXT(static_cast<int>(d) << streamed) {
        const auto page = read(d, streamed, "<!DOCTYPE html>\n<html><body>Sign in</body></html>");
        BOOST_TEST((page.trouble == model_trouble::not_the_protocol));
        BOOST_TEST(page.why.find("web page") != std::string::npos);
        BOOST_TEST((read(d, streamed, "").trouble == model_trouble::not_the_protocol));
        BOOST_TEST((read(d, streamed, "{\"hello\":1}").trouble != model_trouble::none));
        BOOST_TEST(
            (read(d, streamed, R"({"error":{"message":"no such thing","code":"model_not_found"}})").trouble ==
             model_trouble::no_such_model));
      }
}

BOOST_AUTO_TEST_CASE(who_listens_may_cancel_and_hears_nothing_afterwards) {
  heard by;
  by.most = 3;
  const auto reader = make_reader(dialect::chat_completions, true, by);
  const auto piece = sse({R"({"choices":[{"delta":{"content":"abc"}}]})"});
  BOOST_TEST(!reader->feed(piece));
  BOOST_TEST(!reader->feed(piece));
  BOOST_TEST(by.said == "abc");
  BOOST_TEST((reader->end(false).trouble == model_trouble::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
