#pragma once
// Starts the evidence module; seen by the composition root only.
#include "evidence/byte_source.hpp"
#include "evidence/time_zone.hpp"
#include "fm/actors/system.hpp"
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace fm::evidence {

/// What the module needs from the outside. All are called on worker threads, several at once.
struct environment {
  std::function<std::unique_ptr<byte_source>(const std::string& path)> open;
  std::function<std::optional<time_zone>(const std::string& name)> zone;
  std::function<void(const std::string& name, std::uint64_t bytes)>
      progress{};  ///< text read of a file so far
  std::size_t workers = 2;
};

using handle = actors::handle<analyse_incident>;

/// The actor that analyses incidents, and behind it a gate of workers that read files.
handle spawn(actors::system& system, environment outside);

}  // namespace fm::evidence
