#pragma once
// Compares the stored files of a module with its rows. Files that no row names are what a crash between a
// file and its row leaves behind, or what an older database does not know yet: they are set aside, never
// deleted here, and come back when a row names them again.
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

/// Where a module keeps its files, and how its rows name them.
struct named_files {
  std::string folder;
  names_after after;
  names_after contents;  ///< the same with the SHA-256 of each, empty where none is known
};

namespace detail {

inline std::vector<std::string> without(const std::vector<std::string>& all,
                                        const std::vector<std::string>& some) {
  std::vector<std::string> out;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(out));
  return out;
}

inline std::vector<std::string> sorted(std::vector<std::string> all) {
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace detail

/// Sets files aside that are older than `before` and that nobody names, and brings back what is named again;
/// how many were set aside. The gate says in the log what was done.
inline flow<std::uint64_t> tidy_files(named_files of, micros before, effects& fx) {
  constexpr std::uint32_t at_once = 5'000;
  constexpr std::size_t most_missing = 10'000;
  auto stored = co_await fx.ask<blob::list>(of.folder, before);
  auto aside = co_await fx.ask<blob::list_aside>(of.folder);
  auto stored_keys = detail::sorted(std::move(stored.keys));
  auto unnamed = stored_keys;
  auto unnamed_aside = detail::sorted(std::move(aside.keys));
  const auto all_aside = unnamed_aside;
  std::vector<std::string> unseen;  // named, and not among what is older than `before`
  std::string after;
  for (;;) {
    auto some = of.after(after, at_once);
    auto found = co_await fx.ask<db::query>(some);
    std::vector<std::string> names;
    for (const auto& row : found.rows) names.push_back(row.at(0).bytes);
    if (!names.empty()) after = names.back();
    std::sort(names.begin(), names.end());  // a database may order texts in another way
    unnamed = detail::without(unnamed, names);
    unnamed_aside = detail::without(unnamed_aside, names);
    for (auto& name : detail::without(names, stored_keys))
      if (unseen.size() < most_missing) unseen.push_back(std::move(name));
    if (found.rows.size() < at_once) break;
  }
  auto named_aside = detail::without(all_aside, unnamed_aside);
  if (!named_aside.empty()) co_await fx.ask<blob::bring_back>(named_aside);
  if (!unseen.empty()) co_await fx.ask<blob::look_for>(unseen);
  if (unnamed.empty()) co_return std::uint64_t{0};
  auto moved = co_await fx.ask<blob::set_aside>(unnamed);
  co_return moved.moved;
}

}  // namespace fm::providers
