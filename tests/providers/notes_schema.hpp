#pragma once
// A small schema that the tests of databases use, and short ways to run its statements.
#include <fm/providers/database.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

inline const db::schema notes_schema{
    .migrations = {{"notes", 1, R"(
create table people (
  id text primary key not null, email text not null unique, age integer, weight real, photo blob);
create table notes (
  id text primary key not null, person_id text not null references people(id) on delete cascade,
  body text not null check (body <> 'forbidden'));
)"}},
    .statements = {
        {"notes.insert_person",
         "insert into people (id, email, age, weight, photo) values ($1, $2, $3, $4, $5)"},
        {"notes.insert_note", "insert into notes (id, person_id, body) values ($1, $2, $3)"},
        {"notes.person", "select id, email, age, weight, photo from people where id = $1"},
        {"notes.age_person", "update people set age = age + 1 where id = $1 returning age"},
        {"notes.rename_person", "update people set email = $2 where id = $1"},
        {"notes.move_note", "update notes set person_id = $2 where id = $1"},
        {"notes.where", "select instr($1, $2)"},
        {"notes.count", "select count(*) from notes"},
        {"notes.all", "select n.id, n.body, p.email from notes n left join people p on p.id = n.id"},
        {"notes.endless",
         "with recursive n(i) as (select 1 union all select i + 1 from n)"
         " select count(*) from n where i < $1"},
    }};

inline db::operation op(std::string name, std::vector<db::value> params = {},
                        std::int64_t expect = db::any_rows, std::uint32_t times = 1) {
  return {std::move(name), std::move(params), expect, times};
}
inline db::operation person(const std::string& id, const std::string& email = {}) {
  return op("notes.insert_person", {id, email.empty() ? id + "@example.org" : email, 30, 1.5, db::value()});
}
inline db::operation note(const std::string& id, const std::string& owner, const std::string& body = "text") {
  return op("notes.insert_note", {id, owner, body});
}

/// The text of a failure; empty for a success.
template <class T>
std::string why(const outcome<T>& r) {
  return r ? std::string() : r.error().text;
}

/// One unit by itself.
inline outcome<db::unit_result> write(db::connection& c, std::vector<db::operation> unit) {
  db::transact t{std::move(unit)};
  const db::transact* one = &t;
  return std::move(c.write({&one, 1}).at(0));
}
inline std::vector<outcome<db::unit_result>> write_all(db::connection& c,
                                                       const std::vector<db::transact>& units) {
  std::vector<const db::transact*> pointers;
  for (const auto& u : units) pointers.push_back(&u);
  return c.write(pointers);
}
inline std::int64_t count_notes(db::connection& c) {
  auto r = c.read(op("notes.count"));
  return r ? r->rows.at(0).at(0).integer : -1;
}

}  // namespace fm::test
