#include <fm/fs/local_store.hpp>
#include <fm/test/temp_folder.hpp>
#include <fm/test/volatile_files.hpp>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace fm;
using namespace fm::test;

namespace {

constexpr const char* abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr micros ever = std::numeric_limits<micros>::max();

unsigned mode_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777u : 0u;
}
void put_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}
std::string content(blob::store& s, const std::string& key) {
  auto r = s.open(key);
  std::string all;
  std::array<char, 1000> piece;
  while (auto n = r->read(piece)) all.append(piece.data(), n);
  return r->error().empty() ? all : "error: " + std::string(r->error());
}

struct store_fixture {
  temp_folder folder;
  std::string root = folder / "files";
  std::shared_ptr<blob::store> store = open();

  std::shared_ptr<blob::store> open() {
    auto r = fs::open_store(root);
    BOOST_REQUIRE(r);
    return *r;
  }
  std::string spool(const std::string& bytes) {
    auto path = folder / "spool";
    put_file(path, bytes);
    return path;
  }
  std::vector<std::string> keys(const std::string& where = {}) { return store->keys(where, ever)->keys; }
};

/// Fails one kind of call.
struct failing_calls : fs::file_calls {
  int sync_result = 0;
  int write_result = 0;
  std::size_t longest_write = 1'000'000;
  int folders_that_sync = 1'000;
  int sync(int fd) override {
    struct stat info {};
    ::fstat(fd, &info);
    if (S_ISDIR(info.st_mode) && --folders_that_sync < 0) return -EIO;
    return sync_result ? sync_result : file_calls::sync(fd);
  }
  ssize_t write(int fd, const char* from, std::size_t bytes) override {
    return write_result ? write_result : file_calls::write(fd, from, std::min(bytes, longest_write));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(local_files, store_fixture)

BOOST_AUTO_TEST_CASE(an_upload_is_taken_over) {
  auto path = spool("abc");
  auto r = store->take(path, "cases/1/evidence.log");
  BOOST_REQUIRE(r);
  BOOST_TEST(r->bytes == 3u);
  BOOST_TEST(r->sha256 == abc);
  BOOST_TEST(!std::filesystem::exists(path));
  BOOST_TEST(content(*store, "cases/1/evidence.log") == "abc");
  auto stored = store->local_path("cases/1/evidence.log");
  BOOST_TEST(stored == root + "/cases/1/evidence.log");
  BOOST_TEST(mode_of(stored) == 0600u);
  BOOST_TEST(mode_of(root + "/cases/1") == 0700u);
}

BOOST_AUTO_TEST_CASE(an_upload_on_another_disk_is_copied) {
  temp_folder elsewhere("/dev/shm");
  struct stat here {};
  struct stat there {};
  ::stat(root.c_str(), &here);
  ::stat(elsewhere.path().c_str(), &there);
  BOOST_WARN_MESSAGE(here.st_dev != there.st_dev, "one file system only: the copy was not tried");
  auto path = elsewhere / "spool";
  std::string bytes(300'000, 'x');
  put_file(path, bytes);
  auto r = store->take(path, "a/b");
  BOOST_REQUIRE(r);
  BOOST_TEST(r->bytes == bytes.size());
  BOOST_TEST(!std::filesystem::exists(path));
  BOOST_TEST((content(*store, "a/b") == bytes));
  BOOST_TEST(std::filesystem::is_empty(root + "/.unfinished"));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_taken_is_refused_and_the_upload_stays) {
  BOOST_REQUIRE(store->write("a/b", "first"));
  auto path = spool("second");
  BOOST_TEST((store->take(path, "a/b").error().code == ec::conflict));
  BOOST_TEST(std::filesystem::exists(path));
  BOOST_TEST(content(*store, "a/b") == "first");
  BOOST_TEST((store->take(folder / "nothing", "a/c").error().code == ec::internal));
}

BOOST_AUTO_TEST_CASE(a_text_is_written_and_replaced) {
  auto r = store->write("notes/a.txt", "abc");
  BOOST_REQUIRE(r);
  BOOST_TEST(r->sha256 == abc);
  BOOST_TEST(mode_of(store->local_path("notes/a.txt")) == 0600u);
  BOOST_REQUIRE(store->write("notes/a.txt", ""));
  BOOST_TEST(content(*store, "notes/a.txt") == "");
}

BOOST_AUTO_TEST_CASE(removing_takes_empty_folders_along) {
  BOOST_REQUIRE(store->write("a/b/c/1", "x"));
  BOOST_REQUIRE(store->write("a/2", "x"));
  BOOST_TEST(bool(store->erase("a/b/c/1")));
  BOOST_TEST(!std::filesystem::exists(root + "/a/b"));
  BOOST_TEST(content(*store, "a/2") == "x");
  BOOST_TEST(bool(store->erase("a/b/c/1")));
  BOOST_TEST(bool(store->erase("a/2/3")));
  BOOST_TEST(bool(store->erase("a/2")));
  BOOST_TEST(!std::filesystem::exists(root + "/a"));
  BOOST_REQUIRE(store->write("a/b/c/1", "again"));
  BOOST_TEST(content(*store, "a/b/c/1") == "again");
}

BOOST_AUTO_TEST_CASE(keys_are_listed_by_folder_and_time) {
  BOOST_REQUIRE(store->write("a/2", "x"));
  BOOST_REQUIRE(store->write("a/1", "x"));
  BOOST_REQUIRE(store->write("b/3", "x"));
  put_file(root + "/.unfinished/9", "half");
  put_file(root + "/a/no key!", "not ours");
  BOOST_TEST((keys() == std::vector<std::string>{"a/1", "a/2", "b/3"}));
  BOOST_TEST((keys("a") == std::vector<std::string>{"a/1", "a/2"}));
  BOOST_TEST(keys("none").empty());
  BOOST_TEST(store->keys("", 1)->keys.empty());
}

BOOST_AUTO_TEST_CASE(an_upload_counts_as_stored_when_it_was_taken_over) {
  auto path = spool("old");
  std::filesystem::last_write_time(path,
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(5));
  BOOST_REQUIRE(store->take(path, "a/1"));
  auto hour_ago = std::chrono::system_clock::now() - std::chrono::hours(1);
  auto t = std::chrono::duration_cast<std::chrono::microseconds>(hour_ago.time_since_epoch()).count();
  BOOST_TEST(store->keys("", t)->keys.empty());
}

BOOST_AUTO_TEST_CASE(only_keys_name_files) {
  for (const char* good : {"a", "a/b", "A-Z_0.9/x.y", "a..b"}) BOOST_TEST(fs::is_key(good), good);
  for (const char* bad :
       {"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/.b", "a b", "a\\b", "\xC3\xA4"})
    BOOST_TEST(!fs::is_key(bad), bad);
  BOOST_TEST(fs::is_key(std::string(200, 'a')));
  BOOST_TEST(!fs::is_key(std::string(201, 'a')));
  BOOST_TEST(!fs::is_key(std::string_view("a\0b", 3)));
  std::string long_key = "a";
  while (long_key.size() < 501) long_key += "/a";
  BOOST_TEST(!fs::is_key(long_key));
  put_file(folder / "secret", "x");
  BOOST_TEST(content(*store, "../secret").starts_with("error:"));
  BOOST_TEST((store->write("../secret", "y").error().code == ec::internal));
  BOOST_TEST((store->take(folder / "secret", "../b").error().code == ec::internal));
  BOOST_TEST((store->erase("../secret").error().code == ec::internal));
  BOOST_TEST((store->keys("..", ever).error().code == ec::internal));
  BOOST_TEST(store->local_path("../secret") == "");
  BOOST_TEST(std::filesystem::exists(folder / "secret"));
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_told_when_it_is_read) {
  BOOST_TEST(content(*store, "a/b") == "error: the stored file is missing");
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_nothing_under_the_key) {
  auto calls = std::make_shared<failing_calls>();
  store = *fs::open_store(root, calls);
  calls->write_result = -ENOSPC;
  BOOST_TEST((store->write("a/b", "x").error() == fail(ec::storage_full, "the disk of the files is full")));
  calls->write_result = 0;
  calls->sync_result = -ENOSPC;
  auto path = spool("x");
  BOOST_TEST((store->take(path, "a/b").error().code == ec::storage_full));
  BOOST_TEST(std::filesystem::exists(path));
  calls->sync_result = 0;
  BOOST_TEST(keys().empty());
  BOOST_TEST(std::filesystem::is_empty(root + "/.unfinished"));
  calls->longest_write = 2;
  BOOST_REQUIRE(store->write("a/b", "written in pieces"));
  BOOST_TEST(content(*store, "a/b") == "written in pieces");
}

BOOST_AUTO_TEST_CASE(a_name_that_cannot_be_made_durable_is_taken_back) {
  auto calls = std::make_shared<failing_calls>();
  store = *fs::open_store(root, calls);
  BOOST_REQUIRE(store->write("a/first", "x"));
  calls->folders_that_sync = 0;
  auto path = spool("x");
  BOOST_TEST((store->take(path, "a/b").error().code == ec::unavailable));
  BOOST_TEST(std::filesystem::exists(path));
  BOOST_TEST((keys() == std::vector<std::string>{"a/first"}));
}

BOOST_AUTO_TEST_CASE(what_a_crash_left_unfinished_is_removed_at_the_start) {
  put_file(root + "/.unfinished/1", "half");
  store = open();
  BOOST_TEST(std::filesystem::is_empty(root + "/.unfinished"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_used_is_told) {
  put_file(folder / "file", "x");
  auto r = fs::open_store(folder / "file/below");
  BOOST_REQUIRE(!r);
  BOOST_TEST(r.error().text.find("file/below cannot be used for files") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(storing_and_removing_in_one_folder_do_not_disturb_each_other) {
  std::atomic<int> failures{0};
  auto work = [&](const std::string& name) {
    for (int i = 0; i < 60; ++i) {
      if (!store->write("a/b/" + name, name)) ++failures;
      if (content(*store, "a/b/" + name) != name) ++failures;
      if (!store->erase("a/b/" + name)) ++failures;
    }
  };
  std::thread other(work, "1");
  work("2");
  other.join();
  BOOST_TEST(failures == 0);
  BOOST_TEST(keys().empty());
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// What a program was told about its keys before the power went.
struct told {
  std::map<std::string, std::string> stored;
  std::set<std::string> removed;
  std::map<std::string, std::set<std::string>> tried;
};

void live(const std::string& root, const std::shared_ptr<volatile_files>& disk, unsigned seed, told& t) {
  auto opened = fs::open_store(root + "/files", disk);
  if (!opened) return;
  auto& store = **opened;
  std::mt19937 chance(seed);
  for (int i = 0; i < 14; ++i) {
    auto key = std::string(chance() % 2 ? "a/" : "b/c/") + std::to_string(chance() % 6);
    auto bytes = std::to_string(seed) + "." + std::to_string(i) + std::string(chance() % 300, 'x');
    t.tried[key].insert(bytes);
    auto what = chance() % 3;
    auto before = t.stored.contains(key) ? t.stored[key] : std::string();
    t.stored.erase(key);  // until it is answered either may be there
    t.removed.erase(key);
    outcome<blob::stored> r = fail(ec::internal);
    if (what == 2) {
      if (store.erase(key)) t.removed.insert(key);
      continue;
    }
    if (what == 1) {
      r = store.write(key, bytes);
    } else {
      auto spool = root + "/spool" + std::to_string(seed) + "." + std::to_string(i);
      disk->add_unsynced(spool, bytes);
      r = store.take(spool, key);
      if (!r && r.error().code == ec::conflict) t.stored[key] = before;
    }
    if (r) t.stored[key] = bytes;
  }
}

void check(const std::string& root, const told& t, const std::string& when) {
  auto store = *fs::open_store(root + "/files");
  for (const auto& [key, bytes] : t.stored)
    BOOST_TEST((content(*store, key) == bytes), when << ": " << key << " was acknowledged");
  for (const auto& key : t.removed)
    BOOST_TEST(content(*store, key) == "error: the stored file is missing", when << ": " << key);
  auto all = store->keys("", ever);
  for (const auto& key : all->keys)
    BOOST_TEST(t.tried.at(key).contains(content(*store, key)), when << ": " << key << " is half there");
}

}  // namespace

BOOST_AUTO_TEST_CASE(acknowledged_files_survive_a_loss_of_power_at_any_operation) {
  std::mt19937 chance(11);
  std::uint64_t operations = 0;
  for (std::uint64_t at = 1; operations == 0 || at < operations; ++at) {
    temp_folder folder;
    auto disk = std::make_shared<volatile_files>(folder.path().string());
    told t;
    auto seed = static_cast<unsigned>(operations == 0 ? 1 : at);
    if (operations) disk->lose_power_after(at);
    live(folder.path().string(), disk, seed, t);
    if (operations == 0) {
      operations = disk->operations();
      BOOST_REQUIRE_GT(operations, 50u);
      at = 0;
    }
    disk->settle(chance);
    check(folder.path().string(), t, "power lost at operation " + std::to_string(at));
  }
}

BOOST_FIXTURE_TEST_SUITE(quarantine, store_fixture)

BOOST_AUTO_TEST_CASE(what_is_set_aside_is_kept_and_comes_back) {
  BOOST_REQUIRE(store->write("evidence/c/a", "abc"));
  BOOST_REQUIRE(store->write("evidence/c/b", "b"));
  auto moved = store->set_aside({"evidence/c/a", "evidence/c/none"});
  BOOST_REQUIRE(moved);
  BOOST_TEST(moved->moved == 1u);
  BOOST_TEST((keys() == std::vector<std::string>{"evidence/c/b"}));
  BOOST_TEST((store->keys_aside("evidence")->keys == std::vector<std::string>{"evidence/c/a"}));
  store = open();  // a start deletes nothing
  BOOST_REQUIRE(store->bring_back({"evidence/c/a", "evidence/c/none"}));
  BOOST_TEST(content(*store, "evidence/c/a") == "abc");
  BOOST_TEST(store->keys_aside({})->keys.empty());
}

BOOST_AUTO_TEST_CASE(a_quarantine_that_is_full_leaves_files_where_they_are) {
  auto limited =
      fs::open_store(root, std::make_shared<fs::file_calls>(), {.aside_bytes = 5, .aside_files = 10});
  BOOST_REQUIRE(limited);
  store = *limited;
  for (const char* key : {"e/a", "e/b", "e/c"}) BOOST_REQUIRE(store->write(key, "abc"));
  auto moved = store->set_aside({"e/a", "e/b", "e/c"});
  BOOST_REQUIRE(moved);
  BOOST_TEST(moved->moved == 1u);
  BOOST_TEST(moved->waiting == 2u);
  BOOST_TEST(keys().size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_was_set_aside_long_ago_is_forgotten) {
  BOOST_REQUIRE(store->write("e/a", "abc"));
  BOOST_REQUIRE(store->set_aside({"e/a"}));
  BOOST_TEST(store->forget_aside(1)->keys.empty());
  BOOST_TEST((store->forget_aside(ever)->keys == std::vector<std::string>{"e/a"}));
  BOOST_TEST(store->keys_aside({})->keys.empty());
}

BOOST_AUTO_TEST_CASE(an_altered_or_missing_file_is_gone_and_is_remembered) {
  BOOST_REQUIRE(store->write("e/a", "abc"));
  BOOST_TEST(bool(store->verify("e/a", abc)));
  put_file(root + "/e/a", "abd");
  auto altered = store->verify("e/a", abc);
  BOOST_REQUIRE(!altered);
  BOOST_TEST((altered.error().code == ec::gone));
  BOOST_TEST(store->trouble().find("e/a (altered)") != std::string::npos, store->trouble());
  put_file(root + "/e/a", "abc");
  BOOST_TEST(bool(store->verify("e/a", abc)));
  BOOST_TEST(store->trouble().empty());
  std::filesystem::remove(root + "/e/a");
  BOOST_TEST((store->verify("e/a", abc).error().code == ec::gone));
  BOOST_TEST(store->trouble().find("missing") != std::string::npos);
  BOOST_REQUIRE(store->erase("e/a"));
  BOOST_TEST(store->trouble().empty());
}

BOOST_AUTO_TEST_CASE(who_misses_a_file_that_was_just_removed_raises_no_alarm) {
  BOOST_REQUIRE(store->write("e/a", "abc"));
  BOOST_REQUIRE(store->erase("e/a"));
  BOOST_TEST((store->verify("e/a", abc).error().code == ec::gone));
  BOOST_TEST(store->trouble().empty());
  BOOST_REQUIRE(store->write("e/a", "abc"));
  std::filesystem::remove(root + "/e/a");
  BOOST_TEST((store->verify("e/a", abc).error().code == ec::gone));
  BOOST_TEST(store->trouble().find("missing") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
