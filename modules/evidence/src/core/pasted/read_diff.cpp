// A unified diff: which settings it changes, from what to what.
#include "documents/setting_lines.hpp"
#include "pasted/section.hpp"

#include <algorithm>

namespace fm::evidence::pasted {
namespace {

constexpr std::uint64_t most_lines = 20'000;

struct changed_line {
  setting what;
  std::uint64_t line = 0;
};

void tell(context& c, const mention& file, const changed_line* old, const changed_line* now) {
  const auto& any = now != nullptr ? *now : *old;
  auto f = c.draft("setting_changed", role::context, .3);
  f.about(any.what.key).slot("key", any.what.key, any.line);
  if (old != nullptr) f.slot("old", old->what.value, old->line);
  if (now != nullptr) f.slot("new", now->what.value, now->line);
  f.slot("file", file.text, file.line).quote(any.line);
  c.add(f);
}

/// What a hunk takes away and puts in place of it, by its keys in order.
void tell_hunk(context& c, const mention& file, std::vector<changed_line> old,
               std::vector<changed_line> now) {
  for (const auto& n : now) {
    const auto same =
        std::find_if(old.begin(), old.end(), [&](const changed_line& o) { return o.what.key == n.what.key; });
    if (same == old.end()) {
      tell(c, file, nullptr, &n);
      continue;
    }
    if (same->what.value != n.what.value) tell(c, file, &*same, &n);
    old.erase(same);
  }
  for (const auto& o : old) tell(c, file, &o, nullptr);
}

bool is_head(std::string_view line) {
  return line.starts_with("diff ") || line.starts_with("index ") || line.starts_with("--- ") ||
         line.starts_with("+++ ") || line.starts_with("new file mode") ||
         line.starts_with("deleted file mode") || line.starts_with("similarity index") ||
         line.starts_with("rename ") || line.starts_with("\\ No newline");
}

}  // namespace

std::uint64_t read_diff(context& c, std::uint64_t at) {
  // A line that begins like one of a diff is common; hunks or both names of the file are not.
  std::uint64_t first = at;
  while (first <= c.count() && first < at + 6 && is_head(c.at(first))) ++first;
  if (!c.at(first).starts_with("@@ ")) return at;
  mention file;
  std::vector<changed_line> old, now;
  const auto end_hunk = [&] {
    tell_hunk(c, file, std::move(old), std::move(now));
    old.clear(), now.clear();
  };
  auto n = at;
  bool in_hunk = false;
  for (; n <= c.count() && n < at + most_lines; ++n) {
    const auto line = c.at(n);
    if (line.starts_with("@@ ") ||
        (is_head(line) && (!in_hunk || !line.starts_with("--- ") || c.at(n + 1).starts_with("+++ ")))) {
      end_hunk();
      in_hunk = line.starts_with("@@ ");
      if (line.starts_with("+++ ")) {
        auto name = before(line.substr(4), "\t");
        if (name.starts_with("b/")) name.remove_prefix(2);
        file = {trim(name), n};
      }
      continue;
    }
    if (!in_hunk || line.empty()) {
      if (in_hunk && line.empty() && c.at(n + 1).starts_with(" ")) continue;
      break;
    }
    if (line[0] != '-' && line[0] != '+' && line[0] != ' ') break;
    const auto what = setting_of(line.substr(1));
    if (what.key.empty() || line[0] == ' ') continue;
    (line[0] == '-' ? old : now).push_back({what, n});
  }
  end_hunk();
  return n;
}

}  // namespace fm::evidence::pasted
