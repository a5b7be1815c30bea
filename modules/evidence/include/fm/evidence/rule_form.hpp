#pragma once
// The templates that rules state: sentences and commands with `{slot}`.
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// One `{name}`, `{name:meaning}` or `{name|word}` of a template.
struct form_slot {
  std::string_view name;
  std::string_view word;  ///< what stands there when the slot is empty; only where `has_word`
  bool has_word = false;
  bool meaning = false;   ///< what a table says of the value
  std::size_t begin = 0;  ///< of the opening brace
  std::size_t end = 0;    ///< behind the closing one
};

/// The slots of a template in order. An open brace without its end is none, nor are braces around what is no
/// name: those of a command.
std::vector<form_slot> form_slots(std::string_view form);

/// Empty when braces and brackets of a template pair up, and brackets hold no brackets; else what is wrong.
std::string form_mistake(std::string_view form);

}  // namespace fm::evidence
