#include "knowledge/ranking.hpp"

#include "knowledge/relevance.hpp"

#include <algorithm>
#include <array>

namespace fm::knowledge {
namespace {

constexpr double chunk_share = 0.75;      // of the best chunk's score in the unit's
constexpr double adjacency_share = 0.35;  // of the lesser mass of two neighbours that stand together
constexpr double both_share =
    0.6;  // of the lesser, where a concept is there by its own word and by a variant
constexpr double least_coverage_factor = 0.65;
constexpr double title_precision_share = 0.3;  // for a page whose whole title the query names
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

// How often the concepts occur: by their own word and by variants, and the best weight met.
struct evidence {
  per_concept exact{};
  per_concept varied{};
  per_concept match{};

  void meet(std::uint32_t c, double weight, double frequency) {
    (weight >= 1 ? exact[c] : varied[c]) += frequency;
    match[c] = std::max(match[c], weight);
  }
  void add(const evidence& other, std::size_t count, double scale = 1) {
    for (std::size_t i = 0; i < count; ++i) {
      exact[i] += other.exact[i] * scale;
      varied[i] += other.varied[i] * scale;
      match[i] = std::max(match[i], other.match[i]);
    }
  }
};

// Second stage: exact scores of one unit from its tokens.
class unit_scorer {
 public:
  unit_scorer(const index_data& index, const query_plan& plan, const term_lookup& lookup)
      : index_(index), plan_(plan), lookup_(lookup), count_(plan.concepts.size()) {
    for (std::size_t i = 0; i < count_; ++i) {
      for (const concept_term& t : plan.concepts[i].terms) {
        if (t.weight < 1) variant_weight_[i] = std::max(variant_weight_[i], static_cast<double>(t.weight));
      }
    }
  }

  ranked_unit score(std::uint32_t unit_index) {
    const indexed_unit& unit = index_.units[unit_index];
    range title_terms = index_.pages[unit.page].title_terms;
    weights_ = bm25f::weights_of(index_, unit);
    adjacent_.fill(0);
    last_position_.fill(unseen);
    position_ = 0;
    evidence title = field(title_terms, weights_.title);
    position_ += adjacency_window + 1;
    title.add(field(index_.pages[unit.page].folder_terms, bm25f::folder_weight), count_);
    evidence whole = title;

    ranked_unit out;
    out.unit = unit_index;
    out.missing_names = 1;
    out.title_precision = title_precision(title_terms);
    std::uint32_t section = no_term;
    evidence headings;
    for (std::uint32_t c = unit.chunks.begin; c < unit.chunks.end; ++c) {
      if (index_.chunks[c].section != section) {
        section = index_.chunks[c].section;
        position_ += adjacency_window + 1;
        headings = field(index_.sections[section].heading_terms, weights_.heading);
        whole.add(headings, count_);
        headings.add(title, count_);
      }
      evidence body = body_of(index_.chunks[c]);
      whole.add(body, count_, weights_.body);
      body = scaled_to_chunk(body, index_.chunks[c], headings);
      out.chunks.emplace_back(sum_of(body), c);
      out.chunk_coverage = std::max(out.chunk_coverage, coverage_of(body.match));
      out.missing_names = std::min(out.missing_names, missing_names(body.match));
    }
    finish(whole, out);
    return out;
  }

 private:
  static constexpr std::uint32_t unseen = 0xFFFFFF00;

  // Notes the occurrence for adjacency with the neighbours in the query.
  void place(std::uint32_t concept_index, double term_weight) {
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

  evidence field(range terms, double weight) {
    evidence out;
    for (std::uint32_t i = terms.begin; i < terms.end; ++i) {
      ++position_;
      lookup_.visit(index_.field_terms[i], [&](std::uint32_t c, double w) {
        out.meet(c, w, weight);
        place(c, w);
      });
    }
    // A field holds distinct terms; several variants of one concept are no stronger than one.
    for (std::size_t i = 0; i < count_; ++i) out.varied[i] = std::min(out.varied[i], weight);
    return out;
  }

  evidence body_of(const indexed_chunk& chunk) {
    evidence out;
    position_ += adjacency_window + 1;
    for (std::uint32_t i = chunk.tokens.begin; i < chunk.tokens.end; ++i) {
      ++position_;
      term_id token = index_.tokens[i];
      double frequency = (token & code_flag) != 0 ? bm25f::code_weight : bm25f::body_weight;
      lookup_.visit(token & ~code_flag, [&](std::uint32_t c, double w) {
        out.meet(c, w, frequency);
        place(c, w);
      });
    }
    return out;
  }

  evidence scaled_to_chunk(const evidence& body, const indexed_chunk& chunk, const evidence& above) const {
    evidence out = above;
    out.add(body, count_, 1 / bm25f::normal(bm25f::body_b, chunk.tokens.size(), index_.means.chunk));
    return out;
  }

  // What a concept earns: by its own word, or less by a variant, whichever is more.
  double sum_of(const evidence& e) const {
    double sum = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      double own = bm25f::saturated(e.exact[i]);
      double varied = variant_weight_[i] > 0
                          ? std::min(variant_weight_[i], e.match[i]) * bm25f::saturated(e.varied[i])
                          : 0;
      sum += plan_.concepts[i].mass() * (std::max(own, varied) + both_share * std::min(own, varied));
    }
    return sum;
  }

  double coverage_of(const per_concept& match) const {
    double covered = 0;
    for (std::size_t i = 0; i < count_; ++i) covered += plan_.concepts[i].mass() * match[i];
    return plan_.mass > 0 ? covered / plan_.mass : 0;
  }

  double missing_names(const per_concept& match) const {
    double missing = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (plan_.concepts[i].named) missing += plan_.concepts[i].mass() * (1 - match[i]);
    }
    return plan_.mass > 0 ? missing / plan_.mass : 0;
  }

  // Share of the title's idf that the query names.
  double title_precision(range terms) const {
    double named = 0, all = 0;
    for (std::uint32_t i = terms.begin; i < terms.end; ++i) {
      term_id term = index_.field_terms[i];
      double idf = bm25f::inverse_frequency(index_.units.size(), index_.document_frequency(term));
      double best = 0;
      lookup_.visit(term,
                    [&](std::uint32_t c, double w) { best = std::max(best, w * plan_.concepts[c].weight); });
      named += idf * best;
      all += idf;
    }
    return all > 0 ? named / all : 0;
  }

  void finish(const evidence& whole, ranked_unit& out) const {
    std::sort(out.chunks.begin(), out.chunks.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    double pairs = 0, pair_mass = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const query_concept& c = plan_.concepts[i];
      if (i + 1 < count_) {
        double lesser = std::min(c.mass(), plan_.concepts[i + 1].mass());
        pair_mass += lesser;
        pairs += lesser * adjacent_[i];
      }
    }
    out.coverage = coverage_of(whole.match);
    if (pair_mass > 0) out.adjacency = pairs / pair_mass;
    double best_chunk = out.chunks.empty() ? 0 : out.chunks.front().first;
    double factor = least_coverage_factor + (1 - least_coverage_factor) * out.coverage;
    factor *= 1 + title_precision_share * out.title_precision;
    out.score =
        (sum_of(whole) + chunk_share * best_chunk + adjacency_share * (bm25f::k1 + 1) * pairs) * factor;
  }

  const index_data& index_;
  const query_plan& plan_;
  const term_lookup& lookup_;
  std::size_t count_;
  bm25f::occurrence_weights weights_;
  per_concept variant_weight_{};
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
