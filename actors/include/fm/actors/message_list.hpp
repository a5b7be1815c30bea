#pragma once
// The one list of a module's messages, from which everything that must know them all is generated.
//
//   using messages = fm::message_list<post_turn, turn_posted, cancel_turns>;
//   template <class T>
//     requires fm::listed<T, messages>
//   messages message_list_of(const T*);
//
// A type that travels in a message of its own (requests and replies) must be listed; one that is only a
// member of others need not be.
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace fm {

template <class... Ts>
struct message_list {
  static constexpr std::size_t size = sizeof...(Ts);
  /// Calls `f.template operator()<T>()` for each type, in order.
  template <class F>
  static void for_each(F&& f) {
    (f.template operator()<Ts>(), ...);
  }
};

template <class T, class List>
inline constexpr bool is_listed = false;
template <class T, class... Ts>
inline constexpr bool is_listed<T, message_list<Ts...>> = (std::is_same_v<T, Ts> || ...);
template <class T, class List>
concept listed = is_listed<T, List>;

/// A type that the list of its namespace names.
template <class T>
concept message = requires {
  message_list_of(static_cast<const T*>(nullptr));
};

/// A message to a family of actors says by `key()` which member it is for. One with `wakes = false` spawns
/// nobody: without a living member it goes to the ordinary actor that takes the type too.
template <class M>
constexpr bool wakes() {
  if constexpr (requires { M::wakes; })
    return M::wakes;
  else
    return true;
}

namespace detail {
template <class...>
struct concat_lists {
  using type = message_list<>;
};
template <class... As>
struct concat_lists<message_list<As...>> {
  using type = message_list<As...>;
};
template <class... As, class... Bs, class... Rest>
struct concat_lists<message_list<As...>, message_list<Bs...>, Rest...>
    : concat_lists<message_list<As..., Bs...>, Rest...> {};
}  // namespace detail
/// The lists of several modules as one.
template <class... Lists>
using concat = typename detail::concat_lists<Lists...>::type;

}  // namespace fm
