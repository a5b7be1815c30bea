#include "fm/fs/local_store.hpp"

#include <fm/crypto/hash.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace fm::fs {

namespace {

namespace stdfs = std::filesystem;
constexpr std::size_t piece = std::size_t{1} << 17;
/// Files that are not complete yet; no key begins with a dot.
constexpr const char* unfinished = ".unfinished";
/// A folder may be pruned between its making and its use; so often it is made again.
constexpr int tries = 5;
/// So many folders are known to be durable before the memory of them is given up.
constexpr std::size_t most_durable = 10'000;
constexpr micros forever = std::numeric_limits<micros>::max();

failure system_failure(int code, const std::string& what) {
  int e = -code;
  if (e == ENOSPC || e == EDQUOT) return fail(ec::storage_full, "the disk of the files is full");
  return fail(ec::unavailable, what + ": " + std::strerror(e));
}
failure bad_key(const std::string& key) {
  return fail(ec::internal, "not a key of a file: " + key.substr(0, 100));
}

/// An open file of ours; closed in any case.
class file {
 public:
  file(file_calls& calls, const std::string& path, int flags, mode_t mode = 0)
      : calls_(calls), fd_(calls.open(path, flags, mode)) {}
  file(const file&) = delete;
  file& operator=(const file&) = delete;
  ~file() {
    if (fd_ >= 0) calls_.close(fd_);
  }
  int number() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  file_calls& calls_;
  int fd_;
};

class file_reader final : public blob::reader {
 public:
  file_reader(std::shared_ptr<file_calls> calls, const std::string& path)
      : calls_(std::move(calls)), file_(*calls_, path, O_RDONLY | O_NONBLOCK) {
    struct stat about {};
    if (file_.is_open() && (::fstat(file_.number(), &about) != 0 || !S_ISREG(about.st_mode)))
      error_ = "the stored file is no file";
    if (!file_.is_open()) {
      bool missing = file_.number() == -ENOENT || file_.number() == -ENOTDIR;
      error_ = missing ? "the stored file is missing" : system_failure(file_.number(), "cannot open").text;
    }
  }
  std::size_t read(std::span<char> into) override {
    if (!error_.empty()) return 0;
    auto n = calls_->read(file_.number(), into.data(), into.size());
    if (n >= 0) return static_cast<std::size_t>(n);
    error_ = system_failure(static_cast<int>(n), "the stored file cannot be read").text;
    return 0;
  }
  std::string_view error() const override { return error_; }

 private:
  std::shared_ptr<file_calls> calls_;
  file file_;
  std::string error_;
};

/// Why a file is not what its row says, as far as it is known. Thread-safe.
class trouble_list {
 public:
  explicit trouble_list(std::function<void(const std::string&)> tell) : tell_(std::move(tell)) {}

  void note(const std::string& key, const std::string& what) {
    std::lock_guard lock(mutex_);
    if (removed_.contains(key)) return;
    if (known_.size() < most || known_.contains(key)) known_[key] = what;
  }
  /// The same, and says it.
  void report(const std::string& key, const std::string& what) {
    constexpr auto between = std::chrono::minutes(1);
    note(key, what);
    {
      std::lock_guard lock(mutex_);
      const auto now = std::chrono::steady_clock::now();
      if (!tell_ || !known_.contains(key) || (told_ && now - *told_ < between)) return;
      told_ = now;
    }
    tell_(sentence());
  }
  void settle(const std::string& key) {
    std::lock_guard lock(mutex_);
    known_.erase(key);
    removed_.erase(key);
  }
  /// Who was still reading a file when it was to go may miss it: that is no trouble.
  void remove(const std::string& key) {
    std::lock_guard lock(mutex_);
    known_.erase(key);
    if (!removed_.insert(key).second) return;
    order_.push_back(key);
    if (order_.size() <= most) return;
    removed_.erase(order_.front());
    order_.pop_front();
  }
  std::string sentence() const {
    std::lock_guard lock(mutex_);
    if (known_.empty()) return {};
    const auto n = known_.size();
    return std::to_string(n) + (n == 1 ? " stored file is" : " stored files are") +
           " missing or damaged, such as " + known_.begin()->first + " (" + known_.begin()->second +
           "): restore what is lost from a backup; faultmaven doctor lists all";
  }

