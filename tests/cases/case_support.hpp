#pragma once
// A case that is fed by hand.
#include "case_step.hpp"
#include "case_store.hpp"
#include "message_store.hpp"

#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace fm::test {

inline cases::case_record example_case() {
  cases::case_record c;
  c.id = "c1";
  c.owner = "ann";
  c.title = "Orders fail";
  c.context = "{}";
  c.metadata = "{}";
  c.created = c.updated = 1;
  return c;
}

/// The row of a case as the database gives it.
inline db::row_set rows_of(const cases::case_record& c) {
  db::row_set out;
  auto row = cases::store::insert_case(c).front().params;
  row.resize(17);  // without what it is found by
  row.emplace_back(c.context);
  row.emplace_back(c.metadata);
  out.rows.push_back(std::move(row));
  return out;
}

/// Drives one case: `load` answers its first read.
class case_hand : public hand<cases::case_state> {
 public:
  explicit case_hand(cases::options how = {}) : hand<cases::case_state>(std::string("c1"), how) {}

  void load(const cases::case_record& c = example_case()) {
    BOOST_TEST_REQUIRE(sent<db::lookup>());
    answer(at(), rows_of(c));
  }
  /// The names of the operations of the unit that output `i` sends.
  std::vector<std::string> unit(std::size_t i = 0) {
    std::vector<std::string> names;
    if (auto* t = sent<db::transact>(i))
      for (const auto& o : t->unit) names.push_back(o.name);
    return names;
  }
  /// The answer of a turn; what happened in it is told beside it. Null when there is none.
  const cases::turn_answer* answered() {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (auto* a = sent<cases::turn_answer>(i)) return a;
    return nullptr;
  }
  /// Why a turn failed, which is told as well. Null when none did.
  const failure* turn_failed() const {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (auto* why = failed(i)) return why;
    return nullptr;
  }
  /// The unit among what was sent that stores what `name` says; its names are empty when there is none.
  std::vector<std::string> unit_with(std::string_view name) {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (auto names = unit(i); std::find(names.begin(), names.end(), name) != names.end()) return names;
    return {};
  }
  /// Answers a unit as if each operation had changed one row.
  void stored(origin at) {
    db::unit_result r;
    r.sets.resize(9);
    answer(at, r);
  }
};

using names = std::vector<std::string>;

}  // namespace fm::test
