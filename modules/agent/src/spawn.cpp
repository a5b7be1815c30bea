#include "fm/agent/spawn.hpp"

#include "analyst_job.hpp"
#include "model_job.hpp"
#include "news_step.hpp"
#include "picture_reader.hpp"
#include "tools_step.hpp"
#include "turn_step.hpp"

#include <utility>

namespace fm::agent {

news_handle spawn_news(actors::system& system) { return system.spawn<news_state>("news"); }

handle spawn(actors::system& system, options how, model_options model) {
  system.gate<analyst_job>("analyst", {.workers = 1, .waiting = 256});
  how.asks_model = model.model != nullptr;
  how.model_time = model.turn_time;
  how.dialogue = model.dialogue;
  how.per_day = model.per_day;
  if (const auto* price = find_price(model.prices, model.name)) how.usual_price = *price;
  how.instructions = model.instructions;
  how.sends_pictures = model.sends_pictures;
  if (model.model) {
    const auto workers = model.workers;
    const auto shared = std::make_shared<const model_options>(std::move(model));
    system.gate<model_job>("models", {.workers = workers, .waiting = 2'048}, shared,
                           std::make_shared<budget::memory_budget>(most_picture_memory));
    system.gate<model_room_job>("what models take", {.workers = 1, .waiting = 256}, shared);
  }
  return system.spawn<turn_state>("agent", how);
}

tools_handle spawn_tools(actors::system& system, std::string zone) {
  return system.spawn<tools_state>("tools", std::move(zone));
}

}  // namespace fm::agent
