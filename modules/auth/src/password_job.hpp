#pragma once
// Hashing passwords, on threads of its own: it is slow on purpose.
#include "fm/auth/messages.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>

#include <string>

namespace fm::auth {

class password_job {
 public:
  using takes = fm::takes<hash_password, check_password>;
  explicit password_job(int cost);

  outcome<hashed> run(const hash_password& m, actors::worker_env& env);
  outcome<checked> run(const check_password& m, actors::worker_env& env);

 private:
  int cost_;
  std::string nobodys_;  ///< fits no password; hashed against where there is no account
};

}  // namespace fm::auth
