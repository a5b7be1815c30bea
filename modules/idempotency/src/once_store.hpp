#pragma once
// The SQL of the module.
#include "fm/idempotency/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>

namespace fm::idempotency::store {

/// What was answered after that time.
db::operation find(const std::string& user, const std::string& operation, const std::string& key,
                   micros after);
std::string fingerprint_of(const db::row& r);
kept_answer answer_of(const db::row& r);
/// Takes the place of an older one.
db::operation insert(const std::string& user, const std::string& operation, const std::string& key,
                     const std::string& fingerprint, const kept_answer& answer, micros now);
db::operation forget(micros before);

}  // namespace fm::idempotency::store
