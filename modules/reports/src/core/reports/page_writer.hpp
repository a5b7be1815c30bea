#pragma once
// Writes the blocks of a report, with the turns of phrase that all of them share.
#include <fm/agent/messages.hpp>
#include <fm/providers/document.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::reports {

/// "2026-11-23T15:24:06Z"; evidence keeps its fractions, a case's times are cut to seconds.
std::string evidence_time(micros t);
std::string case_time(micros t);
/// "2 h 5 min", "45 s".
std::string duration_text(micros t);
/// "0.98"
std::string likelihood_text(double likelihood);
/// "3 lines", "1 line"
std::string counted(std::uint64_t n, std::string_view one, std::string_view many);

/// "E1:L3-L5,L9"; more than a few ranges end with an ellipsis. Passages are "K1#anchor".
std::string citation_text(const agent::citation& c);
/// A claim with what shows it.
document::rich cited(const agent::claim& c);
/// Adds the citations to a text.
void add_citations(document::rich& to, const std::vector<agent::citation>& all);

class page_writer {
 public:
  explicit page_writer(document::page& page) : page_(page) {}

  void heading(std::string text, std::uint32_t level = 1);
  void paragraph(document::rich text);
  /// Nothing for an empty list.
  void bullets(std::vector<document::rich> items);
  void numbers(std::vector<document::rich> items);
  /// A table of `columns`; nothing when there are no rows below the head.
  void table(std::vector<document::rich> head, const std::vector<std::vector<document::rich>>& rows);
  void code(std::string text);
  /// Says what is not known and what would tell, instead of inventing it.
  void unknown(const std::string& what, const std::string& would_tell);

 private:
  document::page& page_;
};

}  // namespace fm::reports
