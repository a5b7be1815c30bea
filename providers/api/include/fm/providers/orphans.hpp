#pragma once
// Finds and removes stored files that no row names: what a crash between a file and its row leaves behind.
#include "fm/providers/blob.hpp"
#include "fm/providers/db.hpp"

#include <fm/actors/effects.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace fm::providers {

/// Reads names of files after one of them, in the database's order.
using names_after = std::function<db::operation(const std::string& after, std::uint32_t limit)>;

/// Removes the files of a folder that are older than `before` and that nobody names; how many.
inline flow<std::uint64_t> remove_orphans(std::string folder, micros before, names_after named, effects& fx) {
  constexpr std::uint32_t at_once = 5'000;
  auto stored = co_await fx.ask<blob::list>(folder, before);
  std::vector<std::string> orphans = std::move(stored.keys);
  std::sort(orphans.begin(), orphans.end());
  std::string after;
  while (!orphans.empty()) {
    auto some = named(after, at_once);
    auto found = co_await fx.ask<db::query>(some);
    std::vector<std::string> names;
    for (const auto& row : found.rows) names.push_back(row.at(0).bytes);
    if (!names.empty()) after = names.back();
    std::sort(names.begin(), names.end());  // a database may order texts in another way
    std::vector<std::string> left;
    std::set_difference(orphans.begin(), orphans.end(), names.begin(), names.end(), std::back_inserter(left));
    orphans = std::move(left);
    if (names.size() < at_once) break;
  }
  std::uint64_t count = orphans.size();
  if (!orphans.empty()) co_await fx.ask<blob::remove>(orphans);
  co_return count;
}

}  // namespace fm::providers
