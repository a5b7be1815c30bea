#include "grouping_accuracy.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using fm::evidence::grouping_of;

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> servers() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(FM_TEMPLATE_DATA))
    if (file.path().extension() == ".log") names.push_back(file.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(template_accuracy)

BOOST_DATA_TEST_CASE(whole_lines_of_real_servers_are_grouped_as_people_group_them,
                     boost::unit_test::data::make(servers()), server) {
  const std::filesystem::path data(FM_TEMPLATE_DATA);
  auto result =
      grouping_of(content(data / (server + ".log")), lines_of(content(data / (server + ".labels"))));
  BOOST_TEST_MESSAGE(server << ": grouping accuracy " << result.accuracy() << "\n" << result.mistakes);
  BOOST_TEST(result.lines == 300u);
  BOOST_TEST(result.accuracy() >= .80);
}

BOOST_AUTO_TEST_CASE(at_least_two_servers_are_labelled) { BOOST_TEST(servers().size() >= 2u); }

BOOST_AUTO_TEST_SUITE_END()
