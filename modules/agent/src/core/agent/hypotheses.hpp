#pragma once
// From facts to ranked hypotheses.
#include "agent/relevance.hpp"

#include <fm/agent/messages.hpp>
#include <fm/evidence/rule_book.hpp>

#include <vector>

namespace fm::agent {

/// Facts that tell of one thing: the hypothesis they make, before it is worded.
struct candidate {
  std::string key;                           ///< what tells it from others of its rule
  const evidence::rule* meaning = nullptr;   ///< of the book that was weighed with
  std::vector<const evidence::fact*> facts;  ///< most decisive first
  double weight = 0;                         ///< of the best fact, times its relevance
  double relevance = 0;                      ///< of the best fact
  double likelihood = 0;
  bool is_cause = false;
  bool is_explained = false;                     ///< another candidate is its reason: what to do stands there
  std::vector<const evidence::fact*> explained;  ///< symptoms that it would bring about
  std::vector<const evidence::fact*> against;    ///< facts that speak against it
  std::string against_reason;                    ///< in words, with `against`
};

/// Groups the facts of all files by what they tell of and weighs each group; most likely first.
///
/// likelihood = clamp(initial + .15 supporting - .20 refuting) as in contract/domain.md 5.6, with initial =
/// .2 + .35 weight. Supporting: a decisive fact; repetition; symptoms that it explains; that it names its
/// object. A group of symptoms alone stays under .5: it says what is wrong, not why. A rival cause of another
/// kind that is nearly as likely takes from both what would make them sure.
///
/// Causes that would show as the effect that `question` describes count in full, others a little less.
std::vector<candidate> weigh_candidates(const std::vector<evidence::digest>& digests, const relevance& about,
                                        const evidence::rule_book& rules, std::string_view question = {});

/// Whether the fact says which object of the system it is about: a slot that its rule calls the object, or
/// any name where the rule asks for none.
bool names_object(const evidence::fact& f, const evidence::rule& rule);

/// contract/domain.md 5.8: .85 verified, .70 confident, .50 probable, below speculation.
std::string_view level_of(double likelihood);

/// The most decisive fact of a candidate, with the time at which the first of its file began and the line
/// that shows it.
evidence::fact with_first_time(const candidate& c);

/// The claim that a fact makes, in the words of its rule, cited; slots are cut to `slot_words` words.
claim claim_of(const evidence::fact& f, std::string_view form, std::size_t slot_words = 24);

/// Lines of a fact as a citation.
citation cite(const evidence::fact& f);

}  // namespace fm::agent
