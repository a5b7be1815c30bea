#pragma once
// Short ways to answer database messages by hand, and to run a store's operations on a real database.
#include <fm/providers/database.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

inline db::row_set rows(std::vector<db::row> all) {
  db::row_set out;
  out.changed = static_cast<std::int64_t>(all.size());
  out.rows = std::move(all);
  return out;
}
inline db::unit_result sets(std::vector<db::row_set> all) { return {std::move(all)}; }
inline db::row_set number(std::int64_t n) { return rows({{db::value(n)}}); }

/// A database for a store's tests; what fails throws with the failure's text.
class store_fixture {
 public:
  explicit store_fixture(std::unique_ptr<db::database> d)
      : database_(std::move(d)), reader_(database_->reader()), writer_(database_->writer()) {}

  db::row_set read(const db::operation& what) {
    auto r = reader_->read(what);
    if (!r) throw std::runtime_error(what.name + ": " + r.error().text);
    return std::move(*r);
  }
  db::unit_result write(std::vector<db::operation> unit) {
    auto r = try_write(std::move(unit));
    if (!r) throw std::runtime_error(r.error().text);
    return std::move(*r);
  }
  outcome<db::unit_result> try_write(std::vector<db::operation> unit) {
    db::transact t{std::move(unit)};
    const db::transact* one = &t;
    return std::move(writer_->write({&one, 1}).at(0));
  }

 private:
  std::unique_ptr<db::database> database_;
  std::unique_ptr<db::connection> reader_;
  std::unique_ptr<db::connection> writer_;
};

}  // namespace fm::test
