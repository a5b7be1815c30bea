#include "certificates.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace fm::test {

namespace {

constexpr const char* script = R"(
set -e
authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" -days 2 -subj "/CN=$1"
}
certificate() {  # NAME AUTHORITY ALTERNATIVE-NAMES DAYS
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
  printf 'subjectAltName=%s\n' "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days "$4" -extfile "$1.ext" -out "$1.pem"
}
authority ca
authority other_ca
certificate good ca IP:127.0.0.1,DNS:localhost,DNS:proxy.example 2
certificate elsewhere ca DNS:elsewhere.example 2
certificate expired ca IP:127.0.0.1 -1
certificate stranger other_ca IP:127.0.0.1 2
)";

}  // namespace

const certificates& certificates::of_the_test() {
  static const certificates all;
  return all;
}

certificates::certificates() {
  std::string name = (std::filesystem::temp_directory_path() / "fm-certificates-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for certificates");
  folder_ = name;
  std::ofstream(path("make.sh")) << script;
  const auto command = "cd '" + folder_ + "' && sh make.sh >log 2>&1";
  if (std::system(command.c_str()) != 0)
    throw std::runtime_error("certificates cannot be made: see " + folder_ + "/log");
}

certificates::~certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

tls_front::tls_front(const std::string& certificate, std::uint16_t to) {
  const auto& all = certificates::of_the_test();
  const auto pem = all.path(certificate + ".pem"), key = all.path(certificate + ".key"),
             port = std::to_string(to);
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execlp("python3", "python3", FM_TLS_FRONT, pem.c_str(), key.c_str(), port.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  std::array<char, 16> line{};
  const auto n = ::read(ends[0], line.data(), line.size() - 1);
  ::close(ends[0]);
  port_ = static_cast<std::uint16_t>(n > 0 ? std::atoi(line.data()) : 0);
  if (port_ == 0) throw std::runtime_error("tls_front.py does not run");
}

tls_front::~tls_front() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace fm::test
