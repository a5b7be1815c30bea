#include "knowledge/similarity.hpp"

#include "knowledge/index_data.hpp"
#include "knowledge/relevance.hpp"

#include <algorithm>
#include <set>

namespace fm::knowledge {

namespace {

/// Below this, pages share only what all pages share.
constexpr double least_score = 0.1;

/// How much each unit is about a term, 0..1.
template <class F>
void for_each_posting(const index_data& index, term_id term, F&& then) {
  for (auto p = index.posting_begin[term]; p < index.posting_begin[term + 1]; ++p)
    then(index.posting_unit[p], static_cast<double>(index.posting_impact[p]) / 255);
}

std::set<term_id> terms_of_page(const index_data& index, std::uint32_t page) {
  std::set<term_id> out;
  const auto& p = index.pages[page];
  out.insert(index.field_terms.begin() + p.title_terms.begin, index.field_terms.begin() + p.title_terms.end);
  for (const auto& unit : index.units) {
    if (unit.page != page) continue;
    for (auto c = unit.chunks.begin; c < unit.chunks.end; ++c) {
      const auto& chunk = index.chunks[c];
      for (auto t = chunk.tokens.begin; t < chunk.tokens.end; ++t) out.insert(index.tokens[t] & ~code_flag);
    }
  }
  return out;
}

}  // namespace

std::vector<telling_word> telling_words(const search_index& from, std::string_view document_id,
                                        std::size_t most) {
  const auto& index = from.data();
  auto page = std::find_if(index.pages.begin(), index.pages.end(),
                           [&](const indexed_page& p) { return index.name(p.id) == document_id; });
  if (page == index.pages.end()) return {};
  const auto number = static_cast<std::uint32_t>(page - index.pages.begin());
  struct weighed {
    term_id term;
    double rarity, strength;
    double weight() const { return rarity * strength; }
  };
  std::vector<weighed> all;
  for (auto term : terms_of_page(index, number)) {
    weighed w{term, bm25f::inverse_frequency(index.units.size(), index.document_frequency(term)), 0};
    for_each_posting(index, term, [&](std::uint32_t unit, double strength) {
      if (index.units[unit].page == number) w.strength = std::max(w.strength, strength);
    });
    all.push_back(w);
  }
  std::sort(all.begin(), all.end(), [&](const weighed& a, const weighed& b) {
    return a.weight() != b.weight() ? a.weight() > b.weight() : index.term(a.term) < index.term(b.term);
  });
  if (all.size() > most) all.resize(most);
  std::vector<telling_word> out;
  for (const auto& w : all) out.push_back({std::string(index.term(w.term)), w.rarity, w.strength});
  std::sort(out.begin(), out.end(),
            [](const telling_word& a, const telling_word& b) { return a.term < b.term; });
  return out;
}

std::vector<similar_page> similar_pages(const search_index& in, const std::vector<telling_word>& words,
                                        std::size_t most,
                                        const std::function<bool(std::string_view id)>& may) {
  const auto& index = in.data();
  double whole = 0;
  std::vector<double> shared(index.pages.size(), 0);
  std::vector<double> strongest(index.pages.size(), 0);
  for (const auto& word : words) {
    whole += word.rarity * word.strength;
    auto term = index.find_term(word.term);
    if (term == no_term) continue;
    // A long page has several units: its strongest counts.
    std::vector<std::uint32_t> touched;
    for_each_posting(index, term, [&](std::uint32_t unit, double strength) {
      auto page = index.units[unit].page;
      if (strongest[page] == 0) touched.push_back(page);
      strongest[page] = std::max(strongest[page], strength);
    });
    for (auto page : touched) {
      shared[page] += word.rarity * std::min(word.strength, strongest[page]);
      strongest[page] = 0;
    }
  }
  std::vector<similar_page> out;
  if (whole <= 0) return out;
  for (std::size_t page = 0; page < index.pages.size(); ++page) {
    const auto& p = index.pages[page];
    const double score = std::min(1.0, shared[page] / whole);
    if (score < least_score || !may(index.name(p.id))) continue;
    out.push_back({std::string(index.name(p.id)), score, {}});
    if (p.first_chunk < index.chunks.size() && index.chunks[p.first_chunk].page == page)
      out.back().text =
          index.texts.substr(index.chunks[p.first_chunk].text_begin, index.chunks[p.first_chunk].text_size);
  }
  std::sort(out.begin(), out.end(), [](const similar_page& a, const similar_page& b) {
    return a.score != b.score ? a.score > b.score : a.document_id < b.document_id;
  });
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace fm::knowledge
