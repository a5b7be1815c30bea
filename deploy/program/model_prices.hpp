#pragma once
// What models cost, and what may be spent on them, by the settings.
#include <fm/actors/outcome.hpp>
#include <fm/agent/spawn.hpp>
#include <fm/settings/settings.hpp>

#include <string>
#include <vector>

namespace fm::program {

/// Reads the prices and the limits of turns, users and days into `out`. Fails with a sentence that names the
/// setting that is wrong, and where a limit of money is set and one of the models (labels such as
/// "openai/gpt-4o-mini") has no price.
outcome<done> read_limits(const settings::set& settings, const std::vector<std::string>& models,
                          agent::model_options& out);

}  // namespace fm::program
