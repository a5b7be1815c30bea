#include "fm/actors/journal_reader.hpp"

#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <span>

namespace fm::actors {
namespace {

/// Appends the whole records of one segment; a sentence when it cannot be replayed.
std::string read_segment(std::span<const char> all, std::uint64_t fingerprint, journal_file& file) {
  journal_header header;
  std::string why;
  auto at = read_header(all, header, why);
  if (at == 0) return why;
  file.names = header.names;
  if (header.fingerprint != fingerprint)
    return "the journal was written by a program with other messages; use the version that wrote it";
  if (!header.has_payloads) return "the journal was written without payloads: it can be shown, not replayed";
  while (at + sizeof(record_head) <= all.size()) {
    record r;
    std::memcpy(&r.head, all.data() + at, sizeof r.head);
    auto size = sizeof r.head + r.head.length;
    if (all.size() - at < size) break;
    if (crc32(all.subspan(at + 8, size - 8)) != r.head.crc)
      return "the record at byte " + std::to_string(at) + " is damaged";
    if (r.head.what == static_cast<std::uint8_t>(mark::gap)) return "there is a gap: records were lost";
    auto body = all.subspan(at + sizeof r.head, r.head.length);
    r.body.assign(body.begin(), body.end());
    file.records.push_back(std::move(r));
    at += size;
  }
  return {};
}

bool consumes(const record& r) { return r.head.what < static_cast<std::uint8_t>(mark::epoch); }

/// What a replay needs to stand alone: no ticket is missing, and nothing refers to what came before.
std::string check_alone(const std::vector<record>& records) {
  if (records.empty()) return "the journal is empty";
  auto first = records.front().head.ticket;
  if (records.front().head.what != static_cast<std::uint8_t>(mark::epoch))
    return "the journal does not begin with an epoch";
  auto expected = first;
  std::set<std::uint32_t> known;
  for (const auto& r : records) {
    if (r.head.ticket != expected) return "there is a gap before ticket " + std::to_string(r.head.ticket);
    ++expected;
    auto begins = r.head.fresh || r.head.what == static_cast<std::uint8_t>(mark::started);
    bool refers = consumes(r) && r.head.cause != 0 && r.head.cause < first;
    if (refers || (consumes(r) && !begins && !known.contains(r.head.actor)))
      return "ticket " + std::to_string(r.head.ticket) +
             " continues what began in an earlier segment: read that segment too";
    if (begins) known.insert(r.head.actor);
  }
  return {};
}

}  // namespace

journal_file read_journal(const std::vector<std::filesystem::path>& segments, std::uint64_t fingerprint) {
  journal_file file;
  for (const auto& path : segments) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      file.why = "cannot read " + path.string();
      return file;
    }
    std::vector<char> all{std::istreambuf_iterator<char>(in), {}};
    file.why = read_segment(all, fingerprint, file);
    if (!file.why.empty()) return file;
  }
  file.why = check_alone(file.records);
  return file;
}

}  // namespace fm::actors
