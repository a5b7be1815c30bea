#include "notes_schema.hpp"

#include <fm/sqlite/open.hpp>
#include <fm/test/temp_folder.hpp>
#include <fm/test/volatile_vfs.hpp>

#include <boost/test/unit_test.hpp>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace fm;
using namespace fm::test;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void put_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}
unsigned mode_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777u : 0u;
}

struct database_fixture {
  temp_folder folder;
  std::string path = folder / "fm.db";
  sqlite::options how{.busy_timeout = 20 * millisecond};
  std::unique_ptr<db::database> database;
  std::unique_ptr<db::connection> reader;
  std::unique_ptr<db::connection> writer;

  database_fixture() { open(); }
  void open() {
    auto r = sqlite::open(path, {notes_schema}, how);
    BOOST_REQUIRE_MESSAGE(r, why(r));
    database = std::move(*r);
    reader = database->reader();
    writer = database->writer();
  }
  void close() {
    reader.reset();
    writer.reset();
    database.reset();
  }
  /// Runs SQL as another program would.
  void outside(const std::string& sql) {
    sqlite3* raw = nullptr;
    sqlite3_open(path.c_str(), &raw);
    BOOST_REQUIRE_EQUAL(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
  }
  /// Opening must fail, and must leave every byte as it was.
  std::string refused(const std::vector<db::schema>& schemas = {notes_schema}) {
    auto before = bytes_of(path);
    auto r = sqlite::open(path, schemas, how);
    BOOST_TEST((bytes_of(path) == before), "the file was changed");
    if (r) return "not refused";
    BOOST_TEST(r.error().text.find(path) != std::string::npos, "the file is not named: " << r.error().text);
    return r.error().text;
  }
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sqlite_database, database_fixture)

BOOST_AUTO_TEST_CASE(every_type_of_value_comes_back_as_it_was) {
  std::string photo("\0\xff\x01", 3);
  std::string text = "line\nzero\0end \xC3\xA4";
  auto r = write(
      *writer, {op("notes.insert_person", {"p", text, std::int64_t{1} << 62, -0.1, db::value::blob(photo)})});
  BOOST_REQUIRE(r);
  BOOST_TEST(r->sets.at(0).changed == 1);
  auto got = reader->read(op("notes.person", {"p"}));
  BOOST_REQUIRE(got);
  db::row expected{"p", text, std::int64_t{1} << 62, -0.1, db::value::blob(photo)};
  BOOST_TEST((got->rows.at(0) == expected));
  BOOST_REQUIRE(
      write(*writer, {op("notes.insert_person", {"q", "", db::value(), db::value(), db::value()})}));
  got = reader->read(op("notes.person", {"q"}));
  BOOST_TEST(got->rows.at(0).at(2).is_null());
  BOOST_TEST((got->rows.at(0).at(1) == db::value("")));
}

BOOST_AUTO_TEST_CASE(a_text_is_found_at_its_character) {
  auto where = [&](db::value text, db::value part) {
    return reader->read(op("notes.where", {std::move(text), std::move(part)}))->rows.at(0).at(0);
  };
  BOOST_TEST(where("orders fail", "fail").integer == 8);
  BOOST_TEST(where("Zürich übt", "üb").integer == 8);
  BOOST_TEST(where("aab", "ab").integer == 2);
  BOOST_TEST(where("orders fail", "nothing").integer == 0);
  BOOST_TEST(where("", "a").integer == 0);
  BOOST_TEST(where("orders", "").integer == 1);
  BOOST_TEST(where("", "").integer == 1);
  BOOST_TEST(where(1234, "34").integer == 3);
  BOOST_TEST(where(db::value::blob(std::string("ü\0b", 4)), db::value::blob("b")).integer == 4);
  BOOST_TEST(where(db::value::blob(""), db::value::blob("b")).integer == 0);
  BOOST_TEST(where(db::value(), "a").is_null());
  BOOST_TEST(where("a", db::value()).is_null());
}

BOOST_AUTO_TEST_CASE(files_are_for_their_owner_only) {
  BOOST_REQUIRE(write(*writer, {person("p")}));
  for (std::string suffix : {"", "-wal", "-shm"}) BOOST_TEST(mode_of(path + suffix) == 0600u, suffix);
  close();
  ::chmod(path.c_str(), 0644);
  open();
  BOOST_TEST(mode_of(path) == 0600u);
}

BOOST_AUTO_TEST_CASE(one_failing_unit_does_not_fail_its_batch) {
  auto r = write_all(*writer, {{{person("a"), note("n1", "a")}},
                               {{person("b"), person("c", "a@example.org")}},
                               {{note("n2", "a"), note("n3", "nobody")}},
                               {{note("n4", "a")}}});
  BOOST_REQUIRE_EQUAL(r.size(), 4u);
  BOOST_TEST(bool(r[0]));
  BOOST_TEST((r[1].error() == fail(ec::conflict, "people.email")));
  BOOST_TEST((r[2].error() == fail(ec::conflict, "notes.person_id")));
  BOOST_TEST(bool(r[3]));
  BOOST_TEST(reader->read(op("notes.person", {"b"}))->rows.size() == 0u);
  BOOST_TEST(count_notes(*reader) == 2);
}

BOOST_AUTO_TEST_CASE(broken_keys_are_named) {
  BOOST_REQUIRE(write(*writer, {person("a"), person("b"), note("n", "a")}));
  auto again = write(*writer, {person("a", "new@example.org")});
  BOOST_TEST((again.error() == fail(ec::conflict, "people.id")));
  auto renamed = write(*writer, {op("notes.rename_person", {"b", "a@example.org"})});
  BOOST_TEST((renamed.error() == fail(ec::conflict, "people.email")));
  auto moved = write(*writer, {op("notes.move_note", {"n", "nobody"})});
  BOOST_TEST((moved.error() == fail(ec::conflict, "notes.person_id")));
  BOOST_TEST((write(*writer, {note("m", "a", "forbidden")}).error().code == ec::internal));
}

BOOST_AUTO_TEST_CASE(expectations_on_rows_hold_or_undo_the_unit) {
  BOOST_REQUIRE(write(*writer, {person("a")}));
  auto aged = write(*writer, {op("notes.age_person", {"a"}, 1)});
  BOOST_REQUIRE(aged);
  BOOST_TEST((aged->sets.at(0).rows.at(0).at(0) == db::value(31)));
  BOOST_TEST(aged->sets.at(0).changed == 1);
  auto r = write(*writer, {op("notes.age_person", {"a"}, 1), op("notes.rename_person", {"x", "e"}, 1)});
  BOOST_TEST((r.error() == fail(ec::conflict, "notes.rename_person: 0 rows instead of 1")));
  BOOST_TEST((reader->read(op("notes.person", {"a"}))->rows.at(0).at(2) == db::value(31)));
}

BOOST_AUTO_TEST_CASE(one_operation_runs_many_times) {
  BOOST_REQUIRE(write(*writer, {person("a")}));
  auto r = write(*writer, {op("notes.insert_note", {"1", "a", "x", "2", "a", "y", "3", "a", "z"}, 3, 3),
                           op("notes.age_person", {"a", "a"}, 2, 2), op("notes.insert_note", {}, 0, 0)});
  BOOST_REQUIRE(r);
  BOOST_TEST(r->sets.at(0).changed == 3);
  BOOST_TEST((r->sets.at(1).rows.at(1).at(0) == db::value(32)));
  BOOST_TEST(count_notes(*reader) == 3);
}

BOOST_AUTO_TEST_CASE(misuse_is_told_and_changes_nothing) {
  BOOST_TEST((write(*writer, {op("notes.no_such")}).error().text == "no statement is named notes.no_such"));
  BOOST_TEST(contains(write(*writer, {op("notes.insert_note", {"1"})}).error().text, "takes 3 parameters"));
  BOOST_TEST((reader->read(note("1", "a")).error().code == ec::internal));
  BOOST_TEST(count_notes(*reader) == 0);
}

BOOST_AUTO_TEST_CASE(a_read_that_takes_too_long_is_ended) {
  close();
  how.read_limit = 20 * millisecond;
  open();
  auto r = reader->read(op("notes.endless", {std::int64_t{1} << 40}));
  BOOST_TEST((r.error().code == ec::timeout));
  BOOST_TEST(count_notes(*reader) == 0);
}

BOOST_AUTO_TEST_CASE(a_lock_of_another_program_is_waited_for_and_told) {
  sqlite3* other = nullptr;
  sqlite3_open(path.c_str(), &other);
  sqlite3_exec(other, "begin immediate", nullptr, nullptr, nullptr);
  auto r = write_all(*writer, {{{person("a")}}, {{person("b")}}});
  for (const auto& one : r) {
    BOOST_TEST((one.error().code == ec::unavailable));
    BOOST_TEST(contains(why(one), "locked by another program"));
  }
  BOOST_TEST(contains(database->check(), "locked"));
  BOOST_TEST(count_notes(*reader) == 0);  // readers go on
  sqlite3_close(other);
  BOOST_TEST(bool(write(*writer, {person("a")})));
  BOOST_TEST(database->check() == "ok");
}

BOOST_AUTO_TEST_CASE(reads_together_see_one_state_and_fail_each_for_itself) {
  BOOST_REQUIRE(write(*writer, {person("a"), person("b")}));
  auto b = op("notes.person", {"b"}), wrong = op("notes.nothing"), c = op("notes.person", {"c"});
  std::vector<const db::operation*> all{&b, &wrong, &c, &b};
  auto r = reader->read_together(all);
  BOOST_REQUIRE(r.size() == 4u);
  BOOST_TEST(r[0]->rows.size() == 1u);
  BOOST_TEST((r[1].error().code == ec::internal));
  BOOST_TEST(r[2]->rows.size() == 0u);
  BOOST_TEST(r[3]->rows.size() == 1u);
  // What is committed afterwards is seen by the next ones.
  BOOST_REQUIRE(write(*writer, {person("c")}));
  BOOST_TEST(reader->read_together(all)[2]->rows.size() == 1u);
  BOOST_TEST(database->quick_reader()->read(c)->rows.size() == 1u);
}

BOOST_AUTO_TEST_CASE(two_programs_write_side_by_side) {
  auto second = sqlite::open(path, {notes_schema}, how);
  BOOST_REQUIRE(second);
  auto their_writer = (*second)->writer();
  BOOST_REQUIRE(write(*writer, {person("a")}));
  BOOST_REQUIRE(write(*their_writer, {person("b")}));
  BOOST_TEST(reader->read(op("notes.person", {"b"}))->rows.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_no_database_is_left_alone) {
  close();
  put_file(path, "these are notes of mine, not a database, and quite long enough to look at\n");
  BOOST_TEST(contains(refused(), "damaged or is no database"));
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_left_alone) {
  for (int i = 0; i < 50; ++i) BOOST_REQUIRE(write(*writer, {person("p" + std::to_string(i))}));
  close();
  auto whole = bytes_of(path);
  put_file(path, whole.substr(0, 5'000));
  BOOST_TEST(contains(refused(), "damaged"));
  auto torn = whole;
  for (std::size_t page = 4'096; page < torn.size(); page += 4'096) torn.replace(page, 100, 100, 'x');
  put_file(path, torn);
  how.quick_check = true;
  BOOST_TEST(contains(refused(), "damaged"));
}

BOOST_AUTO_TEST_CASE(the_database_of_another_program_is_left_alone) {
  close();
  std::filesystem::remove(path);
  outside("create table bookmarks (url text); insert into bookmarks values ('x')");
  BOOST_TEST(contains(refused(), "database of another program"));
}

BOOST_AUTO_TEST_CASE(what_a_newer_program_wrote_is_left_alone) {
  close();
  outside("insert into schema_migrations values ('notes', 2, 0)");
  BOOST_REQUIRE(sqlite::accept(path));  // a newer program writes checksums as we do
  BOOST_TEST(contains(refused(),
                      "newer version of this program (it has schema 2 of notes, this program "
                      "knows 1)"));
  outside(
      "delete from schema_migrations where number = 2;"
      "insert into schema_migrations values ('calendar', 1, 0)");
  BOOST_REQUIRE(sqlite::accept(path));
  BOOST_TEST(contains(refused(), "this program knows none"));
}

BOOST_AUTO_TEST_CASE(migrations_go_forward_all_or_none) {
  BOOST_REQUIRE(write(*writer, {person("a")}));
  close();
  auto grown = notes_schema;
  grown.migrations.push_back({"notes", 2, "alter table people add column phone text;"});
  grown.migrations.push_back({"notes", 3, "create table broken (;"});
  BOOST_TEST(contains(refused({grown}), "migration 3 of notes"));
  grown.migrations.back().sql = "create index people_by_phone on people (phone);";
  how.migrate = false;
  BOOST_TEST(contains(refused({grown}), "older version"));
  how.migrate = true;
  auto r = sqlite::open(path, {grown}, how);
  BOOST_REQUIRE_MESSAGE(r, why(r));
  BOOST_TEST((*r)->reader()->read(op("notes.person", {"a"}))->rows.size() == 1u);
  r = sqlite::open(path, {grown}, how);
  BOOST_TEST(bool(r));
  grown.migrations.push_back({"notes", 5, "select 1;"});
  auto gap = sqlite::open(path, {grown}, how);
  BOOST_TEST(contains(why(gap), "not numbered 1, 2, 3"));
}

BOOST_AUTO_TEST_CASE(statements_that_do_not_fit_the_schema_are_found_at_the_start) {
  close();
  auto wrong = notes_schema;
  wrong.statements.push_back({"notes.wrong", "select no_such_column from notes"});
  auto r = sqlite::open(path, {wrong}, how);
  BOOST_TEST(contains(why(r), "notes.wrong: "));
  auto twice = sqlite::open(path, {notes_schema, {{}, {{"notes.count", "select 1"}}}}, how);
  BOOST_TEST(contains(why(twice), "two statements are named notes.count"));
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_told) {
  auto r = sqlite::open(folder / "no/such/fm.db", {notes_schema}, how);
  BOOST_TEST(contains(why(r), "no/such/fm.db cannot be opened: No such file or directory"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_told_and_loses_nothing) {
  close();
  volatile_vfs disk("full disk");
  how.vfs = disk.name();
  open();
  BOOST_REQUIRE(write(*writer, {person("a")}));
  disk.limit_files_to(64 << 10);
  int written = 0;
  outcome<db::unit_result> r = db::unit_result{};
  for (int i = 0; i < 100 && r; ++i) {
    r = write(*writer, {note("n" + std::to_string(i), "a", std::string(2'000, 'x'))});
    if (r) ++written;
  }
  BOOST_REQUIRE(!r);
  BOOST_TEST((r.error() == fail(ec::storage_full, "the disk of the database is full")));
  BOOST_TEST(database->check() == "the disk of the database is full");
  // A unit so large that the cache spills while it runs ends the transaction of the whole batch.
  auto large =
      write_all(*writer, {{{note("small", "a")}}, {{note("large", "a", std::string(8 << 20, 'x'))}}});
  for (const auto& one : large) BOOST_TEST((one.error().code == ec::storage_full));
  BOOST_TEST(count_notes(*reader) == written);
  disk.limit_files_to(1 << 30);
  BOOST_TEST(bool(write(*writer, {note("last", "a")})));
  close();
  open();
  BOOST_TEST(count_notes(*reader) == written + 1);
  close();
}

BOOST_AUTO_TEST_CASE(the_log_is_copied_back_while_the_program_runs) {
  close();
  how.idle_pages = 20;
  how.busy_pages = 100;
  how.full_pages = 200;
  open();
  BOOST_REQUIRE(write(*writer, {person("a")}));
  std::uintmax_t longest = 0;
  std::string body(40'000, 'x');
  for (int i = 0; i < 600; ++i) {
    BOOST_REQUIRE(write(*writer, {note("n" + std::to_string(i), "a", body)}));
    longest = std::max(longest, std::filesystem::file_size(path + "-wal"));
  }
  BOOST_TEST(longest < (12u << 20), "of 24 MB written the log held " << longest);
}

BOOST_AUTO_TEST_SUITE_END()
