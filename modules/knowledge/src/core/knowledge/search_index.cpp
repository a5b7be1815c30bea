#include "knowledge/search_index.hpp"

#include "knowledge/calibration.hpp"
#include "knowledge/index_image.hpp"
#include "knowledge/query_plan.hpp"
#include "knowledge/ranking.hpp"

#include <algorithm>

namespace fm::knowledge {
namespace {

constexpr std::size_t least_candidates = 48;
constexpr std::size_t most_candidates = 200;
// Scores fall with the square of the distance to the best; what is far behind is left out.
constexpr double least_relative_score = 0.2;

passage passage_of(const index_data& index, std::uint32_t chunk_index, double score) {
  const indexed_chunk& chunk = index.chunks[chunk_index];
  const indexed_section& section = index.sections[chunk.section];
  passage out;
  out.path = index.name(index.pages[chunk.page].path);
  for (auto h = section.headings.begin; h < section.headings.end; ++h)
    out.headings.emplace_back(index.name(index.headings[h]));
  out.anchor = index.name(section.anchor);
  out.text = index.texts.substr(chunk.text_begin, chunk.text_size);
  out.first_line = chunk.first_line;
  out.last_line = chunk.last_line;
  out.score = score;
  out.document_id = index.name(index.pages[chunk.page].id);
  out.chunk_index = chunk_index - index.pages[chunk.page].first_chunk;
  return out;
}

/// Tells indexes of different analyses apart: what this program makes of a text with something of everything.
std::uint64_t analysis_mark() {
  static const std::uint64_t mark = [] {
    constexpr std::string_view page =
        "---\ntitle: Sample\ntags: [kubernetes, x509]\n---\n# Retransmissions of `max_connections`\n\nThe "
        "pods were "
        "OOMKilled, KubePodCrashLooping's 99th percentile isn't 5m; see 10.0.0.1 and v1.2.3. "
        "Wiederherstellung "
        "na\u00efve caf\u00e9s.\n\n- first item\n- second item\n\n```sh\nkubectl -n prod get pods "
        "app-7d9f8-x2x\n```\n\n## Running, ran, runner\n\n| Code | Meaning |\n|---|---|\n| 502 | bad gateway "
        "|\n";
    search_index::builder builder;
    builder.add({"runbooks/sample.md", std::string(page)});
    builder.add({"sample.html", "<html><h1>A &amp; b</h1><p>disk full</p><pre>df -h</pre></html>"});
    builder.add({"sample.txt", "STEPS\n=====\nRestart the service and look again.\n"});
    auto index = builder.build();
    const auto& d = index.data();
    std::uint64_t h = 0;
    const auto mix = [&](std::uint64_t n) { h = (h ^ n) * 0x9E3779B97F4A7C15ULL + (h >> 31); };
    for (term_id t = 0; t < d.terms(); ++t) mix(term_hash(d.term(t)));
    for (auto t : d.tokens) mix(t);
    for (auto t : d.field_terms) mix(t);
    for (const auto& c : d.chunks) mix(c.text_begin << 20 | c.first_line);
    for (auto i : d.posting_impact) mix(i);
    mix(term_hash(d.texts));
    mix(term_hash(d.names));
    return h;
  }();
  return mark;
}

}  // namespace

search_index::search_index() : image_(std::make_unique<index_image>()) {}
search_index::search_index(std::unique_ptr<index_image> image) : image_(std::move(image)) {}
search_index::search_index(search_index&&) noexcept = default;
search_index& search_index::operator=(search_index&&) noexcept = default;
search_index::~search_index() = default;

std::vector<passage> search_index::search(std::string_view query, const search_options& options) const {
  std::vector<passage> out;
  const index_data& index = data();
  if (options.limit == 0 || options.passages_per_page == 0) return out;
  query_plan plan = plan_query(index, query);
  std::size_t wanted = std::clamp(options.limit * 3, least_candidates, most_candidates);
  if (options.accepts) wanted = index.units.size();
  std::vector<ranked_unit> ranked = rank_units(index, plan, wanted);
  if (options.accepts)
    std::erase_if(ranked, [&](const ranked_unit& r) {
      return !options.accepts(index.name(index.pages[index.units[r.unit].page].id));
    });
  if (ranked.empty()) return out;
  double probability = answer_probability(features_of(plan, ranked));
  if (!options.always && probability < answer_threshold) return out;
  std::vector<std::uint32_t> pages;
  for (const ranked_unit& r : ranked) {
    double relative = r.score / ranked.front().score;
    if (out.size() >= options.limit || relative < least_relative_score) break;
    std::uint32_t page = index.units[r.unit].page;
    if (std::find(pages.begin(), pages.end(), page) != pages.end()) continue;
    pages.push_back(page);
    std::size_t from_page = std::min(options.passages_per_page, r.chunks.size());
    for (std::size_t i = 0; i < from_page && out.size() < options.limit; ++i) {
      if (i > 0 && r.chunks[i].first <= 0) break;
      out.push_back(passage_of(index, r.chunks[i].second, probability * relative * relative));
    }
  }
  return out;
}

const index_data& search_index::data() const { return image_->data(); }

std::size_t search_index::chunks() const { return data().chunks.size(); }
std::size_t search_index::pages() const { return data().pages.size(); }

search_index::page_entry search_index::page_at(std::size_t number) const {
  const auto& p = data().pages[number];
  return {data().name(p.id), p.mark()};
}

std::string_view search_index::image() { return image_->bytes(analysis_mark()); }

std::optional<search_index> search_index::open(std::unique_ptr<std::byte[]> bytes, std::size_t size) {
  auto image = index_image::open(std::move(bytes), size, analysis_mark());
  if (!image) return std::nullopt;
  return search_index(std::make_unique<index_image>(std::move(*image)));
}

index_figures search_index::figures() const {
  return {data().pages.size(), data().chunks.size(), data().terms(), image_->size()};
}

}  // namespace fm::knowledge
