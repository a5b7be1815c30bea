#include "fm/sqlite/open.hpp"

#include "checksum_vfs.hpp"
#include "checksummed_file.hpp"
#include "connection.hpp"
#include "error.hpp"
#include "examine.hpp"
#include "migrations.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace fm::sqlite {

namespace {

/// What an examination has found, for people; empty when it is nothing.
std::string sentence_of(const db::examination& found, const std::string& path) {
  if (found.findings.empty()) return {};
  return "the database " + path + " is damaged (" + found.findings.front() +
         (found.findings.size() > 1 ? "; and more" : "") + "): restore a backup; faultmaven doctor lists all";
}

class sqlite_database final : public db::database {
 public:
  explicit sqlite_database(std::shared_ptr<shared> s) : shared_(std::move(s)) {}

  std::unique_ptr<db::connection> reader() override {
    return std::make_unique<sqlite_connection>(shared_, role::reader);
  }
  std::unique_ptr<db::connection> writer() override {
    return std::make_unique<sqlite_connection>(shared_, role::writer);
  }
  std::unique_ptr<db::connection> quick_reader() override {
    return std::make_unique<sqlite_connection>(shared_, role::quick_reader);
  }
  std::string check() override {
    auto trouble = shared_->trouble();
    if (!trouble.empty()) return trouble;
    auto answer = shared_->checkpoints->probe();
    return answer ? "ok" : answer.error().text;
  }
  outcome<db::examination> examine(const std::function<bool()>& go_on) override {
    constexpr bool thorough = false;
    auto found = examine_file(shared_->path, shared_->how.vfs, thorough, go_on);
    if (found) shared_->note_damage(sentence_of(*found, shared_->path));
    return found;
  }
  std::string damage() override { return shared_->damage(); }

 private:
  std::shared_ptr<shared> shared_;
};

/// The file exists afterwards, for its owner only; files beside it take over its mode.
std::optional<failure> make_file(const std::string& path) {
  int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail(ec::unavailable, path + " cannot be opened: " + std::strerror(errno) +
                                     "; check the folder of the data and its permissions");
  struct stat info {};
  if (fstat(fd, &info) == 0 && (info.st_mode & 077) != 0) fchmod(fd, 0600);
  ::close(fd);
  // The name must survive a crash as well as what will be written.
  auto folder = std::filesystem::path(path).parent_path();
  int dir = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0 || fsync(dir) != 0) {
    auto why = std::string(std::strerror(errno));
    if (dir >= 0) ::close(dir);
    return fail(ec::unavailable, "the folder of " + path + " cannot be written: " + why);
  }
  ::close(dir);
  return std::nullopt;
}

failure damaged(const std::string& path, const std::string& how) {
  return fail(ec::invalid,
              path + " is damaged (" + how + "); it was left as it is: move it away, or restore a backup");
}

failure named(const handle& db, const std::string& path, failure why) {
  if (is_damage(sqlite3_extended_errcode(db.get())))
    return fail(ec::invalid, path + " is damaged or is no database (" + why.text +
                                 "); it was left as it is: move it away, or restore a backup");
  why.text = path + ": " + why.text;
  return why;
}

/// Nothing is written before this has passed.
std::optional<failure> check_file(const handle& db, const std::string& path, const options& how) {
  auto tables = db.number("select count(*) from sqlite_schema");
  if (!tables) return named(db, path, tables.error());
  auto ours = db.number("select count(*) from sqlite_schema where name = 'schema_migrations'");
  if (!ours) return named(db, path, ours.error());
  if (*tables > 0 && *ours == 0)
    return fail(ec::invalid, path + " is a database of another program; it was left as it is");
  if (!how.quick_check) return std::nullopt;
  auto found = db.text("pragma quick_check(1)");
  if (!found) return named(db, path, found.error());
  if (*found == "ok") return std::nullopt;
  return damaged(path, *found);
}

std::optional<failure> set_up(const handle& db, shared& s, const std::vector<db::schema>& schemas) {
  if (auto why = check_file(db, s.path, s.how)) return why;
  auto mode = db.text("pragma journal_mode = wal");
  if (!mode) return named(db, s.path, mode.error());
  if (*mode != "wal")
    return fail(ec::unavailable, s.path +
                                     " lies on a file system without shared memory, such as a network "
                                     "share; use a local disk");
  if (auto why = prepare_connection(db, role::writer)) return named(db, s.path, *why);
  auto migrated = migrate(db, s.path, schemas, s.how.migrate);
  if (!migrated)
    return migrated.error().code == ec::invalid ? migrated.error() : named(db, s.path, migrated.error());
  auto prepared = statements(db, s.known).prepare_all();
  if (!prepared) return prepared.error();
  return std::nullopt;
}

/// A new file gets room for checksums, one of an older version is written anew with them.
std::optional<failure> add_checksums(handle& db, const std::string& path, const options& how) {
  auto pages = db.number("pragma page_count");
  if (!pages) return named(db, path, pages.error());
  if (*pages == 0) return reserve_checksums(db);
  if (page_file(db.get()).has_checksums()) return std::nullopt;
  // What is not ours, or damaged, is not touched.
  if (auto why = check_file(db, path, how)) return why;
  auto found = db.text("pragma quick_check(1)");
  if (!found) return named(db, path, found.error());
  if (*found != "ok") return damaged(path, *found);
  auto why = rewrite_with_checksums(std::move(db), path, how);
  // Without room for a second copy it goes on without checksums; `faultmaven doctor` says so.
  if (why && why->code != ec::storage_full) return why;
  auto again = handle::open(path, how.vfs, how.busy_timeout);
  if (!again) return again.error();
  db = std::move(*again);
  return std::nullopt;
}

}  // namespace

outcome<std::unique_ptr<db::database>> open(const std::string& path, const std::vector<db::schema>& schemas,
                                            const options& how) {
  auto s = std::make_shared<shared>();
  s->path = path;
  s->how = how;
  auto known = make_registry(schemas);
  if (!known) return known.error();
  s->known = std::move(*known);
  if (auto why = damage_of_log(path); !why.empty())
    return fail(ec::invalid, path + " was left as it is, for " + why +
                                 ": restore a backup, or go on without them by faultmaven doctor --accept");
  if (auto why = make_file(path)) return *why;
  auto db = handle::open(path, how.vfs, how.busy_timeout);
  if (!db) return fail(db.error().code, path + ": " + db.error().text);
  if (how.migrate) {
    if (auto why = add_checksums(*db, path, how)) {
      db->leave_alone();
      return *why;
    }
  }
  if (auto why = set_up(*db, *s, schemas)) {
    db->leave_alone();
    return *why;
  }
  s->checkpoints = std::make_unique<checkpointer>(std::move(*db), how);
  return std::unique_ptr<db::database>(std::make_unique<sqlite_database>(std::move(s)));
}

outcome<db::examination> examine(const std::string& path, bool thorough) {
  return examine_file(path, {}, thorough, [] { return true; });
}

outcome<done> accept(const std::string& path) {
  const unchecked as_it_is;
  const options how;
  auto db = handle::open(path, how.vfs, how.busy_timeout);
  if (!db) return fail(db.error().code, path + ": " + db.error().text);
  auto found = db->text("pragma integrity_check(1)");
  if (!found || *found != "ok") {
    db->leave_alone();
    if (!found) return named(*db, path, found.error());
    return damaged(path, *found);
  }
  if (auto why = rewrite_with_checksums(std::move(*db), path, how)) return *why;
  return done{};
}

}  // namespace fm::sqlite
