#pragma once
// Finds out by small questions what a model can do.
#include "fm/model/remote_model.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::model {

enum class ability : std::uint8_t { yes, no, unknown, not_asked };
std::string_view to_string(ability a);

/// What was found.
struct probe_report {
  std::string model;
  bool usable = false;
  std::string why;  ///< a sentence; empty when it is usable
  ability tools = ability::not_asked;
  ability tools_streamed = ability::not_asked;
  ability schema = ability::not_asked;
  ability images = ability::not_asked;
  std::uint32_t context = 0;       ///< tokens that are used
  bool context_by_vendor = false;  ///< the vendor says so; else the setting does
  unsigned calls = 0;              ///< of completions
  std::uint64_t tokens = 0;        ///< that they took, both ways, as the vendor counts
  std::vector<std::string> notes;  ///< what follows from it
};

/// A probe makes at most so many calls of the model, and asks for at most so many tokens in each answer.
inline constexpr unsigned most_probe_calls = 7;
inline constexpr std::uint32_t most_probe_tokens = 256;

/// Has a model use what its vendor tells about it, without a completion, and so for nothing. Blocks.
void learn_facts(remote_model& model, const std::function<bool()>& cancelled);

/// Asks the model, has it use what was found, and notes how it did. Blocks; `cancelled` is asked often.
/// `images`: whether to find out if it sees pictures.
probe_report probe(remote_model& model, bool images, const std::function<bool()>& cancelled,
                   const std::function<micros()>& steady);

}  // namespace fm::model
