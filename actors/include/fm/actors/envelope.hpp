#pragma once
// What travels beside each message, and the typed interface of an actor that takes messages.
#include "fm/actors/engine.hpp"
#include "fm/actors/input.hpp"
#include "fm/actors/message_list.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/type_id.hpp>
#include <caf/typed_actor.hpp>

#include <memory>

namespace fm::actors {

/// Precedes each message: which output of which step it is.
struct envelope {
  origin from;
  micros sent = 0;  ///< on the steady clock
  std::shared_ptr<const call_context> ctx;
};
template <class Inspector>
auto inspect(Inspector& f, envelope& x) {
  call_context copy;
  if constexpr (Inspector::reads_state)
    if (x.ctx) copy = *x.ctx;
  if constexpr (Inspector::writes_state) {
    auto result = f(x.from, x.sent, copy);
    x.ctx = std::make_shared<const call_context>(std::move(copy));
    return result;
  } else {
    return f(x.from, x.sent, copy);
  }
}

/// Withdraws the message that was sent as `target`.
struct cancel_request {
  origin target;
  origin from;  ///< the output that withdraws it
};

}  // namespace fm::actors

// CAF 0.17.6 knows types by name at run time and never reads the number of a type id; a complete `type_id`
// means "listed" and satisfies CAF_ENABLE_TYPE_ID_CHECKS, which turns a forgotten type into a compile error.
namespace caf {
template <class T>
requires fm::message<T>
struct type_id<T> {
};
template <>
struct type_id<fm::done> {};
template <>
struct type_id<fm::actors::envelope> {};
template <>
struct type_id<fm::actors::cancel_request> {};
}  // namespace caf

namespace fm::actors {

namespace detail {
template <class M, class R = typename M::reply_type>
struct signature {
  using type = typename caf::replies_to<envelope, M>::template with<R>;
};
template <class M>
struct signature<M, void> {
  using type = caf::reacts_to<envelope, M>;
};
template <class Takes>
struct interface_of;
template <class... Ms>
struct interface_of<takes<Ms...>> {
  using type = caf::typed_actor<typename signature<Ms>::type..., caf::reacts_to<cancel_request>>;
};
}  // namespace detail

/// The interface of an actor whose state says `using takes = fm::takes<...>`.
template <class Takes>
using interface_of = typename detail::interface_of<Takes>::type;

}  // namespace fm::actors
