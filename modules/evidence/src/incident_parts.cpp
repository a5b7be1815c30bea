#include "incident_parts.hpp"

#include "evidence/dependency_facts.hpp"
#include "evidence/related_kinds.hpp"

#include <utility>

namespace fm::evidence {

namespace {

std::uint64_t bytes_of(const std::vector<std::string>& texts) {
  std::uint64_t n = 0;
  for (const auto& t : texts) n += sizeof(t) + t.size();
  return n;
}

std::uint64_t bytes_of(const fact& f) {
  std::uint64_t n = sizeof(f) + f.rule.size() + f.subject.size() + f.quote.size() + bytes_of(f.names) +
                    f.lines.size() * sizeof(line_range);
  for (const auto& s : f.slots) n += sizeof(s) + s.name.size() + s.value.size();
  return n;
}

std::uint64_t bytes_of(const digest& d) {
  std::uint64_t n = sizeof(d) + bytes_of(d.notes);
  for (const auto& f : d.facts) n += bytes_of(f);
  for (const auto& p : d.patterns) n += sizeof(p) + p.text.size() + p.example.size();
  return n;
}

}  // namespace

void findings::take(file_read read, const file_source& source) {
  auto& d = read.found;
  d.evidence = count() + 1;
  for (auto& f : d.facts) f.evidence = d.evidence;
  const auto more = bytes_of(d);
  if (most_bytes_ != 0 && bytes_ + more > most_bytes_) {
    d.facts.clear();
    d.patterns.clear();
    without_facts_.add(source.name);
  } else {
    bytes_ += more;
  }
  if (is_related(d.kind)) documents_.push_back({d.evidence, d.kind, source});
  digests_.push_back(std::move(d));
}

void findings::take_copy(std::uint32_t of, const file_source& source) {
  const auto& first = digests_.at(of - 1);
  digest d;
  d.evidence = count() + 1;
  d.name = source.name;
  d.kind = first.kind;
  d.format = first.format;
  d.bytes = first.bytes;
  d.lines = first.lines;
  d.timed_lines = first.timed_lines;
  d.outside_window = first.outside_window;
  d.first = first.first;
  d.last = first.last;
  d.by_severity = first.by_severity;
  d.notes.push_back("has the same content as E" + std::to_string(of) + " ('" + first.name +
                    "'): it was read once");
  digests_.push_back(std::move(d));
}

void findings::hand_out(documents_related related) {
  for (auto& f : related.facts)
    if (f.evidence >= 1 && f.evidence <= digests_.size())
      digests_[f.evidence - 1].facts.push_back(std::move(f));
  for (auto& n : related.notes)
    if (n.evidence >= 1 && n.evidence <= digests_.size())
      digests_[n.evidence - 1].notes.push_back(std::move(n.text));
  for (auto& n : related.left_out) notes_.push_back(std::move(n));
}

incident_analysed findings::finish() {
  without_facts_.say(notes_);
  relate_dependencies(digests_);
  return {std::move(digests_), std::move(notes_), std::move(pictures_)};
}

}  // namespace fm::evidence
