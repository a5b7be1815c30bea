#pragma once
// Starts the modules and gives them what they need from the outside.
#include "fm/actors/system.hpp"
#include "fm/agent/spawn.hpp"
#include "fm/evidence/spawn.hpp"
#include "fm/knowledge/spawn.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace fm::program {

/// The actors of one investigation on the command line, in this process.
class modules {
 public:
  /// `progress` is called on worker threads with the bytes of text read of a file.
  explicit modules(std::function<void(const std::string& name, std::uint64_t bytes)> progress = {},
                   agent::model_options model = {});

  actors::system& system() { return *system_; }
  const agent::handle& agent() const { return agent_; }
  /// Tells what happens in an investigation with a model.
  const agent::news_handle& news() const { return news_; }
  const knowledge::handle& knowledge() const { return knowledge_; }

  /// Ends the actors; when a thread does not come back, the program is to end by `std::_Exit`.
  bool stop();

 private:
  std::unique_ptr<actors::system> system_;
  knowledge::handle knowledge_;
  agent::news_handle news_;
  agent::handle agent_;
};

}  // namespace fm::program
