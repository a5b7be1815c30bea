#include "support.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace documents_test;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(datasets)

BOOST_AUTO_TEST_CASE(the_documents_of_every_recorded_incident_show_trouble_or_health) {
  const char* given = std::getenv("FM_DATASETS");
  const fs::path root = fs::path(given ? given : "../shared/data") / "incidents";
  if (!fs::is_directory(root)) {
    BOOST_TEST_MESSAGE("no incidents at " << root.string() << ": skipped");
    return;
  }
  for (const auto& incident : fs::directory_iterator(root)) {
    if (!incident.is_directory() || !fs::is_directory(incident.path() / "evidence")) continue;
    BOOST_TEST_CONTEXT(incident.path().filename().string()) {
      std::vector<fs::path> files;
      for (const auto& f : fs::recursive_directory_iterator(incident.path() / "evidence"))
        if (f.is_regular_file()) files.push_back(f.path());
      std::sort(files.begin(), files.end());
      cluster_model together;
      std::vector<std::string> texts;
      std::vector<fact> facts;
      std::size_t documents = 0;
      for (const auto& f : files) {
        std::ifstream in(f, std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        texts.push_back(text.str());
        const auto name = f.filename().string();
        const auto what = recognise_document(texts.back(), name);
        if (what == kind::log || what == kind::text) continue;
        ++documents;
        const auto number = static_cast<std::uint32_t>(texts.size());
        const auto read = read_document(number, what, name, texts.back());
        check_grounded(read, texts.back());
        facts.insert(facts.end(), read.facts.begin(), read.facts.end());
        together.add(number, what, name, texts.back());
      }
      for (const auto& f : together.facts()) {
        check_grounded(f, texts[f.evidence - 1]);
        facts.push_back(f);
      }
      const bool says =
          std::any_of(facts.begin(), facts.end(), [](const fact& f) { return f.role != role::context; });
      BOOST_TEST((documents == 0 || says));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
