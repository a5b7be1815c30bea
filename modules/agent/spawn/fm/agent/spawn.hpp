#pragma once
// Starts the agent module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/agent/messages.hpp"

#include <string>

extern template void fm::actors::register_list<fm::agent::messages>(fm::actors::message_table&);

namespace fm::agent {

using handle = actors::handle<investigate, run_turn, check_health>;

/// What holds for every turn of a case.
struct options {
  std::string zone = "UTC";  ///< of times that name none, in evidence and in questions
  micros zone_offset = 0;    ///< of that zone now, microseconds east of UTC
};

/// The actor that runs turns, and the built-in analyst in the place where a model may reason later. Evidence
/// and knowledge are asked by their messages: start them first.
handle spawn(actors::system& system, options how = {});

}  // namespace fm::agent
