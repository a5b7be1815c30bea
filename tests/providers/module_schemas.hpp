#pragma once
// What all modules of the program keep in the database, in the order in which they refer to each other.
#include <fm/auth/spawn.hpp>
#include <fm/cases/spawn.hpp>
#include <fm/evidence/spawn.hpp>
#include <fm/idempotency/spawn.hpp>
#include <fm/jobs/spawn.hpp>
#include <fm/knowledge/spawn.hpp>
#include <fm/providers/db.hpp>
#include <fm/reports/spawn.hpp>
#include <fm/sessions/spawn.hpp>
#include <fm/storage/installation.hpp>

#include <vector>

namespace fm::test {

inline std::vector<db::schema> module_schemas() {
  return {storage::schema(),  auth::schema(),      sessions::schema(), cases::schema(),      jobs::schema(),
          evidence::schema(), knowledge::schema(), reports::schema(),  idempotency::schema()};
}

}  // namespace fm::test
