#pragma once
// Builds facts so that every slot and quote really stands in a cited line.
#include "documents/document_reader.hpp"
#include "documents/text.hpp"
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What every reader of one document holds: which file, its lines, and where the results go.
struct reading {
  std::uint32_t evidence;
  const text_lines& lines;
  document_facts& out;

  /// Adds free text found in the line; text that does not stand there letter by letter is left out.
  void embed(std::uint64_t line, std::string_view text, std::string_view subject) const;
};

/// A fact under construction. A slot whose value does not stand in the given line is left out.
class fact_draft {
 public:
  fact_draft(std::uint32_t evidence, const text_lines& lines, std::string_view rule, role r, double weight);

  fact_draft& about(std::string_view subject);
  fact_draft& named(std::string_view name);
  fact_draft& named(const std::vector<std::string>& names);
  fact_draft& cite(std::uint64_t line);
  fact_draft& slot(std::string_view name, std::string_view value, std::uint64_t line);
  /// As `slot`, with the first line of the range that holds the value.
  fact_draft& slot_within(std::string_view name, std::string_view value, std::uint64_t first,
                          std::uint64_t last);
  /// The line to quote; with `part` only that part of it.
  fact_draft& quote(std::uint64_t line, std::string_view part = {});
  fact_draft& times(micros first, micros last);
  fact_draft& count(std::uint64_t n);
  fact_draft& level(severity s);
  fact_draft& weight(double w);
  fact_draft& as(role r);
  bool has_slot(std::string_view name) const;
  /// The finished fact; without any cited line it has the rule ""; add it through `add`.
  fact take();
  /// Finishes the fact and adds it to `facts`, unless no line shows it.
  void add(std::vector<fact>& facts);

 private:
  const text_lines& lines_;
  fact fact_;
  std::vector<std::uint64_t> cited_;
};

/// Merges facts that say the same (rule, subject, and slots that do not differ) and bounds their number.
void merge_facts(std::vector<fact>& facts, std::size_t most);

/// Adds the lines, names, count and missing slots of `from`; the heavier of both is quoted.
void join_facts(fact& into, fact&& from);

}  // namespace fm::evidence
