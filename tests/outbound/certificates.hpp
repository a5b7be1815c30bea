#pragma once
// Certificates for the tests, and TLS in front of a fault server.
#include "child_program.hpp"

#include <cstdint>
#include <string>

namespace fm::test {

/// A folder with an authority of its own ("ca.pem"), a second one ("other_ca.pem"), and certificates with
/// their keys: "good" for 127.0.0.1 and localhost, "elsewhere" for another host, "expired", and "stranger",
/// which the second authority has signed. Made once.
class certificates {
 public:
  static const certificates& of_the_test();
  certificates(const certificates&) = delete;
  certificates& operator=(const certificates&) = delete;
  ~certificates();
  std::string path(const std::string& file) const { return folder_ + '/' + file; }

 private:
  certificates();
  std::string folder_;
};

/// A process that takes TLS off and goes on to a port.
class tls_front {
 public:
  tls_front(const std::string& certificate, std::uint16_t to);
  std::uint16_t port() const { return port_; }
  std::string origin() const { return "https://127.0.0.1:" + std::to_string(port_); }
  std::string url(const std::string& path = "/") const { return origin() + path; }

 private:
  child_program program_;
  std::uint16_t port_ = 0;
};

}  // namespace fm::test
