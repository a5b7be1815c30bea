#include "evidence/analyse.hpp"

#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "documents/recognise.hpp"
#include "evidence/decoded_source.hpp"
#include "evidence/head_parser.hpp"
#include "evidence/line_reader.hpp"
#include "evidence/log_analyser.hpp"
#include "evidence/template_miner.hpp"
#include "evidence/text_rules.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace fm::evidence {

namespace {

constexpr std::size_t sample_bytes = 65 * 1024;  // more than recognise_document takes for a whole file
constexpr std::size_t sample_lines = 500;
constexpr std::size_t document_bytes = 16u << 20;

/// A source that gives back what was read ahead, then the rest.
class replayed_source final : public byte_source {
 public:
  replayed_source(std::string_view ahead, byte_source& rest) : ahead_(ahead), rest_(rest) {}
  std::size_t read(std::span<char> into) override {
    if (ahead_.empty()) return rest_.read(into);
    auto n = std::min(into.size(), ahead_.size());
    std::copy_n(ahead_.data(), n, into.data());
    ahead_.remove_prefix(n);
    return n;
  }
  std::string_view error() const override { return rest_.error(); }

 private:
  std::string_view ahead_;
  byte_source& rest_;
};

/// Reads until `text` holds `bytes` or the source ends; true at its end.
bool fill(byte_source& source, std::string& text, std::size_t bytes) {
  while (text.size() < bytes) {
    auto old = text.size();
    text.resize(std::min(bytes, old + sample_bytes));
    auto n = source.read(std::span(text.data() + old, text.size() - old));
    text.resize(old + n);
    if (n == 0) return true;
  }
  return false;
}

std::vector<std::string_view> lines_of(std::string_view text, std::size_t most, bool complete) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < most) {
    auto end = text.find('\n');
    if (end == std::string_view::npos && !complete) break;  // half a line teaches nothing
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

head_parser make_parser(const analysis_options& options, std::string_view sample, bool complete) {
  head_parser parser({.zone = options.zone, .reference_time = options.now});
  auto first = lines_of(sample, sample_lines, complete);
  parser.learn(first);
  return parser;
}

}  // namespace

file_result analyse_file(std::uint32_t number, std::string name, byte_source& raw,
                         const analysis_options& options, const progress_fn& progress) {
  file_result out;
  auto& d = out.found;
  d.evidence = number;
  d.name = std::move(name);
  decoded_source text(raw);
  std::string sample;
  bool complete = fill(text, sample, sample_bytes);
  if (text.failed()) {
    out.error = text.error();
    return out;
  }
  if (sample.find_first_not_of(" \t\r\n") == std::string::npos && complete) {
    d.kind = kind::empty;
    d.bytes = sample.size();
    d.notes.push_back("the file is empty");
    return out;
  }
  d.kind = recognise_document(sample, d.name);
  bool whole = false;
  if (d.kind != kind::log) {
    // Documents are read whole; one that is too large for that is read like a log.
    whole = fill(text, sample, document_bytes);
    if (!whole) d.kind = kind::log, d.notes.push_back("larger than a document can be: read as a log");
  }
  bool as_lines = d.kind == kind::log || d.kind == kind::text;
  if (!as_lines) {
    d.bytes = sample.size();
    d.lines =
        static_cast<std::uint64_t>(std::count(sample.begin(), sample.end(), '\n')) + !sample.ends_with('\n');
    d.by_severity.assign(8, 0);
  } else {
    auto parser = make_parser(options, sample, complete || whole);
    log_options how;
    how.window = options.window;
    log_analyser analyser(how);
    replayed_source again(sample, text);
    line_reader reader(again);
    line_view line;
    std::uint64_t next_report = 8u << 20;
    while (reader.next(line)) {
      analyser.add(line.number, line.text, parser.parse(line.text));
      if (progress && reader.bytes() >= next_report) {
        next_report = reader.bytes() + (8u << 20);
        if (!progress(reader.bytes())) {
          out.error = "was not read to its end: cancelled";
          return out;
        }
      }
    }
    d.bytes = reader.bytes();
    d.format = parser.format();
    analyser.finish(d);
    for (auto& n : parser.notes()) d.notes.push_back(std::move(n));
  }
  if (text.failed()) {
    out.error = text.error();
    return out;
  }
  for (auto& n : text.notes()) d.notes.push_back(std::move(n));
  if (whole && d.kind != kind::log) out.document = std::move(sample);
  return out;
}

namespace {

/// Free texts inside of documents, by the log rules; lines that a document rule has explained are left alone.
void add_embedded_facts(const std::vector<embedded_line>& embedded, std::vector<fact>& facts) {
  std::set<std::pair<std::uint32_t, std::uint64_t>> told;
  for (const auto& f : facts)
    for (const auto& r : f.lines)
      for (auto n = r.first; n <= r.last && n < r.first + 50; ++n) told.insert({f.evidence, n});
  std::map<std::string, std::size_t> merged;
  for (const auto& e : embedded) {
    if (told.contains({e.evidence, e.line})) continue;
    auto match = text_rules::instance().match(e.text);
    bool known = !match.rule.empty();
    if (!known && !text_rules::sounds_wrong(e.text)) continue;
    auto key = std::to_string(e.evidence) + '\x1f' + std::string(match.rule) + '\x1f' + mask(e.text);
    auto [it, fresh] = merged.try_emplace(key, facts.size());
    if (fresh) {
      fact f;
      f.rule = known ? std::string(match.rule) : "error_group";
      f.role = known ? match.role : role::symptom;
      f.weight = known ? match.weight * .9 : .3;
      f.evidence = e.evidence;
      f.subject = e.subject;
      if (!e.subject.empty()) f.names.push_back(e.subject);
      f.slots = known ? match.slots : std::vector<slot>{{"template", mask(e.text)}};
      f.quote = e.text.substr(0, 400);
      f.quote_line = e.line;
      f.count = 0;
      facts.push_back(std::move(f));
    }
    auto& f = facts[it->second];
    ++f.count;
    if (f.lines.size() < 64 && (f.lines.empty() || f.lines.back().last < e.line))
      f.lines.push_back({e.line, e.line});
  }
}

}  // namespace

documents_related relate(const std::vector<document_text>& documents) {
  documents_related out;
  auto& facts = out.facts;
  std::vector<embedded_line> embedded;
  cluster_model cluster;
  auto append = [](auto& to, auto from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  for (const auto& d : documents) {
    auto read = read_document(d.evidence, d.kind, d.name, d.text);
    append(facts, std::move(read.facts));
    append(embedded, std::move(read.embedded));
    for (auto& n : read.notes) out.notes.push_back({d.evidence, std::move(n)});
    cluster.add(d.evidence, d.kind, d.name, d.text);
  }
  append(facts, cluster.facts());
  append(embedded, cluster.embedded());
  add_embedded_facts(embedded, facts);
  return out;
}

mined_templates mine_templates(byte_source& raw, const analysis_options& options,
                               std::vector<std::uint32_t>* assigned) {
  mined_templates out;
  decoded_source text(raw);
  std::string sample;
  bool complete = fill(text, sample, sample_bytes);
  if (text.failed()) {
    out.error = text.error();
    return out;
  }
  auto parser = make_parser(options, sample, complete);
  template_miner miner;
  std::vector<pattern> by_id;
  std::vector<std::uint32_t> ids;
  replayed_source again(sample, text);
  line_reader reader(again);
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
