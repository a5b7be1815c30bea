// Indexes that are stored, loaded, and built out of older ones.
#include "knowledge/search_index.hpp"
#include "knowledge/similarity.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace fm::knowledge;

namespace {

std::vector<document> some_documents(std::size_t count) {
  std::mt19937 random(7);
  const std::vector<std::string> words{"disk",        "full",      "postgres",  "replication", "lag",
                                       "timeout",     "broker",    "partition", "leader",      "election",
                                       "certificate", "expired",   "node",      "pressure",    "evicted",
                                       "memory",      "throttled", "gateway"};
  std::vector<document> out;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text = "# About " + words[i % words.size()] + " " + std::to_string(i) + "\n\n";
    for (int section = 0; section < 4; ++section) {
      text += "## " + words[random() % words.size()] + " " + words[random() % words.size()] + "\n\n";
      for (int n = 0; n < 60; ++n) text += words[random() % words.size()] + (n % 12 == 11 ? ".\n" : " ");
      text += "own" + std::to_string(i) + "word\n\n";
    }
    document d{"folder/page" + std::to_string(i) + ".md", text, "id-" + std::to_string(i), "Title"};
    d.mark = 1000 + i;
    out.push_back(std::move(d));
  }
  return out;
}

search_index index_of(const std::vector<document>& documents) {
  search_index::builder builder;
  for (const auto& d : documents) builder.add(d);
  return builder.build();
}

std::unique_ptr<std::byte[]> copy_of(std::string_view bytes) {
  auto out = std::make_unique<std::byte[]>(bytes.size());
  std::memcpy(out.get(), bytes.data(), bytes.size());
  return out;
}

const std::vector<std::string> queries{"postgres replication lag", "why is the disk full",
                                       "certificate expired",      "broker leader election",
                                       "node evicted by presure",  "own3word",
                                       "replicationlag timeouts",  "nothing of this kind"};

void check_same_answers(const search_index& a, const search_index& b) {
  search_options always;
  always.always = true;
  for (const auto& q : queries)
    for (const auto& how : {search_options{}, always}) {
      const auto one = a.search(q, how), other = b.search(q, how);
      BOOST_TEST((one == other), q);
    }
  const auto words = telling_words(a, "id-3");
  const auto same = telling_words(b, "id-3");
  BOOST_TEST_REQUIRE(words.size() == same.size());
  for (std::size_t i = 0; i < words.size(); ++i) BOOST_TEST(words[i].term == same[i].term);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stored_indexes)

BOOST_AUTO_TEST_CASE(a_stored_index_answers_like_the_one_that_was_built) {
  auto built = index_of(some_documents(40));
  const auto bytes = built.image();
  auto loaded = search_index::open(copy_of(bytes), bytes.size());
  BOOST_TEST_REQUIRE(loaded.has_value());
  BOOST_TEST(loaded->pages() == 40u);
  BOOST_TEST(loaded->chunks() == built.chunks());
  check_same_answers(built, *loaded);
}

BOOST_AUTO_TEST_CASE(any_changed_byte_and_any_shorter_file_is_refused) {
  auto built = index_of(some_documents(3));
  const std::string bytes(built.image());
  std::mt19937 random(11);
  for (int i = 0; i < 400; ++i) {
    auto damaged = copy_of(bytes);
    const auto at = i < 120 ? static_cast<std::size_t>(i) : random() % bytes.size();
    damaged[at] ^= std::byte{static_cast<unsigned char>(1u << (i % 8))};
    BOOST_TEST(!search_index::open(std::move(damaged), bytes.size()).has_value(), at);
  }
  for (std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{200}, bytes.size() - 1})
    BOOST_TEST(!search_index::open(copy_of(std::string_view(bytes).substr(0, size)), size).has_value());
}

BOOST_AUTO_TEST_CASE(an_index_built_out_of_an_older_one_is_the_same_as_one_built_from_the_texts) {
  auto documents = some_documents(40);
  const std::vector<document> first(documents.begin(), documents.begin() + 30);
  const auto old = index_of(first);
  // Ten are new, five have gone, one has changed.
  documents.erase(documents.begin() + 5, documents.begin() + 10);
  documents[3].bytes += "\n## Postscript\n\nAnother sentence about replication.\n";
  documents[3].mark = 1;
  search_index::builder builder;
  for (const auto& d : documents) {
    bool kept = false;
    for (std::size_t p = 0; p < old.pages(); ++p)
      if (old.page_at(p).id == d.id && old.page_at(p).mark == d.mark) {
        BOOST_TEST(builder.keep(old, p) > 0u);
        kept = true;
      }
    if (!kept) builder.add(d);
  }
  const auto grown = builder.build();
  const auto whole = index_of(documents);
  BOOST_TEST(grown.pages() == documents.size());
  BOOST_TEST(grown.figures().terms == whole.figures().terms);  // words of what has gone are gone
  BOOST_TEST(grown.figures().bytes == whole.figures().bytes);
  check_same_answers(grown, whole);
}

BOOST_AUTO_TEST_CASE(a_document_of_too_many_different_words_is_read_no_further) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "w" + std::to_string(i) + (i % 10 == 9 ? ".\n\n" : " ");
  read_limits limits;
  limits.words = 10'000;
  search_index::builder builder(limits);
  builder.add({"words.txt", text});
  BOOST_TEST(builder.words() > 10'000u);
  BOOST_TEST(builder.words() < 12'000u);
}

BOOST_AUTO_TEST_CASE(an_empty_index_is_stored_too_and_finds_nothing) {
  auto empty = index_of({});
  const auto bytes = empty.image();
  auto loaded = search_index::open(copy_of(bytes), bytes.size());
  BOOST_TEST_REQUIRE(loaded.has_value());
  BOOST_TEST(loaded->search("disk full").empty());
  BOOST_TEST(search_index().search("disk full").empty());
}

BOOST_AUTO_TEST_SUITE_END()
