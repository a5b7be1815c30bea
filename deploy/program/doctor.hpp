#pragma once
// Looks at everything that a server stands on, and says what is wrong and what to do.
#include <fm/settings/settings.hpp>

#include <string>
#include <vector>

namespace fm::program {

struct finding {
  enum class state { good, warning, problem };
  std::string check;  ///< data directory, database, installation, files, quarantine, secrets, limits
  state how = state::good;
  std::string detail;  ///< what is so
  std::string advice;  ///< what to do; empty when nothing is to be done
};

/// Reads, and changes nothing; also while the server runs. With `contents` each stored file is compared with
/// its SHA-256, which takes as long as reading them all.
std::vector<finding> examine_all(const settings::set& s, bool contents);

}  // namespace fm::program
