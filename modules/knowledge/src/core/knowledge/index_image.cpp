#include "knowledge/index_image.hpp"

#include "knowledge/relevance.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <type_traits>
#include <utility>

namespace fm::knowledge {

namespace {

constexpr std::size_t tables = 16;
constexpr std::size_t alignment = 8;

struct image_header {
  std::array<char, 8> magic{'f', 'm', ' ', 'i', 'n', 'd', 'e', 'x'};
  std::uint64_t form = 0;      // of this struct and the tables
  std::uint64_t made_by = 0;   // which analysis
  std::uint64_t size = 0;      // of the whole image
  std::uint64_t checksum = 0;  // of everything behind it
  field_means means;
  std::array<std::uint64_t, tables> bytes{};  // of each table; they stand one behind the other
};
static_assert(std::is_trivially_copyable_v<image_header> && sizeof(image_header) % alignment == 0);

/// Raised when the meaning of a table changes; a change of their sizes is seen by itself.
constexpr std::uint64_t form_number = 1;
constexpr std::uint64_t form = form_number << 48 | std::uint64_t{sizeof(indexed_page)} << 36 |
                               std::uint64_t{sizeof(indexed_section)} << 24 |
                               std::uint64_t{sizeof(indexed_chunk)} << 12 | sizeof(indexed_unit);

constexpr std::size_t aligned(std::size_t n) { return (n + alignment - 1) / alignment * alignment; }

constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;

std::uint64_t checksum_of(const std::byte* from, std::size_t size) {
  std::uint64_t h = size * odd;
  for (std::size_t i = 0; i < size; i += 8) {
    std::uint64_t block = 0;
    std::memcpy(&block, from + i, std::min<std::size_t>(8, size - i));
    h = (std::rotr(h, 29) ^ block) * odd;
  }
  return h;
}

std::uint64_t checksum_of_image(const std::byte* bytes, std::size_t size) {
  constexpr auto from = offsetof(image_header, means);
  return checksum_of(bytes + from, size - from);
}

/// Calls `then` for each table of an index, in the order in which they stand in the image.
template <class Data, class F>
void for_each_table(Data& d, F&& then) {
  then(d.pages);
  then(d.sections);
  then(d.chunks);
  then(d.units);
  then(d.headings);
  then(d.names);
  then(d.texts);
  then(d.tokens);
  then(d.field_terms);
  then(d.term_begin);
  then(d.term_texts);
  then(d.term_slots);
  then(d.sorted_words);
  then(d.posting_begin);
  then(d.posting_unit);
  then(d.posting_impact);
}

template <class T>
using item_of = std::remove_cvref_t<decltype(*std::declval<T&>().data())>;

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

/// The terms as flat tables.
struct dictionary {
  std::vector<std::uint32_t> begin;
  std::string texts;
  std::vector<term_id> slots;

  explicit dictionary(term_table terms) {
    std::vector<std::string_view> by_id(terms.size());
    std::size_t bytes = 0;
    for (const auto& [text, id] : terms) {
      by_id[id] = text;
      bytes += text.size();
    }
    texts.reserve(bytes);
    begin.reserve(by_id.size() + 1);
    slots.assign(std::bit_ceil(2 * by_id.size() + 1), no_term);
    for (std::size_t id = 0; id < by_id.size(); ++id) {
      begin.push_back(static_cast<std::uint32_t>(texts.size()));
      texts += by_id[id];
      auto at = term_hash(by_id[id]) & (slots.size() - 1);
      while (slots[at] != no_term) at = (at + 1) & (slots.size() - 1);
      slots[at] = static_cast<term_id>(id);
    }
    begin.push_back(static_cast<std::uint32_t>(texts.size()));
  }
};

}  // namespace

std::uint64_t term_hash(std::string_view text) {
  std::uint64_t h = 0xCBF29CE484222325ULL;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return h ^ (h >> 32);
}

term_id index_data::find_term(std::string_view text) const {
  if (term_slots.empty()) return no_term;
  for (auto at = term_hash(text) & (term_slots.size() - 1);; at = (at + 1) & (term_slots.size() - 1)) {
    const auto t = term_slots[at];
    if (t == no_term || term(t) == text) return t;
  }
}

index_image index_image::pack(index_tables&& from) {
  // First a view of the tables, for counting; the postings are then counted straight into the image.
  index_data d;
  const dictionary words(std::exchange(from.terms, {}));
  d.pages = from.pages;
  d.sections = from.sections;
  d.chunks = from.chunks;
  d.units = from.units;
  d.headings = from.headings;
  d.names = from.names;
  d.texts = from.texts;
  d.tokens = from.tokens;
  d.field_terms = from.field_terms;
  d.term_begin = words.begin;
  d.term_texts = words.texts;
  d.term_slots = words.slots;
  d.means = from.means;

  const auto terms = d.terms();
  std::vector<std::uint64_t> begin(terms + 1, 0);
  unit_counter counter(terms);
  for (const indexed_unit& unit : d.units) {
    budget::checkpoint();
    counter.count(d, unit);
    for (term_id t : counter.touched) ++begin[t + 1];
  }
  for (std::size_t t = 0; t < terms; ++t) begin[t + 1] += begin[t];
  d.posting_begin = begin;

  // The terms among which relatives of a query's word are looked for.
  std::vector<term_id> sorted;
  for (term_id t = 0; t < terms; ++t) {
    const auto text = d.term(t);
    const bool letters = std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters && text.size() >= least_relative_bytes && d.document_frequency(t) > 0) sorted.push_back(t);
  }
  std::sort(sorted.begin(), sorted.end(), [&](term_id a, term_id b) { return d.term(a) < d.term(b); });
  d.sorted_words = sorted;

