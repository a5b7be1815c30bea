#pragma once
// How long requests took by their access log, and when those of one path took much longer.
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Follows the durations of requests by path under bounded memory. Of a file whose beginning states none it
/// looks at nothing more.
class request_times {
 public:
  void look(std::uint64_t number, std::string_view line, micros time) {
    if (!given_up_) note(number, line, time);
  }
  /// Adds a fact of the rule `requests_slow` for each path with a time in which its requests were slow.
  void report(digest& out) const;

 private:
  struct request {
    double seconds = 0;
    std::uint64_t line = 0;
    micros time = no_time;
    std::string text{};  // the number as it stands in the line
  };
  struct path_requests {
    std::vector<request> all;
    std::string shown;  // as the first line spells it
  };
  void note(std::uint64_t number, std::string_view line, micros time);
  static bool judge(const path_requests& p, fact& f);

  std::map<std::string, path_requests, std::less<>> paths_;
  std::uint64_t looked_at_ = 0, found_ = 0;
  bool given_up_ = false;
};

}  // namespace fm::evidence
