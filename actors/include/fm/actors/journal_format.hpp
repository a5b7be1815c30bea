#pragma once
// The bytes of a message journal. Numbers are little-endian, as on every machine we build for.
#include "fm/actors/input.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fm::actors {

static_assert(std::endian::native == std::endian::little);

/// Besides the values of `input_kind`, which a record holds as they are.
enum class mark : std::uint8_t {
  gap = 0,         ///< records were lost here
  epoch = 0x40,    ///< begins a segment; the body lists the actors
  started = 0x41,  ///< an actor begins with a new state; the body is its name
};

/// Follows the body of a file's header; one per consumed input.
struct record_head {
  std::uint32_t length = 0;  ///< of the body that follows
  std::uint32_t crc = 0;     ///< of everything after this field
  ticket_t ticket = 0;
  ticket_t cause = 0;
  micros now = 0;             ///< of the wall clock
  micros steady = 0;          ///< of the steady clock
  std::uint64_t effects = 0;  ///< digest of all outputs
  std::uint32_t index = 0;
  std::uint32_t actor = 0;
  std::uint32_t type = 0;  ///< hash of the type's name, for a body that is a value
  std::uint8_t what = 0;   ///< `input_kind` or `mark`
  std::uint8_t fresh = 0;  ///< 1: the actor dropped its cached state before this input
  std::uint8_t reserved[2] = {};
};
static_assert(sizeof(record_head) == 64);

/// What the header of a file says.
struct journal_header {
  std::uint64_t fingerprint = 0;
  std::uint32_t segment = 0;         ///< 1 is the first
  bool has_payloads = true;          ///< without them the file shows what happened and replays nothing
  std::vector<std::string> names{};  ///< of the message types
};

inline constexpr char journal_magic[9] = "fmjrnl02";

std::uint32_t crc32(std::span<const char> data, std::uint32_t crc = 0);

/// An order-sensitive 64-bit digest, eight bytes at a time; not against an adversary.
class digester {
 public:
  void add(std::uint64_t x) {
    value_ = (value_ ^ x) * 0xD6E8FEB86659FD93u;
    value_ ^= value_ >> 32;
  }
  void add(std::span<const char> text);
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0x9E3779B97F4A7C15u;
};

std::vector<char> write_header(const journal_header& h);
/// Bytes used, or 0 with a sentence in `why`.
std::size_t read_header(std::span<const char> file, journal_header& h, std::string& why);

struct named_actor {
  std::uint32_t number = 0;
  std::string name;
};
std::vector<char> write_actors(const std::vector<named_actor>& actors);
bool read_actors(std::span<const char> body, std::vector<named_actor>& actors);

}  // namespace fm::actors
