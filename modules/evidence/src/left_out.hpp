#pragma once
// Files that had to be left out, told in few sentences however many they are.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace fm::evidence {

class left_out_files {
 public:
  /// `what` reads after the names: "were not checked against the others: ...".
  explicit left_out_files(std::string what) : what_(std::move(what)) {}

  void add(std::string name) {
    ++count_;
    constexpr std::size_t most_named = 20;
    if (names_.size() < most_named) names_.push_back(std::move(name));
  }

  /// Adds the sentence, if there is anything to say.
  void say(std::vector<std::string>& to) const {
    if (count_ == 0) return;
    std::string text;
    for (const auto& name : names_) text += (text.empty() ? "'" : ", '") + name + "'";
    if (count_ > names_.size()) text += " and " + std::to_string(count_ - names_.size()) + " more";
    to.push_back(text + " " + what_);
  }

 private:
  std::string what_;
  std::vector<std::string> names_;
  std::size_t count_ = 0;
};

}  // namespace fm::evidence
