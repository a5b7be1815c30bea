#pragma once
// The settings of this process: from its environment and its configuration file.
#include "command_line.hpp"

#include <fm/settings/settings.hpp>

#include <optional>
#include <string>

namespace fm::program {

/// Reads `file`, else FM_CONFIG, else ./faultmaven.conf where it exists. Nothing when the file cannot be
/// read; what is wrong then has been said.
std::optional<settings::set> read_settings(const std::string& file = {});

/// Says every fault; with `only_own` those of FM_ settings, whose names are nobody else's. False when there
/// was one.
bool complain_about(const settings::set& s, bool only_own = false);

/// The settings of a command that works on files: from the same places, read once. Throws std::runtime_error
/// when they are wrong.
const settings::set& command_settings();

}  // namespace fm::program
