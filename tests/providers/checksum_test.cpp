// What is altered on the disk is an error and never data.
#include "notes_schema.hpp"

#include <fm/sqlite/open.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
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
/// Changes a file in place.
void put_at(const std::string& path, std::size_t at, const std::string& bytes) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(at));
  file << bytes;
}
/// Runs SQL as another program would, which knows nothing of checksums.
void outside(const std::string& path, const std::string& sql) {
  sqlite3* raw = nullptr;
  sqlite3_open(path.c_str(), &raw);
  BOOST_REQUIRE_EQUAL(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(raw);
}

std::string body_of(int i) {
  return "note " + std::to_string(i) + " of the tests " +
         std::string(static_cast<std::size_t>(i * 7 % 900), 'x');
}

std::unique_ptr<db::database> opened(const std::string& path) {
  auto r = sqlite::open(path, {notes_schema});
  BOOST_REQUIRE_MESSAGE(r, why(r));
  return std::move(*r);
}

/// A database with real content, closed.
void fill(const std::string& path, int notes) {
  auto database = opened(path);
  auto writer = database->writer();
  std::vector<db::transact> units;
  units.push_back({{person("ann")}});
  for (int i = 0; i < notes; ++i) units.push_back({{note("n" + std::to_string(i), "ann", body_of(i))}});
  for (const auto& r : write_all(*writer, units)) BOOST_REQUIRE(r);
}

/// Reads every note; what comes back as data is what was written.
bool reads_only_what_was_written(const std::string& path, int notes) {
  auto database = sqlite::open(path, {notes_schema});
  if (!database) return true;
  auto all = (*database)->reader()->read(op("notes.all"));
  if (!all) return true;
  int found = 0;
  for (const auto& row : all->rows) {
    const auto& id = row.at(0).bytes;
    if (!id.starts_with("n")) return false;
    if (row.at(1).bytes != body_of(std::stoi(id.substr(1)))) return false;
    ++found;
  }
  return found == notes;
}

bool is_reported(const std::string& path) {
  auto found = sqlite::examine(path, true);
  return !found || !found->findings.empty();
}

db::examination must_examine(const std::string& path) {
  auto found = sqlite::examine(path, true);
  BOOST_REQUIRE_MESSAGE(found, why(found));
  return *found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_new_database_has_checksums_and_nothing_is_found) {
  temp_folder folder;
  const auto path = folder / "fm.db";
  fill(path, 300);
  BOOST_TEST(int{bytes_of(path).at(20)} == 8);
  auto found = sqlite::examine(path, true);
  BOOST_REQUIRE_MESSAGE(found, why(found));
  BOOST_TEST(found->has_checksums);
  BOOST_TEST(found->findings.empty());
  BOOST_TEST(found->bytes == std::filesystem::file_size(path));
  BOOST_TEST(reads_only_what_was_written(path, 300));
}

BOOST_AUTO_TEST_CASE(a_changed_letter_in_a_row_is_an_error_and_is_reported) {
  temp_folder folder;
  const auto path = folder / "fm.db";
  fill(path, 300);
  const auto at = bytes_of(path).find("note 123 of");
  BOOST_REQUIRE(at != std::string::npos);
  put_at(path, at + 5, "7");
  auto database = opened(path);
  auto all = database->reader()->read(op("notes.all"));
  BOOST_REQUIRE(!all);
  BOOST_TEST(all.error().text.find("damaged") != std::string::npos, all.error().text);
  BOOST_TEST(database->damage().find("damaged") != std::string::npos);
  auto found = database->examine([] { return true; });
  BOOST_REQUIRE(found);
  BOOST_REQUIRE(!found->findings.empty());
  BOOST_TEST(found->findings[0].find("page ") == 0u, found->findings[0]);
  BOOST_TEST(database->damage().find(path) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_damaged_copies_all_are_reported_and_none_gives_altered_content) {
  temp_folder folder;
  const auto path = folder / "fm.db";
  constexpr int notes = 1'500, copies = 30;
  fill(path, notes);
  const auto good = bytes_of(path);
  std::mt19937 chance(20'261'129);
  int reported = 0;
  for (int i = 0; i < copies; ++i) {
    const auto copy = folder / ("copy-" + std::to_string(i) + ".db");
    auto bytes = good;
    for (int n = 0; n < 60; ++n) bytes[chance() % bytes.size()] ^= static_cast<char>(chance() % 255 + 1);
    put_file(copy, bytes);
    reported += is_reported(copy);
    BOOST_TEST(reads_only_what_was_written(copy, notes), "copy " << i);
    std::filesystem::remove(copy);
  }
  BOOST_TEST(reported == copies);
}

BOOST_AUTO_TEST_CASE(the_byte_that_says_there_are_checksums_cannot_be_turned_off) {
  temp_folder folder;
  const auto path = folder / "fm.db";
  fill(path, 50);
  put_at(path, 20, std::string(1, '\0'));
  auto refused = sqlite::open(path, {notes_schema});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().text.find("damaged") != std::string::npos, refused.error().text);
}

BOOST_AUTO_TEST_CASE(a_database_of_an_older_version_gets_checksums_and_keeps_its_content) {
  temp_folder folder;
  const auto path = folder / "fm.db", plain = folder / "plain.db";
  fill(path, 300);
  // As an older version wrote it: no room in the pages.
  outside(
      plain,
      "pragma journal_mode = wal; create table schema_migrations (module text not null, number integer not "
      "null,"
      " applied_at integer not null, primary key (module, number));" +
          std::string(notes_schema.migrations.at(0).sql) + "attach '" + path +
          "' as full; insert into schema_migrations select * from full.schema_migrations; insert into people"
          " select * from full.people; insert into notes select * from full.notes");
  BOOST_REQUIRE(int{bytes_of(plain).at(20)} == 0);
  BOOST_TEST(!must_examine(plain).has_checksums);
  BOOST_TEST(reads_only_what_was_written(plain, 300));
  BOOST_TEST(int{bytes_of(plain).at(20)} == 8);
  BOOST_TEST(must_examine(plain).findings.empty());
  BOOST_TEST(!std::filesystem::exists(plain + ".checksums"));
}

BOOST_AUTO_TEST_CASE(what_another_program_wrote_is_damage_until_it_is_accepted) {
  temp_folder folder;
  const auto path = folder / "fm.db";
  fill(path, 300);
  outside(path, "update notes set body = 'from outside' where id = 'n7'");
  BOOST_TEST(is_reported(path));
  auto accepted = sqlite::accept(path);
  BOOST_REQUIRE_MESSAGE(accepted, why(accepted));
  BOOST_TEST(!is_reported(path));
  auto database = opened(path);
  BOOST_TEST(count_notes(*database->reader()) == 300);
}

BOOST_AUTO_TEST_CASE(nothing_is_acknowledged_into_a_file_that_nobody_will_find_again) {
  temp_folder folder;
  const auto path = folder / "fm.db";
  auto database = opened(path);
  auto writer = database->writer();
  BOOST_REQUIRE(write(*writer, {person("ann")}));
  std::filesystem::rename(path, path + ".away");
  auto refused = write(*writer, {person("bob")});
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == ec::unavailable));
  BOOST_TEST(refused.error().text.find("removed or replaced") != std::string::npos, refused.error().text);
  put_file(path, "another file");
  BOOST_TEST(!write(*writer, {person("bob")}));
  std::filesystem::rename(path + ".away", path);
  BOOST_TEST(bool(write(*writer, {person("bob")})));
}

