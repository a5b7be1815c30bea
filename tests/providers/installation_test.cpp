// The id that ties a database and files together.
#include "notes_schema.hpp"

#include <fm/fs/local_store.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/installation.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm;
using namespace fm::test;

namespace {

/// People stand for rows that name files: the id of a person is the name of a file.
const providers::named_files people{"people",
                                    [](const std::string& after, std::uint32_t limit) {
                                      return op("files.after", {after, limit});
                                    },
                                    {}};
const db::schema files_schema{{},
                              {{"files.after", "select id from people where id > $1 order by id limit $2"}}};

struct pair {
  temp_folder folder;
  std::shared_ptr<blob::store> files;
  std::unique_ptr<db::database> database;

  pair() {
    files = *fs::open_store(folder / "files");
    auto r = sqlite::open(folder / "fm.db", {notes_schema, files_schema, storage::schema()});
    BOOST_REQUIRE_MESSAGE(r, why(r));
    database = std::move(*r);
  }
  void store(const std::string& name, bool with_row) {
    BOOST_REQUIRE(files->write("people/" + name, "x"));
    if (with_row) BOOST_REQUIRE(write(*database->writer(), {person("people/" + name)}));
  }
};

storage::installation look(db::database& database, blob::store& files) {
  auto found = storage::look(database, files, {people});
  BOOST_REQUIRE_MESSAGE(found, why(found));
  return *found;
}
std::string tie(db::database& database, blob::store& files) {
  auto id = storage::tie(database, files, look(database, files), 5);
  BOOST_REQUIRE_MESSAGE(id, why(id));
  return *id;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_first_start_gives_both_the_same_id_and_later_ones_keep_it) {
  pair p;
  BOOST_TEST(storage::difference(look(*p.database, *p.files)).empty());
  auto id = tie(*p.database, *p.files);
  BOOST_TEST(id.size() == 32u);
  BOOST_TEST(*storage::id_of_files(*p.files) == id);
  BOOST_TEST(look(*p.database, *p.files).of_database == id);
  BOOST_TEST(tie(*p.database, *p.files) == id);
  BOOST_TEST(*storage::count_files(*p.files) == 0u);
}

BOOST_AUTO_TEST_CASE(what_has_no_id_yet_belongs_together_when_it_names_each_other) {
  pair p;
  p.store("a", true);
  p.store("b", false);
  BOOST_TEST(storage::difference(look(*p.database, *p.files)).empty());
  p.store("c", false);
  auto why = storage::difference(look(*p.database, *p.files));
  BOOST_TEST(why.find("of the 3 stored files the database names only 1") == 0u, why);
}

BOOST_AUTO_TEST_CASE(another_ones_database_is_told_and_can_be_adopted) {
  pair mine, other;
  auto id = tie(*mine.database, *mine.files);
  auto foreign = tie(*other.database, *other.files);
  auto why = storage::difference(look(*other.database, *mine.files));
  BOOST_TEST(why.find(id) != std::string::npos, why);
  BOOST_TEST(why.find(foreign) != std::string::npos, why);
  BOOST_TEST(tie(*other.database, *mine.files) == foreign);
  BOOST_TEST(storage::difference(look(*other.database, *mine.files)).empty());
}

BOOST_AUTO_TEST_CASE(a_database_that_lost_its_id_takes_that_of_its_files) {
  pair p;
  p.store("a", true);
  auto id = tie(*p.database, *p.files);
  BOOST_REQUIRE(write(*p.database->writer(), {op("installation.forget")}));
  BOOST_TEST(storage::difference(look(*p.database, *p.files)).empty());
  BOOST_TEST(tie(*p.database, *p.files) == id);
}
