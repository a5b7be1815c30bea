#pragma once
// Whether a request is made again, and when.
#include "fm/outbound/request.hpp"
#include "fm/outbound/retry_rules.hpp"
#include "fm/outbound/trouble.hpp"

#include <cstdint>
#include <optional>

namespace fm::outbound {

/// Whether carrying the request out twice is the same as once (RFC 9110, section 9.2.2), or the caller says
/// that it does no harm.
bool may_be_repeated(method m, bool is_repeatable);

/// Statuses by which a server says that it would answer at another time: 408, 425, 429, 500, 502, 503, 504,
/// 529.
bool is_passing_status(unsigned status);

/// The wait before try `number` (1 for the first repetition): what the server asks for, and otherwise a part
/// of `base * 2^(number-1)`, at most `longest`, that `random` draws evenly ("full jitter", so that clients
/// which failed together do not come again together). Nothing when the server asks for more than
/// `patience`: then its answer is better than a wait.
std::optional<micros> wait_before(const retry_rules& rules, unsigned number,
                                  std::optional<micros> retry_after, std::uint64_t random);

/// How many repetitions a host may get: a part of the requests that it gets anyway, so that a server that is
/// down gets little more load than one that is up.
class retry_budget {
 public:
  explicit retry_budget(const retry_rules& rules) : rules_(rules), thousandths_(rules.reserve * unit) {}
  /// A request that is no repetition.
  void note_request();
  /// Takes one repetition; false when there is none left.
  bool take();

 private:
  static constexpr std::uint64_t unit = 1000;
  retry_rules rules_;
  std::uint64_t thousandths_;
};

}  // namespace fm::outbound
