#include "password_input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

namespace fm::program {

namespace {

/// Longer than any password that is allowed, so that a longer one is refused and not cut.
constexpr std::size_t longest_line = 4'096;

volatile std::sig_atomic_t interrupted = 0;
/// The handler writes into it: the signal may reach another thread, such as one of the database's, while this
/// one waits for input.
int wake_up[2] = {-1, -1};

/// While it lives, what is typed is not shown, and Ctrl-C ends the reading instead of the program.
class silent_terminal {
 public:
  silent_terminal() {
    ::tcgetattr(STDIN_FILENO, &before_);
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    struct sigaction stop {};
    stop.sa_handler = [](int) {
      interrupted = 1;
      auto before = errno;
      [[maybe_unused]] auto n = ::write(wake_up[1], "", 1);
      errno = before;
    };
    if (::pipe2(wake_up, O_CLOEXEC | O_NONBLOCK) != 0) std::perror("faultmaven: pipe");
    ::sigaction(SIGINT, &stop, &before_int_);
    ::sigaction(SIGTERM, &stop, &before_term_);
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    // Who started the program may have blocked them: while it waits for a person, they count all the same.
    ::pthread_sigmask(SIG_UNBLOCK, &ends, &before_mask_);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  silent_terminal(const silent_terminal&) = delete;
  silent_terminal& operator=(const silent_terminal&) = delete;
  ~silent_terminal() {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    ::pthread_sigmask(SIG_SETMASK, &before_mask_, nullptr);
    ::sigaction(SIGINT, &before_int_, nullptr);
    ::sigaction(SIGTERM, &before_term_, nullptr);
    for (auto& end : wake_up) ::close(std::exchange(end, -1));
    std::fputs("\n", stderr);
  }
  /// Until something was typed; false when a signal came instead.
  bool wait() const {
    pollfd input[2] = {{STDIN_FILENO, POLLIN, 0}, {wake_up[0], POLLIN, 0}};
    while (!interrupted && ::poll(input, 2, -1) < 0 && errno == EINTR) {
    }
    return !interrupted;
  }

 private:
  termios before_{};
  sigset_t before_mask_{};
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

outcome<std::string> read_line(const silent_terminal* terminal) {
  std::string line;
  char c = 0;
  while (line.size() < longest_line) {
    if (terminal && !terminal->wait()) return fail(ec::cancelled, "interrupted; nothing was changed");
    auto n = ::read(STDIN_FILENO, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(ec::invalid, std::string("the password cannot be read: ") + std::strerror(errno));
    if (n == 0 || c == '\n') break;
    line += c;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty()) return fail(ec::invalid, "no password was given");
  return line;
}

outcome<std::string> ask(const char* question) {
  std::fputs(question, stderr);
  silent_terminal quiet;
  return read_line(&quiet);
}

}  // namespace

outcome<secret<>> read_password() {
  if (::isatty(STDIN_FILENO) != 1) {
    auto line = read_line(nullptr);
    if (!line) return line.error();
    return secret<>(std::move(*line));
  }
  auto first = ask("Password: ");
  if (!first) return first.error();
  auto second = ask("The same again: ");
  if (!second) return second.error();
  if (*first != *second) return fail(ec::invalid, "the two passwords differ; nothing was changed");
  return secret<>(std::move(*first));
}

}  // namespace fm::program
