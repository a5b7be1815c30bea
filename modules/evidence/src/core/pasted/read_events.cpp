// The `Events:` of `kubectl describe` without the rest of it.
#include "documents/describe_tree.hpp"
#include "pasted/section.hpp"

namespace fm::evidence::pasted {

namespace {

/// Whether the events belong to an object that is described above them: its reader knows more.
bool is_described(const context& c, std::uint64_t at) {
  constexpr std::uint64_t longest_description = 500;
  const auto first = at > longest_description ? at - longest_description : 1;
  for (auto n = first; n < at; ++n)
    if (c.at(n).starts_with("Name:")) return true;
  return false;
}

}  // namespace

std::uint64_t read_events(context& c, std::uint64_t at) {
  const auto is_head = [&](std::uint64_t n) {
    const auto words = split_words(c.at(n));
    return words.size() >= 4 && words[0] == "Type" && words[1] == "Reason" && words[2] == "Age" &&
           words.back() == "Message";
  };
  const bool titled = trim(c.at(at)) == "Events:";
  if (!is_head(titled ? at + 1 : at) || is_described(c, at)) return at;
  const auto events = list_events(c.r.lines, at + (titled ? 2 : 1), c.count());
  if (events.empty()) return at;
  const described_object nobody;
  describe_event_rows(events, nobody, {}, {}, c.r);
  std::uint64_t last = at;
  for (const auto& e : events) last = std::max(last, e.more.empty() ? e.line : e.more.back().line);
  return last + 1;
}

}  // namespace fm::evidence::pasted
