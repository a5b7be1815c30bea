#pragma once
// A request as routes see it. Knows no server library.
#include <fm/actors/context.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::http {

enum class method : std::uint8_t { get, head, post, put, patch, del, options };

/// The two ways in which the same commands are spoken: at the root exactly as the contract says, below
/// `/api/v1` as the real clients need it (contract README, "two mounts, two dialects").
enum class dialect : std::uint8_t {
  root,
  v1,
  oauth  ///< of v1, with errors as RFC 6749 says
};

/// One part of a form. A file part lies in a spool file that is removed with the request unless somebody has
/// taken it over.
struct form_part {
  std::string name;
  std::string value;  ///< of a part that is no file, at most 64 KiB
  bool is_file = false;
  std::string file_name;     ///< as the client gave it
  std::string content_type;  ///< that the part declares; empty when it declares none
  std::string spool;         ///< path
  std::uint64_t bytes = 0;
};

/// Views stay valid as long as the request lives.
class request {
 public:
  virtual ~request() = default;

  http::method verb = http::method::get;
  dialect speaks = dialect::root;
  std::string_view path;               ///< as sent, without the query
  std::vector<std::string> path_args;  ///< values of the pattern's {parameters}, decoded, in their order
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in the order sent
  std::string_view body;                                   ///< of a route that takes a body which is no form
  std::vector<form_part> form;                             ///< of a route that takes a form
  std::string remote;                                      ///< address of the peer
  std::string id;                                          ///< X-Request-ID
  micros arrived = 0;                                      ///< of the wall clock
  micros began = 0;  ///< the same on the steady clock: what durations and deadlines are counted from

  /// The value of a header field by its name in any case; empty when absent.
  virtual std::string_view header(std::string_view name) const = 0;
  /// "https://host" as the client sees this server; empty when it has not said how.
  virtual std::string base() const { return {}; }
  const form_part* part(std::string_view name) const {
    for (const auto& p : form)
      if (p.name == name) return &p;
    return nullptr;
  }
};

}  // namespace fm::http
