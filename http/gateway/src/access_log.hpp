#pragma once
// One line per request, put together where the answer is made and written by a thread of its own.
#include <fm/actors/context.hpp>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace fm::http {

class access_log {
 public:
  struct entry {
    micros time = 0;
    std::string_view method, route, id, user, remote;
    int status = 0;
    std::uint64_t bytes = 0;
    micros took = 0;
  };

  /// `write` gets whole lines, many at once; without it they go to the standard error stream.
  explicit access_log(std::function<void(std::string_view)> write);
  access_log(const access_log&) = delete;
  access_log& operator=(const access_log&) = delete;
  /// Writes what is left.
  ~access_log();
  void add(const entry& e);
  /// Lines that were dropped because nobody took them in time.
  std::uint64_t lost() const;

 private:
  static constexpr std::size_t most_bytes = 4u << 20;
  void run();

  std::function<void(std::string_view)> write_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string lines_;
  std::uint64_t lost_ = 0;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace fm::http
