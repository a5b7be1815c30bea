#pragma once
// Compares the stored files of a module with its rows. Whoever deletes rows writes down in the same unit
// which files go with them, so that what a crash leaves of those is removed. Other files that no row names
// are what a crash between a file and its row leaves behind, or what an older database does not know yet:
// they are set aside, never deleted here, and come back when a row names them again.
#include "fm/providers/blob.hpp"
#include "fm/providers/db.hpp"

#include <fm/actors/effects.hpp>

#include <algorithm>
#include <cstddef>
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

/// For the unit that deletes the row of a file: the file goes too, whatever happens after the unit.
inline db::operation note_removed(const std::string& key) { return {"files.note_removed", {key}}; }

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

inline bool lies_in(const std::string& key, const std::string& folder) {
  return key.size() > folder.size() && key.starts_with(folder) && key[folder.size()] == '/';
}

/// Files of the folder that were written down to be removed, sorted; very many are for several looks.
inline flow<std::vector<std::string>> noted_as_removed(std::string folder, effects& fx) {
  constexpr std::uint32_t at_once = 5'000;
  constexpr std::size_t most = 50'000;
  std::vector<std::string> out;
  std::string after;
  while (out.size() < most) {
    db::operation some{"files.removed_after", {after, at_once}};
    auto found = co_await fx.ask<db::query>(some);
    for (const auto& row : found.rows) {
      after = row.at(0).bytes;
      if (lies_in(after, folder)) out.push_back(after);
    }
    if (found.rows.size() < at_once) break;
  }
  std::sort(out.begin(), out.end());
  co_return out;
}

/// Removes files, of which some may have gone already, and what was written down about them.
inline flow<done> remove_noted(std::vector<std::string> unnamed, std::vector<std::string> noted,
                               effects& fx) {
  constexpr std::size_t at_once = 1'000;
  for (std::size_t at = 0; at < unnamed.size(); at += at_once) {
    const auto from = unnamed.begin() + static_cast<std::ptrdiff_t>(at);
    std::vector<std::string> some(from,
                                  from + static_cast<std::ptrdiff_t>(std::min(at_once, unnamed.size() - at)));
    co_await fx.ask<blob::remove>(some);
  }
  for (std::size_t at = 0; at < noted.size(); at += at_once) {
    std::vector<db::operation> unit;
    for (std::size_t i = at; i < std::min(noted.size(), at + at_once); ++i)
      unit.push_back({"files.forget_removed", {noted[i]}});
    co_await fx.ask<db::transact>(std::move(unit));
  }
  co_return done{};
}

}  // namespace detail

/// Removes what was written down to be removed, sets other files aside that are older than `before` and that
/// nobody names, and brings back what is named again; how many were set aside. The gate says in the log what
/// was done.
inline flow<std::uint64_t> tidy_files(named_files of, micros before, effects& fx) {
  constexpr std::uint32_t at_once = 5'000;
  constexpr std::size_t most_missing = 10'000;
  const auto removed = co_await detail::noted_as_removed(of.folder, fx);
  auto unnamed_removed = removed;
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
    unnamed_removed = detail::without(unnamed_removed, names);
    for (auto& name : detail::without(names, stored_keys))
      if (unseen.size() < most_missing) unseen.push_back(std::move(name));
    if (found.rows.size() < at_once) break;
  }
  auto named_aside = detail::without(all_aside, unnamed_aside);
  if (!named_aside.empty()) co_await fx.ask<blob::bring_back>(named_aside);
  if (!unseen.empty()) co_await fx.ask<blob::look_for>(unseen);
  if (!removed.empty()) co_await detail::remove_noted(unnamed_removed, removed, fx);
  unnamed = detail::without(unnamed, removed);
  if (unnamed.empty()) co_return std::uint64_t{0};
  auto moved = co_await fx.ask<blob::set_aside>(unnamed);
  co_return moved.moved;
}

}  // namespace fm::providers
