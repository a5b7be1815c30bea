#include "one_investigation.hpp"

#include <utility>

namespace fm::program {

namespace {

outcome<agent::investigation> investigated(modules& parts, const investigation_order& order) {
  // The runbooks first: a wrong folder is known before a long log is read.
  std::vector<std::string> notes;
  if (!order.runbooks.empty()) {
    auto loaded = parts.system().ask(parts.knowledge(), knowledge::load_runbooks{order.runbooks});
    if (!loaded) return std::move(loaded.error());
    notes = std::move(loaded->notes);
  }
  agent::investigate request;
  request.question = order.question;
  for (const auto& f : order.files) request.files.push_back({f.path, f.shown, f.from_folder, f.size});
  request.zone = order.zone_name;
  request.zone_offset = static_cast<std::int64_t>(order.zone.offset_at(order.now / 1'000'000)) * 1'000'000;
  request.now = order.now;
  request.with_runbooks = !order.runbooks.empty();
  auto found = order.ask ? order.ask(parts, std::move(request))
                         : parts.system().ask(parts.agent(), std::move(request));
  if (found) found->notes.insert(found->notes.end(), notes.begin(), notes.end());
  return found;
}

}  // namespace

investigation_end investigate_once(investigation_order order) {
  modules parts(std::move(order.progress), std::move(order.model));
  auto found = investigated(parts, order);
  return {std::move(found), parts.stop()};
}

}  // namespace fm::program