  image_header header;
  header.form = form;
  header.means = d.means;
  std::size_t size = sizeof(header);
  const auto postings = begin.back();
  std::size_t number = 0;
  for_each_table(d, [&](auto& table) {
    auto bytes = table.size() * sizeof(item_of<decltype(table)>);
    if (number == tables - 2) bytes = postings * sizeof(std::uint32_t);
    if (number == tables - 1) bytes = postings * sizeof(std::uint8_t);
    header.bytes[number++] = bytes;
    size += aligned(bytes);
  });
  header.size = size;

  index_image out;
  out.size_ = size;
  out.bytes_ = std::make_unique_for_overwrite<std::byte[]>(size);
  std::memcpy(out.bytes_.get(), &header, sizeof(header));
  auto* at = out.bytes_.get() + sizeof(header);
  number = 0;
  for_each_table(d, [&](auto& table) {
    const auto bytes = header.bytes[number];
    if (number < tables - 2 && bytes != 0) std::memcpy(at, table.data(), bytes);
    std::memset(at + bytes, 0, aligned(bytes) - bytes);
    at += aligned(bytes);
    ++number;
  });
  auto* impact = reinterpret_cast<std::uint8_t*>(at - aligned(header.bytes[tables - 1]));
  auto* unit_of = reinterpret_cast<std::uint32_t*>(at - aligned(header.bytes[tables - 1]) -
                                                   aligned(header.bytes[tables - 2]));
  auto next = std::move(begin);
  out.look();
  from = {};
  for (std::size_t u = 0; u < out.data_.units.size(); ++u) {
    budget::checkpoint();
    counter.count(out.data_, out.data_.units[u]);
    for (term_id t : counter.touched) {
      const auto place = next[t]++;
      unit_of[place] = static_cast<std::uint32_t>(u);
      const double share = bm25f::saturated(counter.frequency(t)) / (bm25f::k1 + 1);
      impact[place] = static_cast<std::uint8_t>(std::clamp(share * 255.0 + 0.5, 1.0, 255.0));
    }
  }
  return out;
}

bool index_image::look() {
  image_header header;
  if (size_ < sizeof(header)) return false;
  std::memcpy(&header, bytes_.get(), sizeof(header));
  data_.means = header.means;
  std::size_t at = sizeof(header);
  std::size_t number = 0;
  bool fits = true;
  for_each_table(data_, [&](auto& table) {
    using table_type = std::remove_cvref_t<decltype(table)>;
    using item = item_of<table_type>;
    const auto bytes = header.bytes[number++];
    fits = fits && bytes <= size_ - at && bytes % sizeof(item) == 0;
    if (!fits) return;
    table = table_type(reinterpret_cast<const item*>(bytes_.get() + at), bytes / sizeof(item));
    at = std::min(size_, at + aligned(bytes));
  });
  return fits && at == size_;
}

std::optional<index_image> index_image::open(std::unique_ptr<std::byte[]> bytes, std::size_t size,
                                             std::uint64_t made_by) {
  image_header header;
  const auto wanted = header.magic;
  if (size < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes.get(), sizeof(header));
  if (header.magic != wanted || header.form != form || header.made_by != made_by || header.size != size)
    return std::nullopt;
  if (header.checksum != checksum_of_image(bytes.get(), size)) return std::nullopt;
  index_image out;
  out.bytes_ = std::move(bytes);
  out.size_ = size;
  if (!out.look()) return std::nullopt;
  return out;
}

std::string_view index_image::bytes(std::uint64_t made_by) {
  if (size_ == 0) return {};
  image_header header;
  std::memcpy(&header, bytes_.get(), sizeof(header));
  header.made_by = made_by;
  header.checksum = checksum_of_image(bytes_.get(), size_);
  std::memcpy(bytes_.get(), &header, sizeof(header));
  return {reinterpret_cast<const char*>(bytes_.get()), size_};
}

}  // namespace fm::knowledge
