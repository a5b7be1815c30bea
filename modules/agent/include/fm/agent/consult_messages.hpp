#pragma once
// The port to language models as turns use it: a conversation goes in, an answer comes out.
#include <fm/actors/context.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::agent {

/// A tool that a model wants to be called; the arguments are JSON text as it wrote it, or no JSON at all.
struct wanted_call {
  std::string id;
  std::string name;
  std::string arguments;
};

/// Who says a message of a conversation.
enum class voice : std::uint8_t { user, model, tool };

/// A picture that is to leave with a message, as it is. The gate reads it when it asks, so that neither steps
/// that are kept nor journals hold it.
struct sent_picture {
  std::string media_type;  ///< such as "image/png"
  std::string path;        ///< where whoever opens pictures finds it
  std::uint64_t bytes = 0;
  std::string sha256;  ///< 64 hexadecimal digits
};

/// A message of a conversation with a model.
struct spoken {
  voice by = voice::user;
  std::string text;
  std::vector<wanted_call> calls{};      ///< of the model
  std::vector<std::string> reasoning{};  ///< of the model: blocks that its vendor wants back unchanged
  std::string call_id{};                 ///< of a tool: the call that it answers
  std::string tool{};                    ///< of a tool: its name
  std::vector<sent_picture> pictures{};  ///< of the user
};

/// A tool that a model may call.
struct offered_tool {
  std::string name;
  std::string description;
  std::string parameters;  ///< JSON schema of the arguments
};

/// What a model is asked for; each kind may have a model of its own.
enum class model_task : std::uint8_t {
  turn,
  code,    ///< the evidence is mainly source code, configuration or changes to them
  picture  ///< pictures are shown
};

/// Asks a language model to go on with a conversation. The gate redacts what leaves and restores what comes.
struct consult {
  using reply_type = struct consulted;
  static constexpr auto timeout = 3'700 * second;
  std::string question_id;  ///< of the turn, under which pieces of the answer are news; empty: nobody listens
  std::string system;
  std::vector<spoken> said;
  /// What `said` was cut from, in full: does not leave, but shows what of it is secret.
  std::vector<std::string> behind;
  std::string case_id;  ///< values have the same placeholders in all its turns; empty where there is no case
  std::vector<offered_tool> tools;
  std::string schema_name;  ///< of the answer; empty where it is free
  std::string schema;       ///< JSON schema of the answer
  micros most = 0;          ///< how long it may take
  model_task task = model_task::turn;
};

/// What the model that would be asked now takes, as far as that is known.
struct model_room {
  bool tools = true;
  std::uint32_t room = 0;  ///< tokens without the answer; 0: not known
  bool sees = false;       ///< takes pictures, as far as it is known, and they may be sent
};
/// Asks for it; answered at once.
struct look_at_model {
  using reply_type = model_room;
  static constexpr auto timeout = 5 * second;
  model_task task = model_task::turn;
};

/// How many different values of a kind were replaced before a conversation left.
struct replaced_kind {
  std::string kind;  ///< the word of its placeholders, such as "EMAIL"
  std::uint64_t count = 0;
};

/// What a model said, or why it said nothing.
struct consulted {
  std::string model;  ///< such as "ollama/llama3.2"
  std::string text;
  std::string commands_text;  ///< the same without keys, tokens and passwords: what commands are taken from
  std::vector<wanted_call> calls;  ///< what it wants to be called first
  std::vector<std::string> reasoning;
  std::string stop;     ///< a word of fm::providers::stop_reason
  std::string trouble;  ///< a word of fm::providers::model_trouble; empty when the answer came whole
  std::string why;      ///< a sentence about the trouble
  std::vector<replaced_kind> replaced;
  std::uint64_t input_tokens = 0;
  std::uint64_t cached_tokens = 0;  ///< of the input: read from the vendor's cache
  std::uint64_t output_tokens = 0;
  std::int64_t cost = 0;           ///< millionths of the currency of the prices, rounded up
  bool again = false;              ///< asked a second time, for the first call was cut off with the program
  std::uint32_t pictures = 0;      ///< that the model was shown
  std::string without_pictures{};  ///< why it was shown none of those that were to leave; a sentence
};

}  // namespace fm::agent
