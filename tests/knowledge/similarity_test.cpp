// Which pages are about the same.
#include "knowledge/similarity.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::knowledge;

namespace {

search_index index_of(const std::vector<std::pair<std::string, std::string>>& pages) {
  search_index::builder b;
  for (const auto& [id, text] : pages) b.add({id + ".md", text, id, {}});
  for (int i = 0; i < 10; ++i) {
    auto n = std::to_string(i);
    b.add({"filler" + n + ".md",
           "# Chapter " + n + "\n\nGeneral remarks about working together.\n",
           "filler" + n,
           {}});
  }
  return b.build();
}
bool every(std::string_view) { return true; }

const std::string lag =
    "# Postgres replication lag\n\nThe standby falls behind the primary: look at wal senders.\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(similarity)

BOOST_AUTO_TEST_CASE(the_same_text_is_most_alike_and_another_subject_is_not) {
  auto index = index_of({{"a", lag},
                         {"same", lag},
                         {"near", "# Postgres replication stopped\n\nThe standby lost the primary.\n"},
                         {"far", "# Printer\n\nPaper jam in tray two.\n"}});
  auto found =
      similar_pages(index, telling_words(index, "a"), 10, [](std::string_view id) { return id != "a"; });
  BOOST_TEST_REQUIRE(found.size() >= 2u);
  BOOST_TEST(found[0].document_id == "same");
  BOOST_TEST(found[0].score > .99);
  BOOST_TEST(found[1].document_id == "near");
  BOOST_TEST(found[1].score < found[0].score);
  BOOST_TEST(found[0].text.find("standby") != std::string::npos);
  for (const auto& page : found) BOOST_TEST(page.document_id != "far");
}

BOOST_AUTO_TEST_CASE(words_of_one_index_find_pages_of_another) {
  auto own = index_of({{"a", lag}});
  auto other = index_of({{"b", lag}});
  auto found = similar_pages(other, telling_words(own, "a"), 10, every);
  BOOST_TEST_REQUIRE(!found.empty());
  BOOST_TEST(found[0].document_id == "b");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_like_nothing) {
  auto index = index_of({{"a", lag}});
  BOOST_TEST(telling_words(index, "unknown").empty());
  BOOST_TEST(similar_pages(index, {}, 10, every).empty());
  BOOST_TEST(similar_pages(index_of({}), telling_words(index, "a"), 0, every).empty());
  BOOST_TEST(telling_words(index, "a", 3).size() == 3u);
}

BOOST_AUTO_TEST_CASE(equally_similar_pages_stand_by_their_id) {
  auto index = index_of({{"a", lag}, {"c", lag}, {"b", lag}});
  auto found =
      similar_pages(index, telling_words(index, "a"), 2, [](std::string_view id) { return id != "a"; });
  BOOST_TEST(found.at(0).document_id == "b");
  BOOST_TEST(found.at(1).document_id == "c");
}

BOOST_AUTO_TEST_SUITE_END()
