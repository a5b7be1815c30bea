#include "refusal_log.hpp"

#include <fm/actors/log.hpp>

#include <algorithm>
#include <utility>

namespace fm::http {

void refusal_log::note(int status, std::string_view operation, std::string_view body, micros now) {
  constexpr micros between = 60 * second;
  constexpr std::size_t most_shown = 300;
  const auto at =
      std::find_if(entries_.begin(), entries_.end(), [&](const entry& e) { return e.status == status; });
  if (at == entries_.end()) return;
  std::uint64_t times = 0;
  {
    std::lock_guard lock(mutex_);
    ++at->untold;
    if (at->told != 0 && now - at->told < between) return;
    at->told = now;
    times = std::exchange(at->untold, 0);
  }
  actors::log(status == 500 ? actors::level::error : actors::level::warning, "requests were refused",
              {{"status", status},
               {"times", times},
               {"operation", operation},
               {"answer", body.substr(0, most_shown)}});
}

}  // namespace fm::http
