#pragma once
// Finds the row of a route table for a path.
#include <fm/http/route.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

/// Compiled once. Fixed segments win over parameters; a branch that does not have the method is left again.
class router {
 public:
  static constexpr std::size_t no_route = static_cast<std::size_t>(-1);
  static constexpr std::size_t most_args = 8;

  struct match {
    std::size_t route = no_route;
    std::uint8_t allowed = 0;                        ///< a bit for each method that some matching pattern has
    std::array<std::string_view, most_args> args{};  ///< as sent
    std::size_t arg_count = 0;
  };

  /// Throws std::logic_error for two rows of the same method and pattern, or a pattern that is none.
  void add(method verb, std::string_view pattern, std::size_t route);
  match find(method verb, std::string_view path) const;

 private:
  struct node {
    std::vector<std::pair<std::string, std::uint32_t>> fixed;
    std::uint32_t parameter = 0;  ///< 0: none
    std::array<std::size_t, 7> routes{no_route, no_route, no_route, no_route, no_route, no_route, no_route};
  };
  bool descend(const node& at, std::string_view rest, method verb, match& m) const;

  std::vector<node> nodes_{1};
};

/// "GET, HEAD, POST": for Allow; OPTIONS is always among them.
std::string allow_text(std::uint8_t allowed);

}  // namespace fm::http
