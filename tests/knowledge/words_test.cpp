#include "knowledge/words.hpp"

#include "knowledge/stemmer.hpp"
#include "knowledge/variants.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace fm::knowledge;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for_each_word(text, [&out](std::string_view word, std::size_t) { out.emplace_back(word); });
  return out;
}

std::vector<std::string> terms_of(std::string_view text) {
  std::vector<std::string> out;
  for_each_word(text, [&out](std::string_view word, std::size_t) {
    for (const term_text& t : terms_of_word(word)) out.push_back(t.text);
  });
  return out;
}

}  // namespace

#define CHECK_LIST(actual, ...) \
  BOOST_TEST(actual == (std::vector<std::string>{__VA_ARGS__}), boost::test_tools::per_element())

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(stems_are_those_of_the_published_algorithm) {
  const std::pair<const char*, const char*> samples[] = {
      {"consign", "consign"},
      {"consigned", "consign"},
      {"consigning", "consign"},
      {"consistency", "consist"},
      {"consolation", "consol"},
      {"consolingly", "consol"},
      {"knightly", "knight"},
      {"kneeling", "kneel"},
      {"knives", "knive"},
      {"generate", "generat"},
      {"general", "general"},
      {"generous", "generous"},
      {"happy", "happi"},
      {"hopping", "hop"},
      {"hoping", "hope"},
      {"bed", "bed"},
      {"agreed", "agre"},
      {"rational", "ration"},
      {"conditional", "condit"},
      {"dying", "die"},
      {"ties", "tie"},
      {"cries", "cri"},
      {"gas", "gas"},
      {"kiwis", "kiwi"},
      {"exceeded", "exceed"},
      {"proceedings", "proceed"},
      {"controlling", "control"},
      {"replication", "replic"},
      {"failures", "failur"},
      {"authentication", "authent"},
      {"certificates", "certif"},
      {"relational", "relat"},
      {"by", "by"},
      {"say", "say"},
      {"youth", "youth"},
      {"boy", "boy"},
  };
  for (auto [word, stem] : samples) BOOST_TEST(stem_english(word) == stem, word);
}

BOOST_AUTO_TEST_CASE(identifiers_give_themselves_and_their_parts) {
  CHECK_LIST(terms_of("KubePodCrashLooping"), "kubepodcrashloop", "kube", "pod", "crash", "loop");
  CHECK_LIST(terms_of("CPUThrottlingHigh"), "cputhrottlinghigh", "cpu", "throttl", "high");
  CHECK_LIST(terms_of("max_connections"), "maxconnect", "max", "connect");
  CHECK_LIST(terms_of("kube-state-metrics"), "kubestatemetr", "kube", "state", "metric");
}

BOOST_AUTO_TEST_CASE(words_end_where_operators_end_them) {
  CHECK_LIST(words_of("pod/cart-7d9f: can't open 10.0.3.17:8080, 99.9% of v1.2"), "pod", "cart-7d9f", "can't",
             "open", "10.0.3.17", "8080", "99.9", "of", "v1.2");
  CHECK_LIST(words_of("Grüße, Ünïcode — naïve"), "Grüße", "Ünïcode", "naïve");
  BOOST_TEST(words_of(std::string(1000, 'a')).empty());
}

BOOST_AUTO_TEST_CASE(accents_and_spelling_variants_meet) {
  CHECK_LIST(terms_of("Ünïcode NAÏVE"), "unicod", "naiv");
  BOOST_TEST(terms_of("synchronised") == terms_of("synchronized"));
  CHECK_LIST(terms_of("504s"), "504");
}

BOOST_AUTO_TEST_CASE(addresses_and_stop_words_are_no_terms) {
  BOOST_TEST(terms_of("the 10.0.3.17 is a").empty());
}

BOOST_AUTO_TEST_CASE(shapes_tell_words_from_quantities_and_generated_names) {
  auto shape = [](std::string_view word) { return terms_of_word(word).front().shape; };
  BOOST_TEST((shape("x509") == term_shape::word));
  BOOST_TEST((shape("k8s") == term_shape::word));
  BOOST_TEST((shape("137") == term_shape::number));
  BOOST_TEST((shape("15m") == term_shape::quantity));
  BOOST_TEST((shape("99th") == term_shape::quantity));
  BOOST_TEST((shape("7d9f8") == term_shape::identifier));
}

BOOST_AUTO_TEST_CASE(variants_go_both_ways_with_a_weight_below_one) {
  auto has = [](std::string_view from, std::string_view to) {
    for (const variant& v : variants_of(from)) {
      if (v.term == to) return v.weight > 0 && v.weight < 1;
    }
    return false;
  };
  BOOST_TEST(has("k8s", "kubernet"));
  BOOST_TEST(has("kubernet", "k8s"));
  BOOST_TEST(has("pvc", "persistentvolumeclaim"));
  BOOST_TEST(variants_of("zebra").empty());
  BOOST_TEST(term_of_phrase("bad", "gateway") == "502");
}

BOOST_AUTO_TEST_SUITE_END()
