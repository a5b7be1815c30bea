#include "fm/memory/kv_store.hpp"
#include "fm/memory/spawn.hpp"

#include <fm/actors/step.hpp>

#include <utility>

namespace fm::memory {

namespace {

struct kv_state {
  using takes = fm::takes<kv::get, kv::put, kv::erase>;
  explicit kv_state(std::size_t most_bytes) : store(most_bytes) {}
  kv_store store;
};

kv::found on(kv_state& s, kv::get m, effects& fx) {
  auto value = s.store.get(m.key, fx.steady());
  return value ? kv::found{true, std::move(*value)} : kv::found{};
}

done on(kv_state& s, kv::put m, effects& fx) {
  s.store.put(std::move(m.key), std::move(m.value), m.ttl, fx.steady());
  return {};
}

done on(kv_state& s, kv::erase m, effects&) {
  s.store.erase(m.key);
  return {};
}

}  // namespace

kv_handle spawn_kv(actors::system& system, std::size_t most_bytes) {
  return system.spawn<kv_state>("key-value store", most_bytes);
}

}  // namespace fm::memory
