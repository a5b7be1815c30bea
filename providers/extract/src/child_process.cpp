#include "child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace fm::extract {

namespace {

/// Closes itself.
class descriptor {
 public:
  descriptor() = default;
  explicit descriptor(int fd) : fd_(fd) {}
  descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~descriptor() { close(); }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

failure no_process(const char* what) {
  return fail(ec::unavailable, std::string(what) + ": " + std::strerror(errno));
}

/// A file in memory that can be read again and again, as readers of documents want it.
outcome<descriptor> file_of(std::string_view bytes) {
  descriptor file(::memfd_create("document", MFD_CLOEXEC));
  if (!file.open()) return no_process("a document cannot be handed to its reader");
  for (std::size_t at = 0; at < bytes.size();) {
    const auto n = ::write(file.get(), bytes.data() + at, bytes.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return no_process("a document cannot be handed to its reader");
    at += static_cast<std::size_t>(n);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

struct pipe_ends {
  descriptor read, write;
};
outcome<pipe_ends> make_pipe() {
  std::array<int, 2> fds{};
  if (::pipe2(fds.data(), O_CLOEXEC) != 0) return no_process("a pipe cannot be made");
  return pipe_ends{descriptor(fds[0]), descriptor(fds[1])};
}

/// Starts the program in a process group of its own, with nothing open but its standard streams.
outcome<pid_t> start(const std::vector<std::string>& words, int in, int out, int err) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, in, 0);
  ::posix_spawn_file_actions_adddup2(&files, out, 1);
  ::posix_spawn_file_actions_adddup2(&files, err, 2);
  ::posix_spawn_file_actions_addclosefrom_np(&files, 3);
  ::posix_spawnattr_init(&how);
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&how, &none);
  ::posix_spawnattr_setsigdefault(&how, &all);
  ::posix_spawnattr_setpgroup(&how, 0);
  ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> argv;
  for (const auto& w : words) argv.push_back(const_cast<char*>(w.c_str()));
  argv.push_back(nullptr);
  // None of our environment: it holds secrets.
  std::string path = "PATH=/usr/local/bin:/usr/bin:/bin", language = "LC_ALL=C.UTF-8";
  std::array<char*, 3> environment{path.data(), language.data(), nullptr};
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, argv[0], &files, &how, argv.data(), environment.data());
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&how);
  if (failed != 0) {
    errno = failed;
    return no_process("the reader of documents cannot be started");
  }
  return child;
}

/// Appends what is there; false at the end of the stream.
bool take(const descriptor& from, std::string& to, std::size_t most) {
  std::array<char, 65536> block{};
  const auto n = ::read(from.get(), block.data(), block.size());
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  if (n == 0) return false;
  to.append(block.data(), std::min(static_cast<std::size_t>(n), most - std::min(most, to.size())));
  return true;
}

}  // namespace

outcome<ended_process> run_process(const std::vector<std::string>& words, std::string_view input,
                                   micros wall_time, std::uint64_t most_out,
                                   const std::function<bool()>& cancelled) {
  auto file = file_of(input);
  if (!file) return file.error();
  auto out = make_pipe();
  if (!out) return out.error();
  auto err = make_pipe();
  if (!err) return err.error();
  auto child = start(words, file->get(), out->write.get(), err->write.get());
  if (!child) return child.error();
  out->write.close();
  err->write.close();

  using clock = std::chrono::steady_clock;
  const auto ends = clock::now() + std::chrono::microseconds(wall_time);
  constexpr int look_up_ms = 50;
  constexpr std::size_t most_err = 4096;
  ended_process r;
  auto may_go_on = [&] {
    if (r.out.size() > most_out) r.end = ended_process::how::too_much;
    if (clock::now() > ends) r.end = ended_process::how::too_slow;
    if (cancelled && cancelled()) r.end = ended_process::how::cancelled;
    return r.end == ended_process::how::exited;
  };
  while ((out->read.open() || err->read.open()) && may_go_on()) {
    std::array<pollfd, 2> streams{pollfd{out->read.get(), POLLIN, 0}, pollfd{err->read.get(), POLLIN, 0}};
    ::poll(streams.data(), streams.size(), look_up_ms);
    if (streams[0].revents != 0 && !take(out->read, r.out, most_out + 1)) out->read.close();
    if (streams[1].revents != 0 && !take(err->read, r.err, most_err)) err->read.close();
  }
  // Its streams are closed: it ends now, as a rule at once. Where the system cannot tell us, it is ended.
  const descriptor end(static_cast<int>(::syscall(SYS_pidfd_open, *child, 0)));
  pollfd gone{end.get(), POLLIN, 0};
  while (end.open() && may_go_on() && ::poll(&gone, 1, look_up_ms) <= 0) {
  }
  // Also what it may have left behind.
  ::kill(-*child, SIGKILL);
  int status = 0;
  while (::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  if (r.end != ended_process::how::exited) return r;
  if (WIFSIGNALED(status)) {
    r.end = ended_process::how::signalled;
    r.code = WTERMSIG(status);
  } else {
    r.code = WEXITSTATUS(status);
  }
  return r;
}

}  // namespace fm::extract
