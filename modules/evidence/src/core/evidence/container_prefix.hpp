#pragma once
// What container runtimes and their tools write before (or around) the line that the program wrote.
#include "evidence/line_head.hpp"
#include "evidence/time_parser.hpp"

#include <string>
#include <string_view>

namespace fm::evidence {

enum class container_format : std::uint8_t { none, docker_json, cri, kubectl_prefix, compose, stern };

/// The line of the program itself, and what its surroundings say.
struct unwrapped {
  std::string_view text;  ///< into the line, or into the unwrapper until its next call
  micros time = no_time;
  std::string_view source;
  bool partial = false;  ///< the runtime split a long line here (CRI `P`)
  container_format format = container_format::none;
};

/// Removes Docker's JSON file format, CRI, `kubectl logs --prefix`, docker compose and stern prefixes.
class container_prefix {
 public:
  /// Which prefixes without a fixed mark (compose, stern) the file has; decided on a sample.
  void learn(container_format bare_prefix) { bare_prefix_ = bare_prefix; }
  unwrapped read(std::string_view line, time_parser& times);

  /// True when `line` begins like `name-1  | ` (docker compose).
  static bool is_compose(std::string_view line);
  /// True when `line` begins like `pod-6c8868cb6d-qcv2t container ` (stern).
  static bool is_stern(std::string_view line);

 private:
  bool read_docker(std::string_view line, time_parser& times, unwrapped& out);

  container_format bare_prefix_ = container_format::none;
  std::string buffer_;
};

}  // namespace fm::evidence
