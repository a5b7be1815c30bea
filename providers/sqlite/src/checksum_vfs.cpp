#include "checksum_vfs.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <deque>
#include <mutex>
#include <new>
#include <string_view>
#include <vector>

namespace fm::sqlite {

namespace {

static_assert(std::endian::native == std::endian::little, "the sums are over words as the file has them");

constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr std::size_t header_bytes = 100;
constexpr std::size_t reserved_at = 20;
constexpr std::uint32_t least_page = 512, most_page = 65'536;
/// A page here holds locks, and no data (sqlite.org/fileformat2.html, "The Lock-Byte Page").
constexpr std::uint64_t lock_byte = 0x40000000;

thread_local int unchecked_depth = 0;

using sum = std::array<std::uint32_t, 2>;

/// Of a page without its last eight bytes.
sum sum_of(const unsigned char* page, std::size_t bytes) {
  std::uint32_t a = 0, b = 0;
  for (const auto* end = page + bytes - checksum_bytes; page != end; page += 8) {
    std::uint32_t words[2];
    std::memcpy(words, page, sizeof words);
    a += words[0] + b;
    b += words[1] + a;
  }
  return {a, b};
}

bool is_good(const unsigned char* page, std::size_t bytes) {
  const auto found = sum_of(page, bytes);
  return std::memcmp(found.data(), page + bytes - checksum_bytes, checksum_bytes) == 0;
}

/// The size of the pages of a file with this header; 0 when it is none.
std::uint32_t page_size_in(const unsigned char* header) {
  if (std::memcmp(header, magic.data(), magic.size()) != 0) return 0;
  std::uint32_t size = static_cast<std::uint32_t>(header[16]) << 8 | header[17];
  if (size == 1) size = most_page;
  return size >= least_page && std::has_single_bit(size) ? size : 0;
}

/// What is known of a file's pages.
enum class layout {
  unknown,  ///< its header has not been seen
  plain,    ///< no room for checksums
  summed
};

/// In front of the file of the file system below.
struct summed_file {
  sqlite3_file base;
  layout pages;
  std::uint32_t page_bytes;
  std::vector<sqlite3_int64>* early;  ///< pages that were written before the header
  std::string* copy;                  ///< of a page that gets its checksum
};

sqlite3_file* below(sqlite3_file* f) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<summed_file*>(f) + 1);
}
summed_file& own(sqlite3_file* f) { return *reinterpret_cast<summed_file*>(f); }
sqlite3_vfs* below(sqlite3_vfs* v) { return static_cast<sqlite3_vfs*>(v->pAppData); }

/// Learns from the first bytes of a file whether its pages have checksums.
void learn(summed_file& f, const unsigned char* header) {
  const auto size = page_size_in(header);
  f.pages = size != 0 && header[reserved_at] == checksum_bytes ? layout::summed : layout::plain;
  f.page_bytes = size;
}

/// A first page without room for a checksum that has the checksum of one with room: it was altered there.
bool hides_checksums(const unsigned char* page, std::size_t bytes) {
  if (page[reserved_at] == checksum_bytes) return false;
  std::string copy(reinterpret_cast<const char*>(page), bytes);
  copy[reserved_at] = checksum_bytes;
  const auto* changed = reinterpret_cast<const unsigned char*>(copy.data());
  const auto of_copy = sum_of(changed, bytes);
  return of_copy != sum{} && is_good(changed, bytes);
}

int x_close(sqlite3_file* f) {
  auto& me = own(f);
  delete me.early;
  delete me.copy;
  return below(f)->pMethods->xClose(below(f));
}

int x_read(sqlite3_file* f, void* into, int bytes, sqlite3_int64 at) {
  const auto rc = below(f)->pMethods->xRead(below(f), into, bytes, at);
  if (rc != SQLITE_OK) return rc;
  auto& me = own(f);
  const auto* page = static_cast<const unsigned char*>(into);
  const auto size = static_cast<std::size_t>(bytes);
  if (at == 0 && size >= header_bytes) learn(me, page);
  if (unchecked_depth > 0) return SQLITE_OK;
  if (at == 0 && size >= least_page && me.pages == layout::plain && me.page_bytes == size &&
      hides_checksums(page, size))
    return SQLITE_IOERR_DATA;
  // What is no whole page is a part of the header.
  if (me.pages != layout::summed || size != me.page_bytes || is_good(page, size)) return SQLITE_OK;
  sqlite3_log(SQLITE_IOERR_DATA, "the checksum of page %lld is wrong",
              static_cast<long long>(at / bytes + 1));
  return SQLITE_IOERR_DATA;
}