 private:
  static constexpr std::size_t most = 10'000;
  const std::function<void(const std::string&)> tell_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> known_;
  std::unordered_set<std::string> removed_;  ///< lately
  std::deque<std::string> order_;
  std::optional<std::chrono::steady_clock::time_point> told_;
};

/// Which files were compared with their SHA-256 lately and have not been touched since. Thread-safe.
class verified_files {
 public:
  bool knows(const std::string& key, const struct stat& about, const std::string& sha256) {
    std::lock_guard lock(mutex_);
    auto it = known_.find(key);
    return it != known_.end() && it->second.is(about) && it->second.sha256 == sha256 &&
           clock::now() - it->second.at < good_for;
  }
  void remember(const std::string& key, const struct stat& about, const std::string& sha256) {
    std::lock_guard lock(mutex_);
    if (known_.size() >= most) known_.clear();
    known_[key] = {about.st_ino, about.st_size, about.st_mtim, about.st_ctim, sha256, clock::now()};
  }
  void forget(const std::string& key) {
    std::lock_guard lock(mutex_);
    known_.erase(key);
  }

 private:
  using clock = std::chrono::steady_clock;
  /// A disk may lose what it holds without a trace in the file's times.
  static constexpr auto good_for = std::chrono::hours(1);
  static constexpr std::size_t most = 10'000;
  struct entry {
    ino_t inode;
    off_t bytes;
    timespec written, changed;
    std::string sha256;
    clock::time_point at;
    bool is(const struct stat& s) const {
      auto same = [](const timespec& a, const timespec& b) {
        return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
      };
      return inode == s.st_ino && bytes == s.st_size && same(written, s.st_mtim) && same(changed, s.st_ctim);
    }
  };
  std::mutex mutex_;
  std::unordered_map<std::string, entry> known_;
};

class local_store final : public blob::store {
 public:
  local_store(std::string root, std::shared_ptr<file_calls> calls, const store_limits& limits)
      : root_(std::move(root)), calls_(std::move(calls)), limits_(limits), trouble_(limits.tell_trouble) {}

  std::optional<failure> prepare();

  outcome<blob::stored> take(const std::string& spool, const std::string& key) override;
  outcome<blob::stored> write(const std::string& key, std::string_view bytes) override;
  outcome<done> erase(const std::string& key) override;
  outcome<blob::listing> keys(const std::string& folder, micros before) override {
    return list(root_, folder, before);
  }
  outcome<bool> holds(const std::string& key) override;
  outcome<done> verify(const std::string& key, const std::string& sha256) override;
  outcome<blob::aside> set_aside(const std::vector<std::string>& keys) override;
  outcome<blob::listing> keys_aside(const std::string& folder) override {
    return list(quarantine(), folder, forever);
  }
  outcome<done> bring_back(const std::vector<std::string>& keys) override;
  outcome<blob::listing> forget_aside(micros before) override;
  void note_trouble(const std::string& key, const std::string& what) override { trouble_.note(key, what); }
  std::string trouble() const override { return trouble_.sentence(); }
  std::unique_ptr<blob::reader> open(const std::string& key) override {
    return std::make_unique<file_reader>(calls_, is_key(key) ? path_of(key) : "");
  }
  std::string local_path(const std::string& key) const override {
    return is_key(key) ? path_of(key) : std::string();
  }

 private:
  std::string path_of(const std::string& key) const { return root_ + "/" + key; }
  std::string quarantine() const { return root_ + "/" + quarantine_folder; }
  void remember(const std::string& key, const blob::stored& what);
  outcome<blob::listing> list(const std::string& root, const std::string& folder, micros before) const;
  std::optional<failure> move(const std::string& from, const std::string& to);
  std::string prune(std::string folder, const std::string& root);
  std::string temporary() { return root_ + "/" + unfinished + "/" + std::to_string(++last_temporary_); }
  int sync_folder(const std::string& path);
  int make_folders(const std::string& path);
  outcome<blob::stored> hash_and_sync(int fd, int copy_to);
  outcome<blob::stored> place_copy(const std::string& spool, const std::string& key);
  std::optional<failure> place(const std::string& from, const std::string& key, bool replace);
  std::optional<failure> write_all(int fd, std::string_view bytes);

