// What SQLite acknowledged survives a loss of power at any operation, and nothing is half there.
#include "notes_schema.hpp"

#include <fm/sqlite/open.hpp>
#include <fm/test/temp_folder.hpp>
#include <fm/test/volatile_vfs.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace fm;
using namespace fm::test;

namespace {

/// One life of a program: what it was told to be durable, and what it tried.
struct life {
  std::set<std::string> acknowledged;
  std::set<std::string> tried;
};

/// Each unit writes a person and their note, with the same id and texts that must fit together.
std::vector<db::operation> unit_of(const std::string& id, std::size_t size) {
  return {person(id, id + std::string(size, 'e')), note(id, id, id + std::string(size, 'b'))};
}

void live(const std::string& path, const sqlite::options& how, unsigned seed, life& l) {
  auto database = sqlite::open(path, {notes_schema}, how);
  if (!database) return;
  auto writer = (*database)->writer();
  std::mt19937 chance(seed);
  for (int batch = 0; batch < 12; ++batch) {
    std::vector<db::transact> units;
    std::vector<std::string> ids;
    for (auto n = chance() % 4 + 1; n > 0; --n) {
      ids.push_back(std::to_string(seed) + "-" + std::to_string(l.tried.size()) + "-");
      units.push_back({unit_of(ids.back(), chance() % 3'000)});
      l.tried.insert(ids.back());
    }
    auto r = write_all(*writer, units);
    for (std::size_t i = 0; i < r.size(); ++i)
      if (r[i]) l.acknowledged.insert(ids[i]);
  }
}

void check(const std::string& path, sqlite::options how, const life& l, const std::string& when) {
  how.quick_check = true;
  auto database = sqlite::open(path, {notes_schema}, how);
  BOOST_REQUIRE_MESSAGE(database, when << ": " << why(database));
  auto all = (*database)->reader()->read(op("notes.all"));
  BOOST_REQUIRE(all);
  std::set<std::string> found;
  for (const auto& row : all->rows) {
    const auto& id = row.at(0).bytes;
    bool whole = row.at(2).bytes.starts_with(id) && row.at(1).bytes.starts_with(id) &&
                 row.at(1).bytes.size() == row.at(2).bytes.size();
    BOOST_TEST(whole, when << ": " << id << " is half there");
    BOOST_TEST(l.tried.contains(id), when << ": " << id << " comes from nowhere");
    found.insert(id);
  }
  for (const auto& id : l.acknowledged)
    BOOST_TEST(found.contains(id), when << ": " << id << " was acknowledged and is gone");
}

}  // namespace

BOOST_AUTO_TEST_CASE(acknowledged_units_survive_a_loss_of_power_at_any_operation) {
  volatile_vfs disk("losing power");
  sqlite::options how{.idle_pages = 4, .busy_pages = 12, .full_pages = 40, .vfs = disk.name()};
  std::mt19937 chance(7);
  std::uint64_t operations = 0;
  {
    temp_folder folder;
    life whole;
    live(folder / "fm.db", how, 1, whole);
    BOOST_REQUIRE_EQUAL(whole.acknowledged.size(), whole.tried.size());
    operations = disk.operations();
    disk.settle(chance);
    check(folder / "fm.db", how, whole, "without a loss of power");
    disk.settle(chance);
  }
  BOOST_REQUIRE_GT(operations, 100u);
  constexpr unsigned rounds = 150;
  for (unsigned round = 0; round < rounds; ++round) {
    temp_folder folder;
    life l;
    // Twice in a row: the second life begins on what the first one's loss left.
    for (unsigned again = 0; again < 2; ++again) {
      auto at = 1 + operations * round / rounds + chance() % 3;
      disk.lose_power_after(at);
      live(folder / "fm.db", how, 100 + 2 * round + again, l);
      disk.settle(chance);
      check(folder / "fm.db", how, l, "power lost at operation " + std::to_string(at));
      disk.settle(chance);
    }
  }
}
