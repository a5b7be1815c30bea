#include "connection.hpp"

#include "error.hpp"

#include <sys/stat.h>

#include <utility>

namespace fm::sqlite {

namespace {

/// How many steps of SQLite's machine pass between two looks at the clock: some 100 microseconds.
constexpr int steps_between_looks = 10'000;

bool is_trouble(const failure& f) { return f.code == ec::unavailable || f.code == ec::storage_full; }

int log_grew(void* checkpoints, sqlite3*, const char*, int pages) {
  static_cast<checkpointer*>(checkpoints)->committed(static_cast<std::uint32_t>(pages));
  return SQLITE_OK;
}

}  // namespace

void shared::note(const std::optional<failure>& trouble) {
  std::lock_guard lock(mutex_);
  trouble_ = trouble ? trouble->text : "";
}

std::string shared::trouble() {
  std::lock_guard lock(mutex_);
  return trouble_;
}

void shared::note_damage(std::string what) {
  std::lock_guard lock(mutex_);
  damage_ = std::move(what);
}

std::string shared::damage() {
  std::lock_guard lock(mutex_);
  return damage_;
}

std::optional<failure> prepare_connection(const handle& db, role r) {
  auto why = db.exec("pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory");
  if (!why && r != role::writer) why = db.exec("pragma query_only = on");
  // Enough for the upper pages of indexes over 100,000s of rows, which every look-up by key goes
  // through, and for the first rows of lists.
  if (!why && r != role::writer) why = db.exec("pragma cache_size = -16384");
  // The checkpointer copies the log back; a log that was copied does not keep its greatest size.
  if (!why && r == role::writer)
    why = db.exec("pragma wal_autocheckpoint = 0; pragma journal_size_limit = 67108864");
  return why;
}

int sqlite_connection::out_of_time(void* self) {
  return std::chrono::steady_clock::now() > static_cast<sqlite_connection*>(self)->ends_ ? 1 : 0;
}

std::optional<failure> sqlite_connection::ready() {
  if (db_) return std::nullopt;
  auto patience = role_ == role::quick_reader ? 0 : shared_->how.busy_timeout;
  auto opened = handle::open(shared_->path, shared_->how.vfs, patience);
  if (!opened) return opened.error();
  if (auto why = prepare_connection(*opened, role_)) return why;
  db_.emplace(std::move(*opened));
  struct stat about {};
  if (role_ == role::writer && ::stat(shared_->path.c_str(), &about) == 0)
    file_ = {about.st_dev, about.st_ino};
  statements_.emplace(*db_, shared_->known);
  if (role_ == role::writer)
    sqlite3_wal_hook(db_->get(), log_grew, shared_->checkpoints.get());
  else
    sqlite3_progress_handler(db_->get(), steps_between_looks, out_of_time, this);
  return std::nullopt;
}

// What is written into a file that nobody finds again is lost with the end of the program.
std::optional<failure> sqlite_connection::misplaced() const {
  if (!file_) return std::nullopt;
  struct stat now {};
  if (::stat(shared_->path.c_str(), &now) == 0 && *file_ == std::pair(now.st_dev, now.st_ino))
    return std::nullopt;
  return fail(ec::unavailable,
              "the file of the database was removed or replaced while the server runs: put " + shared_->path +
                  " back as it was, or stop the server");
}

outcome<db::row_set> sqlite_connection::read(const db::operation& what) {
  if (auto why = ready()) return *why;
  ends_ = std::chrono::steady_clock::now() + std::chrono::microseconds(shared_->how.read_limit);
  auto r = statements_->run(what, true);
  // What a quick reader cannot read is asked for again.
  if (!r && role_ == role::reader && is_trouble(r.error())) shared_->note(r.error());
  if (!r && is_damage(sqlite3_extended_errcode(db_->get()))) shared_->note_damage(r.error().text);
  return r;
}

std::vector<outcome<db::row_set>> sqlite_connection::read_together(
    std::span<const db::operation* const> what) {
  // One transaction takes and gives back the lock of the log once for all of them.
  const bool as_one = what.size() > 1 && !ready() && step(begin_, "begin");
  std::vector<outcome<db::row_set>> out;
  out.reserve(what.size());
  for (const auto* operation : what) out.push_back(read(*operation));
  // A transaction that stayed open would show the same state for ever.
  if (as_one && !step(end_, "commit") && db_->in_transaction()) db_->exec("rollback");
  return out;
}

/// Runs a statement without parameters that is prepared at its first use; false when it failed.
bool sqlite_connection::step(statement_ptr& s, const char* sql) {
  if (!s) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(db_->get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK)
      return false;
    s.reset(raw);
  }
  const bool fine = sqlite3_step(s.get()) == SQLITE_DONE;
  sqlite3_reset(s.get());
  return fine;
}

outcome<db::unit_result> sqlite_connection::run_operations(const db::transact& unit) {
  db::unit_result out;
  out.sets.reserve(unit.unit.size());
  for (const auto& op : unit.unit) {
    auto r = statements_->run(op, false);
    if (!r) return r.error();
    out.sets.push_back(std::move(*r));
  }
  // A deferred foreign key would otherwise fail the commit, and with it the other units.
  int deferred = 0;
  int high = 0;
  sqlite3_db_status(db_->get(), SQLITE_DBSTATUS_DEFERRED_FKS, &deferred, &high, 0);
  if (deferred) return fail(ec::conflict, "a row refers to one that is not there");
  return out;
}

outcome<db::unit_result> sqlite_connection::run_apart(const db::transact& unit) {
  if (auto why = db_->exec("savepoint unit")) return *why;
  auto r = run_operations(unit);
  // A failure as grave as a full disk has ended the whole transaction already.
  if (!r && !db_->in_transaction()) return r;
  if (!r)
    if (auto why = db_->exec("rollback to unit")) return *why;
  if (auto why = db_->exec("release unit")) return *why;
  return r;
}

std::vector<outcome<db::unit_result>> sqlite_connection::write(std::span<const db::transact* const> units) {
  auto all_fail = [&](const failure& why) {
    if (db_ && is_damage(sqlite3_extended_errcode(db_->get()))) shared_->note_damage(why.text);
    if (db_ && db_->in_transaction()) db_->exec("rollback");
    shared_->note(why);
    return results(units.size(), why);
  };
  if (auto why = ready()) return all_fail(*why);
  if (auto why = misplaced()) return all_fail(*why);
  auto turn = shared_->checkpoints->writer_turn();
  results out;
  out.reserve(units.size());
  // Nearly always all units succeed. Savepoints, for which SQLite copies every page before a unit changes
  // it, are only paid for when one has failed, after everything was rolled back.
  if (auto why = db_->exec("begin immediate")) return all_fail(*why);
  for (const auto* unit : units) {
    out.push_back(run_operations(*unit));
    if (!out.back()) break;
  }
  if (!out.empty() && !out.back()) {
    if (!db_->in_transaction()) return all_fail(out.back().error());
    if (auto why = db_->exec("rollback; begin immediate")) return all_fail(*why);
    out.clear();
    for (const auto* unit : units) {
      out.push_back(run_apart(*unit));
      if (!db_->in_transaction())
        return all_fail(out.back() ? fail(ec::unavailable, "the database gave up the transaction")
                                   : out.back().error());
    }
  }
  if (auto why = db_->exec("commit")) return all_fail(*why);
  shared_->note({});
  return out;
}

}  // namespace fm::sqlite
