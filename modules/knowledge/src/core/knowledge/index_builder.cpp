#include "knowledge/index_image.hpp"
#include "knowledge/page_builder.hpp"
#include "knowledge/search_index.hpp"
#include "knowledge/word_memo.hpp"
#include "knowledge/words.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <utility>

namespace fm::knowledge {
namespace {

// A page is ranked as a whole up to this many chunks; a handbook is ranked in stretches.
constexpr std::size_t chunks_per_unit = 24;

struct built_chunk {
  chunk text;
  std::vector<term_id> tokens;
};

struct built_section {
  std::vector<std::string> headings;
  std::string anchor;
  std::vector<term_id> heading_terms;
};

struct built_page {
  std::string path;
  std::string id;
  std::uint64_t mark = 0;
  std::vector<term_id> title_terms;
  std::vector<term_id> folder_terms;
  std::vector<built_section> sections;
  std::vector<built_chunk> chunks;
  const index_data* kept_from = nullptr;  // then the rest lies there
  std::uint32_t kept_page = 0;
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

range append(std::vector<term_id>& table, const std::vector<term_id>& items) {
  range out;
  out.begin = static_cast<std::uint32_t>(table.size());
  table.insert(table.end(), items.begin(), items.end());
  out.end = static_cast<std::uint32_t>(table.size());
  return out;
}

range append(std::string& names, std::string_view text) {
  range out;
  out.begin = static_cast<std::uint32_t>(names.size());
  names += text;
  out.end = static_cast<std::uint32_t>(names.size());
  return out;
}

/// Adds the entries of a page to the tables, chunk by chunk.
class page_writer {
 public:
  explicit page_writer(index_tables& to) : to_(to) {}

  void begin(std::string_view path, std::string_view id, std::uint64_t mark, range title, range folder) {
    indexed_page entry;
    entry.path = append(to_.names, path);
    entry.id = append(to_.names, id);
    entry.mark_low = static_cast<std::uint32_t>(mark);
    entry.mark_high = static_cast<std::uint32_t>(mark >> 32);
    entry.first_chunk = static_cast<std::uint32_t>(to_.chunks.size());
    entry.first_section = static_cast<std::uint32_t>(to_.sections.size());
    entry.title_terms = title;
    entry.folder_terms = folder;
    to_.pages.push_back(entry);
    first_section_ = static_cast<std::uint32_t>(to_.sections.size());
    chunks_ = 0;
  }
  template <class Headings>
  void section(const Headings& headings, std::string_view anchor, range terms) {
    indexed_section s;
    s.headings.begin = static_cast<std::uint32_t>(to_.headings.size());
    for (const auto& h : headings) to_.headings.push_back(append(to_.names, h));
    s.headings.end = static_cast<std::uint32_t>(to_.headings.size());
    s.anchor = append(to_.names, anchor);
    s.heading_terms = terms;
    to_.sections.push_back(s);
  }
  /// `c` brings its section within the page, its lines and its tokens.
  void chunk(indexed_chunk c, std::string_view text) {
    budget::checkpoint();
    c.page = static_cast<std::uint32_t>(to_.pages.size() - 1);
    c.section += first_section_;
    c.text_begin = to_.texts.size();
    c.text_size = static_cast<std::uint32_t>(text.size());
    to_.texts += text;
    const bool begins_unit = chunks_++ % chunks_per_unit == 0;
    if (begins_unit) {
      indexed_unit unit;
      unit.page = c.page;
      unit.chunks.begin = static_cast<std::uint32_t>(to_.chunks.size());
      to_.units.push_back(unit);
    }
    indexed_unit& unit = to_.units.back();
    if (begins_unit || to_.chunks.back().section != c.section)
      unit.heading_tokens += to_.sections[c.section].heading_terms.size();
    const auto first = to_.tokens.begin() + c.tokens.begin;
    const auto code = static_cast<std::uint32_t>(
        std::count_if(first, first + c.tokens.size(), [](term_id t) { return (t & code_flag) != 0; }));
    unit.code_tokens += code;
    unit.body_tokens += c.tokens.size() - code;
    to_.chunks.push_back(c);
    unit.chunks.end = static_cast<std::uint32_t>(to_.chunks.size());
  }

 private:
  index_tables& to_;
  std::uint32_t first_section_ = 0;
  std::size_t chunks_ = 0;
};

void append_page(const built_page& from, index_tables& to) {
  page_writer writer(to);
  const auto title = append(to.field_terms, from.title_terms);
  writer.begin(from.path, from.id, from.mark, title, append(to.field_terms, from.folder_terms));
  for (const auto& s : from.sections)
    writer.section(s.headings, s.anchor, append(to.field_terms, s.heading_terms));
  for (const auto& c : from.chunks) {
    indexed_chunk added;
    added.section = c.text.section;
    added.first_line = c.text.first_line;
    added.last_line = c.text.last_line;
    added.tokens = append(to.tokens, c.tokens);
    writer.chunk(added, c.text.text);
  }
}

/// The ids that the terms of an older index have in the new one; those that no page uses any more get none.
class kept_terms {
 public:
  kept_terms(const index_data& from, term_table& to) : from_(from), to_(to), ids_(from.terms(), no_term) {}

