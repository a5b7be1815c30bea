#include <fm/sql/dialect.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm::sql;

BOOST_AUTO_TEST_SUITE(dialects)

BOOST_AUTO_TEST_CASE(placeholders_become_those_of_sqlite) {
  BOOST_TEST(for_sqlite("select $1, $12 from t where a = $1") == "select ?1, ?12 from t where a = ?1");
  BOOST_TEST(for_sqlite("select '$1', \"$2\" -- $3\n, $4 /* $5 */") ==
             "select '$1', \"$2\" -- $3\n, ?4 /* $5 */");
  BOOST_TEST(for_sqlite("select 'it''s $1', $2, '") == "select 'it''s $1', ?2, '");
}

BOOST_AUTO_TEST_CASE(types_become_those_of_postgresql) {
  BOOST_TEST(for_postgresql("create table t (a integer, b REAL, c blob, d text, integers integer)") ==
             "create table t (a bigint, b double precision, c bytea, d text, integers bigint)");
  BOOST_TEST(for_postgresql("select $1, 'blob' from realm") == "select $1, 'blob' from realm");
}

BOOST_AUTO_TEST_CASE(the_place_of_a_substring_is_found_by_the_function_of_postgresql) {
  BOOST_TEST(for_postgresql("select instr(a, $1) from t where b = 'instr(a, b)'") ==
             "select strpos(a, $1) from t where b = 'instr(a, b)'");
}

BOOST_AUTO_TEST_CASE(the_written_table_is_found) {
  BOOST_TEST(written_table("insert into notes (id) values ($1)") == "notes");
  BOOST_TEST(written_table("UPDATE notes SET a = 1") == "notes");
  BOOST_TEST(written_table("delete from notes where id = $1") == "notes");
  BOOST_TEST(written_table("select 'insert into x' from notes") == "");
}

BOOST_AUTO_TEST_SUITE_END()
