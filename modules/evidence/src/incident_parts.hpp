#pragma once
// What an incident on the command line and a case on a server have in common.
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <vector>

namespace fm::evidence {

/// Gives a digest, its facts and documents their number.
void renumber(file_read& read, std::uint32_t number);
/// Hands facts and notes that documents show together to their files.
void hand_out(documents_related& related, std::vector<digest>& digests);

}  // namespace fm::evidence
