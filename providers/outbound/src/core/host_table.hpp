#pragma once
// What is remembered of each host: whether it fails, and what it may be asked again.
#include "core/circuit_breaker.hpp"
#include "core/retry_policy.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace fm::outbound {

struct host_record {
  host_record(const breaker_rules& b, const retry_rules& r) : breaker(b), budget(r) {}
  circuit_breaker breaker;
  std::string last_trouble{};  ///< why the last request failed that counted against the host
  retry_budget budget;
  micros used = 0;  ///< on the steady clock
};

/// Bounded: what was not used for longest gives way.
class host_table {
 public:
  host_table(const breaker_rules& b, const retry_rules& r, std::size_t most)
      : breaker_(b), retry_(r), most_(most) {}
  /// By the text of an origin. Who still works with a record keeps it.
  std::shared_ptr<host_record> of(const std::string& origin, micros now);
  std::size_t size() const { return hosts_.size(); }

 private:
  breaker_rules breaker_;
  retry_rules retry_;
  std::size_t most_;
  std::map<std::string, std::shared_ptr<host_record>> hosts_;
};

}  // namespace fm::outbound
