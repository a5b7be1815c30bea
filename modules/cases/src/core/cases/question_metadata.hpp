#pragma once
// What is kept with a question beside its words, so that it can be answered later.
#include <fm/cases/turns.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

struct kept_request {
  std::vector<std::string> files;  ///< ids of the evidence that came with it
  bool with_runbooks = true;
  turn_intent intent{};
  std::string client_key{};  ///< under which it was asked
};

/// A JSON object; empty when the words say it all.
std::string question_metadata(const kept_request& r);
/// Reads it back; what is not there is as a client that said nothing of it meant it.
kept_request request_of(std::string_view metadata);

}  // namespace fm::cases
