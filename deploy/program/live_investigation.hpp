#pragma once
// An investigation with a model, told on the terminal while it runs.
#include "wiring.hpp"

namespace fm::program {

/// Asks for the investigation and shows on standard error what happens: calls of the model, and each sentence
/// of its answer once its citations show it.
outcome<agent::investigation> ask_live(modules& parts, agent::investigate request);

}  // namespace fm::program
