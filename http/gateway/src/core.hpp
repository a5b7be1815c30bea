#pragma once
// What a gateway and the answers that are still to come share.
#include "access_log.hpp"
#include "cors.hpp"
#include "own_names.hpp"
#include "rate_limit.hpp"
#include "refusal_log.hpp"
#include "router.hpp"
#include "upload_places.hpp"

#include <fm/actors/clock.hpp>
#include <fm/http/gateway.hpp>

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace fm::http {

/// The statuses that are counted one by one.
inline constexpr std::array<int, 31> counted_statuses{200, 201, 202, 204, 206, 304, 307, 400, 401, 403, 404,
                                                      405, 408, 409, 410, 413, 414, 415, 416, 417, 421, 422,
                                                      429, 431, 500, 501, 502, 503, 504, 505, 507};

struct route_counters {
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::int64_t> took{0};
  std::array<std::atomic<std::uint64_t>, counted_statuses.size() + 1> by_status{};
};

struct gateway::core {
  core(gateway_options o, std::shared_ptr<providers::identity> who)
      : options(std::move(o)),
        identity(std::move(who)),
        origins(options.origins, options.extension_origins),
        names(options.allowed_hosts),
        limits({options.reads_a_minute, options.writes_a_minute, options.turns_a_minute}) {
    if (options.access_log) log = std::make_unique<access_log>(options.access_log_sink);
  }

  const gateway_options options;
  const std::shared_ptr<providers::identity> identity;
  const cors origins;
  const own_names names;
  router paths, pages;
  std::vector<route> routes;
  std::vector<bool> adds;               ///< to what is stored, of each route
  std::vector<bool> no_store;           ///< of each route
  std::vector<bool> by_any_name;        ///< of each route: its Host is not looked at
  std::deque<route_counters> counters;  ///< of each route, and one more
  rate_limit limits;                    ///< on the connections' thread only, like the next four
  std::string served_name;              ///< the last one that was found to be ours
  upload_places uploads_of_users, uploads_of_addresses;
  std::mt19937_64 ids{std::random_device{}()};
  std::shared_ptr<std::atomic<std::size_t>> open = std::make_shared<std::atomic<std::size_t>>(0);
  std::shared_ptr<std::atomic<std::size_t>> uploads = std::make_shared<std::atomic<std::size_t>>(0);
  std::unique_ptr<access_log> log;
  refusal_log refusals;

  /// The row for a request: a page where a browser opens one. Notes on the request that there is a choice.
  router::match find(incoming& r) const;
  void count(const incoming& r, int status, std::uint64_t bytes, micros now);
};

/// Answers one request once; says 500 when it is dropped.
std::shared_ptr<responder> make_responder(std::shared_ptr<gateway::core> core, std::shared_ptr<incoming> r,
                                          std::unique_ptr<wire> out);

}  // namespace fm::http
