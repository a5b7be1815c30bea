#pragma once
// From local time to UTC: fixed offsets, and the IANA rules in the bytes of a TZif file.
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fm::evidence {

/// A time zone; cheap to copy. Made once per run from the configuration, then only read.
class time_zone {
 public:
  /// UTC.
  time_zone() = default;

  /// `Z`, `UTC`, `GMT`, `+02:00`, `-0530`, `+02`, `UTC+2`; nothing for any other text.
  static std::optional<time_zone> fixed(std::string_view text);
  /// The rules of a TZif file (RFC 8536) given as its bytes, shown to people as `name`; nothing when the
  /// bytes are not such a file.
  static std::optional<time_zone> from_tzif(std::string_view bytes, std::string name);

  const std::string& name() const { return name_; }
  /// Seconds east of UTC at a moment in seconds since 1970 UTC.
  std::int32_t offset_at(std::int64_t utc_seconds) const;
  /// Seconds since 1970 UTC of a local time counted likewise. A time that the clocks show twice is its first
  /// occurrence; one that they skip is taken with the offset before the change.
  std::int64_t to_utc(std::int64_t local_seconds) const;

 private:
  struct rules;
  std::string name_ = "UTC";
  std::int32_t fixed_offset_ = 0;
  std::shared_ptr<const rules> rules_;
};

}  // namespace fm::evidence
