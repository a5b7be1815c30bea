#include "model_probes.hpp"

#include "probe_text.hpp"

#include <fm/actors/clock.hpp>
#include <fm/actors/log.hpp>
#include <fm/model/probe.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <utility>

namespace fm::program {

namespace {

using models = std::vector<std::shared_ptr<model::remote_model>>;

/// Whether it is known what the model can do.
bool probe_one(model::remote_model& m, bool images, const std::stop_token& stop) {
  const auto report = model::probe(
      m, images, [&] { return stop.stop_requested(); }, actors::steady_clock);
  if (!stop.stop_requested())
    actors::log(report.usable ? actors::level::info : actors::level::warning, "a model was probed",
                {{"model", report.model}, {"found", summary_of(report)}});
  return report.usable;
}

void probe_all(models left, bool images, const std::function<void()>& known, const std::stop_token& stop) {
  constexpr std::chrono::minutes first{1}, longest{16};
  std::mutex mutex;
  std::condition_variable_any ended;
  for (auto pause = first; !left.empty(); pause = std::min(pause * 2, longest)) {
    std::erase_if(left, [&](const auto& m) { return stop.stop_requested() || probe_one(*m, images, stop); });
    if (pause == first && !stop.stop_requested()) known();
    std::unique_lock lock(mutex);
    if (!left.empty()) ended.wait_for(lock, stop, pause, [] { return false; });
  }
}

}  // namespace

void model_probes::start(models of, bool images, std::function<void()> known) {
  std::lock_guard lock(mutex_);
  if (stopped_ || of.empty()) return;
  thread_ = std::jthread([of = std::move(of), images, known = std::move(known)](const std::stop_token& stop) {
    try {
      probe_all(of, images, known, stop);
    } catch (const std::exception& e) {
      // Turns find out for themselves.
      actors::log(actors::level::warning, "the models could not be probed", {{"why", e.what()}});
    }
  });
}

void model_probes::stop() {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

}  // namespace fm::program
