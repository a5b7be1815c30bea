#pragma once
// The fonts that are compiled in, as the library wants them: as files.
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::pdf {

/// The bytes of the face of a style (document::style, in its order).
std::string_view font_bytes(std::size_t style);

/// A file in memory that lives as long as this.
class memory_file {
 public:
  explicit memory_file(std::string_view bytes);
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;
  ~memory_file();
  /// Empty when there is no such file.
  const std::string& path() const { return path_; }

 private:
  int fd_;
  std::string path_;
};

}  // namespace fm::pdf
