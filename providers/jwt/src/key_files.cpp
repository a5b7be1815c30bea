#include "fm/jwt/key_files.hpp"

#include <fm/crypto/base64url.hpp>
#include <fm/crypto/random.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

namespace fm::jwt {

namespace {

constexpr std::size_t least_characters = 32;
constexpr std::size_t secret_bytes = 48;
constexpr std::size_t longest_file = 64u << 10;
/// Secrets that everybody knows from sample files.
constexpr std::array<std::string_view, 6> known_secrets{"dev-secret-change-in-production",
                                                        "change-me-in-production",
                                                        "your-secret-key-change-in-production",
                                                        "your-secret-key-here",
                                                        "changeme",
                                                        "secret"};

failure wrong(std::string text) { return fail(ec::invalid, std::move(text)); }
std::string reason() { return std::strerror(errno); }

class file {
 public:
  file(const std::string& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  file(const file&) = delete;
  file& operator=(const file&) = delete;
  ~file() {
    if (fd_ >= 0) ::close(fd_);
  }
  int number() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

outcome<std::string> read_private(const std::string& path) {
  file f(path, O_RDONLY);
  if (!f.is_open()) return wrong(path + " cannot be read: " + reason());
  struct stat info {};
  if (::fstat(f.number(), &info) != 0 || !S_ISREG(info.st_mode)) return wrong(path + " is no file");
  if ((info.st_mode & 077) != 0)
    return wrong(path + " may be read by others; make a new key if that was so for long, and chmod 600 it");
  std::string text(longest_file, '\0');
  auto n = ::read(f.number(), text.data(), text.size());
  if (n < 0) return wrong(path + " cannot be read: " + reason());
  text.resize(static_cast<std::size_t>(n));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

/// Complete under its name or not there; two programs that start together agree on one.
outcome<std::string> make_secret(const std::string& path) {
  auto text = crypto::to_base64url(crypto::random_bytes(secret_bytes)) + "\n";
  auto unfinished = path + "." + std::to_string(::getpid());
  {
    file f(unfinished, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (!f.is_open() || ::write(f.number(), text.data(), text.size()) != std::ssize(text) ||
        ::fsync(f.number()) != 0) {
      auto why = wrong(path + " cannot be made: " + reason());
      ::unlink(unfinished.c_str());
      return why;
    }
  }
  int made = ::link(unfinished.c_str(), path.c_str()) == 0 ? 0 : errno;
  ::unlink(unfinished.c_str());
  if (made != 0 && made != EEXIST) return wrong(path + " cannot be made: " + std::strerror(made));
  auto above = std::filesystem::path(path).parent_path().string();
  file folder(above.empty() ? "." : above, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || ::fsync(folder.number()) != 0)
    return wrong("the folder of " + path + " cannot be written: " + reason());
  return read_private(path);
}

outcome<std::string> read_or_make(const std::string& path) {
  struct stat info {};
  const bool missing = ::stat(path.c_str(), &info) != 0 && errno == ENOENT;
  return missing ? make_secret(path) : read_private(path);
}

outcome<std::string> shared_secret(const key_settings& s) {
  const auto& configured = s.shared_secret.expose();
  if (!configured.empty()) {
    bool is_known = std::find(known_secrets.begin(), known_secrets.end(), configured) != known_secrets.end();
    const std::string rule =
        ", which is taken only with ENVIRONMENT=development on a loopback address; set a better one, or none "
        "to have it made";
    if (!s.may_be_weak && is_known) return wrong("JWT_SECRET is the one of a sample file" + rule);
    if (!s.may_be_weak && configured.size() < least_characters)
      return wrong("JWT_SECRET has fewer than 32 characters" + rule);
    return configured;
  }
  auto text = read_or_make(s.secret_file);
  if (text && text->size() < least_characters)
    return wrong(s.secret_file +
                 " holds fewer than 32 characters: it is damaged; restore it from a backup, or "
                 "remove it, which ends all sign-ins");
  return text;
}

}  // namespace

outcome<std::shared_ptr<const crypto::token_keys>> load_keys(const key_settings& s) {
  using crypto::token_keys;
  if (s.algorithm == "HS256") {
    auto text = shared_secret(s);
    if (!text) return text.error();
    return std::make_shared<const token_keys>(token_keys::hs256(*text));
  }
  if (s.algorithm != "RS256") return wrong("JWT_ALGORITHM is " + s.algorithm + "; it can be HS256 or RS256");
  if (s.private_key_file.empty())
    return wrong("JWT_ALGORITHM=RS256 needs FM_JWT_PRIVATE_KEY_FILE, the path of a PEM file with an RSA key");
  auto pem = read_private(s.private_key_file);
  if (!pem) return pem.error();
  auto key = crypto::rsa_key::from_pem(*pem);
  if (!key) return wrong(s.private_key_file + " " + key.error().text);
  return std::make_shared<const token_keys>(token_keys::rs256(std::move(*key)));
}

outcome<secret<>> secret_in_file(const std::string& path) {
  auto text = read_or_make(path);
  if (!text) return text.error();
  if (text->size() < least_characters)
    return wrong(path + " holds fewer than 32 characters: it is damaged; remove it, and it is made anew");
  return secret<>(std::move(*text));
}

}  // namespace fm::jwt
