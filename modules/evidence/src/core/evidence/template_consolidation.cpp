// What only the whole log tells about its templates: where names stand.
#include "evidence/template_miner.hpp"

#include <algorithm>
#include <bit>

namespace fm::evidence {

namespace {

constexpr std::size_t looked_at = 40;  // leading tokens in which templates may differ
constexpr std::uint32_t any_value = 0xFFFFFFFE;
constexpr std::size_t most_rounds = 4;  // a merge can make two more templates alike

std::uint64_t mixed(std::uint64_t place, std::uint64_t token) {
  auto h = (place << 32 ^ token) + 0x9E3779B97F4A7C15ull;
  h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9ull;
  h = (h ^ (h >> 27)) * 0x94D049BB133111EBull;
  return h ^ (h >> 31);
}

}  // namespace

std::vector<template_miner::variation> template_miner::variations() const {
  std::vector<variation> v;
  for (id_type id = 0; id < templates_.size(); ++id) {
    const auto& t = templates_[id];
    if (t.parent != id) continue;
    // Identifiers count as the variables that they are where they differ.
    const auto counted = [&](std::size_t k) {
      const auto& w = words_[t.tokens[k]];
      if (words_[w.bare].value) return any_value;
      return w.letters && !separates(k, t.tokens[k]) ? token{0} : t.tokens[k];
    };
    std::uint64_t all = mixed(0xFFFF, t.tokens.size());
    for (std::size_t k = 0; k < t.tokens.size(); ++k) all += mixed(k, counted(k));
    const auto n = std::min(t.tokens.size(), looked_at);
    for (std::size_t k = 0; k < n; ++k) {
      if (t.tokens[k] != 0 && !words_[t.tokens[k]].letters) continue;
      v.push_back({all - mixed(k, counted(k)) + mixed(k, 0xFFFFFFFF), id, static_cast<std::uint32_t>(k)});
    }
  }
  // Nearly all are alone, which a few bits of the hash show already: only the others are sorted.
  const auto mask = std::bit_ceil(4 * v.size() + 1) - 1;
  std::vector<std::uint8_t> seen(mask + 1);
  for (const auto& x : v)
    seen[x.others & mask] = static_cast<std::uint8_t>(seen[x.others & mask] == 0 ? 1 : 2);
  std::erase_if(v, [&](const variation& x) { return seen[x.others & mask] == 1; });
  std::sort(v.begin(), v.end(), [](const auto& a, const auto& b) {
    return a.others != b.others ? a.others < b.others : a.id < b.id;
  });
  return v;
}

bool template_miner::is_variable(std::span<const variation> group) const {
  const auto k = group.front().place;
  std::size_t words = 0, names = 0, verbs = 0, wild = 0;
  for (const auto& member : group) {
    const auto t = templates_[member.id].tokens[k];
    if (t == 0) {
      ++wild;
      continue;
    }
    const auto& w = words_[words_[t].bare];
    ++words;
    verbs += w.verb;
    names += w.name;
  }
  if (words == 0) return true;
  const auto& tokens = templates_[group.front().id].tokens;
  std::size_t others = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) others += i != k && words_[tokens[i]].letters;
  if (names == words && verbs * 3 <= words) return true;
  if (others == 0) return false;
  if (k == 0) return words >= options_.first_siblings && verbs * 3 <= words && others >= 2;
  if (verbs * 3 > words) return false;
  if (words + wild >= options_.siblings) return true;
  return verbs == 0 && words_[words_[tokens[k - 1]].bare].cue;
}

bool template_miner::merge_alike() {
  // Places that became variables one by one are one value, as they are where a message is cut into tokens.
  std::vector<std::pair<std::uint64_t, id_type>> all;  // hashes of their tokens
  all.reserve(templates_.size());
  for (id_type id = 0; id < templates_.size(); ++id) {
    auto& t = templates_[id];
    if (t.parent != id) continue;
    const auto end =
        std::unique(t.tokens.begin(), t.tokens.end(), [](token a, token b) { return a == 0 && b == 0; });
    t.tokens.erase(end, t.tokens.end());
    std::uint64_t hash = t.tokens.size();
    for (std::size_t k = 0; k < t.tokens.size(); ++k) hash += mixed(k, t.tokens[k]);
    all.emplace_back(hash, id);
  }
  std::sort(all.begin(), all.end());
  bool changed = false;
  for (std::size_t first = 0, i = 1; i < all.size(); ++i) {
    if (all[i].first != all[first].first) first = i;
    auto& t = templates_[all[i].second];
    const auto into = all[first].second;
    if (first == i || templates_[into].tokens != t.tokens) continue;
    t.parent = into;
    changed = true;
  }
  return changed;
}

void template_miner::consolidate() {
  merge_alike();
  for (std::size_t round = 0; round < most_rounds; ++round) {
    const auto v = variations();
    bool changed = false;
    std::vector<bool> taken(templates_.size());
    for (std::size_t first = 0, last = 0; first < v.size(); first = last) {
      for (last = first + 1; last < v.size() && v[last].others == v[first].others; ++last) {
      }
      if (last - first < 2 || !is_variable(std::span(v).subspan(first, last - first))) continue;
      const auto k = v[first].place;
      auto into = v[first].id;
      bool begun = false;
      for (auto i = first; i < last; ++i) {
        const auto id = v[i].id;
        // What an earlier group has taken differs in more places by now: the next round sees it.
        if (taken[id]) continue;
        taken[id] = true;
        words_[words_[templates_[id].tokens[k]].bare].name = true;
        if (begun)
          merge(into, id), changed = true;
        else
          into = id, begun = true;
      }
    }
    if (!merge_alike() && !changed) return;
  }
}

}  // namespace fm::evidence
