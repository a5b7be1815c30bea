#include "knowledge/index_data.hpp"
#include "knowledge/page_builder.hpp"
#include "knowledge/relevance.hpp"
#include "knowledge/search_index.hpp"
#include "knowledge/word_memo.hpp"
#include "knowledge/words.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace fm::knowledge {
namespace {

// A page is ranked as a whole up to this many chunks; a handbook is ranked in stretches.
constexpr std::size_t chunks_per_unit = 24;

struct built_chunk {
  chunk text;
  std::vector<term_id> tokens;
};

struct built_page {
  std::string path;
  std::string id;
  std::vector<term_id> title_terms;
  std::vector<term_id> folder_terms;
  std::vector<indexed_section> sections;
  std::vector<std::vector<term_id>> heading_terms;
  std::vector<built_chunk> chunks;
};

}  // namespace

struct search_index::builder::state {
  term_table terms;
  word_memo words;  // ranges of `known_terms`
  std::vector<term_id> known_terms;
  std::map<std::pair<std::string, std::string>, built_page> pages;  // by path and id
  read_limits limits;

  range terms_of(std::string_view word) {
    if (const range* known = words.find(word)) return *known;
    range out;
    out.begin = static_cast<std::uint32_t>(known_terms.size());
    for (term_text& term : terms_of_word(word)) {
      auto id = static_cast<term_id>(terms.size());
      known_terms.push_back(terms.try_emplace(std::move(term.text), id).first->second);
    }
    out.end = static_cast<std::uint32_t>(known_terms.size());
    words.insert(word, out);
    return out;
  }

  void add_distinct(std::string_view text, std::vector<term_id>& into) {
    for_each_word(text, [&](std::string_view word, std::size_t) {
      range r = terms_of(word);
      for (std::uint32_t i = r.begin; i < r.end; ++i) {
        if (std::find(into.begin(), into.end(), known_terms[i]) == into.end()) into.push_back(known_terms[i]);
      }
    });
  }

  void add_tokens(const chunk& source, std::vector<term_id>& into) {
    std::size_t code = 0;
    for_each_word(source.text, [&](std::string_view word, std::size_t offset) {
      while (code < source.code.size() && offset >= source.code[code].second) ++code;
      bool in_code = code < source.code.size() && offset >= source.code[code].first;
      range r = terms_of(word);
      for (std::uint32_t i = r.begin; i < r.end; ++i)
        into.push_back(known_terms[i] | (in_code ? code_flag : 0));
    });
  }
};

namespace {

template <class T>
range append(std::vector<T>& table, const std::vector<T>& items) {
  range out;
  out.begin = static_cast<std::uint32_t>(table.size());
  table.insert(table.end(), items.begin(), items.end());
  out.end = static_cast<std::uint32_t>(table.size());
  return out;
}

void append_page(built_page& from, index_data& to) {
  indexed_page entry;
  entry.path = std::move(from.path);
  entry.id = std::move(from.id);
  entry.first_chunk = static_cast<std::uint32_t>(to.chunks.size());
  entry.title_terms = append(to.field_terms, from.title_terms);
  entry.folder_terms = append(to.field_terms, from.folder_terms);
  auto page_index = static_cast<std::uint32_t>(to.pages.size());
  to.pages.push_back(std::move(entry));
  auto first_section = static_cast<std::uint32_t>(to.sections.size());
  for (std::size_t i = 0; i < from.sections.size(); ++i) {
    from.sections[i].heading_terms = append(to.field_terms, from.heading_terms[i]);
    to.sections.push_back(std::move(from.sections[i]));
  }
  for (std::size_t i = 0; i < from.chunks.size(); ++i) {
    built_chunk& c = from.chunks[i];
    indexed_chunk added;
    added.page = page_index;
    added.section = first_section + c.text.section;
    added.text_begin = to.texts.size();
    added.text_size = static_cast<std::uint32_t>(c.text.text.size());
    added.first_line = c.text.first_line;
    added.last_line = c.text.last_line;
    added.tokens = append(to.tokens, c.tokens);
    to.texts += c.text.text;
    if (i % chunks_per_unit == 0) {
      indexed_unit unit;
      unit.page = page_index;
      unit.chunks.begin = static_cast<std::uint32_t>(to.chunks.size());
      to.units.push_back(unit);
    }
    indexed_unit& unit = to.units.back();
    if (i % chunks_per_unit == 0 || to.chunks.back().section != added.section) {
      unit.heading_tokens += to.sections[added.section].heading_terms.size();
    }
    auto code = static_cast<std::uint32_t>(
        std::count_if(c.tokens.begin(), c.tokens.end(), [](term_id t) { return (t & code_flag) != 0; }));
    unit.code_tokens += code;
    unit.body_tokens += static_cast<std::uint32_t>(c.tokens.size()) - code;
    to.chunks.push_back(added);
    unit.chunks.end = static_cast<std::uint32_t>(to.chunks.size());
  }
}

void compute_means(index_data& index) {
  if (index.units.empty()) return;
  std::uint64_t title = 0, headings = 0, body = 0, code = 0;
  for (const indexed_unit& u : index.units) {
    title += index.pages[u.page].title_terms.size();
    headings += u.heading_tokens;
    body += u.body_tokens;
    code += u.code_tokens;
  }
  auto n = static_cast<double>(index.units.size());
  auto mean = [n](std::uint64_t sum) { return std::max(1.0, static_cast<double>(sum) / n); };
  index.means = {mean(title), mean(headings), mean(body), mean(code),
                 std::max(1.0, static_cast<double>(body + code) / static_cast<double>(index.chunks.size()))};
}

// The terms among which relatives of a query's word are looked for.
void sort_words(index_data& index) {
  for (const auto& [term, id] : index.terms) {
    bool letters = std::all_of(term.begin(), term.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters && term.size() >= least_relative_bytes && index.document_frequency(id) > 0) {
      index.sorted_words.push_back(term);
    }
  }
  std::sort(index.sorted_words.begin(), index.sorted_words.end());
}

// Adds up the weighted frequency of every term of a unit; `touched` gets each term once.
class unit_counter {
 public:
  explicit unit_counter(std::size_t terms) : frequency_(terms, 0.0F) {}

