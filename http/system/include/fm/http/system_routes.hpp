#pragma once
// What the server says about itself: to monitors, to administrators and to clients that look for it.
#include <fm/http/route.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace fm::http {

/// Something that the server works with.
struct dependency {
  using answer = std::function<void(outcome<done>)>;
  std::string name;  ///< contract: database, redis, vector_store, llm_provider
  std::string kind;  ///< the provider in use, e.g. sqlite
  bool required = true;
  /// Tries it; calls back once, within the deadline of the context.
  std::function<void(call_context, answer)> probe;
  /// Without it the server does less and serves on: when it is away, it is unhealthy and the whole degraded
  /// (contract, choice 33).
  bool is_away_alone = false;
};

/// Figures since the start.
struct traffic {
  std::uint64_t requests = 0, server_errors = 0;
  std::size_t open = 0;
  std::uint64_t connections = 0;          ///< open now
  std::uint64_t refused_connections = 0;  ///< no descriptor, or too many of one address
  std::uint64_t ended_connections =
      0;  ///< idle or slow ones, for clients that waited; requests that came too slowly
};

struct system_facts {
  std::string version;
  std::string environment;  ///< development, staging, production
  std::string log_level;
  std::string database_type;  ///< sqlite, postgresql
  std::string llm_provider;   ///< builtin, or the model provider in use
  std::vector<std::string> providers;
  std::vector<std::pair<std::string, bool>> features;
  std::vector<std::string> warnings;  ///< about the configuration
  bool production_ready = false;
  std::string dashboard_url;  ///< empty: this server itself
  std::uint64_t most_file_bytes = 0;
  std::vector<std::string> extensions;  ///< of files that are understood, with leading dots
  std::vector<dependency> dependencies;
  std::function<traffic()> figures;
  std::function<std::size_t()> operations;  ///< how many the server has
};

/// `/health/dependencies`, `/health/config`, `/health/metrics`, `/v1/meta/capabilities`.
route_table system_routes(system_facts facts);

}  // namespace fm::http
