#include "fm/auth/spawn.hpp"

#include "auth_step.hpp"
#include "password_job.hpp"
#include "token_job.hpp"

namespace fm::auth {

namespace {
/// Signing takes microseconds to a millisecond, so that a short line is enough.
constexpr std::size_t token_workers = 1;
constexpr std::size_t waiting_tokens = 1'024;
}  // namespace

handle spawn(actors::system& system, std::shared_ptr<const crypto::token_keys> keys, const options& how) {
  system.gate<password_job>("passwords", {.workers = how.password_workers, .waiting = how.waiting_passwords},
                            how.password_cost);
  system.gate<token_job>("tokens", {.workers = token_workers, .waiting = waiting_tokens}, keys,
                         how.access_lifetime, how.refresh_lifetime);
  const auto& k = keys->shown();
  published_key shown{k.type, k.algorithm, k.id, k.modulus, k.exponent};
  return handle(system.spawn<auth_state>("auth", how, shown).place());
}

}  // namespace fm::auth
