#pragma once
// Messages as bytes and as messages of CAF: what the shell, the journal and the replay need to know of a
// type.
#include "fm/actors/caf_error.hpp"
#include "fm/actors/envelope.hpp"
#include "fm/actors/message_table.hpp"
#include "fm/actors/schema.hpp"

#include <caf/behavior.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>

#include <stdexcept>
#include <vector>

namespace fm::actors {

using bytes = std::vector<char>;

/// Appends. Throws std::logic_error for a value that CAF refuses.
template <class T>
void save_value(bytes& out, const T& x) {
  caf::binary_serializer sink{nullptr, out};
  sink.seek(out.size());
  if (sink(const_cast<T&>(x))) throw std::logic_error("a message cannot be serialised");
}
/// False when the bytes are not exactly the value.
template <class... Ts>
bool load_values(const bytes& in, Ts&... xs) {
  caf::binary_deserializer source{nullptr, in};
  return !source(xs...) && source.remaining() == 0;
}

/// Who gets the answer to a request of the shell.
class answer_taker {
 public:
  /// `is_port`: the answer comes from outside the replayed actors.
  virtual void answered(origin at, payload value, bool is_port) = 0;
  virtual void failed(origin at, failure why) = 0;

 protected:
  ~answer_taker() = default;
};

struct wire_ops {
  std::uint32_t name_hash;
  void (*save)(bytes&, const call_context*, const void*);  ///< a command is saved with its context
  payload (*load)(const bytes&, call_context*);            ///< empty when the bytes are damaged
  caf::message (*to_reply)(void*);
  caf::message (*to_request)(envelope, void*);
  caf::mailbox_element_ptr (*to_element)(envelope, void*);  ///< a request from outside, in one allocation
  caf::behavior (*on_answer)(answer_taker*, origin, bool);  ///< the handlers of a request of this type
};

namespace detail {
template <class T>
struct wire_functions {
  static void save(bytes& out, const call_context* ctx, const void* x) {
    if (ctx) save_value(out, *ctx);
    save_value(out, *static_cast<const T*>(x));
  }
  static payload load(const bytes& in, call_context* ctx) {
    T x{};
    bool whole = ctx ? load_values(in, *ctx, x) : load_values(in, x);
    return whole ? payload::of(std::move(x)) : payload{};
  }
  static caf::message to_reply(void* x) { return caf::make_message(std::move(*static_cast<T*>(x))); }
  static caf::message to_request(envelope e, void* x) {
    return caf::make_message(std::move(e), std::move(*static_cast<T*>(x)));
  }
  static caf::mailbox_element_ptr to_element(envelope e, void* x) {
    return caf::make_mailbox_element(nullptr, {}, {}, std::move(e), std::move(*static_cast<T*>(x)));
  }
  static caf::behavior on_answer(answer_taker* to, origin at, bool is_port) {
    if constexpr (requires { typename T::reply_type; })
      if constexpr (!std::is_void_v<typename T::reply_type>)
        return {[=](typename T::reply_type& r) { to->answered(at, payload::of(std::move(r)), is_port); },
                [=](caf::error& e) { to->failed(at, to_failure(e)); }};
    return {};
  }
};
}  // namespace detail

/// Makes `T` known to this process and enters it into a table.
template <class T>
void register_message(message_table& table) {
  using functions = detail::wire_functions<T>;
  static const wire_ops ops{static_cast<std::uint32_t>(hash_name(type_name<T>())),
                            functions::save,
                            functions::load,
                            functions::to_reply,
                            functions::to_request,
                            functions::to_element,
                            functions::on_answer};
  slot_of<T>.wire.store(&ops, std::memory_order_release);
  table.add({std::string(type_name<T>()), schema_of<T>(), &slot_of<T>});
}

/// Makes all types of a list known. Compiling it takes seconds for each dozen of types, so a module does it
/// once, in a source of its own, and says `extern template` where it is spawned.
template <class List>
void register_list(message_table& table) {
  List::for_each([&table]<class T>() { register_message<T>(table); });
}
/// The plain types that a reply may be.
using plain_replies =
    message_list<done, bool, std::int32_t, std::uint32_t, std::int64_t, std::uint64_t, double, std::string>;
extern template void register_list<plain_replies>(message_table&);

/// The types of the lists, and the plain ones.
template <class... Lists>
message_table messages_of() {
  message_table table;
  register_list<plain_replies>(table);
  (register_list<Lists>(table), ...);
  return table;
}

/// Null for a type that is in no table.
inline const wire_ops* wire_of(const payload& p) { return p.type()->wire.load(std::memory_order_acquire); }

/// A request from outside. What it is made of is compiled where the type is registered, and nowhere else.
template <class M>
caf::mailbox_element_ptr request_element(envelope e, M m) {
  const auto* ops = slot_of<M>.wire.load(std::memory_order_acquire);
  if (!ops) throw std::logic_error("not in the message table: " + std::string(type_name<M>()));
  return ops->to_element(std::move(e), &m);
}

/// Throws std::logic_error unless `T` is in a table: its list was forgotten when the table was made.
template <class T>
void require_registered() {
  if constexpr (!std::is_void_v<T>)
    if (!slot_of<T>.wire.load(std::memory_order_acquire))
      throw std::logic_error("not in the message table: " + std::string(type_name<T>()));
}
template <class... Ms>
void require_registered(takes<Ms...>) {
  (require_registered<Ms>(), ...);
  (require_registered<typename Ms::reply_type>(), ...);
}

}  // namespace fm::actors
