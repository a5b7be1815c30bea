#pragma once
// Reads pictures from where evidence lies, for the moment in which they are sent.
#include "fm/agent/messages.hpp"
#include "fm/agent/spawn.hpp"

#include <fm/budget/memory_budget.hpp>
#include <fm/providers/model.hpp>

#include <string>
#include <vector>

namespace fm::agent {

/// What all calls together may hold of pictures while they are sent.
inline constexpr std::uint64_t most_picture_memory = 256u << 20;

/// The pictures of a message as they leave, or a sentence on why none of them does: they must be what was
/// looked at when they came, by their SHA-256. What they take is held by `share`.
struct read_pictures {
  std::vector<providers::model_image> images;
  std::string why_not;
};
read_pictures read_for_sending(const std::vector<sent_picture>& pictures, const model_options& how,
                               budget::memory_share& share);

}  // namespace fm::agent
