#pragma once
// What is left of an owner whose documents are deleted, for the unit of whoever deletes the owner.
#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::knowledge {

inline std::vector<db::operation> forget_owner(const std::string& owner) {
  return {{"knowledge.forget_collections", {owner}}, {"knowledge.forget_all_searches", {owner}}};
}

}  // namespace fm::knowledge