BOOST_AUTO_TEST_CASE(a_log_that_is_damaged_before_committed_transactions_is_refused) {
  temp_folder folder;
  const auto path = folder / "fm.db", copy = folder / "copy.db";
  {
    auto database = opened(path);
    auto writer = database->writer();
    BOOST_REQUIRE(write(*writer, {person("ann")}));
    for (int i = 0; i < 20; ++i)
      BOOST_REQUIRE(write(*writer, {note("n" + std::to_string(i), "ann", body_of(i))}));
    put_file(copy, bytes_of(path));
    put_file(copy + "-wal", bytes_of(path + "-wal"));
  }
  BOOST_REQUIRE(sqlite::examine(copy, true)->findings.empty());
  const auto log = bytes_of(copy + "-wal");
  const auto at = log.find("note 3 of");
  BOOST_REQUIRE(at != std::string::npos);
  put_at(copy + "-wal", at, "N");
  BOOST_TEST(is_reported(copy));
  auto refused = sqlite::open(copy, {notes_schema});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().text.find("write-ahead log") != std::string::npos, refused.error().text);
  for (std::size_t byte : {0u, 8u, 13u, 18u, 27u}) {
    put_file(copy + "-wal", log);
    put_at(copy + "-wal", byte, std::string(1, static_cast<char>(log[byte] ^ 0x55)));
    BOOST_TEST(is_reported(copy), byte);
    BOOST_TEST(!sqlite::open(copy, {notes_schema}), byte);
  }
  for (std::size_t zeros : {32u, 512u, 4096u}) {
    put_file(copy + "-wal", std::string(zeros, '\0') + log.substr(zeros));
    BOOST_TEST(is_reported(copy), zeros);
  }
  put_file(copy + "-wal", std::string(log.size(), '\0'));  // its room was made, and nothing written
  BOOST_TEST(!is_reported(copy));
  // A torn tail is what a loss of power leaves: nothing of it was acknowledged.
  put_file(copy + "-wal", log.substr(0, log.size() - 100));
  BOOST_TEST(!is_reported(copy));
  BOOST_TEST(bool(sqlite::open(copy, {notes_schema})));
}
