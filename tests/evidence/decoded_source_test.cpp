#define BOOST_TEST_MODULE evidence_reading
#include "evidence/decoded_source.hpp"

#include "evidence/file_text.hpp"
#include "reading_support.hpp"

#include <boost/test/unit_test.hpp>
#include <zlib.h>

using namespace fm::evidence;
using namespace std::string_literals;
using fm::evidence::test::read_all;

namespace {

std::string gzip(const std::string& text) {
  z_stream z{};
  BOOST_REQUIRE(deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  BOOST_REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}

struct decoded {
  std::string text;
  std::string error;
  std::vector<std::string> notes;
  std::uint64_t replaced = 0;
  std::string encoding;
};

decoded decode(const std::string& bytes, std::size_t block = 4096,
               std::size_t source_block = std::string::npos, const expansion_limits& limits = {}) {
  memory_source memory(bytes, source_block);
  decoded_source source(memory, limits);
  decoded d;
  d.text = read_all(source, block);
  d.error = source.error();
  d.notes = source.notes();
  d.replaced = source.replaced();
  d.encoding = source.encoding();
  return d;
}

std::string utf16(std::u16string_view text, bool big_endian, bool mark) {
  std::string out;
  const auto put = [&](char16_t c) {
    const char high = static_cast<char>(c >> 8);
    const char low = static_cast<char>(c & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  if (mark) put(0xFEFF);
  for (const auto c : text) put(c);
  return out;
}

// Text that does not repeat, so that its ratio is that of real logs.
std::string varied_text(std::size_t bytes) {
  std::string text;
  std::uint64_t state = 1;
  while (text.size() < bytes) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    text += "request " + std::to_string(state) + " done\n";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(utf8_text_passes_unchanged_whatever_the_size_of_reads) {
  const auto text = "plain\nGrüße ✓ 𝄞 and more\n"s;
  for (const std::size_t block : {16u, 17u, 19u, 64u, 4096u})
    for (const std::size_t source_block : {1u, 2u, 3u, 7u, 4096u}) {
      const auto d = decode(text, block, source_block);
      BOOST_TEST(d.text == text);
      BOOST_TEST(d.replaced == 0u);
    }
}

BOOST_AUTO_TEST_CASE(long_utf8_text_is_not_changed_where_blocks_end_inside_a_character) {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += i % 3 == 0 ? "ä" : "€x";
  for (const std::size_t block : {16u, 1000u, 4097u}) {
    const auto d = decode(text, block);
    BOOST_TEST((d.text == text));
    BOOST_TEST(d.replaced == 0u);
  }
}

namespace {

/// Text that mixes lengths of characters, of so many bytes in an encoding, with its meaning as UTF-8.
struct encoded_text {
  std::string name;
  std::string bytes;
  std::string utf8;
};
std::vector<encoded_text> in_all_encodings(std::size_t bytes) {
  const std::u16string_view wide = u"Fehler: caf\u00E9 \u20AC \U0001D11E kaputt\n";
  const std::string plain = "Fehler: café € 𝄞 kaputt\n";
  std::vector<encoded_text> all;
  const auto add = [&](std::string name, encoded_text begin, const std::string& piece,
                       const std::string& meaning, const std::string& blank) {
    begin.name = std::move(name);
    while (begin.bytes.size() + piece.size() <= bytes) {
      begin.bytes += piece;
      begin.utf8 += meaning;
    }
    // Then blanks, so that the end falls on every place around a boundary.
    while (begin.bytes.size() + blank.size() <= bytes) {
      begin.bytes += blank;
      begin.utf8 += ' ';
    }
    all.push_back(std::move(begin));
  };
  add("UTF-8", {}, plain, plain, " ");
  add("UTF-8 with one bad byte", {{}, "b\xFF", "b\xEF\xBF\xBD"}, plain, plain, " ");
  add("UTF-16 LE", {{}, "\xFF\xFE", {}}, utf16(wide, false, false), plain, {" \0", 2});
  add("UTF-16 BE", {{}, "\xFE\xFF", {}}, utf16(wide, true, false), plain, {"\0 ", 2});
  add("Windows-1252", {}, "Fehler: caf\xE9 \x80 kaputt\n", "Fehler: café € kaputt\n", " ");
  return all;
}

}  // namespace

// What was asked for last, 1 to 3 bytes, once had room for no character, and the reader turned for ever.
BOOST_AUTO_TEST_CASE(every_encoding_is_read_alike_by_reads_of_every_size_around_every_boundary) {
  constexpr std::size_t sample = 64 * 1024, ahead = 65 * 1024;
  for (const std::size_t boundary : {sample, ahead, 2 * sample})
    for (std::size_t bytes = boundary - 3; bytes <= boundary + 3; ++bytes)
      for (const auto& text : in_all_encodings(bytes)) {
        for (std::size_t size = 1; size <= 8; ++size) {
          // Up to the neighbourhood of the boundary in large reads, so that the test is quick.
          memory_source memory(text.bytes);
          decoded_source source(memory);
          std::string read(text.utf8.size() + 16, '\0');
          std::size_t at = 0;
          while (at < read.size()) {
            const auto room =
                at + 4'096 < boundary ? std::min<std::size_t>(boundary - 4'096 - at, 4'096 + size) : size;
            const auto n = source.read(std::span(read).subspan(at, std::min(room, read.size() - at)));
            if (n == 0) break;
            at += n;
          }
          read.resize(at);
          BOOST_TEST((read == text.utf8), text.name << ", " << bytes << " bytes, reads of " << size);
        }
      }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_utf8_is_looked_at_beyond_its_sample) {
  for (const auto& text : in_all_encodings(3 * file_text::sample_bytes)) {
    memory_source memory(text.bytes);
    file_text file(memory);
    BOOST_TEST(file.sample().size() >= file_text::sample_bytes, text.name);
    BOOST_TEST(!file.complete());
    BOOST_TEST((read_all(file) == text.utf8), text.name);
  }
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_no_error) {
  const auto d = decode("");
  BOOST_TEST(d.text.empty());
  BOOST_TEST(d.error.empty());
  const auto packed = decode(gzip(""));
  BOOST_TEST(packed.text.empty());
  BOOST_TEST(packed.error.empty());
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_no_text) {
  BOOST_TEST(decode("\xEF\xBB\xBFhello").text == "hello");
}

BOOST_AUTO_TEST_CASE(utf16_is_read_with_and_without_a_mark) {
  const std::u16string text = u"2025-07-07 05:54:40 ERROR caf\u00E9 \U0001D11E failed\r\n";
  const std::string expected = "2025-07-07 05:54:40 ERROR café 𝄞 failed\r\n";
  for (const bool big : {false, true})
    for (const bool mark : {false, true})
      for (const std::size_t block : {16u, 4096u})
        BOOST_TEST(decode(utf16(text, big, mark), block).text == expected);
  BOOST_TEST(decode(utf16(text, false, true)).encoding == "UTF-16 LE");
}

BOOST_AUTO_TEST_CASE(half_of_a_surrogate_pair_and_half_of_a_unit_are_replaced) {
  auto bytes = utf16(u"text with \xD800 alone", false, true);
  bytes += 'x';
  const auto d = decode(bytes);
  BOOST_TEST(d.text == "text with \xEF\xBF\xBD alone\xEF\xBF\xBD");
  BOOST_TEST(d.replaced == 2u);
}

BOOST_AUTO_TEST_CASE(western_text_that_is_not_utf8_is_windows_1252) {
  const auto d = decode(
      "Fehler: Verbindung zur\xFC"
      "ckgewiesen \x80 5\n");
  BOOST_TEST(d.text == "Fehler: Verbindung zurückgewiesen € 5\n");
  BOOST_TEST_REQUIRE(d.notes.size() == 1u);
  BOOST_TEST(d.notes[0].find("Windows-1252") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(stray_bytes_in_utf8_are_replaced_and_counted) {
  for (const std::size_t block : {16u, 4096u}) {
    const auto d = decode("gut: ä ö ü \xFF und \xC3 und \xE2\x82", block);
    BOOST_TEST(d.text == "gut: ä ö ü \xEF\xBF\xBD und \xEF\xBF\xBD und \xEF\xBF\xBD\xEF\xBF\xBD");
    BOOST_TEST(d.replaced == 4u);
  }
  // A stray continuation byte behind a whole character.
  BOOST_TEST(decode("ä ö \xC3\xA9\x80 x").text == "ä ö é\xEF\xBF\xBD x");
}

BOOST_AUTO_TEST_CASE(gzip_with_several_members_is_unpacked) {
  const auto d = decode(gzip("first\n") + gzip("second\n") + std::string(100, '\0'), 4096, 5);
  BOOST_TEST(d.text == "first\nsecond\n");
  BOOST_TEST(d.error.empty());
  BOOST_TEST(d.notes.empty());
}

BOOST_AUTO_TEST_CASE(gzip_that_ends_early_gives_what_is_there_and_a_note) {
  const auto text = varied_text(300'000);
  const auto packed = gzip(text);
  const auto d = decode(packed.substr(0, packed.size() / 2));
  BOOST_TEST(d.text.size() > 50'000u);
  BOOST_TEST((text.substr(0, d.text.size()) == d.text));
  BOOST_TEST(d.error.empty());
  BOOST_TEST_REQUIRE(d.notes.size() == 1u);
  BOOST_TEST(d.notes[0].find("ends early") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(damaged_gzip_gives_what_came_before_or_an_error) {
  auto packed = gzip(varied_text(300'000));
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 2000; ++i) packed[i] = '\x55';
  const auto d = decode(packed);
  BOOST_TEST(!d.text.empty());
  BOOST_TEST_REQUIRE(d.notes.size() >= 1u);
  BOOST_TEST(d.notes.back().find("damaged") != std::string::npos);
  BOOST_TEST(decode("\x1F\x8B\x08 and this is no deflate data").error.find("damaged") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_decompression_bomb_is_stopped_with_advice) {
  const auto bomb = gzip(std::string(64u << 20, 'a'));
  const auto d = decode(bomb, 1 << 16);
  BOOST_TEST(d.error.find("200 times") != std::string::npos);
  BOOST_TEST(d.error.find("gunzip") != std::string::npos);
  BOOST_TEST(d.text.size() < (8u << 20));
  const auto small = decode(gzip(varied_text(200'000)), 4096, std::string::npos, {.bytes = 100'000});
  BOOST_TEST(small.error.find("unpacks to more than") != std::string::npos);
  BOOST_TEST(small.text.size() < 200'000u);
}

BOOST_AUTO_TEST_CASE(a_small_file_that_packs_well_is_no_bomb) {
  const std::string text(900'000, 'a');
  const auto d = decode(gzip(text));
  BOOST_TEST(d.error.empty());
  BOOST_TEST((d.text == text));
}

BOOST_AUTO_TEST_CASE(what_is_no_text_is_refused_by_its_name_with_advice) {
  const std::pair<std::string, std::string> files[] = {
      {"PK\x03\x04rest of it"s, "zip"},
      {"BZh91AY&SY"s, "bzip2"},
      {"\xFD"s + "7zXZ\0rest"s, "xz"},
      {"\x28\xB5\x2F\xFDrest"s, "zstd"},
      {"7z\xBC\xAF\x27\x1C rest"s, "7z"},
      {"\x89PNG\r\n\x1A\n"s, "PNG"},
      {"\xFF\xD8\xFF\xE0 JFIF"s, "JPEG"},
      {"%PDF-1.7\n"s, "PDF"},
      {"\x7F"s + "ELF\x02\x01\x01"s, "ELF"},
      {std::string(257, 'n') + "ustar\0"s + std::string(300, 'x'), "tar"},
      {"some text\0\0\0\0\x01\x02\x03 and more"s, "binary"},
  };
  for (const auto& [bytes, name] : files) {
    const auto d = decode(bytes);
    BOOST_TEST(d.text.empty());
    BOOST_TEST(d.error.find(name) != std::string::npos, name << ": " << d.error);
    BOOST_TEST(d.error.find("give") != std::string::npos, name << ": " << d.error);
    // The same inside of gzip: a .tar.gz is a tar archive.
    BOOST_TEST(decode(gzip(bytes)).error.find(name) != std::string::npos, name);
  }
}

BOOST_AUTO_TEST_CASE(a_log_with_a_few_zero_bytes_is_still_a_log) {
  std::string text = "2025-07-07 05:54:40 started\n";
  for (int i = 0; i < 100; ++i) text += "2025-07-07 05:54:40 one more line\n";
  text += std::string(3, '\0');
  BOOST_TEST(decode(text).error.empty());
  BOOST_TEST(decode("BZhang is a name, not bzip2\n").error.empty());
}

BOOST_AUTO_TEST_CASE(an_error_of_the_raw_source_is_passed_on) {
  struct broken final : byte_source {
    std::size_t read(std::span<char>) override { return 0; }
    std::string_view error() const override { return "cannot be read: Input/output error"; }
  } raw;
  decoded_source source(raw);
  BOOST_TEST(read_all(source).empty());
  BOOST_TEST(source.error() == "cannot be read: Input/output error");
}

BOOST_AUTO_TEST_CASE(the_indentation_that_a_text_was_pasted_with_is_taken_off) {
  const auto read = [](std::string_view text) {
    memory_source source(text);
    return file_text(source).take();
  };
  BOOST_TEST(read("    a\n      b\n\n    c") == "a\n  b\n\nc");
  BOOST_TEST(read("\t\ta\r\n\t\tb\r\n") == "a\r\nb\r\n");
  BOOST_TEST(read("2: eth0\n    link\n    RX") == "2: eth0\n    link\n    RX");
  BOOST_TEST(read(" a\n b\n") == " a\n b\n");  // one blank is a part of the format
  BOOST_TEST(read("    a\n") == "    a\n");
}
