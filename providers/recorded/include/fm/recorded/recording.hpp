#pragma once
// A conversation with a model as a file.
#include <fm/actors/outcome.hpp>
#include <fm/providers/model.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::recorded {

/// SHA-256, in hex, of what is said and offered in a request and of the schema of the answer. How the answer
/// is made (temperature, tokens, time) is no part of it.
std::string fingerprint_of(const providers::model_request& request);

/// One question and its answer.
struct recorded_call {
  std::string fingerprint;
  providers::model_answer answer;
  std::string request{};  ///< the messages as JSON, as they left; empty where they are not kept
};

/// What is kept of a conversation.
struct recording {
  std::string model;     ///< such as "ollama/llama3.2"
  std::int64_t now = 0;  ///< microseconds since 1970 UTC: what "yesterday" meant
  providers::model_limits limits{};
  std::vector<recorded_call> calls;
};

/// The messages of a request as JSON; pictures by their digests.
std::string text_of(const providers::model_request& request);

/// JSON lines: a head, then one line for each call.
std::string to_text(const recording& r);

/// Fails with `invalid` and a sentence that names the line. At most 64 MB and 1,000 calls.
outcome<recording> read_recording(std::string_view text);

}  // namespace fm::recorded
