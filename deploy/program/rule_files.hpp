#pragma once
// Rules from a folder of the user's, put to use beside the built-in ones.
#include "evidence/text_rules.hpp"

#include <fm/evidence/rule_book.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fm::program {

/// Packs that were read and made ready; `rules` is null when there are mistakes.
struct rules_loaded {
  std::shared_ptr<const evidence::text_rules> rules;
  std::vector<evidence::pack_mistake> mistakes;
  std::size_t own_packs = 0;
};

/// Reads the built-in packs and, unless `folder` is empty, its *.yaml and *.yml files in the order of their
/// names. Mistakes are those of expressions too; `thoroughly` compiles also those that are sure to compile.
rules_loaded load_rules(const std::string& folder, bool thoroughly);

/// A mistake as people see it: "disk.yaml:12: ...".
std::string text_of(const evidence::pack_mistake& m);

/// Loads the rules and puts them to use. False when a pack is wrong: that was said, and the rules in force
/// stay.
bool use_rules_of(const std::string& folder);

}  // namespace fm::program
