#pragma once
// Starts the module; seen by the composition root only.
#include "fm/actors/system.hpp"

namespace fm::departure {

/// The actor that empties accounts for the module auth. Sessions, cases, documents and the database are asked
/// by their messages.
void spawn(actors::system& system);

}  // namespace fm::departure
