#include "knowledge/query_plan.hpp"

#include "knowledge/product_names.hpp"
#include "knowledge/relevance.hpp"
#include "knowledge/variants.hpp"
#include "knowledge/words.hpp"

#include <algorithm>
#include <string>

namespace fm::knowledge {
namespace {

constexpr std::size_t max_query_bytes = 8192;
constexpr std::size_t least_name_parts = 3;
constexpr double weak_word_weight = 0.35;
constexpr double number_weight = 0.6;
constexpr double quantity_weight = 0.1;
constexpr double identifier_weight = 0.05;
constexpr double part_weight = 0.8;
constexpr double compound_weight = 0.5;
constexpr double relative_weight = 0.5;
constexpr double misspelt_weight = 0.6;
constexpr double negation_weight = 0.6;
constexpr double instance_weight = 0.3;
constexpr double quoted_name_weight = 0.4;
constexpr double path_weight = 0.5;
constexpr double split_weight = 0.7;
constexpr double split_whole_weight = 0.3;
constexpr double joined_weight = 0.8;
// From here on the words of a long alert text count less: it begins with what happened.
constexpr std::size_t head_words = 16;
constexpr double tail_weight = 0.6;

struct query_word {
  std::string text;
  term_shape shape = term_shape::word;
  bool weak = false;
  bool is_part = false;
  bool is_compound = false;
  bool named = false;
  std::size_t parts = 0;  ///< of a whole identifier
  double instance = 1;    ///< below 1 where the word looks like the name of one instance, not of a kind
};

bool has_capital(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// `cart-7d9f` and `worker-3` are generated names; `shop/cart` and a lone `"node-exporter"` are filled into an
// alert's template. A quoted reason such as `"CrashLoopBackOff"` is not.
double instance_factor(std::string_view query, std::string_view word, std::size_t offset,
                       const std::vector<term_text>& terms) {
  bool generated = false;
  if (terms.size() > 1 || word.find('-') != std::string_view::npos) {
    for (std::size_t i = 0; i <= word.size();) {
      std::size_t end = std::min(word.find('-', i), word.size());
      std::string_view part = word.substr(i, end - i);
      bool digits = std::any_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
      generated = generated || (i > 0 && digits);
      i = end + 1;
    }
  }
  if (generated) return instance_weight;
  char before = offset > 0 ? query[offset - 1] : ' ';
  char after = offset + word.size() < query.size() ? query[offset + word.size()] : ' ';
  bool quoted = (before == '"' || before == '\'' || before == '`') && after == before;
  if (quoted && !has_capital(word)) return quoted_name_weight;
  bool in_path =
      (before == '/' && offset > 1 && query[offset - 2] != ' ') ||
      (after == '/' && offset + word.size() + 1 < query.size() && query[offset + word.size() + 1] != ' ');
  return in_path && !has_capital(word) ? path_weight : 1.0;
}

bool looks_like_name(std::string_view query, std::string_view word, std::size_t offset) {
  std::size_t capitals = static_cast<std::size_t>(
      std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
  if (capitals > 1) return true;
  std::size_t before = query.substr(0, offset).find_last_not_of(" \"'(`");
  bool starts_sentence = before == std::string_view::npos || query[before] == '.' || query[before] == ':' ||
                         query[before] == '?' || query[before] == '!';
  return capitals == 1 && !starts_sentence;
}

std::string lower_without_apostrophes(std::string_view word) {
  std::string out;
  for (char c : word) {
    if (c != '\'') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out;
}

std::vector<query_word> words_of(std::string_view query) {
  query = query.substr(0, floor_utf8(query, max_query_bytes));
  std::vector<query_word> out;
  for_each_word(query, [&](std::string_view word, std::size_t offset) {
    std::vector<term_text> terms = terms_of_word(word);
    double instance = instance_factor(query, word, offset, terms);
    bool weak = terms.size() == 1 && is_weak_word(lower_without_apostrophes(word));
    bool named = looks_like_name(query, word, offset) && instance == 1;
    for (term_text& term : terms) {
      bool compound = !term.is_part && terms.size() > 1;
      if (out.size() >= 4 * max_concepts) return;
      out.push_back({std::move(term.text), term.shape, weak, term.is_part, compound, named,
                     compound ? terms.size() - 1 : 0, instance});
    }
  });
  return out;
}

// One letter replaced, inserted, left out, or two neighbours swapped.
bool is_one_edit_away(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  std::string_view rest_a = a.substr(same), rest_b = b.substr(same);
  if (a.size() != b.size()) return rest_a == rest_b.substr(1);
  if (rest_a.empty()) return false;
  if (rest_a.substr(1) == rest_b.substr(1)) return true;
  return rest_a.size() > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] &&
         rest_a.substr(2) == rest_b.substr(2);
}

class planner {
 public:
  planner(const index_data& index, std::string_view query) : index_(index), words_(words_of(query)) {}

  query_plan run() {
    for (std::size_t i = 0; i < words_.size() && plan_.concepts.size() + 3 <= max_concepts; ++i) add(i);
    for (const query_concept& c : plan_.concepts) plan_.mass += c.mass();
    return std::move(plan_);
  }

 private:
  double idf_of(term_id term) const {
    return bm25f::inverse_frequency(index_.units.size(), index_.document_frequency(term));
  }

  static double weight_of(const query_word& word, bool known) {
    if (word.weak) return weak_word_weight;
    switch (word.shape) {
      case term_shape::number:
        return known ? number_weight : quantity_weight;
      case term_shape::quantity:
        return quantity_weight;
      case term_shape::identifier:
        return known ? number_weight : identifier_weight;
      case term_shape::word:
        break;
    }
    bool has_digit =
        std::any_of(word.text.begin(), word.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (has_digit && !known) return identifier_weight;
    if (word.is_compound) return compound_weight;
    return word.is_part ? part_weight : 1.0;
  }

  static void add_term(query_concept& into, term_id term, float weight) {
    if (term == no_term) return;
    for (concept_term& t : into.terms) {
      if (t.term == term) {
        t.weight = std::max(t.weight, weight);
        return;
      }
    }
    into.terms.push_back({term, weight});
  }

  void add(std::size_t i) {
    const query_word& word = words_[i];
    auto seen = std::find(seen_.begin(), seen_.end(), word.text);
    if (seen != seen_.end()) return;
    seen_.push_back(word.text);
    term_id own = index_.find_term(word.text);
    if (word.is_compound) in_unknown_name_ = own == no_term && word.named && word.parts >= least_name_parts;
    if (!word.is_part && !word.is_compound) in_unknown_name_ = false;
    if (word.is_compound && own == no_term) return;  // its parts speak for it
    query_concept added;
    added.named = word.named || is_product_name(word.text);
    added.of_unknown_name = in_unknown_name_;
    added.unknown = own == no_term;
    add_term(added, own, 1.0F);
    for (const variant& v : variants_of(word.text)) add_term(added, index_.find_term(v.term), v.weight);
    add_neighbours(i, added);
    if (word.shape == term_shape::word && !word.weak) {
      add_relatives(word.text, added);
      add_negations(i, added);
      if (added.terms.empty()) add_misspelt(word.text, added);
    }
    added.weight = weight_of(word, own != no_term) * word.instance;
    if (plan_.concepts.size() >= head_words) added.weight *= tail_weight;
    if (own == no_term && added.terms.empty() && add_split(word, added.weight)) return;
    added.idf = own != no_term ? idf_of(own) : unknown_idf(added);
    plan_.concepts.push_back(std::move(added));
  }

  // A word that the index does not know weighs as much as the rarest, unless a near synonym tells how much.
  double unknown_idf(const query_concept& c) const {
    double idf = idf_of(no_term);
    for (const concept_term& t : c.terms) {
      if (t.weight > 0.5F) idf = std::min(idf, idf_of(t.term));
    }
    return idf;
  }

  // `file system` also asks for `filesystem`; `bad gateway` for `502`.
  void add_neighbours(std::size_t i, query_concept& into) const {
    auto pair = [&](const query_word& first, const query_word& second) {
      if (first.is_compound || second.is_compound) return;
      add_term(into, index_.find_term(first.text + second.text), static_cast<float>(joined_weight));
      std::string_view meant = term_of_phrase(first.text, second.text);
      if (!meant.empty()) add_term(into, index_.find_term(meant), static_cast<float>(joined_weight));
    };
    if (i > 0) pair(words_[i - 1], words_[i]);
    if (i + 1 < words_.size()) pair(words_[i], words_[i + 1]);
  }

  /// The first of the sorted words that is not before `prefix`.
  std::span<const term_id>::iterator words_from(std::string_view prefix) const {
    return std::lower_bound(index_.sorted_words.begin(), index_.sorted_words.end(), prefix,
                            [&](term_id t, std::string_view p) { return index_.term(t) < p; });
  }

  // Words that share nearly all of a long stem, as `retransmit` and `retransmiss`(ion) do.
  void add_relatives(std::string_view stem, query_concept& into) const {
    constexpr std::size_t most_relatives = 3, longest_tail = 4;
    if (stem.size() < least_relative_bytes) return;
    std::size_t shared = std::max(least_relative_bytes, (stem.size() * 4 + 4) / 5);
    std::string_view prefix = stem.substr(0, shared);
    std::size_t found = 0;
    for (auto at = words_from(prefix); at != index_.sorted_words.end() && found < most_relatives; ++at) {
      const auto word = index_.term(*at);
      if (!word.starts_with(prefix)) break;
      if (word == stem || word.size() > shared + longest_tail) continue;
      add_term(into, *at, static_cast<float>(relative_weight));
      ++found;
    }
  }

  // A long unknown word with one letter wrong, missing, added or swapped after its first two.
  void add_misspelt(std::string_view stem, query_concept& into) const {
    if (stem.size() < least_relative_bytes) return;
    std::string_view prefix = stem.substr(0, 2);
    term_id best = no_term;
    std::size_t best_frequency = 0;
    for (auto at = words_from(prefix); at != index_.sorted_words.end(); ++at) {
      const auto word = index_.term(*at);
      if (!word.starts_with(prefix)) break;
      if (!is_one_edit_away(stem, word)) continue;
      std::size_t frequency = index_.document_frequency(*at);
      if (frequency > best_frequency) {
        best = *at;
        best_frequency = frequency;
      }
    }
    if (best_frequency > 0) add_term(into, best, static_cast<float>(misspelt_weight));
  }

  // `unready` and `not ready` mean the same.
  void add_negations(std::size_t i, query_concept& into) const {
    const std::string& text = words_[i].text;
    constexpr std::size_t least_rest = 4;
    for (std::string_view prefix : {"un", "in", "non", "mis", "dis"}) {
      if (text.starts_with(prefix) && text.size() >= prefix.size() + least_rest) {
        add_term(into, index_.find_term(std::string_view(text).substr(prefix.size())),
                 static_cast<float>(negation_weight));
      }
    }
    if (i > 0 && (words_[i - 1].text == "not" || words_[i - 1].text == "non")) {
      for (const char* prefix : {"un", "in"}) {
        add_term(into, index_.find_term(prefix + text), static_cast<float>(negation_weight));
      }
    }
  }

  // An unknown word made of two known ones, as `crashlooping` of `crash` and `looping`.
  bool add_split(const query_word& word, double weight) {
    constexpr std::size_t least_part = 4;
    if (word.shape != term_shape::word || word.text.size() < 2 * least_part || word.text.size() > 30)
      return false;
    std::size_t best = 0, best_frequency = 0;
    for (std::size_t cut = least_part; cut + least_part <= word.text.size(); ++cut) {
      std::size_t frequency = std::min(index_.document_frequency(stemmed(word.text.substr(0, cut))),
                                       index_.document_frequency(stemmed(word.text.substr(cut))));
      if (frequency > best_frequency) {
        best = cut;
        best_frequency = frequency;
      }
    }
    if (best == 0) return false;
    // That the whole is unknown still speaks against an answer.
    query_concept whole;
    whole.unknown = true;
    whole.named = word.named;
    whole.idf = idf_of(no_term);
    whole.weight = weight * split_whole_weight;
    plan_.concepts.push_back(std::move(whole));
    for (const std::string& part : {word.text.substr(0, best), word.text.substr(best)}) {
      query_concept added;
      term_id own = stemmed(part);
      add_term(added, own, 1.0F);
      added.idf = idf_of(own);
      added.weight = weight * split_weight;
      plan_.concepts.push_back(std::move(added));
    }
    return true;
  }

  term_id stemmed(const std::string& text) const {
    std::vector<term_text> terms = terms_of_word(text);
    return terms.size() == 1 ? index_.find_term(terms.front().text) : no_term;
  }

  const index_data& index_;
  std::vector<query_word> words_;
  std::vector<std::string> seen_;
  bool in_unknown_name_ = false;
  query_plan plan_;
};

}  // namespace

query_plan plan_query(const index_data& index, std::string_view query) {
  if (index.units.empty()) return {};
  return planner(index, query).run();
}

}  // namespace fm::knowledge
