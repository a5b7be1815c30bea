#pragma once
// What the evaluations share: runbooks and questions from disk, and the figures.
#include "knowledge/page.hpp"
#include "knowledge/search_index.hpp"

#include <string>
#include <vector>

namespace fm::knowledge::test {

struct question {
  std::string id;
  std::string text;
  std::vector<std::string> relevant;  ///< paths; empty when nothing is the right answer
};

/// The pages under `docs/examples/runbooks`, by path.
std::vector<document> example_runbooks();
/// All Markdown files under a folder, with paths relative to it.
std::vector<document> read_documents(const std::string& folder);
/// One JSON object per line: `id`, `query`, `relevant`.
std::vector<question> read_questions(const std::string& file);
search_index index_of(const std::vector<document>& documents);

/// 1 / rank of the first relevant path among the first ten, or 0.
double reciprocal_rank(const std::vector<std::string>& paths, const std::vector<std::string>& relevant);
std::vector<std::string> paths_of(const std::vector<passage>& passages);

}  // namespace fm::knowledge::test
