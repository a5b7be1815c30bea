#pragma once
// The language model that the settings name.
#include <fm/actors/outcome.hpp>
#include <fm/agent/spawn.hpp>
#include <fm/settings/settings.hpp>

namespace fm::program {

/// Without a model when none is set. Fails with a sentence that names the setting that is missing or wrong.
outcome<agent::model_options> model_of(const settings::set& settings);

}  // namespace fm::program
