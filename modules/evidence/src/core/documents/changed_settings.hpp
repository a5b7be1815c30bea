#pragma once
// Two states of one configuration: which settings differ.
#include "documents/setting_lines.hpp"
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Collects the configurations of an incident; two of them are states of one when they are of one kind, their
/// names differ in nothing but what tells states apart, and most of their settings are the same.
class changed_settings {
 public:
  void add(std::uint32_t evidence, kind what, std::string_view name, std::string_view text);
  /// For each setting that differs, a fact of the earlier file with `key` and `old`, and one of the later
  /// with `key` and `new`.
  std::vector<fact> facts() const;

 private:
  struct configuration {
    std::uint32_t evidence = 0;
    kind what = kind::config;
    std::string name;
    std::vector<placed_setting> settings;
  };
  static bool are_states_of_one(const configuration& a, const configuration& b);
  static void compare(const configuration& old, const configuration& now, std::vector<fact>& out);

  std::vector<configuration> all_;
};

}  // namespace fm::evidence
