#pragma once
// Counts the phrases that a question quotes, with the durations that their lines state.
#include <fm/evidence/messages.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Where phrases occur in the lines of one file, whatever the case; bounded memory.
class phrase_counter {
 public:
  /// At most four phrases are counted, each of at most 100 bytes.
  explicit phrase_counter(std::span<const std::string> phrases);

  bool empty() const { return all_.empty(); }
  /// Looks at a line; `asked` says whether it falls into the time of the question.
  void look(std::uint64_t number, std::string_view line, bool asked, micros time);
  /// Adds a fact of the rule `phrase_found` for each phrase that occurs. Of the durations in its lines the
  /// slots shortest, median, high (the 95th percentile by nearest rank) and longest.
  void report(digest& out) const;

 private:
  struct duration {
    double seconds = 0;
    std::uint64_t line = 0;
    std::string text{};
  };
  struct counted {
    std::string phrase;  // lower case
    fact found{};
    std::vector<duration> durations{};
  };
  std::vector<counted> all_;
};

}  // namespace fm::evidence
