#pragma once
// Which hypotheses of a case rest on a piece of evidence.
#include <fm/evidence/messages.hpp>

#include <optional>
#include <vector>

namespace fm::evidence {

/// A hypothesis of the investigation rests on the facts of its rule whose subject it names; one of a person
/// on what its text names: the file, or the evidence's id. Nothing when it rests on none of it.
std::optional<citing_hypothesis> citation_of(const case_hypothesis& h, const evidence_record& e,
                                             const std::vector<digest>& found);

/// A sentence on what a file is and shows.
std::string summary_of(const digest& found);

}  // namespace fm::evidence
