#include "fm/fs/local_store.hpp"

#include <fm/crypto/hash.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
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
      : calls_(std::move(calls)), file_(*calls_, path, O_RDONLY) {
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

class local_store final : public blob::store {
 public:
  local_store(std::string root, std::shared_ptr<file_calls> calls)
      : root_(std::move(root)), calls_(std::move(calls)) {}

  std::optional<failure> prepare();

  outcome<blob::stored> take(const std::string& spool, const std::string& key) override;
  outcome<blob::stored> write(const std::string& key, std::string_view bytes) override;
  outcome<done> erase(const std::string& key) override;
  outcome<blob::listing> keys(const std::string& folder, micros before) override;
  std::unique_ptr<blob::reader> open(const std::string& key) override {
    return std::make_unique<file_reader>(calls_, is_key(key) ? path_of(key) : "");
  }
  std::string local_path(const std::string& key) const override {
    return is_key(key) ? path_of(key) : std::string();
  }

 private:
  std::string path_of(const std::string& key) const { return root_ + "/" + key; }
  std::string temporary() { return root_ + "/" + unfinished + "/" + std::to_string(++last_temporary_); }
  int sync_folder(const std::string& path);
  int make_folders(const std::string& path);
  outcome<blob::stored> hash_and_sync(int fd, int copy_to);
  outcome<blob::stored> place_copy(const std::string& spool, const std::string& key);
  std::optional<failure> place(const std::string& from, const std::string& key, bool replace);
  std::optional<failure> write_all(int fd, std::string_view bytes);

  const std::string root_;
  std::shared_ptr<file_calls> calls_;
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
  return blob::stored{bytes.size(), crypto::hex(crypto::sha256(bytes))};
}

outcome<done> local_store::erase(const std::string& key) {
  if (!is_key(key)) return bad_key(key);
  auto path = path_of(key);
  auto r = calls_->remove(path);
  if (r == -ENOENT || r == -ENOTDIR) return done{};
  if (r < 0) return system_failure(r, "a file cannot be removed");
  auto folder = stdfs::path(path).parent_path().string();
  {
    std::lock_guard lock(folders_);
    while (folder.size() > root_.size() && calls_->remove_folder(folder) == 0) {
      durable_.erase(folder);
      folder = stdfs::path(folder).parent_path().string();
    }
  }
  if (r = sync_folder(folder); r < 0 && r != -ENOENT)
    return system_failure(r, "the removal of a file cannot be made durable");
  return done{};
}

outcome<blob::listing> local_store::keys(const std::string& folder, micros before) {
  if (!folder.empty() && !is_key(folder)) return bad_key(folder);
  blob::listing out;
  std::error_code e;
  auto start = folder.empty() ? root_ : path_of(folder);
  stdfs::recursive_directory_iterator it(start, e);
  for (; !e && it != stdfs::recursive_directory_iterator(); it.increment(e)) {
    auto path = it->path().string();
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) continue;  // removed meanwhile
    if (S_ISDIR(info.st_mode) && it->path().filename() == unfinished) it.disable_recursion_pending();
    if (!S_ISREG(info.st_mode)) continue;
    // The time of the rename into the store; the file itself may have been written long before.
    auto stored = micros{info.st_ctim.tv_sec} * second + info.st_ctim.tv_nsec / 1000;
    auto key = path.substr(root_.size() + 1);
    if (stored < before && is_key(key)) out.keys.push_back(std::move(key));
  }
  if (e && e != std::errc::no_such_file_or_directory)
    return fail(ec::unavailable, "the files cannot be listed: " + e.message());
  std::sort(out.keys.begin(), out.keys.end());
  return out;
}

}  // namespace

outcome<std::shared_ptr<blob::store>> open_store(const std::string& root, std::shared_ptr<file_calls> calls) {
  auto clean = stdfs::path(root).lexically_normal().string();
  while (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  auto store = std::make_shared<local_store>(clean, std::move(calls));
  if (auto why = store->prepare()) return *why;
  return std::shared_ptr<blob::store>(std::move(store));
}

}  // namespace fm::fs
