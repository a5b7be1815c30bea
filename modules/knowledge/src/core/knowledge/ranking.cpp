#include "knowledge/ranking.hpp"

#include "knowledge/relevance.hpp"

#include <algorithm>
#include <array>

namespace fm::knowledge {
namespace {

constexpr double chunk_share = 0.5;       // of the best chunk's score in the unit's
constexpr double adjacency_share = 0.35;  // of the lesser mass of two neighbours that stand together
constexpr double least_coverage_factor = 0.5;
constexpr std::uint32_t adjacency_window = 3;

struct candidate {
  float score;
  std::uint32_t unit;
};

// First stage: sums quantised impacts of the postings of all terms.
std::vector<std::uint32_t> candidates(const index_data& index, const query_plan& plan, std::size_t most) {
  std::vector<float> sums(index.units.size(), 0.0F);
  for (const query_concept& c : plan.concepts) {
    for (const concept_term& t : c.terms) {
      auto step = static_cast<float>(c.mass() * t.weight * (bm25f::k1 + 1) / 255.0);
      const std::uint64_t end = index.posting_begin[t.term + 1];
      for (std::uint64_t i = index.posting_begin[t.term]; i < end; ++i) {
        sums[index.posting_unit[i]] += step * static_cast<float>(index.posting_impact[i]);
      }
    }
  }
  std::vector<candidate> heap;  // the worst of the best on top
  heap.reserve(most + 1);
  auto better = [](const candidate& a, const candidate& b) {
    return a.score != b.score ? a.score > b.score : a.unit < b.unit;
  };
  for (std::size_t u = 0; u < sums.size(); ++u) {
    if (sums[u] <= 0 || (heap.size() == most && sums[u] <= heap.front().score)) continue;
    heap.push_back({sums[u], static_cast<std::uint32_t>(u)});
    std::push_heap(heap.begin(), heap.end(), better);
    if (heap.size() > most) {
      std::pop_heap(heap.begin(), heap.end(), better);
      heap.pop_back();
    }
  }
  std::vector<std::uint32_t> out;
  for (const candidate& c : heap) out.push_back(c.unit);
  std::sort(out.begin(), out.end());
  return out;
}

// Which concepts a term expresses; built once per query, read for each token of the candidates.
class term_lookup {
 public:
  explicit term_lookup(const query_plan& plan) {
    for (std::size_t c = 0; c < plan.concepts.size(); ++c) {
      for (const concept_term& t : plan.concepts[c].terms) {
        entries_.push_back({t.term, static_cast<std::uint32_t>(c), t.weight});
      }
    }
    std::sort(entries_.begin(), entries_.end(), [](const entry& a, const entry& b) {
      return a.term != b.term ? a.term < b.term : a.concept_index < b.concept_index;
    });
    slots_.fill(none);
    for (std::size_t i = entries_.size(); i-- > 0;) {
      std::size_t slot = entries_[i].term % slots_.size();
      if (i > 0 && entries_[i - 1].term == entries_[i].term) continue;
      while (slots_[slot] != none) slot = (slot + 1) % slots_.size();
      slots_[slot] = static_cast<std::uint16_t>(i);
    }
  }

  template <class Visitor>
  void visit(term_id term, Visitor&& with) const {
    for (std::size_t slot = term % slots_.size(); slots_[slot] != none; slot = (slot + 1) % slots_.size()) {
      std::size_t i = slots_[slot];
      if (entries_[i].term != term) continue;
      for (; i < entries_.size() && entries_[i].term == term; ++i)
        with(entries_[i].concept_index, entries_[i].weight);
      return;
    }
  }

 private:
  static constexpr std::uint16_t none = 0xFFFF;
  struct entry {
    term_id term;
    std::uint32_t concept_index;
    float weight;
  };
  std::vector<entry> entries_;
  std::array<std::uint16_t, 4096> slots_;
};

using per_concept = std::array<double, max_concepts>;

// Second stage: exact scores of one unit from its tokens.
class unit_scorer {
 public:
  unit_scorer(const index_data& index, const query_plan& plan, const term_lookup& lookup)
      : index_(index), plan_(plan), lookup_(lookup), count_(plan.concepts.size()) {}

  ranked_unit score(std::uint32_t unit_index) {
    const indexed_unit& unit = index_.units[unit_index];
    weights_ = bm25f::weights_of(index_, unit);
    for (per_concept* a : {&unit_frequency_, &title_match_, &any_match_}) a->fill(0);
    adjacent_.fill(0);
    std::fill(last_position_.begin(), last_position_.end(), unseen);
    position_ = 0;
    per_concept title_frequency{};
    field(index_.pages[unit.page].title_terms, weights_.title, title_frequency, title_match_);
    add(title_frequency, unit_frequency_);
    add_max(title_match_, any_match_);

    ranked_unit out;
    out.unit = unit_index;
    std::uint32_t section = no_term;
    per_concept heading_frequency{};
    per_concept heading_match{};
    for (std::uint32_t c = unit.chunks.begin; c < unit.chunks.end; ++c) {
      const indexed_chunk& chunk = index_.chunks[c];
      if (chunk.section != section) {
        section = chunk.section;
        heading_frequency.fill(0);
        heading_match.fill(0);
        position_ += adjacency_window + 1;
        field(index_.sections[section].heading_terms, weights_.heading, heading_frequency, heading_match);
        add(heading_frequency, unit_frequency_);
        add_max(heading_match, any_match_);
      }
      score_chunk(c, title_frequency, heading_frequency, heading_match, out);
    }
    finish(out);
    return out;
  }

