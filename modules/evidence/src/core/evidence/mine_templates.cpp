#include "evidence/analyse.hpp"
#include "evidence/extractor.hpp"
#include "evidence/file_text.hpp"
#include "evidence/head_parser.hpp"
#include "evidence/line_reader.hpp"
#include "evidence/template_miner.hpp"

#include <algorithm>
#include <map>

namespace fm::evidence {

mined_templates mine_templates(byte_source& raw, const analysis_options& options,
                               std::vector<std::uint32_t>* assigned) {
  mined_templates out;
  file_text text(raw);
  if (text.failed()) {
    out.error = text.error();
    return out;
  }
  auto parser = make_head_parser(text, options);
  template_miner miner;
  std::vector<pattern> by_id;
  std::vector<std::uint32_t> ids;
  line_reader reader(text);
  line_view line;
  while (reader.next(line)) {
    auto head = parser.parse(line.text);
    // A line that belongs to the record above is a message of its own here: every input line has its
    // template.
    auto id = miner.add(head.message);
    if (id >= by_id.size()) by_id.resize(id + 1);
    auto& p = by_id[id];
    if (p.count == 0) {
      p.id = id, p.seen.first = line.number;
      p.example.assign(line.text.substr(0, 2'000));
    }
    ++p.count;
    p.seen.last = line.number;
    if (static_cast<int>(head.level) > static_cast<int>(p.level)) p.level = head.level;
    if (assigned != nullptr) ids.push_back(id);
    ++out.lines;
  }
  if (text.failed()) {
    out.error = text.error();
    return out;
  }
  out.notes = text.notes();
  miner.consolidate();
  std::map<std::uint32_t, pattern> merged;
  for (auto& p : by_id) {
    if (p.count == 0) continue;
    auto root = miner.root(p.id);
    auto& m = merged[root];
    if (m.count == 0) {
      auto count = p.count;
      m = std::move(p);
      m.id = root, m.count = count;
    } else {
      m.count += p.count;
      m.seen.first = std::min(m.seen.first, p.seen.first), m.seen.last = std::max(m.seen.last, p.seen.last);
      if (static_cast<int>(p.level) > static_cast<int>(m.level)) m.level = p.level;
    }
  }
  for (auto& [id, p] : merged) {
    p.text = miner.text(id);
    out.patterns.push_back(std::move(p));
  }
  std::stable_sort(out.patterns.begin(), out.patterns.end(),
                   [](const pattern& a, const pattern& b) { return a.count > b.count; });
  // Small numbers in the order of frequency read better than the miner's own.
  std::map<std::uint32_t, std::uint32_t> renamed;
  for (std::uint32_t i = 0; i < out.patterns.size(); ++i) {
    renamed[out.patterns[i].id] = i + 1;
    out.patterns[i].id = i + 1;
  }
  if (assigned != nullptr) {
    assigned->resize(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) (*assigned)[i] = renamed[miner.root(ids[i])];
  }
  return out;
}

}  // namespace fm::evidence
