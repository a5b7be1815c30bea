#include "analyst_job.hpp"

#include "agent/analyst.hpp"

namespace fm::agent {

outcome<investigation> analyst_job::run(const reason& m, actors::worker_env&) {
  return weigh(m.question, understand(m.question, m.now, m.zone_offset), m.digests);
}

}  // namespace fm::agent
