#pragma once
// Our failures as errors of CAF and back.
#include "fm/actors/error.hpp"

#include <caf/error.hpp>
#include <caf/fwd.hpp>
#include <caf/make_message.hpp>

CAF_ERROR_CODE_ENUM(fm::ec, "fm")

namespace fm::actors {

caf::error to_error(const failure& why);
/// Errors of CAF become the code that describes them; what is not understood is `ec::internal`.
failure to_failure(const caf::error& e);
/// "timeout: no answer in time"
std::string render(const failure& why);
/// Lets CAF print our errors by name.
void add_error_category(caf::actor_system_config& config);

}  // namespace fm::actors
