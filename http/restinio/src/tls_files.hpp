#pragma once
// The certificate and key of the server, read again when they have changed.
#include <fm/actors/log.hpp>

#include <asio/ssl.hpp>
#include <sys/stat.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace fm::http {

/// PEM files; the certificate with its chain. Certificates are renewed by replacing the files: new
/// connections then get the new one, and one that cannot be read leaves the old one in use.
class tls_files {
 public:
  tls_files(std::string certificate, std::string key)
      : certificate_(std::move(certificate)), key_(std::move(key)) {}

  bool are_given() const { return !certificate_.empty(); }

  /// Throws std::runtime_error with a sentence.
  std::shared_ptr<asio::ssl::context> load() {
    seen_ = state();
    using asio::ssl::context;
    auto made = std::make_shared<context>(context::tls_server);
    made->set_options(context::default_workarounds | context::no_tlsv1 | context::no_tlsv1_1);
    asio::error_code ec;
    made->use_certificate_chain_file(certificate_, ec);
    if (ec) throw std::runtime_error("the certificate " + certificate_ + " cannot be used: " + ec.message());
    made->use_private_key_file(key_, context::pem, ec);
    if (ec)
      throw std::runtime_error("the private key " + key_ + " cannot be used with the certificate " +
                               certificate_ + ": " + ec.message());
    return made;
  }

  /// Null when the files are as they were, or cannot be used.
  std::shared_ptr<asio::ssl::context> load_if_changed() {
    if (!are_given() || state() == seen_) return nullptr;
    try {
      auto fresh = load();
      actors::log(actors::level::info, "the certificate was read again", {{"file", certificate_}});
      return fresh;
    } catch (const std::runtime_error& e) {
      // Perhaps only one of the two has been replaced yet.
      actors::log(actors::level::warning, "the old certificate stays in use", {{"why", e.what()}});
      return nullptr;
    }
  }

 private:
  using file_state = std::pair<::ino_t, std::int64_t>;

  static file_state state_of(const std::string& path) {
    struct stat s {};
    if (::stat(path.c_str(), &s) != 0) return {};
    return {s.st_ino, std::int64_t{s.st_mtim.tv_sec} * 1'000'000'000 + s.st_mtim.tv_nsec};
  }
  std::pair<file_state, file_state> state() const { return {state_of(certificate_), state_of(key_)}; }

  std::string certificate_, key_;
  std::pair<file_state, file_state> seen_;
};

}  // namespace fm::http
