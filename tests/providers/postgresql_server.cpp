#include "postgresql_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace fm::test {

namespace {

std::string find_programs() {
  std::error_code e;
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", e))
    if (std::filesystem::exists(version.path() / "bin/initdb")) return (version.path() / "bin").string();
  throw std::runtime_error("PostgreSQL is not installed: apt-get install postgresql");
}

int free_port() {
  int s = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof a;
  if (::bind(s, reinterpret_cast<sockaddr*>(&a), size) != 0 ||
      ::getsockname(s, reinterpret_cast<sockaddr*>(&a), &size) != 0)
    throw std::runtime_error("no free port");
  ::close(s);
  return ntohs(a.sin_port);
}

}  // namespace

/// PostgreSQL refuses to run as root.
int postgresql_server::run(const std::string& program, const std::vector<std::string>& arguments) const {
  auto path = programs_ + "/" + program;
  std::vector<char*> argv{const_cast<char*>(path.c_str())};
  for (const auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  auto* owner = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
  auto output = folder_ / "output";
  auto child = ::fork();
  if (child == 0) {
    int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    ::dup2(out, 1);
    ::dup2(out, 2);
    if (::chdir(folder_.path().c_str()) != 0) ::_exit(126);
    if (owner && (::setgid(owner->pw_gid) != 0 || ::setuid(owner->pw_uid) != 0)) ::_exit(126);
    ::execv(path.c_str(), argv.data());
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

postgresql_server::postgresql_server() : programs_(find_programs()), port_(free_port()) {
  if (::geteuid() == 0) {
    auto* owner = ::getpwnam("postgres");
    if (!owner || ::chown(folder_.path().c_str(), owner->pw_uid, owner->pw_gid) != 0)
      throw std::runtime_error("there is no user postgres");
  }
  auto data = folder_ / "data";
  if (run("initdb",
          {"-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"}))
    throw std::runtime_error("initdb failed");
  auto options = "-p " + std::to_string(port_) + " -c listen_addresses=127.0.0.1 -c fsync=off" +
                 " -c unix_socket_directories=" + folder_.path().string();
  if (run("pg_ctl", {"-D", data, "-w", "-t", "30", "-l", folder_ / "log", "-o", options, "start"}))
    throw std::runtime_error("PostgreSQL did not start");
}

postgresql_server::~postgresql_server() {
  run("pg_ctl", {"-D", folder_ / "data", "-m", "immediate", "stop"});
}

std::string postgresql_server::address() const {
  return "host=127.0.0.1 port=" + std::to_string(port_) + " user=postgres dbname=postgres";
}

}  // namespace fm::test
