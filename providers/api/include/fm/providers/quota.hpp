#pragma once
// What one user may keep, and the answer to whoever has used it up.
#include <fm/actors/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::providers {

/// One quota as people know it.
struct quota {
  std::string_view what;      ///< "bytes of evidence"
  std::string_view setting;   ///< that raises it
  std::uint64_t allowed = 0;  ///< 0: no quota
  bool broken_by(std::uint64_t used) const { return allowed != 0 && used > allowed; }
};

inline std::string counted(std::string_view what, std::uint64_t n) {
  if (!what.starts_with("bytes")) return std::to_string(n);
  constexpr std::uint64_t megabyte = 1u << 20;
  const auto tenths = n * 10 / megabyte;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

/// Names the quota, what is used without this request, what it would add, and what is allowed.
inline failure exhausted(const quota& q, std::uint64_t used, std::uint64_t more) {
  return fail(ec::quota_exhausted,
              "the quota of " + std::string(q.what) + " is used up: " + counted(q.what, used) + " of " +
                  counted(q.what, q.allowed) + " are used and this needs " + counted(q.what, more) +
                  "; delete what is not needed any more, or ask the administrator to raise " +
                  std::string(q.setting));
}

inline failure too_many_jobs(std::uint64_t open, std::uint64_t allowed) {
  constexpr std::uint32_t retry_seconds = 10;
  return fail(ec::rate_limited,
              "too many jobs are open: " + std::to_string(open) + " of " + std::to_string(allowed) +
                  " that are allowed at once (FM_QUOTA_OPEN_JOBS); wait until some have ended",
              retry_seconds);
}

}  // namespace fm::providers