 private:
  static constexpr std::uint32_t unseen = 0xFFFFFF00;

  void add(const per_concept& from, per_concept& to) const {
    for (std::size_t i = 0; i < count_; ++i) to[i] += from[i];
  }
  void add_max(const per_concept& from, per_concept& to) const {
    for (std::size_t i = 0; i < count_; ++i) to[i] = std::max(to[i], from[i]);
  }

  void meet(std::uint32_t concept_index, double term_weight) {
    last_position_[concept_index] = position_;
    auto near = [&](std::uint32_t other, std::uint32_t slot) {
      if (last_position_[other] != unseen && position_ - last_position_[other] <= adjacency_window &&
          position_ != last_position_[other]) {
        adjacent_[slot] = std::max(adjacent_[slot], term_weight);
      }
    };
    if (concept_index > 0) near(concept_index - 1, concept_index - 1);
    if (concept_index + 1 < count_) near(concept_index + 1, concept_index);
  }

  void field(range terms, double weight, per_concept& frequency, per_concept& match) {
    for (std::uint32_t i = terms.begin; i < terms.end; ++i) {
      ++position_;
      lookup_.visit(index_.field_terms[i], [&](std::uint32_t c, float w) {
        frequency[c] = std::max(frequency[c], weight * w);
        match[c] = std::max(match[c], static_cast<double>(w));
        meet(c, w);
      });
    }
  }

  void score_chunk(std::uint32_t chunk_index, const per_concept& title, const per_concept& heading,
                   const per_concept& heading_match, ranked_unit& out) {
    const indexed_chunk& chunk = index_.chunks[chunk_index];
    double length = chunk.tokens.size();
    double scale = 1 / bm25f::normal(bm25f::body_b, length, index_.means.chunk);
    per_concept body{};
    per_concept match{};
    position_ += adjacency_window + 1;
    for (std::uint32_t i = chunk.tokens.begin; i < chunk.tokens.end; ++i) {
      ++position_;
      term_id token = index_.tokens[i];
      lookup_.visit(token & ~code_flag, [&](std::uint32_t c, float w) {
        body[c] += w * ((token & code_flag) != 0 ? bm25f::code_weight : bm25f::body_weight);
        match[c] = std::max(match[c], static_cast<double>(w));
        meet(c, w);
      });
    }
    double chunk_score = 0;
    double covered = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      double mass = plan_.concepts[i].mass();
      chunk_score += mass * bm25f::saturated(body[i] * scale + title[i] + heading[i]);
      covered += mass * std::max({match[i], heading_match[i], title_match_[i]});
      unit_frequency_[i] += body[i] * weights_.body;
    }
    add_max(match, any_match_);
    out.chunks.emplace_back(chunk_score, chunk_index);
    if (plan_.mass > 0) out.chunk_coverage = std::max(out.chunk_coverage, covered / plan_.mass);
  }

  void finish(ranked_unit& out) {
    std::sort(out.chunks.begin(), out.chunks.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    double sum = 0, covered = 0, rare = 0, rare_all = 0, titled = 0, pairs = 0, pair_mass = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const query_concept& c = plan_.concepts[i];
      sum += c.mass() * bm25f::saturated(unit_frequency_[i]);
      covered += c.mass() * any_match_[i];
      rare += c.mass() * c.idf * any_match_[i];
      rare_all += c.mass() * c.idf;
      titled += c.mass() * title_match_[i];
      if (i + 1 < count_) {
        double lesser = std::min(c.mass(), plan_.concepts[i + 1].mass());
        pair_mass += lesser;
        pairs += lesser * adjacent_[i];
      }
    }
    if (plan_.mass > 0) {
      out.coverage = covered / plan_.mass;
      out.title_coverage = titled / plan_.mass;
    }
    if (rare_all > 0) out.rare_coverage = rare / rare_all;
    if (pair_mass > 0) out.adjacency = pairs / pair_mass;
    double best_chunk = out.chunks.empty() ? 0 : out.chunks.front().first;
    double factor = least_coverage_factor + (1 - least_coverage_factor) * out.coverage;
    out.score = (sum + chunk_share * best_chunk + adjacency_share * (bm25f::k1 + 1) * pairs) * factor;
  }

  const index_data& index_;
  const query_plan& plan_;
  const term_lookup& lookup_;
  std::size_t count_;
  bm25f::occurrence_weights weights_;
  per_concept unit_frequency_{};
  per_concept title_match_{};
  per_concept any_match_{};
  per_concept adjacent_{};
  std::array<std::uint32_t, max_concepts> last_position_{};
  std::uint32_t position_ = 0;
};

}  // namespace

std::vector<ranked_unit> rank_units(const index_data& index, const query_plan& plan, std::size_t most) {
  std::vector<ranked_unit> out;
  if (plan.concepts.empty()) return out;
  term_lookup lookup(plan);
  unit_scorer scorer(index, plan, lookup);
  for (std::uint32_t unit : candidates(index, plan, most)) out.push_back(scorer.score(unit));
  std::sort(out.begin(), out.end(), [](const ranked_unit& a, const ranked_unit& b) {
    return a.score != b.score ? a.score > b.score : a.unit < b.unit;
  });
  return out;
}

}  // namespace fm::knowledge
