#pragma once
// Who may make an account on this server (contract README, choice 26).
#include <fm/actors/outcome.hpp>
#include <fm/actors/secret.hpp>
#include <fm/auth/spawn.hpp>
#include <fm/settings/settings.hpp>

#include <string>

namespace fm::program {

struct registration_rule {
  auth::registration how = auth::registration::open;
  std::string word;        ///< the same as clients are told it
  secret<> setup_token{};  ///< for the first account, where registration is not open
  bool is_made = false;    ///< the token is none of the configuration, so it must be shown
};

/// As configured; fails with a sentence.
outcome<registration_rule> registration_of(const settings::set& s);

/// What whoever starts a server without accounts must know; empty where everybody can register.
std::string first_steps(const registration_rule& rule, const settings::set& s);

/// Whether only this machine can reach the server.
bool listens_on_loopback(const settings::set& s);

}  // namespace fm::program
