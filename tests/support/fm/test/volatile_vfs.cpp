#include "fm/test/volatile_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

namespace {

constexpr std::size_t sector = 512;

struct change {
  std::uint64_t offset = 0;
  std::string bytes;
  bool truncates = false;
};

void redo(std::string& content, const change& c) {
  if (c.truncates) {
    content.resize(c.offset);
    return;
  }
  if (content.size() < c.offset + c.bytes.size()) content.resize(c.offset + c.bytes.size());
  std::copy(c.bytes.begin(), c.bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(c.offset));
}

/// The content of a file: what is safe, and what is not yet.
struct node {
  std::string durable;
  std::vector<change> pending;
};
/// A name: what it stands for, and what it stands for after a loss of power.
struct entry {
  std::shared_ptr<node> live;
  std::shared_ptr<node> durable;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

struct volatile_vfs::state {
  sqlite3_vfs vfs{};
  sqlite3_vfs* real = nullptr;
  std::mutex mutex;
  std::map<std::string, entry> files;
  std::uint64_t done = 0;
  std::uint64_t power_ends = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t longest = std::numeric_limits<std::uint64_t>::max();

  bool has_power() const { return done < power_ends; }
  /// Counts one change; false when it finds no power.
  bool begin_change() {
    if (!has_power()) return false;
    ++done;
    return true;
  }
};

namespace {

using state = volatile_vfs::state;

struct open_file {
  sqlite3_file base;
  state* home;
  std::string* path;
  std::shared_ptr<node>* content;  // lives on when the name is removed
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
open_file& of(sqlite3_file* f) { return *reinterpret_cast<open_file*>(f); }
sqlite3_file* real(sqlite3_file* f) { return of(f).real(); }

int close_file(sqlite3_file* f) {
  delete of(f).path;
  delete of(f).content;
  return real(f)->pMethods->xClose(real(f));
}
int read_bytes(sqlite3_file* f, void* into, int n, sqlite3_int64 at) {
  {
    std::lock_guard lock(of(f).home->mutex);
    if (!of(f).home->has_power()) return SQLITE_IOERR_READ;
  }
  return real(f)->pMethods->xRead(real(f), into, n, at);
}
int write_bytes(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  auto& file = of(f);
  std::lock_guard lock(file.home->mutex);
  auto offset = static_cast<std::uint64_t>(at);
  auto size = static_cast<std::size_t>(n);
  if (offset + size > file.home->longest) return SQLITE_FULL;
  if (!file.home->begin_change()) return SQLITE_IOERR_WRITE;
  (*file.content)->pending.push_back({offset, std::string(static_cast<const char*>(from), size)});
  return real(f)->pMethods->xWrite(real(f), from, n, at);
}
int truncate_file(sqlite3_file* f, sqlite3_int64 size) {
  auto& file = of(f);
  std::lock_guard lock(file.home->mutex);
  if (!file.home->begin_change()) return SQLITE_IOERR_TRUNCATE;
  (*file.content)->pending.push_back({static_cast<std::uint64_t>(size), {}, true});
  return real(f)->pMethods->xTruncate(real(f), size);
}
/// Only the model syncs, which makes a thousand losses of power a matter of seconds.
int sync_file(sqlite3_file* f, int) {
  auto& file = of(f);
  std::lock_guard lock(file.home->mutex);
  if (!file.home->begin_change()) return SQLITE_IOERR_FSYNC;
  for (const auto& c : (*file.content)->pending) redo((*file.content)->durable, c);
  (*file.content)->pending.clear();
  // SQLite's own file system syncs the folder, and with it every name, together with a journal or log that it
  // has made.
  auto& name = file.home->files[*file.path];
  if (name.live == *file.content && name.durable != name.live)
    for (auto& [path, e] : file.home->files) e.durable = e.live;
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    2,
    close_file,
    read_bytes,
    write_bytes,
    truncate_file,
    sync_file,
    [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
    [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) {
      return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
    },
    [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    nullptr,
    nullptr,
};

int open_path(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* out_flags) {
  auto& s = *static_cast<state*>(vfs->pAppData);
  auto& file = of(f);
  file.base.pMethods = nullptr;
  std::lock_guard lock(s.mutex);
  if (!s.has_power()) return SQLITE_CANTOPEN;
  std::string name = path ? path : "";
  bool existed = path && std::filesystem::exists(name);
  auto rc = s.real->xOpen(s.real, path, file.real(), flags, out_flags);
  if (rc != SQLITE_OK) return rc;
  auto& e = s.files[name];
  if (existed && !e.live) {
    e.live = e.durable = std::make_shared<node>();
    e.live->durable = read_file(name);
  } else if (!existed) {
    s.begin_change();
    e.live = std::make_shared<node>();
  }
  file.home = &s;
  file.path = new std::string(name);
  file.content = new std::shared_ptr<node>(e.live);
  file.base.pMethods = &methods;
  return SQLITE_OK;
}

int delete_path(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  auto& s = *static_cast<state*>(vfs->pAppData);
  std::lock_guard lock(s.mutex);
  if (!s.begin_change()) return SQLITE_IOERR_DELETE;
  auto rc = s.real->xDelete(s.real, path, 0);
  if (rc != SQLITE_OK) return rc;
  auto& e = s.files[path];
  e.live.reset();
  if (sync_folder) e.durable.reset();
  return SQLITE_OK;
}

std::string survivor(const node& n, std::mt19937& chance) {
  auto content = n.durable;
  for (auto c : n.pending) {
    auto luck = chance() % 4;
    if (luck == 0) continue;
    if (luck == 1 && !c.truncates) c.bytes.resize(chance() % (c.bytes.size() / sector + 1) * sector);
    redo(content, c);
  }
  return content;
}

}  // namespace

volatile_vfs::volatile_vfs(std::string name) : name_(std::move(name)), state_(std::make_unique<state>()) {
  auto& s = *state_;
  s.real = sqlite3_vfs_find(nullptr);
  s.vfs = *s.real;
  s.vfs.pNext = nullptr;
  s.vfs.zName = name_.c_str();
  s.vfs.szOsFile = static_cast<int>(sizeof(open_file)) + s.real->szOsFile;
  s.vfs.pAppData = &s;
  s.vfs.xOpen = open_path;
  s.vfs.xDelete = delete_path;
  // The rest finds its own data through the object that it belongs to.
  s.vfs.xAccess = [](sqlite3_vfs* v, const char* path, int flags, int* out) {
    auto* r = static_cast<state*>(v->pAppData)->real;
    return r->xAccess(r, path, flags, out);
  };
  s.vfs.xFullPathname = [](sqlite3_vfs* v, const char* path, int n, char* out) {
    auto* r = static_cast<state*>(v->pAppData)->real;
    return r->xFullPathname(r, path, n, out);
  };
  sqlite3_vfs_register(&s.vfs, 0);
}

volatile_vfs::~volatile_vfs() { sqlite3_vfs_unregister(&state_->vfs); }

std::uint64_t volatile_vfs::operations() const {
  std::lock_guard lock(state_->mutex);
  return state_->done;
}

void volatile_vfs::lose_power_after(std::uint64_t operations) {
  std::lock_guard lock(state_->mutex);
  state_->power_ends = state_->done + operations;
}

void volatile_vfs::limit_files_to(std::uint64_t bytes) {
  std::lock_guard lock(state_->mutex);
  state_->longest = bytes;
}

void volatile_vfs::settle(std::mt19937& chance) {
  std::lock_guard lock(state_->mutex);
  for (const auto& [path, e] : state_->files) {
    if (path.empty()) continue;
    auto kept = e.live == e.durable || chance() % 2 ? e.durable : e.live;
    std::filesystem::remove(path + "-shm");
    if (!kept) {
      std::filesystem::remove(path);
      continue;
    }
    auto content = survivor(*kept, chance);
    std::ofstream(path, std::ios::binary | std::ios::trunc).write(content.data(), std::ssize(content));
  }
  state_->files.clear();
  state_->power_ends = std::numeric_limits<std::uint64_t>::max();
}

}  // namespace fm::test