  term_id operator()(term_id old) {
    auto& id = ids_[old & ~code_flag];
    if (id == no_term)
      id = to_.try_emplace(std::string(from_.term(old & ~code_flag)), static_cast<term_id>(to_.size()))
               .first->second;
    return id | (old & code_flag);
  }
  range append(range r, std::span<const term_id> table, std::vector<term_id>& to) {
    range out;
    out.begin = static_cast<std::uint32_t>(to.size());
    for (auto i = r.begin; i < r.end; ++i) to.push_back((*this)(table[i]));
    out.end = static_cast<std::uint32_t>(to.size());
    return out;
  }

 private:
  const index_data& from_;
  term_table& to_;
  std::vector<term_id> ids_;
};

void append_kept(const built_page& page, index_tables& to, kept_terms& terms) {
  const auto& from = *page.kept_from;
  const auto& p = from.pages[page.kept_page];
  page_writer writer(to);
  const auto title = terms.append(p.title_terms, from.field_terms, to.field_terms);
  writer.begin(page.path, page.id, page.mark, title,
               terms.append(p.folder_terms, from.field_terms, to.field_terms));
  auto end = p.first_chunk;
  while (end < from.chunks.size() && from.chunks[end].page == page.kept_page) ++end;
  const auto first_section = from.section_begin(page.kept_page);
  for (auto s = first_section; s < from.section_begin(page.kept_page + 1); ++s) {
    const auto& section = from.sections[s];
    std::vector<std::string_view> headings;
    for (auto h = section.headings.begin; h < section.headings.end; ++h)
      headings.push_back(from.name(from.headings[h]));
    writer.section(headings, from.name(section.anchor),
                   terms.append(section.heading_terms, from.field_terms, to.field_terms));
  }
  for (auto c = p.first_chunk; c < end; ++c) {
    const auto& old = from.chunks[c];
    indexed_chunk added;
    added.section = old.section - first_section;
    added.first_line = old.first_line;
    added.last_line = old.last_line;
    added.tokens = terms.append(old.tokens, from.tokens, to.tokens);
    writer.chunk(added, from.texts.substr(old.text_begin, old.text_size));
  }
}

void compute_means(index_tables& index) {
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
  built.mark = source.mark;
  state_->add_distinct(read.title, built.title_terms);
  state_->add_distinct(source.title, built.title_terms);
  state_->add_distinct(file_stem(read.path), built.title_terms);
  std::string_view folders =
      std::string_view(read.path).substr(0, read.path.size() - file_name(read.path).size());
  state_->add_distinct(folders, built.folder_terms);
  for (const std::string& name : read.names) state_->add_distinct(name, built.title_terms);
  for (chunk& c : cut_into_chunks(read)) {
    budget::checkpoint();
    if (state_->limits.words != 0 && words() > state_->limits.words) break;
    built_chunk added;
    state_->add_tokens(c, added.tokens);
    added.text = std::move(c);
    built.chunks.push_back(std::move(added));
  }
  for (section& s : read.sections) {
    built_section kept;
    // The root repeats the title, which is a field of its own.
    for (std::size_t i = s.headings.size() > 1 ? 1 : 0; i < s.headings.size(); ++i) {
      if (s.headings[i] != read.title) state_->add_distinct(s.headings[i], kept.heading_terms);
    }
    kept.headings = std::move(s.headings);
    kept.anchor = std::move(s.anchor);
    built.sections.push_back(std::move(kept));
  }
  auto chunks = built.chunks.size();
  state_->pages.insert_or_assign(std::pair(source.path, source.id), std::move(built));
  return chunks;
}

std::size_t search_index::builder::keep(const search_index& from, std::size_t page) {
  const auto& index = from.data();
  const auto& p = index.pages[page];
  built_page kept;
  kept.path = index.name(p.path);
  kept.id = index.name(p.id);
  kept.mark = p.mark();
  kept.kept_from = &index;
  kept.kept_page = static_cast<std::uint32_t>(page);
  state_->pages.insert_or_assign(std::pair(kept.path, kept.id), std::move(kept));
  std::size_t chunks = 0;
  while (p.first_chunk + chunks < index.chunks.size() && index.chunks[p.first_chunk + chunks].page == page)
    ++chunks;
  return chunks;
}

std::size_t search_index::builder::words() const { return state_->terms.size(); }

search_index search_index::builder::build() {
  index_tables out;
  auto empty = std::make_unique<state>();
  empty->limits = state_->limits;
  std::unique_ptr<state> from = std::exchange(state_, std::move(empty));
  from->words = {};
  from->known_terms = {};
  out.terms = std::move(from->terms);
  std::map<const index_data*, kept_terms> kept;
  while (!from->pages.empty()) {
    auto first = from->pages.extract(from->pages.begin());
    auto& page = first.mapped();
    if (page.kept_from == nullptr)
      append_page(page, out);
    else
      append_kept(page, out, kept.try_emplace(page.kept_from, *page.kept_from, out.terms).first->second);
  }
  compute_means(out);
  return search_index(std::make_unique<index_image>(index_image::pack(std::move(out))));
}

}  // namespace fm::knowledge
