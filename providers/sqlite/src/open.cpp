#include "fm/sqlite/open.hpp"

#include "connection.hpp"
#include "error.hpp"
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

failure named(const handle& db, const std::string& path, failure why) {
  if (is_damage(sqlite3_errcode(db.get())))
    return fail(ec::invalid, path + " is damaged or is no database (" + sqlite3_errmsg(db.get()) +
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
  return fail(ec::invalid,
              path + " is damaged (" + *found + "); it was left as it is: move it away, or restore a backup");
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

}  // namespace

outcome<std::unique_ptr<db::database>> open(const std::string& path, const std::vector<db::schema>& schemas,
                                            const options& how) {
  auto s = std::make_shared<shared>();
  s->path = path;
  s->how = how;
  auto known = make_registry(schemas);
  if (!known) return known.error();
  s->known = std::move(*known);
  if (auto why = make_file(path)) return *why;
  auto db = handle::open(path, how.vfs, how.busy_timeout);
  if (!db) return fail(db.error().code, path + ": " + db.error().text);
  if (auto why = set_up(*db, *s, schemas)) {
    db->leave_alone();
    return *why;
  }
  s->checkpoints = std::make_unique<checkpointer>(std::move(*db), how);
  return std::unique_ptr<db::database>(std::make_unique<sqlite_database>(std::move(s)));
}

}  // namespace fm::sqlite
