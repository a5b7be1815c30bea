#pragma once
// By which names clients may reach this server.
#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

/// A page whose name is made to lead here (DNS rebinding) would have the rights of this server's own pages,
/// so only names that lead here on purpose are served: loopback names, addresses, and what is configured.
class own_names {
 public:
  /// Names without a port; "*.example.com" is every name below it, "*" any name.
  explicit own_names(std::vector<std::string> allowed);
  /// `host`: a header field Host.
  bool include(std::string_view host) const;

 private:
  std::vector<std::string> allowed_;
  bool any_ = false;
};

/// Whether `origin` ("https://host:port") is that of pages which `host` itself serves. By either scheme: who
/// ends TLS before this server is not always known here.
bool is_origin_of(std::string_view origin, std::string_view host);

}  // namespace fm::http