int write_summed(sqlite3_file* f, const unsigned char* page, int bytes, sqlite3_int64 at) {
  auto& me = own(f);
  const auto size = static_cast<std::size_t>(bytes);
  me.copy->assign(reinterpret_cast<const char*>(page), size);
  const auto found = sum_of(page, size);
  std::memcpy(me.copy->data() + size - checksum_bytes, found.data(), checksum_bytes);
  return below(f)->pMethods->xWrite(below(f), me.copy->data(), bytes, at);
}

/// Pages of a new file that came before its header get their checksums now.
int sum_early(sqlite3_file* f) {
  auto& me = own(f);
  std::vector<sqlite3_int64> early;
  early.swap(*me.early);
  if (me.pages != layout::summed) return SQLITE_OK;
  std::vector<unsigned char> page(me.page_bytes);
  const auto bytes = static_cast<int>(page.size());
  for (auto at : early) {
    auto rc = below(f)->pMethods->xRead(below(f), page.data(), bytes, at);
    if (rc == SQLITE_OK) rc = write_summed(f, page.data(), bytes, at);
    if (rc != SQLITE_OK) return rc;
  }
  return SQLITE_OK;
}

int x_write(sqlite3_file* f, const void* from, int bytes, sqlite3_int64 at) {
  auto& me = own(f);
  const auto* page = static_cast<const unsigned char*>(from);
  const auto size = static_cast<std::size_t>(bytes);
  if (at == 0 && size >= header_bytes) learn(me, page);
  if (me.pages == layout::unknown && at > 0) me.early->push_back(at);
  const auto rc = me.pages == layout::summed && size == me.page_bytes
                      ? write_summed(f, page, bytes, at)
                      : below(f)->pMethods->xWrite(below(f), from, bytes, at);
  return rc == SQLITE_OK && at == 0 && !me.early->empty() ? sum_early(f) : rc;
}

int x_truncate(sqlite3_file* f, sqlite3_int64 size) { return below(f)->pMethods->xTruncate(below(f), size); }
int x_sync(sqlite3_file* f, int flags) { return below(f)->pMethods->xSync(below(f), flags); }
int x_size(sqlite3_file* f, sqlite3_int64* size) { return below(f)->pMethods->xFileSize(below(f), size); }
int x_lock(sqlite3_file* f, int how) { return below(f)->pMethods->xLock(below(f), how); }
int x_unlock(sqlite3_file* f, int how) { return below(f)->pMethods->xUnlock(below(f), how); }
int x_reserved(sqlite3_file* f, int* out) { return below(f)->pMethods->xCheckReservedLock(below(f), out); }
int x_control(sqlite3_file* f, int op, void* arg) {
  return below(f)->pMethods->xFileControl(below(f), op, arg);
}
int x_sector(sqlite3_file* f) { return below(f)->pMethods->xSectorSize(below(f)); }
int x_device(sqlite3_file* f) { return below(f)->pMethods->xDeviceCharacteristics(below(f)); }
int x_shm_map(sqlite3_file* f, int page, int bytes, int extend, void volatile** out) {
  return below(f)->pMethods->xShmMap(below(f), page, bytes, extend, out);
}
int x_shm_lock(sqlite3_file* f, int at, int n, int flags) {
  return below(f)->pMethods->xShmLock(below(f), at, n, flags);
}
void x_shm_barrier(sqlite3_file* f) { below(f)->pMethods->xShmBarrier(below(f)); }
int x_shm_unmap(sqlite3_file* f, int remove) { return below(f)->pMethods->xShmUnmap(below(f), remove); }

/// Of version 2: with the log, and without pages that are mapped, which nobody would check.
const sqlite3_io_methods methods{2,        x_close,   x_read,     x_write,       x_truncate,  x_sync,
                                 x_size,   x_lock,    x_unlock,   x_reserved,    x_control,   x_sector,
                                 x_device, x_shm_map, x_shm_lock, x_shm_barrier, x_shm_unmap, nullptr,
                                 nullptr};

