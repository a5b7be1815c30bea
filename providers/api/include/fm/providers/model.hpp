#pragma once
// The port to a language model; adapters implement the vendors' protocols behind it.
#include "fm/providers/redacted_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::providers {

/// Who says a message of a conversation (contract/domain.md 12).
enum class speaker : std::uint8_t { system, user, assistant, tool };

/// A tool that the model asks for. Arguments are JSON text as the model wrote it, with the placeholders of
/// the request; they may be no JSON at all.
struct tool_call {
  std::string id;
  std::string name;
  std::string arguments;
  bool operator==(const tool_call&) const = default;
};

/// A picture; it leaves by a setting of its own, for it cannot be redacted.
struct model_image {
  std::string media_type;  ///< such as "image/png"
  std::string base64;
};

struct model_message {
  speaker role = speaker::user;
  redacted_text content{};
  std::vector<tool_call> calls{};  ///< of the assistant
  /// Of the assistant: blocks of reasoning as the vendor wrote them (JSON), which it wants back unchanged.
  std::vector<std::string> reasoning{};
  std::string call_id{};    ///< of a tool: which call this answers
  std::string tool_name{};  ///< of a tool
  std::vector<model_image> images{};
};

/// A tool that is offered.
struct model_tool {
  std::string name;  ///< letters, digits, '_' and '-', at most 64
  std::string description;
  std::string parameters;  ///< a JSON schema of an object
};

/// One completion that is asked for.
struct model_request {
  std::vector<model_message> messages;
  std::vector<model_tool> tools;
  bool must_call = false;                  ///< one of the tools has to be called, where the vendor takes that
  std::string schema_name;                 ///< of the answer; empty for free text
  std::string schema;                      ///< JSON schema of the answer
  std::optional<double> temperature = .7;  ///< 0..2; none: the model's own
  std::uint32_t max_tokens = 4'096;        ///< of the answer
  std::uint64_t most_time = 0;             ///< microseconds with all tries; 0: as the adapter has it
};

/// Why an answer ended.
enum class stop_reason : std::uint8_t {
  complete,
  token_limit,     ///< `max_tokens`, or the model's context
  tools,           ///< it waits for the results of its calls
  refusal,         ///< the model declines
  content_filter,  ///< the vendor declines
  unknown
};

/// What was counted, in tokens; `reported` is false when the vendor said nothing.
struct model_usage {
  std::uint64_t input = 0;         ///< all of it, with what came from a cache
  std::uint64_t cached_input = 0;  ///< of `input`: read from the vendor's cache
  std::uint64_t written_to_cache = 0;
  std::uint64_t output = 0;     ///< all of it, with reasoning
  std::uint64_t reasoning = 0;  ///< of `output`
  bool reported = false;
  bool operator==(const model_usage&) const = default;
};

/// Why there is no answer, or only a part of one.
enum class model_trouble : std::uint8_t {
  none,
  refused_by_guard,  ///< the address is not allowed
  unreachable,       ///< no connection: name, network, TLS
  timed_out,
  cancelled,
  unauthorized,      ///< 401, 403: the key
  no_such_model,     ///< 404
  rejected,          ///< 400, 422: what was asked is not understood
  context_exceeded,  ///< the conversation is longer than the model's context
  too_large,         ///< 413
  rate_limited,      ///< 429
  quota_exhausted,   ///< 402, 429 with that code: trying again is of no use
  overloaded,        ///< 503, 529
  server_error,      ///< other 5xx
  broken_stream,     ///< ended before its end
  not_the_protocol   ///< HTML of a proxy, JSON of something else
};

/// Words for a log and for people: "rate_limited".
inline std::string_view to_string(model_trouble t) {
  constexpr std::string_view words[] = {"none",
                                        "refused_by_guard",
                                        "unreachable",
                                        "timed_out",
                                        "cancelled",
                                        "unauthorized",
                                        "no_such_model",
                                        "rejected",
                                        "context_exceeded",
                                        "too_large",
                                        "rate_limited",
                                        "quota_exhausted",
                                        "overloaded",
                                        "server_error",
                                        "broken_stream",
                                        "not_the_protocol"};
  return words[static_cast<std::size_t>(t)];
}
inline std::string_view to_string(stop_reason r) {
  constexpr std::string_view words[] = {"complete", "token_limit",    "tools",
                                        "refusal",  "content_filter", "unknown"};
  return words[static_cast<std::size_t>(r)];
}

/// Whether the same request may succeed a little later.
inline bool may_pass(model_trouble t) {
  return t == model_trouble::unreachable || t == model_trouble::timed_out ||
         t == model_trouble::rate_limited || t == model_trouble::overloaded ||
         t == model_trouble::server_error || t == model_trouble::broken_stream;
}

/// What came back. With a trouble, `content` is the part that came before it.
struct model_answer {
  std::string content;  ///< with the request's placeholders; the caller restores them
  std::vector<tool_call> calls{};
  std::vector<std::string> reasoning{};  ///< see `model_message`
  stop_reason stop = stop_reason::unknown;
  model_usage usage;
  model_trouble trouble = model_trouble::none;
  std::string why;                ///< a sentence about the trouble, free of secrets
  std::uint64_t retry_after = 0;  ///< microseconds the vendor asks to wait; 0: it says nothing
  std::string by{};               ///< who answered, such as "ollama/llama3.2"; empty where there is one only
  std::uint32_t images = 0;       ///< of the request, that it was shown
  std::string without_images{};   ///< why it was shown none of those of the request; a sentence
  bool operator==(const model_answer&) const = default;
};

/// Hears of an answer while it comes.
class model_listener {
 public:
  virtual ~model_listener() = default;
  /// A piece of text, whole characters of UTF-8. False cancels.
  virtual bool text(std::string_view piece) = 0;
  /// Bytes of reasoning that came, whose text is not shown. False cancels.
  virtual bool reasoning(std::size_t bytes) = 0;
  /// Asked often while nothing comes. False cancels.
  virtual bool waits() = 0;
};

/// What a model takes, as far as it is known.
struct model_limits {
  bool tools = true;
  bool images = false;
  std::uint32_t context = 0;  ///< tokens of prompt and answer; 0: not known
};

/// A model.
class model_port {
 public:
  virtual ~model_port() = default;
  /// Of whoever would be asked now; it may change while the program runs.
  virtual model_limits limits() const { return {}; }
  virtual model_answer complete(const model_request& request, model_listener& listener) = 0;
};

}  // namespace fm::providers
