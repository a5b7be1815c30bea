#pragma once
// Entries of a zip archive in memory, read piece by piece within bounds. The only place that knows libzip.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

struct zip;

namespace fm::extract {

/// What an archive may ask for.
struct zip_limits {
  std::uint64_t entries = 10'000;
  std::uint64_t entry_bytes = 256u << 20;  ///< unpacked
  std::uint64_t expansion = 200;           ///< unpacked bytes per packed byte, beyond the first megabyte
};

class zip_entries {
 public:
  /// The bytes must outlive this.
  explicit zip_entries(std::string_view archive, zip_limits within = {});
  zip_entries(const zip_entries&) = delete;
  zip_entries& operator=(const zip_entries&) = delete;
  ~zip_entries();

  /// Why there is nothing to read, as a sentence; empty otherwise.
  const std::string& error() const { return error_; }
  bool has(const char* name) const;
  /// Gives the unpacked bytes of an entry to `take`, which may stop by false. Gives why not all was read, as
  /// a sentence; empty otherwise.
  std::string read(const char* name, const std::function<bool(std::string_view)>& take) const;

 private:
  zip_limits within_;
  zip* archive_ = nullptr;
  std::string error_;
};

}  // namespace fm::extract
