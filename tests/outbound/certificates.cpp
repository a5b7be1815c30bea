#include "certificates.hpp"

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

tls_front::tls_front(const std::string& certificate, std::uint16_t to)
    : program_({"python3", FM_TLS_FRONT, certificates::of_the_test().path(certificate + ".pem"),
                certificates::of_the_test().path(certificate + ".key"), std::to_string(to)}) {
  port_ = static_cast<std::uint16_t>(std::atoi(program_.first_output().c_str()));
  if (port_ == 0) throw std::runtime_error("tls_front.py does not run");
}

}  // namespace fm::test
