#include "zip_entries.hpp"

#include <zip.h>

#include <algorithm>
#include <array>

namespace fm::extract {

zip_entries::zip_entries(std::string_view bytes, zip_limits within) : within_(within) {
  constexpr const char* no_archive = "the file is no zip archive, or a damaged one";
  zip_error_t why;
  ::zip_error_init(&why);
  constexpr int ours = 0;  // the bytes are not freed by the library
  auto* source = ::zip_source_buffer_create(bytes.data(), bytes.size(), ours, &why);
  if (source != nullptr) archive_ = ::zip_open_from_source(source, ZIP_RDONLY, &why);
  if (archive_ == nullptr) {
    if (source != nullptr) ::zip_source_free(source);
    error_ = no_archive;
  } else if (static_cast<std::uint64_t>(::zip_get_num_entries(archive_, 0)) > within_.entries) {
    error_ = "the archive has more than " + std::to_string(within_.entries) + " entries";
  }
  ::zip_error_fini(&why);
}

zip_entries::~zip_entries() {
  if (archive_ != nullptr) ::zip_discard(archive_);
}

bool zip_entries::has(const char* name) const {
  return archive_ != nullptr && ::zip_name_locate(archive_, name, 0) >= 0;
}

std::string zip_entries::read(const char* name, const std::function<bool(std::string_view)>& take) const {
  const std::string what = "its part " + std::string(name);
  zip_stat_t about;
  ::zip_stat_init(&about);
  if (archive_ == nullptr || ::zip_stat(archive_, name, 0, &about) != 0) return what + " is missing";
  if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
    return what + " is encrypted";
  auto* entry = ::zip_fopen(archive_, name, 0);
  if (entry == nullptr) return what + " is damaged";
  // What the archive says of its sizes is not believed: what comes out is counted.
  constexpr std::uint64_t free_of_charge = 1u << 20;
  const std::uint64_t packed = (about.valid & ZIP_STAT_COMP_SIZE) != 0 ? about.comp_size : 0;
  const auto most = std::min(within_.entry_bytes, std::max(free_of_charge, packed * within_.expansion));
  std::array<char, 65536> block{};
  std::uint64_t total = 0;
  std::string error;
  for (;;) {
    const auto n = ::zip_fread(entry, block.data(), block.size());
    if (n < 0) error = what + " is damaged";
    if (n <= 0) break;
    total += static_cast<std::uint64_t>(n);
    if (total > most) {
      error = what + " unpacks to far more than an honest document holds";
      break;
    }
    if (!take({block.data(), static_cast<std::size_t>(n)})) break;
  }
  ::zip_fclose(entry);
  return error;
}

}  // namespace fm::extract
