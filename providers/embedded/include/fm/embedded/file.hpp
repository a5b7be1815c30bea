#pragma once
// A file that is part of the program.
#include <span>
#include <string_view>

namespace fm {

struct embedded_file {
  std::string_view name;     ///< without its folder
  std::string_view content;  ///< lives as long as the program
};

}  // namespace fm
