#pragma once
// A password from a person or a pipe.
#include <fm/actors/outcome.hpp>
#include <fm/actors/secret.hpp>

namespace fm::program {

/// From the terminal, twice and without showing it, or the first line of standard input when that is none.
/// Never from the arguments, which everybody on the machine can read.
outcome<secret<>> read_password();

}  // namespace fm::program
