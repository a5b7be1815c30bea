#pragma once
// Signing and reading tokens where the keys are.
#include "fm/auth/messages.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>
#include <fm/crypto/token_keys.hpp>

#include <memory>
#include <string>

namespace fm::auth {

class token_job {
 public:
  using takes = fm::takes<issue_tokens, read_refresh_token, open_sealed_pair, make_secret, digest_secret>;
  token_job(std::shared_ptr<const crypto::token_keys> keys, micros access_lifetime, micros refresh_lifetime);

  issued run(const issue_tokens& m, actors::worker_env& env);
  outcome<refresh_claims> run(const read_refresh_token& m, actors::worker_env& env);
  outcome<token_pair> run(const open_sealed_pair& m, actors::worker_env& env);
  secret_made run(const make_secret& m, actors::worker_env& env);
  digests run(const digest_secret& m, actors::worker_env& env);

 private:
  std::shared_ptr<const crypto::token_keys> keys_;
  micros access_lifetime_;
  micros refresh_lifetime_;
  std::string seal_key_;
};

}  // namespace fm::auth
