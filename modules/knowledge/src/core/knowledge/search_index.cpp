#include "knowledge/search_index.hpp"

#include "knowledge/calibration.hpp"
#include "knowledge/index_data.hpp"
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
  out.path = index.pages[chunk.page].path;
  out.headings = section.headings;
  out.anchor = section.anchor;
  out.text = index.texts.substr(chunk.text_begin, chunk.text_size);
  out.first_line = chunk.first_line;
  out.last_line = chunk.last_line;
  out.score = score;
  out.document_id = index.pages[chunk.page].id;
  out.chunk_index = chunk_index - index.pages[chunk.page].first_chunk;
  return out;
}

}  // namespace

search_index::search_index() : data_(std::make_unique<index_data>()) {}
search_index::search_index(std::unique_ptr<const index_data> data) : data_(std::move(data)) {}
search_index::search_index(search_index&&) noexcept = default;
search_index& search_index::operator=(search_index&&) noexcept = default;
search_index::~search_index() = default;

std::vector<passage> search_index::search(std::string_view query, const search_options& options) const {
  std::vector<passage> out;
  if (options.limit == 0 || options.passages_per_page == 0) return out;
  query_plan plan = plan_query(*data_, query);
  std::size_t wanted = std::clamp(options.limit * 3, least_candidates, most_candidates);
  if (options.accepts) wanted = data_->units.size();
  std::vector<ranked_unit> ranked = rank_units(*data_, plan, wanted);
  if (options.accepts)
    std::erase_if(ranked, [&](const ranked_unit& r) {
      return !options.accepts(data_->pages[data_->units[r.unit].page].id);
    });
  if (ranked.empty()) return out;
  double probability = answer_probability(features_of(plan, ranked));
  if (!options.always && probability < answer_threshold) return out;
  std::vector<std::uint32_t> pages;
  for (const ranked_unit& r : ranked) {
    double relative = r.score / ranked.front().score;
    if (out.size() >= options.limit || relative < least_relative_score) break;
    std::uint32_t page = data_->units[r.unit].page;
    if (std::find(pages.begin(), pages.end(), page) != pages.end()) continue;
    pages.push_back(page);
    std::size_t from_page = std::min(options.passages_per_page, r.chunks.size());
    for (std::size_t i = 0; i < from_page && out.size() < options.limit; ++i) {
      if (i > 0 && r.chunks[i].first <= 0) break;
      out.push_back(passage_of(*data_, r.chunks[i].second, probability * relative * relative));
    }
  }
  return out;
}

std::size_t search_index::chunks() const { return data_->chunks.size(); }

index_figures search_index::figures() const {
  const index_data& d = *data_;
  index_figures out;
  out.pages = d.pages.size();
  out.chunks = d.chunks.size();
  out.terms = d.terms.size();
  auto table = [](const auto& v) { return v.capacity() * sizeof(v[0]); };
  out.bytes = table(d.pages) + table(d.sections) + table(d.chunks) + table(d.units) + d.texts.capacity() +
              table(d.tokens) + table(d.field_terms) + table(d.posting_begin) + table(d.posting_unit) +
              table(d.posting_impact);
  for (const auto& [term, id] : d.terms) {
    out.bytes += sizeof(term) + sizeof(id) + 2 * sizeof(void*) + (term.capacity() > 15 ? term.capacity() : 0);
  }
  for (const indexed_page& p : d.pages) out.bytes += p.path.capacity() + p.id.capacity();
  for (const indexed_section& s : d.sections) {
    for (const std::string& h : s.headings) out.bytes += sizeof(h) + h.capacity();
    out.bytes += s.anchor.capacity();
  }
  return out;
}

}  // namespace fm::knowledge