  void count(const index_data& index, const indexed_unit& unit) {
    for (term_id t : touched) frequency_[t] = 0;
    touched.clear();
    bm25f::occurrence_weights w = bm25f::weights_of(index, unit);
    add_fields(index, index.pages[unit.page].title_terms, w.title);
    add_fields(index, index.pages[unit.page].folder_terms, bm25f::folder_weight);
    std::uint32_t last_section = no_term;
    for (std::uint32_t c = unit.chunks.begin; c < unit.chunks.end; ++c) {
      const indexed_chunk& chunk = index.chunks[c];
      if (chunk.section != last_section)
        add_fields(index, index.sections[chunk.section].heading_terms, w.heading);
      last_section = chunk.section;
      for (std::uint32_t i = chunk.tokens.begin; i < chunk.tokens.end; ++i) {
        term_id token = index.tokens[i];
        add(token & ~code_flag, (token & code_flag) != 0 ? w.code : w.body);
      }
    }
  }
  float frequency(term_id term) const { return frequency_[term]; }

  std::vector<term_id> touched;

 private:
  void add_fields(const index_data& index, range r, double weight) {
    for (std::uint32_t i = r.begin; i < r.end; ++i) add(index.field_terms[i], weight);
  }
  void add(term_id term, double weight) {
    float& f = frequency_[term];
    if (f == 0) touched.push_back(term);
    f += static_cast<float>(weight);
  }
  std::vector<float> frequency_;
};

void build_postings(index_data& index) {
  std::size_t terms = index.terms.size();
  index.posting_begin.assign(terms + 1, 0);
  unit_counter counter(terms);
  for (const indexed_unit& unit : index.units) {
    counter.count(index, unit);
    for (term_id t : counter.touched) ++index.posting_begin[t + 1];
  }
  for (std::size_t t = 0; t < terms; ++t) index.posting_begin[t + 1] += index.posting_begin[t];
  index.posting_unit.resize(index.posting_begin[terms]);
  index.posting_impact.resize(index.posting_begin[terms]);
  std::vector<std::uint64_t> next(index.posting_begin.begin(), index.posting_begin.end() - 1);
  for (std::size_t u = 0; u < index.units.size(); ++u) {
    counter.count(index, index.units[u]);
    for (term_id t : counter.touched) {
      std::uint64_t at = next[t]++;
      index.posting_unit[at] = static_cast<std::uint32_t>(u);
      double share = bm25f::saturated(counter.frequency(t)) / (bm25f::k1 + 1);
      index.posting_impact[at] = static_cast<std::uint8_t>(std::clamp(share * 255.0 + 0.5, 1.0, 255.0));
    }
  }
}

}  // namespace

search_index::builder::builder(const read_limits& limits) : state_(std::make_unique<state>()) {
  state_->limits = limits;
}
search_index::builder::builder(builder&&) noexcept = default;
search_index::builder& search_index::builder::operator=(builder&&) noexcept = default;
search_index::builder::~builder() = default;

std::size_t search_index::builder::add(const document& source) {
  page read = read_page(source.path, source.bytes, state_->limits);
  built_page built;
  built.path = source.path;
  built.id = source.id;
  state_->add_distinct(read.title, built.title_terms);
  state_->add_distinct(source.title, built.title_terms);
  state_->add_distinct(file_stem(read.path), built.title_terms);
  std::string_view folders =
      std::string_view(read.path).substr(0, read.path.size() - file_name(read.path).size());
  state_->add_distinct(folders, built.folder_terms);
  for (const std::string& name : read.names) state_->add_distinct(name, built.title_terms);
  for (chunk& c : cut_into_chunks(read)) {
    built_chunk added;
    state_->add_tokens(c, added.tokens);
    added.text = std::move(c);
    built.chunks.push_back(std::move(added));
  }
  for (section& s : read.sections) {
    std::vector<term_id> terms;
    // The root repeats the title, which is a field of its own.
    for (std::size_t i = s.headings.size() > 1 ? 1 : 0; i < s.headings.size(); ++i) {
      if (s.headings[i] != read.title) state_->add_distinct(s.headings[i], terms);
    }
    built.heading_terms.push_back(std::move(terms));
    built.sections.push_back({std::move(s.headings), std::move(s.anchor), {}});
  }
  auto chunks = built.chunks.size();
  state_->pages.insert_or_assign(std::pair(source.path, source.id), std::move(built));
  return chunks;
}

search_index search_index::builder::build() {
  auto out = std::make_unique<index_data>();
  auto empty = std::make_unique<state>();
  empty->limits = state_->limits;
  std::unique_ptr<state> from = std::exchange(state_, std::move(empty));
  out->terms = std::move(from->terms);
  while (!from->pages.empty()) {
    auto first = from->pages.extract(from->pages.begin());
    append_page(first.mapped(), *out);
  }
  compute_means(*out);
  build_postings(*out);
  sort_words(*out);
  out->texts.shrink_to_fit();
  out->tokens.shrink_to_fit();
  return search_index(std::move(out));
}

}  // namespace fm::knowledge
