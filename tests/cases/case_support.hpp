#pragma once
// A case that is fed by hand.
#include "case_step.hpp"
#include "case_store.hpp"
#include "message_store.hpp"

#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
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
  /// Answers a unit as if each operation had changed one row.
  void stored(origin at) {
    db::unit_result r;
    r.sets.resize(9);
    answer(at, r);
  }
};

using names = std::vector<std::string>;

}  // namespace fm::test
