#pragma once
// Starts the agent module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/agent/messages.hpp"

namespace fm::agent {

using handle = actors::handle<investigate>;

/// The actor that runs turns, and the built-in analyst in the place where a model may reason later. Evidence
/// and knowledge are asked by their messages: start them first.
handle spawn(actors::system& system);

}  // namespace fm::agent
