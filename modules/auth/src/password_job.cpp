#include "password_job.hpp"

#include <fm/crypto/password.hpp>

namespace fm::auth {

password_job::password_job(int cost)
    : cost_(cost),
      nobodys_((cost < 10 ? "$2b$0" : "$2b$") + std::to_string(cost) + "$" + std::string(21, 'A') + "." +
               std::string(31, 'A')) {}

outcome<hashed> password_job::run(const hash_password& m, actors::worker_env& env) {
  if (env.cancelled()) return fail(ec::cancelled);
  return hashed{secret<>(crypto::hash_password(m.password.expose(), cost_))};
}

outcome<checked> password_job::run(const check_password& m, actors::worker_env& env) {
  if (env.cancelled()) return fail(ec::cancelled);
  const auto& stored = m.stored.expose();
  bool fits = crypto::is_password(m.password.expose(), stored.empty() ? nobodys_ : stored);
  return checked{fits && !stored.empty()};
}

}  // namespace fm::auth
