#include "evidence_files.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <utility>

namespace fm::program {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 1'000;

/// A pipe that stands in a folder. What a shell hands over as /dev/fd/63 has no path of its own.
bool is_named_pipe(const std::string& path) {
  struct stat about {};
  std::error_code unnamed;
  if (::stat(path.c_str(), &about) != 0 || !S_ISFIFO(about.st_mode)) return false;
  const auto own = fs::canonical(path, unnamed);
  return !unnamed && !own.empty();
}

/// Waits until somebody writes into the pipe; false when nobody does for long.
bool has_writer(int pipe) {
  constexpr int patience = 10'000;  // ms
  pollfd one{pipe, POLLIN, 0};
  int ready = 0;
  while ((ready = ::poll(&one, 1, patience)) < 0 && errno == EINTR) {
  }
  return ready > 0;
}

class file_source final : public evidence::byte_source {
 public:
  explicit file_source(const std::string& path) {
    if (path == "-") {
      fd_ = 0;
      return;
    }
    // To open a named pipe waits for its writer, who may never come.
    const bool named_pipe = is_named_pipe(path);
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | (named_pipe ? O_NONBLOCK : 0));
    if (fd_ >= 0 && named_pipe) {
      if (!has_writer(fd_)) {
        ::close(fd_);
        fd_ = -1;
        error_ = "is a named pipe into which nobody wrote for 10 seconds";
        return;
      }
      ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) & ~O_NONBLOCK);
    }
    if (fd_ < 0)
      error_ = std::string("cannot be opened: ") + std::strerror(errno);
    else
      owned_ = true;
    if (fd_ >= 0) ::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  ~file_source() override {
    if (owned_) ::close(fd_);
  }
  file_source(const file_source&) = delete;
  file_source& operator=(const file_source&) = delete;

  std::size_t read(std::span<char> into) override {
    if (fd_ < 0) return 0;
    for (;;) {
      auto n = ::read(fd_, into.data(), into.size());
      if (n >= 0) return static_cast<std::size_t>(n);
      if (errno == EINTR) continue;
      error_ = std::string("cannot be read: ") + std::strerror(errno);
      return 0;
    }
  }
  std::string_view error() const override { return error_; }
  /// What comes through a pipe comes once.
  bool comes_again() const {
    struct stat about {};
    return fd_ < 0 || (::fstat(fd_, &about) == 0 && S_ISREG(about.st_mode));
  }

 private:
  int fd_ = -1;
  bool owned_ = false;
  std::string error_;
};

/// What came through a pipe, as long as it may be a document.
struct kept_bytes {
  std::string bytes;
  bool whole = false;  // its end was reached
};

/// Keeps what it hands on, up to the length of a document in the widest encoding.
class keeping_source final : public evidence::byte_source {
 public:
  keeping_source(std::unique_ptr<file_source> from, std::shared_ptr<kept_bytes> into)
      : from_(std::move(from)), kept_(std::move(into)) {}

  std::size_t read(std::span<char> into) override {
    constexpr std::size_t most = 33u << 20;
    const auto n = from_->read(into);
    if (!keeps_) return n;
    kept_->whole = n == 0 && !from_->failed();
    keeps_ = kept_->bytes.size() + n <= most;
    if (keeps_)
      kept_->bytes.append(into.data(), n);
    else
      kept_->bytes = {};
    return n;
  }
  std::string_view error() const override { return from_->error(); }

 private:
  std::unique_ptr<file_source> from_;
  std::shared_ptr<kept_bytes> kept_;
  bool keeps_ = true;
};

/// Gives it again.
class kept_source final : public evidence::byte_source {
 public:
  explicit kept_source(std::shared_ptr<const kept_bytes> from)
      : from_(std::move(from)), bytes_(from_->bytes) {}
  std::size_t read(std::span<char> into) override { return bytes_.read(into); }
  std::string_view error() const override {
    return from_->whole ? std::string_view() : "came through a pipe and cannot be read twice";
  }

 private:
  std::shared_ptr<const kept_bytes> from_;
  evidence::memory_source bytes_;
};

