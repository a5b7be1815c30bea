#pragma once
// How many file descriptors the server may have, and how they are shared out.
#include <fm/settings/settings.hpp>

#include <cstddef>

namespace fm::program {

struct descriptor_shares {
  std::size_t connections = 0, uploads = 0;
};

/// Raises the limit of open files as far as the system lets. When that is not enough for what the settings
/// ask for, the log says so, and connections and uploads get what there is.
descriptor_shares share_descriptors(const settings::set& s);

}  // namespace fm::program
