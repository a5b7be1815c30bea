#pragma once
// What is expected of the answer to an incident, and whether an answer is that.
#include <fm/agent/messages.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evaluation {

/// Where of an answer a condition looks.
enum class place : std::uint8_t {
  top,     ///< the first sentence of the conclusion, and the first hypothesis
  first,   ///< the first sentence
  answer,  ///< the conclusion
  all      ///< the whole answer
};

/// `must (WHERE): REGEX` or `must not (WHERE): REGEX`, with the syntax of RE2.
struct condition {
  bool must = true;
  place where = place::top;
  std::string pattern;
};

/// The conditions of an expected.txt; other lines of it are the truth in words.
struct expectation {
  std::vector<condition> conditions;
  std::string fault;  ///< a sentence about what makes it unusable; empty when it can be used
};

/// Reads expected.txt. Unusable without a `must`, with another place, and with a pattern that RE2 does not
/// take. At most 100 conditions.
expectation read_expected(std::string_view text);

/// What becomes of a run, from the worst to the best; `not_run` is neither.
enum class standing : std::uint8_t {
  not_run,
  wrong,   ///< it claims what is not so, and none of the facts
  unsure,  ///< none of the facts, but it does not claim to know
  partly,  ///< some of the facts, or all of them with what must not be said
  right    ///< all conditions hold
};
/// "not run", "wrong" ...
std::string_view word_of(standing s);

/// How an answer compares with what is expected.
struct judgement {
  standing how = standing::not_run;
  std::uint32_t facts = 0;         ///< conditions with `must`
  std::uint32_t found = 0;         ///< of those, how many hold
  std::vector<std::string> unmet;  ///< "lacks REGEX", "has REGEX"
};

/// `what` has to be usable.
judgement judge(const expectation& what, const agent::investigation& answer);

}  // namespace fm::evaluation
