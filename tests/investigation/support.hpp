#pragma once
// Short ways to say what an investigation holds.
#include "investigation/hypothesis_manager.hpp"
#include "investigation/state.hpp"
#include "investigation/turn.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

namespace fm::investigation {

/// Words of enumerations in what a test prints.
template <class E>
requires std::is_enum_v<E> && requires { words<E>::all; }
std::ostream& operator<<(std::ostream& out, E e) { return out << word(e); }

}  // namespace fm::investigation

namespace fm::test {

namespace inv = investigation;

inline inv::hypothesis held(const std::string& id, inv::hypothesis_status status, double likelihood,
                            const std::string& category = "network", std::uint32_t idle = 0) {
  inv::hypothesis h;
  h.id = id;
  h.origin = "agent:" + id;
  h.statement = "statement of " + id;
  h.category = category;
  h.status = status;
  h.likelihood = h.initial_likelihood = h.stated = h.weighed = likelihood;
  h.iterations_without_progress = idle;
  return h;
}

inline inv::stated_hypothesis stated(const std::string& id, double likelihood,
                                     std::vector<std::string> supporting = {},
                                     std::vector<std::string> refuting = {}) {
  inv::stated_hypothesis s;
  s.id = id;
  s.origin = "agent:" + id;
  s.statement = "statement of " + id;
  s.category = "network";
  s.likelihood = likelihood;
  s.supporting = std::move(supporting);
  s.refuting = std::move(refuting);
  return s;
}

/// The rows that a program would have stored for the hypotheses of a state.
inline std::vector<inv::known_hypothesis> rows_of(const inv::state& s) {
  std::vector<inv::known_hypothesis> out;
  for (const auto& h : s.hypotheses) out.push_back({h.id, h.origin, h.statement, h.status, h.likelihood});
  return out;
}

/// A turn in which the agent looked at the evidence of a case under investigation.
inline inv::turn_input turn(const inv::state& s, std::uint32_t number) {
  inv::turn_input in;
  in.case_id = "0190f6b0-7b1c-7a40-9d2e-0f4b6c1d2e3f";
  in.turn = number;
  in.now = 1'000'000'000'000'000 + number * 1'000'000;
  in.stage = inv::case_stage::investigating;
  in.question = "and now?";
  in.said = "the pool is too small";
  in.looked = true;
  in.rows = rows_of(s);
  return in;
}

}  // namespace fm::test
