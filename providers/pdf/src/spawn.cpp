#include "fm/pdf/spawn.hpp"

#include "fm/pdf/printer.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>

#include <utility>

namespace fm::pdf {

namespace {

class printing_job {
 public:
  using takes = fm::takes<document::print_pdf>;
  explicit printing_job(std::size_t most_pages) : printer_(most_pages) {}

  outcome<document::printed> run(const document::print_pdf& m, actors::worker_env& env) {
    auto bytes = printer_.print(m.page, [&env] { return env.cancelled(); });
    if (!bytes) return std::move(bytes.error());
    return document::printed{std::move(*bytes)};
  }

 private:
  printer printer_;
};

}  // namespace

gate spawn(actors::system& system, const gate_options& how) {
  return system.gate<printing_job>("printers", {.workers = how.workers, .waiting = how.waiting},
                                   how.most_pages);
}

}  // namespace fm::pdf
