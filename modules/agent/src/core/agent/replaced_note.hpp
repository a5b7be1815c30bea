#pragma once
// What people are told of what was replaced before a model was asked.
#include <fm/agent/messages.hpp>

#include <string>
#include <vector>

namespace fm::agent {

/// "before anything left, 3 e-mail addresses and 2 passwords were replaced by placeholders"; empty when
/// nothing was. The most frequent kind stands first.
std::string replaced_note(std::vector<replaced_kind> replaced);

}  // namespace fm::agent
