#pragma once
// Everything between a connection and a route: who calls, what is allowed, how the answer leaves.
#include <fm/http/free_space.hpp>
#include <fm/http/route.hpp>
#include <fm/http/service.hpp>
#include <fm/providers/identity.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

struct gateway_options {
  std::vector<std::string> origins;  ///< that may read answers, exactly as browsers send them
  bool extension_origins = true;
  /// Names by which clients may reach the server, beside loopback names and addresses; "*.example.com", "*".
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> trusted_proxies;  ///< addresses whose X-Forwarded-For counts
  std::string scheme = "http";               ///< by which clients reach the server itself
  std::uint64_t most_request_bytes = 101u << 20;
  std::uint64_t most_file_bytes = 100u << 20;
  std::uint64_t most_json_bytes = 16u << 20;
  std::size_t most_open = 1024;    ///< requests at once; more get 503
  std::size_t most_uploads = 256;  ///< forms at once; more get 503
  bool rate_limits = true;         ///< false: no limit of the next five counts
  std::size_t most_uploads_per_user = 64, most_uploads_per_address = 128;  ///< more get 429
  std::uint32_t reads_a_minute = 1200, writes_a_minute = 240, turns_a_minute = 60;
  std::shared_ptr<free_space> room;  ///< for what is stored; none: there is always room
  bool access_log = true;
  std::function<void(std::string_view lines)> access_log_sink;  ///< none: the standard error stream
};

/// What happened on one route.
struct route_figures {
  std::string method, pattern, operation;
  std::uint64_t requests = 0;
  micros took = 0;                                       ///< sum
  std::vector<std::pair<int, std::uint64_t>> by_status;  ///< 0 for rare ones
};

class gateway final : public service {
 public:
  /// Throws std::logic_error when two rows are the same.
  gateway(gateway_options options, std::vector<route_table> tables, std::shared_ptr<providers::identity> who);
  ~gateway() override;

  body_plan admit(incoming& r) override;
  void serve(std::shared_ptr<incoming> r, std::unique_ptr<wire> out) override;
  std::string last_words(int status, std::string_view detail, std::string_view remote) override;
  std::string refusal(int status, std::string_view detail) override;

  /// The last one is what no route was found for.
  std::vector<route_figures> figures() const;
  std::size_t open_requests() const;

  struct core;

 private:
  /// Counts a form, or says why it cannot be taken now.
  std::optional<response> admit_upload(incoming& r);

  std::shared_ptr<core> core_;
};

}  // namespace fm::http
