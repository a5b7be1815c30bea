#pragma once
// The life of hypotheses (contract/domain.md 5.6).
#include "investigation/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fm::investigation {

inline constexpr double supporting_step = .15;
inline constexpr double refuting_step = .20;
/// A change of a likelihood that counts as progress.
inline constexpr double progress_step = .05;
inline constexpr double decay_factor = .85;
/// Idle iterations from which on a likelihood decays.
inline constexpr std::uint32_t decays_from = 2;

/// clamp(initial + 0.15 × supporting − 0.20 × refuting, 0, 1).
double likelihood_of(double initial, std::size_t supporting, std::size_t refuting);
/// Whether a likelihood moved by 0.05 or more.
bool is_progress(double before, double after);
/// likelihood × 0.85^idle from two idle iterations on, before that the likelihood.
double decayed(double likelihood, std::uint32_t idle);
/// What an active hypothesis becomes: validated from 0.70 with two supporting items or more, refuted up to
/// 0.20 with two refuting ones or more, retired below 0.30. Another status than active stays.
hypothesis_status checked(hypothesis_status now, double likelihood, std::size_t supporting,
                          std::size_t refuting);

/// Neither retired, nor refuted, nor replaced.
bool is_live(const hypothesis& h);
/// The best three active ones above 0.2, best first: what is worth a test.
std::vector<const hypothesis*> testable(const std::vector<hypothesis>& all);
/// The best validated one of at least 0.70; null when there is none.
const hypothesis* best_validated(const std::vector<hypothesis>& all);
const hypothesis* find(const std::vector<hypothesis>& all, const std::string& id);

/// A hypothesis as the agent states it in a turn.
struct stated_hypothesis {
  std::string id;  ///< of its row
  std::string origin;
  std::string statement;
  std::string category;
  double likelihood = .5;
  std::vector<std::string> supporting;  ///< what each supporting item cites: its identity
  std::vector<std::string> refuting;
  std::string test_plan;
  std::string observation;
};

/// A hypothesis as its row has it, which the user may have changed.
struct known_hypothesis {
  std::string id;
  std::string origin;
  std::string statement;
  hypothesis_status status = hypothesis_status::captured;
  double likelihood = -1;  ///< negative when nobody said
};

/// Takes over what a row says that the state does not: a hypothesis that it does not know, a verdict of the
/// user, a likelihood of the user.
void take_row(std::vector<hypothesis>& all, const known_hypothesis& row, std::uint32_t turn);
/// Takes over all rows of a case, and forgets what has none.
void reconcile(std::vector<hypothesis>& all, const std::vector<known_hypothesis>& rows, std::uint32_t turn);

/// The user's word about a hypothesis; no rule changes it afterwards.
void decide(hypothesis& h, hypothesis_status verdict, std::uint32_t turn);

/// Enters what the agent states in a turn: new ones, known ones with new items or weighed anew. An item that
/// was counted in an earlier turn is not counted again. A verdict of the rules that new evidence contradicts
/// is reopened. A new one that rests on evidence is active, as is any from phase `hypothesis` on; others are
/// captured until then.
void restate(std::vector<hypothesis>& all, const std::vector<stated_hypothesis>& stated, phase in,
             std::uint32_t turn);

/// Ends an iteration: counts idle ones and lets those decay that the agent states no more, or from no
/// evidence.
void end_iteration(std::vector<hypothesis>& all, phase in, std::uint32_t turn);

}  // namespace fm::investigation
