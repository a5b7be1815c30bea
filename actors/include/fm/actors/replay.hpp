#pragma once
// Runs a journal again: by ticket, from a map of pending messages, without threads, clock or actor system.
#include "fm/actors/engine.hpp"
#include "fm/actors/journal_reader.hpp"
#include "fm/actors/runtime.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fm::actors {

/// Where a run begins to differ from what was recorded.
struct difference {
  ticket_t ticket = 0;
  std::string actor;
  std::string kind;  ///< of the input: "command", "port_answer" ...
  std::string what;
};

namespace detail {
/// A message on its way.
struct pending_message {
  payload body;
  std::shared_ptr<const call_context> ctx;
};

class replica_base {
 public:
  virtual ~replica_base() = default;
  virtual bool consume(const input& i, pending_message m) = 0;
  virtual void settle(const input& i, payload value, std::optional<failure> why) = 0;
  virtual void cancel(const input& i, ticket_t command) = 0;
  virtual void restart() = 0;
  virtual void reset() = 0;
  virtual bytes save() = 0;
  virtual step_core& core() = 0;
};

template <class State>
class replica final : public replica_base {
 public:
  explicit replica(std::function<std::unique_ptr<engine<State>>()> make) : make_(std::move(make)) {
    add_steps(typename State::takes{});
    restart();
  }
  bool consume(const input& i, pending_message m) override {
    auto step = steps_.find(m.body.type());
    if (step == steps_.end()) return false;
    step->second(*engine_, i, std::move(m));
    return true;
  }
  void settle(const input& i, payload value, std::optional<failure> why) override {
    engine_->settle(i, std::move(value), std::move(why));
  }
  void cancel(const input& i, ticket_t command) override { engine_->cancel(i, command); }
  void restart() override { engine_ = make_(); }
  void reset() override { engine_->reset(); }
  bytes save() override {
    bytes out;
    if constexpr (fm::detail::is_described_by_itself<schema_writer, State>) save_value(out, engine_->state());
    return out;
  }
  step_core& core() override { return engine_->core(); }

 private:
  template <class... Ms>
  void add_steps(takes<Ms...>) {
    (steps_.emplace(&slot_of<Ms>,
                    [](engine<State>& e, const input& i, pending_message m) {
                      e.template consume<Ms>(i, std::move(*m.body.template get<Ms>()), std::move(m.ctx));
                    }),
     ...);
  }
  std::function<std::unique_ptr<engine<State>>()> make_;
  std::unique_ptr<engine<State>> engine_;
  std::unordered_map<const type_slot*, void (*)(engine<State>&, const input&, pending_message)> steps_;
};
}  // namespace detail

class replay {
 public:
  explicit replay(message_table messages) : messages_(std::move(messages)) {}

  /// The same state and arguments as in `system::spawn`.
  template <class State, class... A>
  void add(const std::string& name, const A&... args) {
    replicas_[name] = std::make_unique<detail::replica<State>>(
        [args...] { return std::make_unique<engine<State>>(args...); });
  }
  /// The same state and arguments as in `system::family`; its members appear as the journal names them.
  template <class State, class... A>
  void add_family(const std::string& name, const A&... args) {
    families_[name] = [args...](const std::string& key) -> std::unique_ptr<detail::replica_base> {
      return std::make_unique<detail::replica<State>>(
          [key, args...] { return std::make_unique<engine<State>>(key, args...); });
    };
  }
  /// The first difference; nothing when the run was the same.
  std::optional<difference> run(const journal_file& file);
  /// The saved state of an actor, empty when its state has no `inspect`.
  bytes state_of(const std::string& name) { return replicas_.at(name)->save(); }
  /// How many inputs were consumed.
  std::uint64_t inputs() const { return inputs_; }
  /// How many commands of the edge were answered.
  std::uint64_t edge_replies() const { return edge_replies_; }

 private:
  std::string take(const record& r);
  std::string begin(const record& r);
  std::string consume(const record& r, detail::replica_base& actor, const input& i);
  std::string settle(const record& r, detail::replica_base& actor, const input& i);
  bool collect(const record& r, detail::replica_base& actor);
  detail::replica_base* actor_of(std::uint32_t number);

  message_table messages_;
  std::map<std::string, std::unique_ptr<detail::replica_base>> replicas_;
  std::map<std::string, std::function<std::unique_ptr<detail::replica_base>(const std::string& key)>>
      families_;
  std::map<std::uint32_t, std::string> names_;
  std::unordered_map<origin, detail::pending_message, origin_hash> sent_;
  std::unordered_map<origin, payload, origin_hash> answers_;
  std::unordered_map<ticket_t, origin> asked_by_;
  std::uint64_t inputs_ = 0;
  std::uint64_t edge_replies_ = 0;
};

}  // namespace fm::actors
