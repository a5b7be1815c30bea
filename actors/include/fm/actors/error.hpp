#pragma once
// Why something could not be done: the only error codes that cross an actor's border.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace fm {

/// The codes start at 1, since 0 means "no error" to the actor library, and their numbers are stored: append.
enum class ec : std::uint8_t {
  internal = 1,     ///< a broken invariant or an exception; the fault is ours
  timeout,          ///< no answer before the deadline
  unavailable,      ///< whoever should answer has ended or was never there
  busy,             ///< a bounded queue is full; the same request may succeed later
  cancelled,        ///< withdrawn by the one who asked
  not_found,        ///< no such object, or not one that the caller may know of
  invalid,          ///< the request contradicts its own rules
  unauthenticated,  ///< the caller has not shown who it is
  forbidden,        ///< the caller is known and may not do this
  conflict,         ///< the object has changed or exists already
  too_large,        ///< a size limit of the request is exceeded
  storage_full,     ///< there is no room to store the result
  gone,             ///< the object existed and was deleted for good
  unsupported,      ///< understood, but of a kind that is not handled
  rate_limited,     ///< more requests than are allowed in a time
  stuck,            ///< the work hung and was given up; the same work would hang again
  quota_exhausted,  ///< the caller keeps as much as it may
};

namespace detail {
inline constexpr std::array ec_names{
    std::pair{ec::internal, std::string_view{"internal"}},
    std::pair{ec::timeout, std::string_view{"timeout"}},
    std::pair{ec::unavailable, std::string_view{"unavailable"}},
    std::pair{ec::busy, std::string_view{"busy"}},
    std::pair{ec::cancelled, std::string_view{"cancelled"}},
    std::pair{ec::not_found, std::string_view{"not_found"}},
    std::pair{ec::invalid, std::string_view{"invalid"}},
    std::pair{ec::unauthenticated, std::string_view{"unauthenticated"}},
    std::pair{ec::forbidden, std::string_view{"forbidden"}},
    std::pair{ec::conflict, std::string_view{"conflict"}},
    std::pair{ec::too_large, std::string_view{"too_large"}},
    std::pair{ec::storage_full, std::string_view{"storage_full"}},
    std::pair{ec::gone, std::string_view{"gone"}},
    std::pair{ec::unsupported, std::string_view{"unsupported"}},
    std::pair{ec::rate_limited, std::string_view{"rate_limited"}},
    std::pair{ec::stuck, std::string_view{"stuck"}},
    std::pair{ec::quota_exhausted, std::string_view{"quota_exhausted"}},
};
constexpr bool names_follow_the_codes() {
  for (std::size_t i = 0; i < ec_names.size(); ++i)
    if (static_cast<std::size_t>(ec_names[i].first) != i + 1) return false;
  return true;
}
static_assert(names_follow_the_codes(), "one name per code, in the order of the codes");
static_assert(static_cast<std::size_t>(ec::quota_exhausted) == ec_names.size(),
              "the last code needs a name too");
}  // namespace detail

/// The code's own name; "unknown" for a number that is no code.
constexpr std::string_view to_string(ec code) {
  auto i = static_cast<std::size_t>(code);
  return i >= 1 && i <= detail::ec_names.size() ? detail::ec_names[i - 1].second : "unknown";
}

/// A code for programs and a sentence for people.
struct failure {
  ec code = ec::internal;
  std::string text;
  std::uint32_t retry_after = 0;  ///< seconds after which the same request may succeed; 0: nobody knows
  bool operator==(const failure&) const = default;
};
inline failure fail(ec code, std::string text = {}, std::uint32_t retry_after = 0) {
  return {code, std::move(text), retry_after};
}

}  // namespace fm
