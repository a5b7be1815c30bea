#pragma once
// The port to a language model; adapters implement the vendors' protocols behind it.
#include "fm/providers/redacted_text.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::providers {

/// Who says a message of a conversation (contract/domain.md 12).
enum class speaker : std::uint8_t { system, user, assistant };

struct model_message {
  speaker role = speaker::user;
  redacted_text content;
};

/// One completion that is asked for.
struct model_request {
  std::vector<model_message> messages;
  double temperature = .7;  ///< 0..2
  std::uint32_t max_tokens = 4'096;
  std::uint64_t deadline = 0;  ///< microseconds since 1970 UTC; 0 for none
};

/// What came back, or why not.
struct model_answer {
  std::string content;  ///< with the request's placeholders; the caller restores them
  std::string error;    ///< empty on success
  std::uint32_t prompt_tokens = 0;
  std::uint32_t completion_tokens = 0;
};

/// A model. `on_text` is called with each piece as it arrives and returns false to cancel.
class model_port {
 public:
  virtual ~model_port() = default;
  virtual model_answer complete(const model_request& request,
                                const std::function<bool(std::string_view)>& on_text) = 0;
};

}  // namespace fm::providers