  const std::string root_;
  std::shared_ptr<file_calls> calls_;
  const store_limits limits_;
  trouble_list trouble_;
  verified_files verified_;
  std::mutex aside_;  // while the quarantine is counted and filled
  std::atomic<std::uint64_t> last_temporary_{0};
  std::mutex folders_;  // while folders come and go
  std::unordered_set<std::string> durable_;
};

int local_store::sync_folder(const std::string& path) {
  file folder(*calls_, path, O_RDONLY | O_DIRECTORY);
  return folder.is_open() ? calls_->sync(folder.number()) : folder.number();
}

/// The names of a folder and of those above it are durable afterwards, whoever made them.
int local_store::make_folders(const std::string& path) {
  if (durable_.contains(path)) return 0;
  auto above = stdfs::path(path).parent_path().string();
  if (path.size() > root_.size() && !above.empty())
    if (auto r = make_folders(above); r < 0) return r;
  auto r = calls_->make_folder(path, 0700);
  if (r == -ENOENT && !above.empty() && above != path) {
    if (r = make_folders(above); r < 0) return r;
    r = calls_->make_folder(path, 0700);
  }
  if (r < 0 && r != -EEXIST) return r;
  if (r = sync_folder(above.empty() ? "." : above); r < 0) return r;
  if (durable_.size() >= most_durable) durable_.clear();
  durable_.insert(path);
  return 0;
}

std::optional<failure> local_store::prepare() {
  auto folder = root_ + "/" + unfinished;
  std::lock_guard lock(folders_);
  if (auto r = make_folders(folder); r < 0) return system_failure(r, root_ + " cannot be used for files");
  std::error_code e;
  for (const auto& entry : stdfs::directory_iterator(folder, e)) calls_->remove(entry.path().string());
  return std::nullopt;
}

std::optional<failure> local_store::write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto n = calls_->write(fd, bytes.data(), bytes.size());
    if (n < 0) return system_failure(static_cast<int>(n), "a file cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return std::nullopt;
}

/// Reads a file to its end; what is written to `copy_to` (or the file itself, without one) is durable then.
outcome<blob::stored> local_store::hash_and_sync(int fd, int copy_to) {
  crypto::sha256_stream hash;
  blob::stored out;
  std::vector<char> buffer(piece);
  while (true) {
    auto n = calls_->read(fd, buffer.data(), buffer.size());
    if (n < 0) return system_failure(static_cast<int>(n), "an upload cannot be read");
    if (n == 0) break;
    std::string_view read(buffer.data(), static_cast<std::size_t>(n));
    hash.update(read);
    out.bytes += read.size();
    if (out.head.size() < blob::head_bytes) out.head += read.substr(0, blob::head_bytes - out.head.size());
    if (copy_to >= 0)
      if (auto why = write_all(copy_to, read)) return *why;
  }
  int target = copy_to >= 0 ? copy_to : fd;
  if (auto r = calls_->set_mode(target, 0600); r < 0) return system_failure(r, "a file cannot be protected");
  if (auto r = calls_->sync(target); r < 0) return system_failure(r, "a file cannot be made durable");
  out.sha256 = crypto::hex(hash.finish());
  return out;
}

/// Gives a complete and durable file its name. On a failure it has its old name again.
std::optional<failure> local_store::place(const std::string& from, const std::string& key, bool replace) {
  auto path = path_of(key);
  auto folder = stdfs::path(path).parent_path().string();
  int r = 0;
  for (int i = 0; i < tries; ++i) {
    {
      std::lock_guard lock(folders_);
      if (i > 0) durable_.clear();
      if (r = make_folders(folder); r < 0) return system_failure(r, "a folder cannot be made");
    }
    if (r = calls_->rename(from, path, replace); r != -ENOENT) break;
  }
  if (r == -EEXIST) return fail(ec::conflict, "there is a file of that key already");
  if (r < 0) return system_failure(r, "a file cannot be stored");
  if (r = sync_folder(folder); r < 0) {
    calls_->rename(path, from, true);
    return system_failure(r, "a file cannot be made durable");
  }
  return std::nullopt;
}

/// For a spool on another file system.
outcome<blob::stored> local_store::place_copy(const std::string& spool, const std::string& key) {
  file from(*calls_, spool, O_RDONLY);
  if (!from.is_open()) return system_failure(from.number(), "an upload cannot be read");
  auto copy = temporary();
  file to(*calls_, copy, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!to.is_open()) return system_failure(to.number(), "a file cannot be written");
  auto r = hash_and_sync(from.number(), to.number());
  if (r)
    if (auto why = place(copy, key, false)) r = *why;
  calls_->remove(r ? spool : copy);
  if (r) remember(key, *r);
  return r;
}

outcome<blob::stored> local_store::take(const std::string& spool, const std::string& key) {
  if (!is_key(key)) return bad_key(key);
  struct stat of_spool {};
  struct stat of_root {};
  if (::stat(spool.c_str(), &of_spool) != 0 || !S_ISREG(of_spool.st_mode))
    return fail(ec::internal, "the upload is not there any more");
  if (::stat(root_.c_str(), &of_root) != 0) return system_failure(-errno, "the folder of the files");
  if (of_spool.st_dev != of_root.st_dev) return place_copy(spool, key);
  outcome<blob::stored> r = [&] {
    file from(*calls_, spool, O_RDONLY);
    if (!from.is_open())
      return outcome<blob::stored>(system_failure(from.number(), "an upload cannot be read"));
    return hash_and_sync(from.number(), -1);
  }();
  if (!r) return r;
  if (auto why = place(spool, key, false)) return *why;
  remember(key, *r);
  return r;
}

outcome<blob::stored> local_store::write(const std::string& key, std::string_view bytes) {
  if (!is_key(key)) return bad_key(key);
  auto name = temporary();
  auto r = [&]() -> std::optional<failure> {
    file to(*calls_, name, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!to.is_open()) return system_failure(to.number(), "a file cannot be written");
    if (auto why = write_all(to.number(), bytes)) return why;
    if (auto s = calls_->sync(to.number()); s < 0) return system_failure(s, "a file cannot be made durable");
    return place(name, key, true);
  }();
  if (r) {
    calls_->remove(name);
    return *r;
  }
  blob::stored out{bytes.size(), crypto::hex(crypto::sha256(bytes)), {}};
  remember(key, out);
  return out;
}

/// What was hashed while it was stored need not be read again at once.
void local_store::remember(const std::string& key, const blob::stored& what) {
  struct stat about {};
  if (::stat(path_of(key).c_str(), &about) == 0) verified_.remember(key, about, what.sha256);
  trouble_.settle(key);
}

outcome<done> local_store::erase(const std::string& key) {
  if (!is_key(key)) return bad_key(key);
  auto path = path_of(key);
  trouble_.remove(key);
  verified_.forget(key);
  auto r = calls_->remove(path);
  if (r == -ENOENT || r == -ENOTDIR) return done{};
  if (r < 0) return system_failure(r, "a file cannot be removed");
  auto folder = stdfs::path(path).parent_path().string();
  folder = prune(std::move(folder), root_);
  if (r = sync_folder(folder); r < 0 && r != -ENOENT)
    return system_failure(r, "the removal of a file cannot be made durable");
  return done{};
}

/// Removes a folder that is empty, and those above it, up to the root; the first that stays.
std::string local_store::prune(std::string folder, const std::string& root) {
  std::lock_guard lock(folders_);
  while (folder.size() > root.size() && calls_->remove_folder(folder) == 0) {
    durable_.erase(folder);
    folder = stdfs::path(folder).parent_path().string();
  }
  return folder;
}

outcome<bool> local_store::holds(const std::string& key) {
  if (!is_key(key)) return bad_key(key);
  struct stat about {};
  if (::stat(path_of(key).c_str(), &about) == 0) return S_ISREG(about.st_mode);
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return system_failure(-errno, "a stored file cannot be looked at");
}

outcome<done> local_store::verify(const std::string& key, const std::string& sha256) {
  if (!is_key(key)) return bad_key(key);
  file from(*calls_, path_of(key), O_RDONLY | O_NONBLOCK);
  struct stat about {};
  if (from.number() == -ENOENT || from.number() == -ENOTDIR) {
    trouble_.report(key, "missing");
    return fail(ec::gone,
                "the stored file is missing from the data directory: restore it from a backup, or delete "
                "what it belongs to");
  }
  if (!from.is_open()) return system_failure(from.number(), "the stored file cannot be opened");
  if (::fstat(from.number(), &about) != 0) return system_failure(-errno, "the stored file cannot be read");
  if (!S_ISREG(about.st_mode)) {
    trouble_.report(key, "no file");
    return fail(ec::gone, "the stored file is no file any more: restore it from a backup");
  }
  if (verified_.knows(key, about, sha256)) return done{};
  crypto::sha256_stream hash;
  std::vector<char> buffer(piece);
  for (;;) {
    auto n = calls_->read(from.number(), buffer.data(), buffer.size());
    if (n < 0) {
      auto why = system_failure(static_cast<int>(n), "the stored file cannot be read");
      trouble_.report(key, why.text);
      return why;
    }
    if (n == 0) break;
    hash.update({buffer.data(), static_cast<std::size_t>(n)});
  }
  if (crypto::hex(hash.finish()) != sha256) {
    trouble_.report(key, "altered");
    return fail(ec::gone,
                "the stored file is damaged: its content is not what was stored (SHA-256); restore it from a "
                "backup, or delete what it belongs to");
  }
  verified_.remember(key, about, sha256);
  trouble_.settle(key);
  return done{};
}

/// Renames a file to where nothing is yet; both folders are durable then.
std::optional<failure> local_store::move(const std::string& from, const std::string& to) {
  auto folder = stdfs::path(to).parent_path().string();
  {
    std::lock_guard lock(folders_);
    if (auto r = make_folders(folder); r < 0) return system_failure(r, "a folder cannot be made");
  }
  if (auto r = calls_->rename(from, to, true); r < 0) return system_failure(r, "a file cannot be moved");
  if (auto r = sync_folder(folder); r < 0) return system_failure(r, "a file cannot be made durable");
  return std::nullopt;
}

outcome<blob::aside> local_store::set_aside(const std::vector<std::string>& keys) {
  std::lock_guard lock(aside_);
  auto held = keys_aside({});
  if (!held) return held.error();
  auto size_of = [](const std::string& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
  };
  std::uint64_t files = held->keys.size();
  std::uint64_t bytes = 0;
  for (const auto& key : held->keys) bytes += size_of(quarantine() + "/" + key);
  blob::aside out;
  for (const auto& key : keys) {
    if (!is_key(key)) return bad_key(key);
    const auto own = size_of(path_of(key));
    if (files + 1 > limits_.aside_files || bytes + own > limits_.aside_bytes) {
      ++out.waiting;
      continue;
    }
    auto there = holds(key);
    if (!there) return there.error();
    if (!*there) continue;  // removed meanwhile
    if (auto why = move(path_of(key), quarantine() + "/" + key)) return *why;
    prune(stdfs::path(path_of(key)).parent_path().string(), root_);
    verified_.forget(key);
    ++files, bytes += own, ++out.moved;
  }
  return out;
}

outcome<done> local_store::bring_back(const std::vector<std::string>& keys) {
  std::lock_guard lock(aside_);
  for (const auto& key : keys) {
    if (!is_key(key)) return bad_key(key);
    auto there = holds(key);
    if (!there) return there.error();
    const auto from = quarantine() + "/" + key;
    struct stat about {};
    if (*there || ::stat(from.c_str(), &about) != 0) continue;
    if (auto why = move(from, path_of(key))) return *why;
    prune(stdfs::path(from).parent_path().string(), quarantine());
    trouble_.settle(key);
  }
  return done{};
}

outcome<blob::listing> local_store::forget_aside(micros before) {
  std::lock_guard lock(aside_);
  auto old = list(quarantine(), {}, before);
  if (!old) return old;
  for (const auto& key : old->keys) {
    const auto path = quarantine() + "/" + key;
    if (auto r = calls_->remove(path); r < 0 && r != -ENOENT)
      return system_failure(r, "a file in quarantine cannot be removed");
    prune(stdfs::path(path).parent_path().string(), quarantine());
  }
  return old;
}

outcome<blob::listing> local_store::list(const std::string& root, const std::string& folder,
                                         micros before) const {
  if (!folder.empty() && !is_key(folder)) return bad_key(folder);
  blob::listing out;
  std::error_code e;
  auto start = folder.empty() ? root : root + "/" + folder;
  stdfs::recursive_directory_iterator it(start, e);
  for (; !e && it != stdfs::recursive_directory_iterator(); it.increment(e)) {
    auto path = it->path().string();
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) continue;  // removed meanwhile
    if (S_ISDIR(info.st_mode) && it->path().filename().native().front() == '.')
      it.disable_recursion_pending();  // unfinished files, the quarantine
    if (!S_ISREG(info.st_mode)) continue;
    // The time of the rename into the store; the file itself may have been written long before.
    auto stored = micros{info.st_ctim.tv_sec} * second + info.st_ctim.tv_nsec / 1000;
    auto key = path.substr(root.size() + 1);
    if (stored < before && is_key(key)) out.keys.push_back(std::move(key));
  }
  if (e && e != std::errc::no_such_file_or_directory)
    return fail(ec::unavailable, "the files cannot be listed: " + e.message());
  std::sort(out.keys.begin(), out.keys.end());
  return out;
}

}  // namespace

namespace {

std::string clean_path(const std::string& root) {
  auto clean = stdfs::path(root).lexically_normal().string();
  while (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  return clean;
}

}  // namespace

outcome<std::shared_ptr<blob::store>> look_at_store(const std::string& root) {
  std::error_code e;
  if (!stdfs::is_directory(root, e)) return fail(ec::unavailable, root + " is no folder that can be read");
  return std::shared_ptr<blob::store>(
      std::make_shared<local_store>(clean_path(root), std::make_shared<file_calls>(), store_limits{}));
}

outcome<std::shared_ptr<blob::store>> open_store(const std::string& root, std::shared_ptr<file_calls> calls,
                                                 const store_limits& limits) {
  auto store = std::make_shared<local_store>(clean_path(root), std::move(calls), limits);
  if (auto why = store->prepare()) return *why;
  return std::shared_ptr<blob::store>(std::move(store));
}

}  // namespace fm::fs
