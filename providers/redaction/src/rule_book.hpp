#pragma once
// What operators' rules are read into.
#include "finding.hpp"
#include "fm/redaction/own_rules.hpp"

#include <memory>
#include <string>
#include <vector>

namespace fm::redaction {

struct own_rules::rule {
  std::string word;
  std::string literal;                ///< when there is no pattern
  std::unique_ptr<re2::RE2> pattern;  ///< its group, or else all of it, is replaced
};
struct own_rules::book {
  std::vector<rule> rules;
};

/// What the operators' rules find; nobody knows how far their patterns look ahead, so these alone may take
/// more than linear time.
void find_own(const own_rules& rules, const scan& s);

}  // namespace fm::redaction
