#include "examine.hpp"

#include "checksum_vfs.hpp"
#include "error.hpp"
#include "handle.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

namespace fm::sqlite {

namespace {

constexpr std::uint64_t pages_between_looks = 64;
constexpr std::size_t most_findings = 20;
constexpr std::size_t most_altered = 10'000;
constexpr int steps_between_looks = 10'000;

/// A page that is being written is not damaged: only what stays wrong is. Waits, for it runs on a thread that
/// has nothing else to do.
void drop_what_was_written(page_file& file, std::vector<std::uint64_t>& altered) {
  for (int i = 0; i < 5 && !altered.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::erase_if(altered, [&file](std::uint64_t page) { return file.look(page) == page_file::state::good; });
  }
}

outcome<done> look_at_pages(const handle& db, db::examination& out, const std::function<bool()>& go_on) {
  page_file file(db.get());
  out.has_checksums = file.has_checksums();
  if (!out.has_checksums) return done{};
  std::vector<std::uint64_t> altered;
  auto pages = file.pages();
  for (std::uint64_t page = 1; page <= pages; ++page) {
    if (page % pages_between_looks == 0) {
      if (!go_on()) return fail(ec::cancelled);
      pages = file.pages();
    }
    out.bytes += file.page_bytes();
    if (file.look(page) != page_file::state::good && altered.size() < most_altered) altered.push_back(page);
  }
  drop_what_was_written(file, altered);
  for (auto page : altered) {
    if (out.findings.size() == most_findings) {
      out.findings.push_back("and more pages are not, " + std::to_string(altered.size()) + " in all");
      break;
    }
    out.findings.push_back("page " + std::to_string(page) + " is not as it was written");
  }
  return done{};
}

int ask_to_go_on(void* go_on) { return (*static_cast<const std::function<bool()>*>(go_on))() ? 0 : 1; }

/// What SQLite says of how the pages hang together.
outcome<done> look_at_tables(const handle& db, bool thorough, db::examination& out,
                             const std::function<bool()>& go_on) {
  sqlite3_progress_handler(db.get(), steps_between_looks, ask_to_go_on,
                           const_cast<std::function<bool()>*>(&go_on));
  sqlite3_stmt* raw = nullptr;
  const char* sql = thorough ? "pragma integrity_check(20)" : "pragma quick_check(20)";
  auto rc = sqlite3_prepare_v2(db.get(), sql, -1, &raw, nullptr);
  statement_ptr statement(raw);
  while (rc == SQLITE_OK || rc == SQLITE_ROW) {
    rc = sqlite3_step(raw);
    if (rc != SQLITE_ROW) break;
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    const std::string said = text != nullptr ? text : "";
    if (said != "ok") out.findings.push_back(said);
  }
  if ((rc & 0xff) == SQLITE_INTERRUPT) return fail(ec::cancelled);
  if (rc == SQLITE_DONE) return done{};
  auto why = last_error(db.get());
  if (!is_damage(sqlite3_extended_errcode(db.get()))) return why;
  if (out.findings.empty()) out.findings.push_back(why.text);
  return done{};
}

std::uint32_t big_endian(const unsigned char* at) {
  return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}

class log_file {
 public:
  explicit log_file(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  log_file(const log_file&) = delete;
  log_file& operator=(const log_file&) = delete;
  ~log_file() {
    if (fd_ >= 0) ::close(fd_);
  }
  bool read(unsigned char* into, std::size_t bytes, std::uint64_t at) const {
    return fd_ >= 0 && ::pread(fd_, into, bytes, static_cast<off_t>(at)) == static_cast<ssize_t>(bytes);
  }
  /// Bytes that are there, at most as many as asked for; 0 at the end.
  std::size_t read_some(unsigned char* into, std::size_t bytes, std::uint64_t at) const {
    const auto n = fd_ >= 0 ? ::pread(fd_, into, bytes, static_cast<off_t>(at)) : 0;
    return n > 0 ? static_cast<std::size_t>(n) : 0;
  }

 private:
  int fd_;
};

/// The running sums of a log (sqlite.org/fileformat2.html, "Checksum Algorithm").
struct running_sum {
  bool big = false;
  std::uint32_t a = 0, b = 0;
  void add(const unsigned char* from, std::size_t bytes) {
    auto word = [this](const unsigned char* at) {
      if (big) return big_endian(at);
      std::uint32_t w;
      std::memcpy(&w, at, sizeof w);
      return w;
    };
    for (std::size_t i = 0; i + 8 <= bytes; i += 8) {
      a += word(from + i) + b;
      b += word(from + i + 4) + a;
    }
  }
  bool is(const unsigned char* stored) const {
    return big_endian(stored) == a && big_endian(stored + 4) == b;
  }
};

}  // namespace

std::string damage_of_log(const std::string& database) {
  constexpr std::size_t header_size = 32, frame_head = 24;
  const log_file log(database + "-wal");
  std::array<unsigned char, header_size> header, again;
  if (!log.read(header.data(), header.size(), 0)) return {};
  const auto magic = big_endian(header.data());
  const auto page = big_endian(header.data() + 8);
  running_sum sum{(magic & 1u) != 0};
  sum.add(header.data(), 24);
  const bool is_sound =
      (magic & ~1u) == 0x377f0682u && page >= 512 && page <= 65'536 && sum.is(header.data() + 24);
  if (!is_sound) {
    // The header is durable before the first frame; without it SQLite drops all frames in silence. What holds
    // nothing but zeros was never written.
    std::vector<unsigned char> block(1u << 16);
    bool has_frames = false;
    for (std::uint64_t at = 0; !has_frames; at += block.size()) {
      const auto n = log.read_some(block.data(), block.size(), at);
      if (n == 0) return {};
      has_frames =
          at + n > header_size && std::any_of(block.data(), block.data() + n, [](auto c) { return c != 0; });
    }
    if (!log.read(again.data(), again.size(), 0) || again != header) return {};
    return "the header of its write-ahead log " + database +
           "-wal is damaged, and all committed transactions in it would be lost";
  }
  std::vector<unsigned char> frame(frame_head + page);
  std::uint64_t behind = 0;  // commits behind the first frame that is wrong
  bool broken = false;
  for (std::uint64_t at = header_size; log.read(frame.data(), frame.size(), at); at += frame.size()) {
    const bool of_this_log = std::memcmp(frame.data() + 8, header.data() + 16, 8) == 0;
    if (!broken) {
      auto next = sum;
      next.add(frame.data(), 8);
      next.add(frame.data() + frame_head, page);
      broken = !of_this_log || !next.is(frame.data() + 16);
      sum = next;
    }
    if (broken && of_this_log && big_endian(frame.data() + 4) != 0) ++behind;
  }
  // The last transaction may be half there after a loss of power, never the one before it.
  if (behind < 2) return {};
  // A log that was begun anew meanwhile says nothing.
  if (!log.read(again.data(), again.size(), 0) || again != header) return {};
  return "its write-ahead log " + database + "-wal is damaged, and " + std::to_string(behind - 1) +
         " or more committed transactions lie behind the damage";
}

outcome<db::examination> examine_file(const std::string& path, const std::string& vfs, bool thorough,
                                      const std::function<bool()>& go_on) {
  db::examination out;
  if (auto why = damage_of_log(path); !why.empty()) out.findings.push_back(std::move(why));
  auto db = handle::open(path, vfs, 5 * second);
  if (!db) return db.error();
  db->leave_alone();
  auto tables = db->number("select count(*) from sqlite_schema");
  if (!tables && !is_damage(sqlite3_extended_errcode(db->get()))) return tables.error();
  if (!tables) out.findings.push_back(tables.error().text);
  if (auto looked = look_at_pages(*db, out, go_on); !looked) return looked.error();
  if (auto looked = look_at_tables(*db, thorough, out, go_on); !looked) return looked.error();
  return out;
}

}  // namespace fm::sqlite
