#pragma once
// What the server serves: the seam between `serve` and the modules.
#include <fm/actors/outcome.hpp>
#include <fm/http/free_space.hpp>
#include <fm/http/health.hpp>
#include <fm/http/route.hpp>
#include <fm/http/system_routes.hpp>
#include <fm/providers/identity.hpp>
#include <fm/settings/settings.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fm::program {

struct server_parts {
  std::vector<http::route_table> tables;
  std::shared_ptr<providers::identity> identity;
  std::shared_ptr<http::health_board> health;
  std::shared_ptr<http::free_space> room;
  std::string notice;  ///< for whoever starts the server; may be empty
  /// Given by whoever serves the tables: figures of all requests.
  std::shared_ptr<std::function<http::traffic()>> figures;
  /// Called once the server listens, on a thread of its own: what must be done before it is ready.
  std::function<outcome<done>()> prepare;
  /// As in http::server_options: for actors that run on the server's thread. May be empty.
  std::function<void(std::function<void(std::function<void()>)> later)> loop_begins;
  std::function<void()> loop_ended;
  /// Called when no request is open any more; false when something hangs and the program is to end at once.
  std::function<bool()> stop;
  std::function<void()> end_model_calls;  ///< at the beginning of a stop
};

/// Opens what is stored under `data` and starts the modules; fails with a sentence.
outcome<server_parts> make_server_parts(const settings::set& s, const std::filesystem::path& data);

}  // namespace fm::program
