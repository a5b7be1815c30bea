#pragma once
// Which origins may read answers, and what a preflight is told.
#include <fm/http/response.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

class cors {
 public:
  /// `extensions`: browser extensions are allowed whatever their id.
  cors(std::vector<std::string> origins, bool extensions)
      : origins_(std::move(origins)), extensions_(extensions) {}
  bool allows(std::string_view origin) const;
  /// Appends the fields of an answer to an allowed origin.
  void append(std::string_view origin, std::string& head) const;
  /// Beside them: what a preflight asks about.
  static void describe(response& r);

 private:
  std::vector<std::string> origins_;
  bool extensions_;
};

}  // namespace fm::http
