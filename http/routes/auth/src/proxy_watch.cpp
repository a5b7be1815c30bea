// A proxy that nobody has named makes all clients one address, which the limits of sign-ins then count as
// one.
#include "fm/http/auth_routes.hpp"

#include <fm/actors/log.hpp>
#include <fm/http/text.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

/// Whether the address of a request is one of those in its X-Forwarded-For, as it is behind a trusted proxy.
bool is_listed(std::string_view address, std::string_view forwarded) {
  while (!forwarded.empty()) {
    const auto comma = forwarded.find(',');
    if (trimmed(forwarded.substr(0, comma)) == address) return true;
    forwarded = comma == std::string_view::npos ? std::string_view() : forwarded.substr(comma + 1);
  }
  return false;
}

class proxy_watch {
 public:
  void note(const request& r) {
    const auto forwarded = r.header("x-forwarded-for");
    std::lock_guard lock(mutex_);
    if (forwarded.empty() || is_listed(r.remote, forwarded)) {
      alike_ = 0;
      return;
    }
    alike_ = r.remote == address_ ? alike_ + 1 : 1;
    address_ = r.remote;
    if (alike_ < enough || (has_warned_ && r.began < warned_ + pause)) return;
    has_warned_ = true;
    warned_ = r.began;
    actors::log(
        actors::level::warning,
        "all sign-ins come from one address, which forwards for others and is not trusted: limits count "
        "its clients as one; if it is your proxy, name it in FM_TRUSTED_PROXIES",
        {{"address", address_}, {"sign_ins", alike_}});
  }

 private:
  static constexpr std::uint64_t enough = 3;
  static constexpr micros pause = 60 * minute;

  std::mutex mutex_;
  std::string address_;
  std::uint64_t alike_ = 0;  ///< sign-ins one after the other from that address
  bool has_warned_ = false;
  micros warned_ = 0;
};

}  // namespace

void watch_proxies(std::vector<route_table>& tables) {
  auto watch = std::make_shared<proxy_watch>();
  for (auto& table : tables)
    for (auto& row : table) {
      if (row.operation != "login" && row.operation != "loginV1") continue;
      row.serve = [watch, serve = std::move(row.serve)](exchange x) {
        watch->note(*x.request);
        serve(std::move(x));
      };
    }
}

}  // namespace fm::http