/// "app.log.2.gz" is the second rotation of "app.log"; what is not rotated is newer than what is.
struct rotation {
  std::string base;
  long age = 0;
};
rotation rotation_of(std::string name) {
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  auto dot = name.rfind('.');
  if (dot != std::string::npos && dot + 1 < name.size() && name.size() - dot <= 5 &&
      name.find_first_not_of("0123456789", dot + 1) == std::string::npos)
    return {name.substr(0, dot), std::stol(name.substr(dot + 1))};
  return {name, -1};
}

bool older_first(const evidence_file& a, const evidence_file& b) {
  auto ra = rotation_of(a.shown), rb = rotation_of(b.shown);
  if (ra.base != rb.base) return a.shown < b.shown;
  if (ra.age != rb.age) return ra.age > rb.age;
  return a.shown < b.shown;
}

}  // namespace

evidence_list list_evidence(const std::vector<std::string>& operands) {
  evidence_list out;
  for (const auto& operand : operands) {
    if (operand == "-") {
      out.files.push_back({"-", "standard input", 0, false});
      continue;
    }
    std::error_code failed;
    auto status = fs::status(operand, failed);
    if (!fs::exists(status)) {
      out.error = "'" + operand + "' does not exist: give a file, a folder, or - for standard input";
      return out;
    }
    if (!fs::is_directory(status)) {
      auto size = fs::is_regular_file(status) ? fs::file_size(operand, failed) : 0;
      out.files.push_back({operand, operand, failed ? 0 : size, false});
      continue;
    }
    std::vector<evidence_file> inside;
    auto walk =
        fs::recursive_directory_iterator(operand, fs::directory_options::skip_permission_denied, failed);
    if (failed) {
      out.error = "'" + operand + "' cannot be read: " + failed.message();
      return out;
    }
    for (auto it = begin(walk); it != end(walk); it.increment(failed)) {
      auto name = it->path().filename().string();
      if (name.starts_with('.')) {
        if (it->is_directory()) it.disable_recursion_pending();
        continue;
      }
      if (!it->is_regular_file(failed)) continue;
      inside.push_back({it->path().string(), it->path().string(), it->file_size(failed), true});
      if (inside.size() + out.files.size() > most_files) {
        out.error = "'" + operand + "' holds more than " + std::to_string(most_files) +
                    " files: name the ones that matter";
        return out;
      }
    }
    std::sort(inside.begin(), inside.end(), older_first);
    if (inside.empty()) {
      out.error = "'" + operand + "' holds no files";
      return out;
    }
    out.files.insert(out.files.end(), inside.begin(), inside.end());
  }
  return out;
}

std::unique_ptr<evidence::byte_source> open_file(const std::string& path) {
  return std::make_unique<file_source>(path);
}

struct evidence_opener::kept_pipes {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<kept_bytes>> of;
};

evidence_opener::evidence_opener() : pipes_(std::make_shared<kept_pipes>()) {}

std::unique_ptr<evidence::byte_source> evidence_opener::operator()(const std::string& path) const {
  std::lock_guard lock(pipes_->mutex);
  if (auto known = pipes_->of.find(path); known != pipes_->of.end())
    return std::make_unique<kept_source>(known->second);
  auto file = std::make_unique<file_source>(path);
  if (file->comes_again()) return file;
  auto kept = pipes_->of[path] = std::make_shared<kept_bytes>();
  return std::make_unique<keeping_source>(std::move(file), std::move(kept));
}

bool read_whole(const std::string& path, std::size_t max_bytes, std::string& text, std::string& error) {
  file_source file(path);
  text.clear();
  constexpr std::size_t block = 256 * 1024;
  for (;;) {
    auto old = text.size();
    text.resize(old + block);
    auto n = file.read(std::span(text.data() + old, block));
    text.resize(old + n);
    if (n == 0) break;
    if (text.size() > max_bytes) {
      error = "is larger than " + std::to_string(max_bytes >> 20) + " MB";
      return false;
    }
  }
  error = file.error();
  return error.empty();
}

}  // namespace fm::program
