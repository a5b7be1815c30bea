#pragma once
// How the vendors of models write requests and answers; text in, text out.
#include <fm/providers/model.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fm::llm {

enum class dialect : std::uint8_t {
  chat_completions,  ///< OpenAI's chat completions, which most others speak too
  responses,         ///< OpenAI's responses
  messages,          ///< Anthropic's messages, version 2023-06-01
  ollama             ///< Ollama's /api/chat
};

/// What a model takes; found by a probe or set by the operator.
struct abilities {
  bool streams = true;
  bool tools = true;               ///< calls them; else none are offered
  bool streams_with_tools = true;  ///< else the answer to a request with tools comes whole
  bool schema = true;              ///< takes a JSON schema of the answer; else it is asked for in words
  bool temperature = true;
  bool images = false;
  std::uint32_t context = 0;  ///< tokens; 0: not known
};

/// The path below the base address of the service: "/chat/completions".
std::string_view path_of(dialect d);

/// The body of a request (JSON).
std::string body_of(dialect d, const std::string& model, const providers::model_request& request,
                    const abilities& can);

/// Whether the answer to this request is asked for as a stream.
bool is_streamed(const providers::model_request& request, const abilities& can);

/// Reads one answer as its bytes come.
class answer_reader {
 public:
  virtual ~answer_reader() = default;
  /// The next bytes of the body of an answer with status 200. False ends the transfer: the listener cancels,
  /// or nothing that follows can be understood.
  virtual bool feed(std::string_view bytes) = 0;
  /// Whether the answer has come to its own end, whatever the connection does.
  virtual bool is_over() const = 0;
  /// The answer, once the body has ended. `whole` is false when the transfer broke off.
  virtual providers::model_answer end(bool whole) = 0;
};

/// `listener` outlives the reader.
std::unique_ptr<answer_reader> make_reader(dialect d, bool streamed, providers::model_listener& listener);

/// What an answer with another status means, by its body. `retry_after`: microseconds the vendor asks to
/// wait.
providers::model_answer refusal_of(unsigned status, std::string_view body, std::uint64_t retry_after);
/// A longer one is not followed; in microseconds.
inline constexpr std::uint64_t longest_retry_after = 3'600'000'000;

}  // namespace fm::llm
