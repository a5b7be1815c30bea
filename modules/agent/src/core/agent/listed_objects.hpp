#pragma once
// Questions about one of many objects, or about their number, answered from lists of objects.
#include "agent/hypotheses.hpp"
#include "agent/relevance.hpp"

#include <vector>

namespace fm::agent {

constexpr double worth_telling = .2;  // a candidate below this weight is noise

/// Leaves what is about the objects that the question names, where anything is.
void keep_named(std::vector<candidate>& all);

/// In a list of objects, the trouble of the one that is asked for is told before the causes of others: those
/// may be its reason, but nothing says so.
std::vector<candidate> asked_first(std::vector<candidate> all, const investigation& of);

/// Trouble of other objects is no answer about one that the evidence does not know: that is said first.
void tell_stranger(investigation& out, const evidence::fact& best, const relevance& about);

/// Where the question asks what ended something, and what leads is about another object: what the evidence
/// says of the one that is asked for comes first, or that it says nothing. True when that is so: then the
/// question is not answered by what leads.
bool tell_ended(investigation& out, std::vector<candidate>& all, const std::string& ended,
                const relevance& about);

/// How many objects of a table are in each state that the question names.
void tell_counts(investigation& out);

}  // namespace fm::agent
