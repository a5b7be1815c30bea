#pragma once
// Finds out what the models can do while the server already serves.
#include <fm/model/remote_model.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace fm::program {

class model_probes {
 public:
  model_probes() = default;
  model_probes(const model_probes&) = delete;
  model_probes& operator=(const model_probes&) = delete;
  ~model_probes() { stop(); }

  /// Probes one after the other on a thread of its own, and says in the log what was found; with `images`
  /// also whether they see pictures. One that cannot be used is probed again after a minute, and then less
  /// and less often. `known` is called once each has been probed, on that thread. Not after `stop`.
  void start(std::vector<std::shared_ptr<model::remote_model>> models, bool images,
             std::function<void()> known);
  /// Ends the call that is under way. Both may be called by any thread.
  void stop();

 private:
  std::mutex mutex_;
  bool stopped_ = false;
  std::jthread thread_;
};

}  // namespace fm::program
