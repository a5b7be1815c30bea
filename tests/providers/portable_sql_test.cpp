// The SQL of every module runs on PostgreSQL as well: its migrations are applied and its statements prepared.
#include "module_schemas.hpp"
#include "notes_schema.hpp"
#include "postgresql_server.hpp"

#include <fm/sql/dialect.hpp>

#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>

#include <exception>
#include <string>

using namespace fm;
using namespace fm::test;

namespace {

/// Runs a text and says what PostgreSQL has against it.
std::string complaint(pqxx::connection& c, const std::string& sql) {
  try {
    pqxx::nontransaction t(c);
    t.exec(sql);
    return {};
  } catch (const std::exception& e) {
    return e.what();
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_sql_of_all_modules_is_portable) {
  postgresql_server server;
  pqxx::connection c(server.address());
  auto schemas = module_schemas();
  schemas.push_back(notes_schema);
  std::size_t statements = 0;
  for (const auto& schema : schemas) {
    for (const auto& m : schema.migrations) {
      auto why = complaint(c, sql::for_postgresql(m.sql));
      BOOST_TEST(why.empty(), m.module << " " << m.number << ": " << why);
    }
    for (const auto& s : schema.statements) {
      auto why = complaint(c, "prepare \"" + std::string(s.name) + "\" as " + sql::for_postgresql(s.sql));
      BOOST_TEST(why.empty(), s.name << ": " << why);
      ++statements;
    }
  }
  BOOST_TEST(statements > notes_schema.statements.size());
  // That the test can fail: this is what only SQLite knows.
  BOOST_TEST(complaint(c, "prepare wrong as insert or ignore into notes (id) values ($1)") != "");
}
