#include "evidence/content_type.hpp"

#include "evidence/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace fm::evidence {
namespace {

using namespace std::string_view_literals;

struct signature {
  std::size_t offset;
  std::string_view magic;
  std::string_view advice;
};

constexpr std::array signatures{
    signature{0, "PK\x03\x04"sv, "is a zip archive: unpack it and give the files inside"sv},
    signature{0, "PK\x05\x06"sv, "is an empty zip archive"sv},
    signature{257, "ustar"sv, "is a tar archive: unpack it (tar xf) and give the files inside"sv},
    signature{0, "BZh"sv, "is compressed with bzip2: unpack it (bunzip2) and give the text file"sv},
    signature{0,
              "\xFD"
              "7zXZ\0"sv,
              "is compressed with xz: unpack it (unxz) and give the text file"sv},
    signature{0, "\x28\xB5\x2F\xFD"sv,
              "is compressed with zstd: unpack it (unzstd) and give the text file"sv},
    signature{0, "\x04\x22\x4D\x18"sv, "is compressed with lz4: unpack it (unlz4) and give the text file"sv},
    signature{0, "7z\xBC\xAF\x27\x1C"sv, "is a 7z archive: unpack it (7z x) and give the files inside"sv},
    signature{0, "Rar!\x1A\x07"sv, "is a rar archive: unpack it and give the files inside"sv},
    signature{0, "\x1F\x8B"sv, "is compressed twice: unpack it once (gunzip) and give the result"sv},
    signature{
        0, "\x89PNG\r\n\x1A\n"sv,
        "begins as a PNG picture and is damaged: give it whole, or the text that it shows as a text file"sv},
    signature{
        0, "\xFF\xD8\xFF"sv,
        "begins as a JPEG picture and is damaged: give it whole, or the text that it shows as a text file"sv},
    signature{
        0, "GIF8"sv,
        "begins as a GIF picture and is damaged: give it whole, or the text that it shows as a text file"sv},
    signature{0, "%PDF-"sv, "is a PDF document: save it as text (pdftotext) and give that"sv},
    signature{0,
              "\x7F"
              "ELF"sv,
              "is a program or core dump (ELF): give its log or a text backtrace instead"sv},
    signature{0, "SQLite format 3\0"sv, "is an SQLite database: give a text export of it"sv},
    signature{0, "\xFF\xFE\0\0"sv, "is UTF-32 text: convert it to UTF-8 (iconv -f UTF-32 -t UTF-8)"sv},
};

constexpr std::size_t binary_sample = 8 * 1024;

constexpr auto is_control = [] {
  std::array<bool, 256> control{};
  for (unsigned char c = 0; c < 0x20; ++c)
    control[c] = "\t\n\r\f\b\x1B"sv.find(static_cast<char>(c)) == "\t"sv.npos;
  control[0x7F] = true;
  return control;
}();

// UTF-16 of western text has a zero in every second byte: even ones for big endian.
bool looks_utf16(std::string_view head, std::size_t zero_at) {
  head = head.substr(0, std::min(head.size(), binary_sample) & ~std::size_t{1});
  if (head.size() < 4 || head.find('\0') == head.npos) return false;
  std::size_t zeros = 0;
  std::size_t others = 0;
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    zeros += head[i + zero_at] == '\0';
    others += head[i + 1 - zero_at] == '\0';
  }
  const auto units = head.size() / 2;
  return zeros * 10 >= units * 4 && others * 50 <= units;
}

}  // namespace

bool is_gzip(std::string_view head) { return head.starts_with("\x1F\x8B"sv); }

std::string_view refusal(std::string_view head) {
  for (const auto& s : signatures)
    if (head.size() >= s.offset && head.substr(s.offset).starts_with(s.magic)) {
      if (s.magic == "BZh"sv && (head.size() < 4 || head[3] < '1' || head[3] > '9')) continue;
      return s.advice;
    }
  const auto begin = head.substr(0, binary_sample);
  std::size_t zeros = 0;
  std::size_t controls = 0;
  for (const char c : begin) {
    zeros += c == '\0';
    controls += is_control[static_cast<unsigned char>(c)];
  }
  // A log that was cut by a crash has some zero bytes; more than one in a hundred is no text,
  // unless they are a handful in a short one.
  const bool few_zeros = zeros * 100 <= begin.size() || (zeros <= 4 && zeros * 20 <= begin.size());
  if (few_zeros && controls * 10 <= begin.size() * 3) return {};
  const auto guess = guess_encoding(head);
  const bool utf16 = guess.encoding == text_encoding::utf16_le || guess.encoding == text_encoding::utf16_be;
  if (!utf16) return "is binary, not text: give logs, command output or configuration as text"sv;
  return {};
}

encoding_guess guess_encoding(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF"sv)) return {text_encoding::utf8, 3};
  if (head.starts_with("\xFF\xFE"sv)) return {text_encoding::utf16_le, 2};
  if (head.starts_with("\xFE\xFF"sv)) return {text_encoding::utf16_be, 2};
  if (looks_utf16(head, 1)) return {text_encoding::utf16_le, 0};
  if (looks_utf16(head, 0)) return {text_encoding::utf16_be, 0};
  const auto valid = valid_utf8_prefix(head);
  if (valid == head.size()) return {text_encoding::utf8, 0};
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::size_t i = valid, from = 0; from < head.size(); i = from + valid_utf8_prefix(head.substr(from))) {
    for (std::size_t k = from; k < i; ++k) good += static_cast<unsigned char>(head[k]) >= 0xC0;
    if (i >= head.size() || utf8_sequence(head.substr(i)) < 0) break;
    ++bad;
    from = i + 1;
  }
  if (bad > good) return {text_encoding::windows_1252, 0};
  return {text_encoding::utf8, 0};
}

}  // namespace fm::evidence
