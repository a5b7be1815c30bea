#pragma once
// What libcurl says went wrong, in words for people. libcurl's own words are not passed on, since they may
// hold what a server or a URL brought; what it says of certificates is.
#include "core/origin.hpp"
#include "fm/outbound/trouble.hpp"
#include "proxy.hpp"
#include "service.hpp"

#include <curl/curl.h>

#include <string_view>

namespace fm::outbound {

/// An attempt that has failed.
struct failed_attempt {
  CURL* handle;
  const service& by;
  const origin& to;
  const outbound::proxy* through;
  std::string_view words;  ///< of libcurl
  bool is_sent;
  bool has_head;
};
trouble to_trouble(CURLcode code, const failed_attempt& of);

trouble proxy_wants_credentials(const service& by, const outbound::proxy& p);
trouble body_too_large(const origin& to, std::uint64_t most);

}  // namespace fm::outbound
