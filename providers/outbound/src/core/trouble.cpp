#include "fm/outbound/trouble.hpp"

namespace fm::outbound {

namespace {

ec code_of(trouble_kind kind) {
  using enum trouble_kind;
  switch (kind) {
    case invalid:
      return ec::invalid;
    case refused:
      return ec::forbidden;
    case busy:
      return ec::busy;
    case timed_out:
      return ec::timeout;
    case cancelled:
      return ec::cancelled;
    case too_large:
      return ec::too_large;
    case internal:
      return ec::internal;
    case circuit_open:
    case dns:
    case connect:
    case tls:
    case proxy:
    case broken:
    case stopped:
      break;
  }
  return ec::unavailable;
}

}  // namespace

failure to_failure(const trouble& why) {
  return fail(code_of(why.kind), why.text,
              static_cast<std::uint32_t>((why.retry_after + second - 1) / second));
}

}  // namespace fm::outbound
