#pragma once
// Counts the lines that a question asks for, with the durations that they state.
#include "evidence/line_head.hpp"
#include "evidence/scope.hpp"

#include <fm/evidence/messages.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Where what a question quotes or counts stands in the lines of one file, whatever the case; bounded memory.
class line_counter {
 public:
  /// At most four things are counted, in lines of the time that is asked for.
  line_counter(std::span<const sought_lines> sought, const time_window& window);

  bool empty() const { return all_.empty(); }
  void look(std::uint64_t number, std::string_view line, const line_head& head);
  /// Adds a fact of the rule `phrase_found` for each thing that occurs, which its slot `asked` names. Its
  /// words are slots as the lines spell them: `phrase`, `alike` when there is a second spelling, `with` and
  /// `also` of further parts; `example` and `other` are two lines that differ in more than numbers. Of the
  /// durations in its lines the slots shortest, median, high (the 95th percentile by nearest rank) and
  /// longest.
  void report(digest& out) const;

 private:
  struct duration {
    double seconds = 0;
    std::uint64_t line = 0;
    std::string text{};
  };
  struct counted {
    sought_lines what;
    fact found{};
    std::vector<duration> durations{};
  };
  static void take(counted& c, std::uint64_t number, std::string_view line, micros time,
                   std::span<const std::string_view> words);

  time_window window_;
  std::vector<counted> all_;
};

}  // namespace fm::evidence