int v_open(sqlite3_vfs* v, const char* name, sqlite3_file* f, int flags, int* out) {
  auto* base = below(v);
  // Logs have checksums of their own.
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return base->xOpen(base, name, f, flags, out);
  auto& me = own(f);
  std::memset(f, 0, sizeof(summed_file));
  const auto rc = base->xOpen(base, name, below(f), flags, out);
  if (rc != SQLITE_OK) {
    // What was opened in part is closed here, for SQLite does not know of it.
    if (below(f)->pMethods != nullptr) below(f)->pMethods->xClose(below(f));
    return rc;
  }
  me.pages = layout::unknown;
  me.early = new std::vector<sqlite3_int64>;
  me.copy = new std::string;
  f->pMethods = &methods;
  return SQLITE_OK;
}
int v_delete(sqlite3_vfs* v, const char* name, int sync) { return below(v)->xDelete(below(v), name, sync); }
int v_access(sqlite3_vfs* v, const char* name, int flags, int* out) {
  return below(v)->xAccess(below(v), name, flags, out);
}
int v_full(sqlite3_vfs* v, const char* name, int n, char* out) {
  return below(v)->xFullPathname(below(v), name, n, out);
}
int v_random(sqlite3_vfs* v, int n, char* out) { return below(v)->xRandomness(below(v), n, out); }
int v_sleep(sqlite3_vfs* v, int micros) { return below(v)->xSleep(below(v), micros); }
int v_time(sqlite3_vfs* v, double* out) { return below(v)->xCurrentTime(below(v), out); }
int v_error(sqlite3_vfs* v, int n, char* out) { return below(v)->xGetLastError(below(v), n, out); }
int v_time64(sqlite3_vfs* v, sqlite3_int64* out) { return below(v)->xCurrentTimeInt64(below(v), out); }

struct registered {
  std::string base, name;
  sqlite3_vfs vfs{};
};

}  // namespace

std::string checksummed(const std::string& base) {
  static std::mutex mutex;
  static std::deque<registered> all;  // for as long as the program runs: connections point into it
  std::lock_guard lock(mutex);
  auto* found = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
  if (found == nullptr) return {};
  for (auto& one : all)
    if (one.base == base && one.vfs.pAppData == found) return one.name;
  auto& one = all.emplace_back();
  one.base = base;
  one.name = std::string(found->zName) + "+checksums-" + std::to_string(all.size());
  auto& v = one.vfs;
  v.iVersion = std::min(found->iVersion, 2);
  v.szOsFile = static_cast<int>(sizeof(summed_file)) + found->szOsFile;
  v.mxPathname = found->mxPathname;
  v.zName = one.name.c_str();
  v.pAppData = found;
  v.xOpen = v_open;
  v.xDelete = v_delete;
  v.xAccess = v_access;
  v.xFullPathname = v_full;
  v.xRandomness = v_random;
  v.xSleep = v_sleep;
  v.xCurrentTime = v_time;
  v.xGetLastError = v_error;
  v.xCurrentTimeInt64 = v_time64;
  return sqlite3_vfs_register(&v, 0) == SQLITE_OK ? one.name : std::string();
}

page_file::page_file(sqlite3* db) {
  sqlite3_file* top = nullptr;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &top) != SQLITE_OK || top == nullptr ||
      top->pMethods != &methods)
    return;
  file_ = below(top);
  std::array<unsigned char, header_bytes> header;
  if (file_->pMethods->xRead(file_, header.data(), header.size(), 0) != SQLITE_OK) return;
  const auto size = page_size_in(header.data());
  if (size == 0 || header[reserved_at] != checksum_bytes) return;
  page_bytes_ = size;
  buffer_.resize(size);
}

std::uint64_t page_file::pages() const {
  sqlite3_int64 bytes = 0;
  if (file_ == nullptr || page_bytes_ == 0 || file_->pMethods->xFileSize(file_, &bytes) != SQLITE_OK)
    return 0;
  return static_cast<std::uint64_t>(bytes) / page_bytes_;
}

page_file::state page_file::look(std::uint64_t page) {
  const auto at = (page - 1) * page_bytes_;
  if (at <= lock_byte && lock_byte < at + page_bytes_) return state::good;
  auto* into = reinterpret_cast<unsigned char*>(buffer_.data());
  if (file_->pMethods->xRead(file_, into, static_cast<int>(page_bytes_), static_cast<sqlite3_int64>(at)) !=
      SQLITE_OK)
    return state::unreadable;
  return is_good(into, page_bytes_) ? state::good : state::altered;
}

unchecked::unchecked() { ++unchecked_depth; }
unchecked::~unchecked() { --unchecked_depth; }

}  // namespace fm::sqlite
