#pragma once
// The baseline: plain BM25 over whole pages, k1 1.2, b 0.75, lower-case words of letters and digits, no
// stemming.
#include "knowledge/page.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge::test {

class whole_page_bm25 {
 public:
  explicit whole_page_bm25(const std::vector<document>& documents);
  /// Paths of the ten best pages with a score above zero.
  std::vector<std::string> search(std::string_view query) const;

 private:
  struct entry {
    std::string path;
    std::map<std::string, int> counts;
    double length = 0;
  };
  std::vector<entry> pages_;
  std::map<std::string, int> pages_with_;
  double mean_length_ = 1;
};

}  // namespace fm::knowledge::test
