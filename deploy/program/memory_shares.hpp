#pragma once
// How the memory of this process is shared out.
#include <fm/budget/memory_budget.hpp>
#include <fm/settings/settings.hpp>

#include <cstdint>
#include <memory>

namespace fm::program {

struct memory_shares {
  std::shared_ptr<budget::memory_budget> all;  ///< of analyses and index builds together
  std::uint64_t per_turn = 0;                  ///< of the evidence of one question
  std::uint64_t indexes = 0;                   ///< of the indexes of documents
};

/// From the settings, and where they say nothing from the limits of this process.
memory_shares memory_shares_of(const settings::set& s);

}  // namespace fm::program
