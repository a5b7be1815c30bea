#pragma once
// The result of a turn as a case keeps and shows it.
#include <fm/agent/messages.hpp>
#include <fm/cases/messages.hpp>

#include <string>

namespace fm::cases {

/// The answer to a question, without what only the case knows.
turn_answer answer_of(const case_message& question, const agent::turn_result& result);

/// The answer as a message of the case; its metadata says which evidence and runbooks E1 and K1 are.
case_message message_of(const turn_answer& answer, const agent::turn_result& result);

/// An answer again, as far as its message holds it, to a question of a case that is in `status` now.
turn_answer stored_answer(const case_message& question, const case_message& said, const std::string& status);

}  // namespace fm::cases
