// File systems and directories: `df`, `df -i`, `du`.
#include "pasted/section.hpp"

#include <algorithm>

namespace fm::evidence::pasted {
namespace {

/// Images and media that cannot be written are always full.
bool read_only_by_nature(std::string_view device, std::string_view path) {
  return device.starts_with("/dev/loop") || device.starts_with("/dev/sr") || path.starts_with("/snap/") ||
         device == "efivarfs" || device == "squashfs" || device == "iso9660";
}

int percent_of(std::string_view word) {
  if (word.size() < 2 || word.back() != '%') return -1;
  const auto n = parse_count(word.substr(0, word.size() - 1));
  return n && *n <= 1000 ? static_cast<int>(*n) : -1;
}

}  // namespace

std::uint64_t read_df(context& c, std::uint64_t at) {
  const auto head = c.at(at);
  if (!has(head, "Mounted on") || (!has(head, "Use") && !has(head, "Capacity"))) return at;
  const bool inodes = has(head, "IUse%");
  auto n = at + 1;
  std::string_view device;
  for (; n <= c.count() && c.host.file_systems.size() < 200; ++n) {
    auto words = split_words(c.at(n));
    if (words.empty()) break;
    // A long name of a device stands on a line of its own.
    if (words.size() == 1 && (words[0].front() == '/' || has(words[0], ":"))) {
      device = words[0];
      continue;
    }
    std::size_t share = 0;
    while (share < words.size() && percent_of(words[share]) < 0 && words[share] != "-") ++share;
    auto last = words.size();
    while (last > share && percent_of(words[last - 1]) < 0 && words[last - 1] != "-") --last;
    if (share < 3 || last == words.size() || last == 0) break;
    file_system f;
    f.line = n;
    f.head = at;
    f.device = share == 3 && !device.empty() ? device : words[0];
    f.size = words[share - 3];
    f.used = words[share - 2];
    f.available = words[share - 1];
    f.share = words[share];
    f.percent = std::max(0, percent_of(words[share]));
    f.path = c.at(n).substr(static_cast<std::size_t>(words[last].data() - c.at(n).data()));
    f.path = trim(f.path);
    f.inodes = inodes;
    f.bytes = std::max(0.0, size_of(f.size)) * (has(head, "1K-blocks") ? 1024 : 1);
    device = {};
    if (f.path.empty() || f.path.front() != '/') break;
    if (!read_only_by_nature(f.device, f.path)) c.host.file_systems.push_back(f);
  }
  return n == at + 1 ? at : n;
}

std::uint64_t read_du(context& c, std::uint64_t at) {
  auto n = at;
  for (; n <= c.count(); ++n) {
    const auto line = c.at(n);
    const auto words = line.size() < 4096 ? split_words(line) : std::vector<std::string_view>();
    if (words.size() != 2 || size_of(words[0]) < 0 || words[0].size() > 12) break;
    if (words[1].front() != '/' && !words[1].starts_with("./")) break;
    if (c.host.directories.size() < 2000) c.host.directories.push_back({{words[0], n}, {words[1], n}});
  }
  return n;
}

}  // namespace fm::evidence::pasted
