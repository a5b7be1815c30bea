#pragma once
// What to do about a finding, with its names filled in.
#include <fm/agent/messages.hpp>
#include <fm/evidence/rule_book.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// The steps of a rule. Slots are filled from the first of `facts` that has them; in commands each value is
/// quoted for a shell, because it comes from evidence that anybody may have written. A command that lacks a
/// value is left out, and so is a sentence. Steps for one product are given where its name stands in a quote
/// or in `context`, the names and formats of the files.
std::vector<next_step> next_steps_for(const evidence::rule& of,
                                      const std::vector<const evidence::fact*>& facts,
                                      std::string_view context = {});

/// Adds a step that is not in the list yet.
void add_step(std::vector<next_step>& list, next_step step);

/// `value` as one word of a POSIX shell.
std::string shell_word(std::string_view value);

/// `form` with each `{slot:meaning}` replaced by what the rule's table of codes says of the fact's value; a
/// bracketed part without one is left out.
std::string worded(std::string_view form, const evidence::fact& f, const evidence::rule_book& rules);

}  // namespace fm::agent
