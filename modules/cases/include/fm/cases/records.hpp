#pragma once
// What the cases module keeps: cases, their messages, hypotheses and solutions.
#include <fm/actors/context.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::cases {

/// A case as it is stored. Times are microseconds since 1970 UTC, 0 for never. In lists `context` and
/// `metadata` are left out.
struct case_record {
  std::string id;
  std::string owner;
  std::string title;
  std::string description;
  std::string status = "consulting";  ///< consulting, investigating, resolved, closed
  std::string priority = "medium";    ///< low, medium, high, critical
  std::string category;               ///< empty for none
  std::vector<std::string> tags;
  std::string context;   ///< JSON object: the case data
  std::string metadata;  ///< JSON object: status history, investigation state
  micros created = 0;
  micros updated = 0;
  micros resolved = 0;
  micros closed = 0;
  std::uint64_t version = 1;         ///< raised by every change
  std::uint32_t turns = 0;           ///< of the investigation so far
  std::string title_kind = "given";  ///< given, automatic (Case-MMDD-N), derived (from what the case holds)
  std::string closure_reason;        ///< why it was closed; empty while it is not
  std::uint32_t message_count = 0;
  bool operator==(const case_record&) const = default;
};

struct case_message {
  std::string id;
  std::string case_id;
  std::string role;  ///< user, assistant, system
  std::string content;
  std::string metadata;  ///< JSON object or empty
  std::uint32_t turn = 0;
  std::string state = "done";  ///< of a question: asked, answered, failed; of any other message: done
  std::string reply_to;        ///< of an answer: the id of its question
  micros created = 0;
};

struct hypothesis_record {
  std::string id;
  std::string case_id;
  std::string title;
  std::string description;
  double confidence = -1;  ///< 0..1; negative when nobody said
  std::string status = "captured";
  bool validated = false;
  std::string notes;
  std::string origin = "user";  ///< or what the agent knows it by from turn to turn
  micros created = 0;
  micros updated = 0;
};

struct solution_record {
  std::string id;
  std::string case_id;
  std::string title;
  std::string description;
  std::vector<std::string> steps;
  bool implemented = false;
  micros created = 0;
};

}  // namespace fm::cases
