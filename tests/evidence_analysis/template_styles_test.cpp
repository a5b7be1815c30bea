#include "grouping_accuracy.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

using fm::evidence::grouping_of;

namespace {

std::vector<std::string> styles() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(FM_STYLE_DATA))
    if (file.path().extension() == ".tsv") names.push_back(file.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(template_styles)

BOOST_DATA_TEST_CASE(heads_and_masks_hold_on_many_ways_of_writing_logs, boost::unit_test::data::make(styles()),
                     style) {
  std::ifstream in(std::filesystem::path(FM_STYLE_DATA) / (style + ".tsv"));
  std::string log;
  std::vector<std::string> labels;
  for (std::string line; std::getline(in, line);) {
    auto tab = line.find('\t');
    BOOST_TEST_REQUIRE(tab != std::string::npos);
    labels.push_back(line.substr(0, tab));
    log += line.substr(tab + 1) + "\n";
  }
  auto result = grouping_of(log, labels);
  BOOST_TEST_MESSAGE(style << ": grouping accuracy " << result.accuracy() << "\n" << result.mistakes);
  BOOST_TEST(result.lines >= 30u);
  BOOST_TEST(result.accuracy() >= .80);
}

BOOST_AUTO_TEST_CASE(at_least_eight_styles_are_tried) { BOOST_TEST(styles().size() >= 8u); }

BOOST_AUTO_TEST_SUITE_END()
