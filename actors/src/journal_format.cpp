#include "fm/actors/journal_format.hpp"

#include <cstring>

namespace fm::actors {
namespace {

/// The reflected polynomial 0x04C11DB7 of IEEE 802.3, one table entry per byte.
constexpr auto crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    auto c = i;
    for (int bit = 0; bit < 8; ++bit) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  return table;
}();

void put(std::vector<char>& out, const void* p, std::size_t n) {
  const auto* raw = static_cast<const char*>(p);
  out.insert(out.end(), raw, raw + n);
}
void put(std::vector<char>& out, std::uint32_t x) { put(out, &x, sizeof x); }
void put(std::vector<char>& out, const std::string& s) {
  put(out, static_cast<std::uint32_t>(s.size()));
  put(out, s.data(), s.size());
}

/// Takes from the front; every read fails after the first that did not fit.
struct reader {
  std::span<const char> rest;
  bool ok = true;

  template <class T>
  void take(T& x) {
    ok = ok && rest.size() >= sizeof x;
    if (!ok) return;
    std::memcpy(&x, rest.data(), sizeof x);
    rest = rest.subspan(sizeof x);
  }
  void take(std::string& s) {
    std::uint32_t size = 0;
    take(size);
    ok = ok && rest.size() >= size;
    if (!ok) return;
    s.assign(rest.data(), size);
    rest = rest.subspan(size);
  }
};

}  // namespace

std::uint32_t crc32(std::span<const char> data, std::uint32_t crc) {
  crc = ~crc;
  for (unsigned char byte : data) crc = crc_table[(crc ^ byte) & 255] ^ (crc >> 8);
  return ~crc;
}

void digester::add(std::span<const char> text) {
  add(text.size());
  for (; text.size() >= 8; text = text.subspan(8)) {
    std::uint64_t x = 0;
    std::memcpy(&x, text.data(), 8);
    add(x);
  }
  std::uint64_t last = 0;
  if (!text.empty()) std::memcpy(&last, text.data(), text.size());
  add(last);
}

std::vector<char> write_header(const journal_header& h) {
  std::vector<char> body;
  put(body, &h.fingerprint, sizeof h.fingerprint);
  put(body, h.segment);
  put(body, std::uint32_t{h.has_payloads});
  put(body, static_cast<std::uint32_t>(h.names.size()));
  for (const auto& name : h.names) put(body, name);
  std::vector<char> out(journal_magic, journal_magic + 8);
  put(out, static_cast<std::uint32_t>(body.size()));
  put(out, crc32(body));
  put(out, body.data(), body.size());
  return out;
}

std::size_t read_header(std::span<const char> file, journal_header& h, std::string& why) {
  if (file.size() < 16 || std::memcmp(file.data(), journal_magic, 8) != 0) {
    why = "this is not a message journal";
    return 0;
  }
  std::uint32_t length = 0;
  std::uint32_t crc = 0;
  std::memcpy(&length, file.data() + 8, 4);
  std::memcpy(&crc, file.data() + 12, 4);
  if (file.size() - 16 < length || crc32(file.subspan(16, length)) != crc) {
    why = "the header of the journal is damaged";
    return 0;
  }
  reader r{file.subspan(16, length)};
  std::uint32_t has_payloads = 0;
  std::uint32_t count = 0;
  r.take(h.fingerprint);
  r.take(h.segment);
  r.take(has_payloads);
  r.take(count);
  h.has_payloads = has_payloads != 0;
  for (std::uint32_t i = 0; i < count && r.ok; ++i) r.take(h.names.emplace_back());
  if (!r.ok) {
    why = "the header of the journal is damaged";
    return 0;
  }
  return 16 + std::size_t{length};
}

std::vector<char> write_actors(const std::vector<named_actor>& actors) {
  std::vector<char> out;
  put(out, static_cast<std::uint32_t>(actors.size()));
  for (const auto& a : actors) {
    put(out, a.number);
    put(out, a.name);
  }
  return out;
}

bool read_actors(std::span<const char> body, std::vector<named_actor>& actors) {
  reader r{body};
  std::uint32_t count = 0;
  r.take(count);
  for (std::uint32_t i = 0; i < count && r.ok; ++i) {
    auto& a = actors.emplace_back();
    r.take(a.number);
    r.take(a.name);
  }
  return r.ok;
}

}  // namespace fm::actors
