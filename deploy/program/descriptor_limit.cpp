#include "descriptor_limit.hpp"

#include <fm/actors/log.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace fm::program {

namespace {

/// Sockets of refused clients that are still being read from (http::server).
constexpr std::size_t most_lingering = 256;
/// Standard streams, event loops, the log, the lock of the data directory, the spare one of the listener.
constexpr std::size_t fixed = 64;
/// SQLite opens a database, its journal and its shared memory.
constexpr std::size_t of_a_reader = 3;

std::size_t count(const settings::set& s, std::string_view name) {
  return static_cast<std::size_t>(s.integer(name));
}

std::size_t raised_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    const auto before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  }
  return static_cast<std::size_t>(limit.rlim_cur);
}

}  // namespace

descriptor_shares share_descriptors(const settings::set& s) {
  descriptor_shares shares{count(s, "FM_MAX_CONNECTIONS"), count(s, "FM_MAX_UPLOADS")};
  const auto limit = raised_limit();
  const auto rest =
      fixed + of_a_reader * count(s, "FM_DATABASE_READERS") + count(s, "FM_FILE_WORKERS") +
      2 * (count(s, "FM_WORKERS") + count(s, "FM_INDEX_WORKERS") + count(s, "FM_SEARCH_WORKERS"));
  const auto wanted = rest + most_lingering + shares.connections + shares.uploads;
  if (wanted <= limit) return shares;
  // An upload needs its connection and a file; some sockets linger.
  const auto left = limit > rest ? limit - rest : 0;
  shares.uploads = std::clamp<std::size_t>(left / 4, 1, shares.uploads);
  shares.connections = std::clamp<std::size_t>(left / 2, 8, shares.connections);
  actors::log(
      actors::level::warning,
      "the limit of open files is too low for FM_MAX_CONNECTIONS and FM_MAX_UPLOADS, which are lowered: "
      "raise it (ulimit -n, LimitNOFILE), or set them lower",
      {{"limit", limit},
       {"wanted", wanted},
       {"connections", shares.connections},
       {"uploads", shares.uploads}});
  return shares;
}

}  // namespace fm::program
