#pragma once
// The built-in analyst: from facts and passages to an investigation, without a model.
#include "agent/question.hpp"

#include <fm/agent/messages.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Weighs the facts of all files for a question into hypotheses, a conclusion, a timeline and next steps.
/// The digests move into the result; `answer` and passages are added by `compose`.
investigation weigh(std::string question, const question_scope& asked, std::vector<evidence::digest> digests);

/// The answer to a question about a case that has no evidence that could be read: what is needed.
investigation without_evidence(std::string question);

/// What to search the runbooks for, in several wordings; empty when there is nothing to look up.
std::vector<std::string> runbook_queries(const investigation& found);

/// Adds the passages of one more wording: each page once with its best score, the three best that are near
/// the best.
void add_passages(std::vector<knowledge::passage>& all, std::vector<knowledge::passage> more);

/// Adds the passages that were found (best first) and writes the readable answer.
void compose(investigation& found, std::vector<knowledge::passage> passages);

}  // namespace fm::agent
