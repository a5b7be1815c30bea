#pragma once
// Files on a local disk.
#include <fm/fs/file_calls.hpp>
#include <fm/providers/blob.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace fm::fs {

/// Whether a text can be a key: segments of letters, digits, '-', '_' and '.' between single slashes, none
/// beginning with '.', each at most 200 and all at most 500 characters. The only place that decides it.
bool is_key(std::string_view text);

/// The folder below the root that holds what was set aside, each file under its key.
inline constexpr const char* quarantine_folder = ".quarantine";

/// What the quarantine may hold; what is beyond stays where it is.
struct store_limits {
  std::uint64_t aside_bytes = std::uint64_t{10} << 30;
  std::uint64_t aside_files = 100'000;
  /// Told that stored files are missing or damaged, when one is found and afterwards once a minute at most.
  std::function<void(const std::string& sentence)> tell_trouble{};
};

/// Opens the store below a folder, which is made (mode 0700) when it is missing, and removes what an earlier
/// crash left unfinished.
outcome<std::shared_ptr<blob::store>> open_store(
    const std::string& root, std::shared_ptr<file_calls> calls = std::make_shared<file_calls>(),
    const store_limits& limits = {});

/// A store that is there, to be looked at: nothing is made or removed.
outcome<std::shared_ptr<blob::store>> look_at_store(const std::string& root);

}  // namespace fm::fs
