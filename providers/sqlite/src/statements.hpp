#pragma once
// The registered statements, as one connection runs them: prepared once, found by name.
#include "handle.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fm::sqlite {

/// A registered statement in SQLite's spelling.
struct spelt {
  std::string sql;
  std::string table;  ///< that it writes to
};
using registry = std::unordered_map<std::string, spelt>;

/// The statements of all schemas; fails for a name that is there twice.
outcome<registry> make_registry(const std::vector<db::schema>& schemas);

class statements {
 public:
  statements(const handle& db, const registry& known) : db_(db), known_(known) {}

  /// Runs an operation; with `read_only` one that writes is refused.
  outcome<db::row_set> run(const db::operation& what, bool read_only);
  /// Prepares every statement, to find those that the schema does not fit.
  outcome<done> prepare_all();

 private:
  struct prepared {
    statement_ptr statement;
    const spelt* text = nullptr;
  };
  outcome<prepared*> find(const std::string& name);
  failure why(const db::operation& what, const prepared& p) const;

  const handle& db_;
  const registry& known_;
  std::unordered_map<std::string, prepared> prepared_;
};

}  // namespace fm::sqlite
