#include "evaluation.hpp"

#include "fm/json/value.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fm::knowledge::test {

std::vector<document> read_documents(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<document> out;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".md") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    out.push_back({fs::relative(entry.path(), folder).generic_string(), bytes.str()});
  }
  std::sort(out.begin(), out.end(), [](const document& a, const document& b) { return a.path < b.path; });
  return out;
}

std::vector<document> example_runbooks() { return read_documents("docs/examples/runbooks"); }

std::vector<question> read_questions(const std::string& file) {
  std::vector<question> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    json::parsed read = json::parse(line);
    question q;
    q.id = *read.root.find("id")->as_string();
    q.text = *read.root.find("query")->as_string();
    for (const json::value& path : *read.root.find("relevant")->as_array())
      q.relevant.push_back(*path.as_string());
    out.push_back(std::move(q));
  }
  return out;
}

search_index index_of(const std::vector<document>& documents) {
  search_index::builder builder;
  for (const document& d : documents) builder.add(d);
  return builder.build();
}

double reciprocal_rank(const std::vector<std::string>& paths, const std::vector<std::string>& relevant) {
  for (std::size_t i = 0; i < paths.size() && i < 10; ++i) {
    if (std::find(relevant.begin(), relevant.end(), paths[i]) != relevant.end())
      return 1.0 / static_cast<double>(i + 1);
  }
  return 0;
}

std::vector<std::string> paths_of(const std::vector<passage>& passages) {
  std::vector<std::string> out;
  for (const passage& p : passages) out.push_back(p.path);
  return out;
}

}  // namespace fm::knowledge::test
