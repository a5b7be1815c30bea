#pragma once
// A folder that lives as long as a test.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace fm::test {

class temp_folder {
 public:
  /// Below `where`, by default where the system keeps temporary files.
  explicit temp_folder(const std::filesystem::path& where = std::filesystem::temp_directory_path()) {
    auto name = (where / "fm-test-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder in " + where.string());
    path_ = name;
  }
  temp_folder(const temp_folder&) = delete;
  temp_folder& operator=(const temp_folder&) = delete;
  ~temp_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace fm::test
