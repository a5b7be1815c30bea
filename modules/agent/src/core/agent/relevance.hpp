#pragma once
// How much a fact has to do with what the question names.
#include "agent/question.hpp"

#include <fm/agent/messages.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Matches the question's names and words with facts and files.
class relevance {
 public:
  relevance(const question_scope& asked, const std::vector<evidence::digest>& digests);

  /// 0..1; 1 when the fact is about an object that the question names, .5 when the question names nothing
  /// known.
  double of(const evidence::fact& f) const;

  /// 1 when the name of the file holds a name of the question, else 0.
  double of_file(const evidence::digest& d) const;

  /// Whether the fact, or the name of its file, tells of that name.
  bool names(const evidence::fact& f, const std::string& name) const;

  const std::vector<std::string>& known() const { return known_; }
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  double match(const evidence::fact& f, const std::string& name) const;
  double name_match(const evidence::fact& f) const;
  double word_match(const evidence::fact& f) const;

  std::vector<std::string> known_, unknown_;
  std::vector<std::string> words_;
  std::vector<std::string> file_names_;
};

/// How well `name` (from the question) fits `candidate` (from the evidence): 1 equal, .9 one is the beginning
/// of the other up to a joint (`cart` and `cart-7d9f`), .8 it stands inside between joints, else 0.
double name_similarity(std::string_view name, std::string_view candidate);

}  // namespace fm::agent
