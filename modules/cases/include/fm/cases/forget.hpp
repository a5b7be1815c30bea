#pragma once
// What is left of an owner whose cases are deleted, for the unit of whoever deletes the owner.
#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::cases {

inline std::vector<db::operation> forget_owner(const std::string& owner) {
  return {{"cases.forget_counts", {owner}}, {"cases.forget_days", {owner}}};
}

}  // namespace fm::cases
