#pragma once
// Looks names up on threads of its own. libcurl would do so as well, but its version 7.88.1 waits for a
// look-up to end before it gives up the transfer that wanted it (curl issue 8515), and with it everything
// else on the thread of the network.
#include "fm/outbound/client.hpp"

#include <functional>
#include <memory>
#include <string>

namespace fm::outbound {

/// Thread-safe. Several who want the same name share one look-up; answers are remembered for a while.
class resolver {
 public:
  using answer = outcome<std::vector<ip_address>>;
  using receiver = std::function<void(const answer&)>;

  resolver(lookup_function lookup, std::size_t at_once, micros remember);
  /// Look-ups that hang are left behind; their receivers are not called any more.
  ~resolver();
  resolver(const resolver&) = delete;
  resolver& operator=(const resolver&) = delete;

  /// Calls the receiver, on this thread when the answer is known and on another otherwise.
  void look_up(const std::string& host, receiver then);

 private:
  struct shared;
  std::shared_ptr<shared> shared_;
};

/// The addresses of a name by the system's resolver.
outcome<std::vector<ip_address>> system_lookup(const std::string& host);

}  // namespace fm::outbound
