#pragma once
// What an operator has to know of answers that say no: once for each status, then once a minute with the
// count.
#include <fm/actors/context.hpp>

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace fm::http {

/// Thread-safe.
class refusal_log {
 public:
  /// Only statuses that say something of the server count: 429, 500, 503, 504, 507.
  void note(int status, std::string_view operation, std::string_view body, micros now);

 private:
  struct entry {
    int status = 0;
    std::uint64_t untold = 0;
    micros told = 0;
  };
  std::mutex mutex_;
  std::array<entry, 5> entries_{{{429}, {500}, {503}, {504}, {507}}};
};

}  // namespace fm::http
