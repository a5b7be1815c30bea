#pragma once
// What the workers of the database gates do.
#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>
#include <fm/providers/database.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace fm::db {

class reader_job {
 public:
  using takes = fm::takes<query>;

  explicit reader_job(const std::shared_ptr<database>& from) : database_(from), connection_(from->reader()) {}
  outcome<row_set> run(const query& m, actors::worker_env& env);

 private:
  std::shared_ptr<database> database_;  // outlives its connection
  std::unique_ptr<connection> connection_;
};

/// Without a quick connection it is a reader like the others.
class lookup_job {
 public:
  using takes = fm::takes<lookup>;

  explicit lookup_job(const std::shared_ptr<database>& from)
      : database_(from), connection_(from->quick_reader()) {
    if (!connection_) connection_ = from->reader();
  }
  static constexpr std::size_t batch = 64;
  std::vector<outcome<row_set>> run_batch(std::span<const lookup* const> all, actors::worker_env&);

 private:
  std::shared_ptr<database> database_;
  std::unique_ptr<connection> connection_;
};

class writer_job {
 public:
  using takes = fm::takes<transact>;
  /// A longer batch gains nothing and makes its first member wait.
  static constexpr std::size_t batch = 256;

  explicit writer_job(const std::shared_ptr<database>& to) : database_(to), connection_(to->writer()) {}
  std::vector<outcome<unit_result>> run_batch(std::span<const transact* const> units,
                                              actors::worker_env& env);

 private:
  std::shared_ptr<database> database_;
  std::unique_ptr<connection> connection_;
};

}  // namespace fm::db
