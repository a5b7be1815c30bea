// What is taken for a picture, by its bytes: hostile headers cost nothing and are none.
#include "evidence/picture_header.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm::evidence;
using namespace std::string_literals;

namespace {

std::string big(std::uint32_t n, int bytes) {
  std::string out;
  for (int i = bytes; i-- > 0;) out.push_back(static_cast<char>(n >> (8 * i) & 0xFF));
  return out;
}
std::string little(std::uint32_t n, int bytes) {
  auto out = big(n, bytes);
  return {out.rbegin(), out.rend()};
}

std::string chunk(const std::string& name, const std::string& data) {
  return big(static_cast<std::uint32_t>(data.size()), 4) + name + data + "crc.";
}
std::string png(std::uint32_t width, std::uint32_t height, const std::string& between = "") {
  return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", big(width, 4) + big(height, 4) + "\x08\x02\0\0\0"s) + between +
         chunk("IDAT", "pixels") + chunk("IEND", "");
}

std::string segment(unsigned char marker, const std::string& data) {
  return "\xFF"s + static_cast<char>(marker) + big(static_cast<std::uint32_t>(data.size() + 2), 2) + data;
}
std::string frame(std::uint32_t width, std::uint32_t height) {
  return segment(0xC2, "\x08"s + big(height, 2) + big(width, 2) + "\x01"s);
}
std::string jpeg(const std::string& segments) {
  return "\xFF\xD8"s + segments + segment(0xDA, "scan") + "coded\xFF\xD9"s;
}

const std::string one_frame = "\x2C\0\0\0\0\x20\0\x10\0\0\x02\x01p\0"s;
std::string gif(const std::string& blocks) { return "GIF89a\x20\0\x10\0\0\0\0"s + blocks + "\x3B"; }

std::string riff(const std::string& chunks) {
  return "RIFF" + little(static_cast<std::uint32_t>(chunks.size() + 4), 4) + "WEBP" + chunks;
}
std::string part(const std::string& name, const std::string& data) {
  return name + little(static_cast<std::uint32_t>(data.size()), 4) + data +
         std::string(data.size() % 2, '\0');
}
std::string lossy(std::uint32_t width, std::uint32_t height) {
  return part("VP8 ", "\0\0\0\x9D\x01\x2A"s + little(width, 2) + little(height, 2) + "..");
}
std::string extended(char flags, std::uint32_t width, std::uint32_t height) {
  return part("VP8X", flags + "\0\0\0"s + little(width - 1, 3) + little(height - 1, 3));
}

void check(const std::string& bytes, const std::string& type, std::uint32_t width, std::uint32_t height,
           const std::string& unfit = "") {
  const auto p = read_picture(bytes);
  BOOST_TEST(p.media_type == type);
  BOOST_TEST(p.width == width);
  BOOST_TEST(p.height == height);
  BOOST_TEST(p.unfit == unfit);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(picture_headers)

BOOST_AUTO_TEST_CASE(the_four_kinds_are_known_by_their_bytes) {
  check(png(1280, 720), "image/png", 1280, 720);
  check(jpeg(segment(0xE1, "Exif with \xFF\xC0 in it") + frame(640, 480)), "image/jpeg", 640, 480);
  check(gif(one_frame), "image/gif", 32, 16);
  check(riff(lossy(300, 200)), "image/webp", 300, 200);
  check(riff(part("VP8L", "\x2F"s + little(99u | 49u << 14, 4) + ".")), "image/webp", 100, 50);
  check(riff(extended(0, 400, 300) + lossy(400, 300)), "image/webp", 400, 300);
}

BOOST_AUTO_TEST_CASE(what_moves_or_is_too_large_is_a_picture_that_is_not_shown) {
  check(png(64, 64, chunk("acTL", "\0\0\0\2\0\0\0\0"s)), "image/png", 64, 64, "is animated");
  check(gif(one_frame + one_frame), "image/gif", 32, 16, "is animated");
  check(riff(extended(2, 64, 64) + lossy(64, 64)), "image/webp", 64, 64, "is animated");
  BOOST_TEST(read_picture(png(8'001, 10)).unfit.find("8001 by 10 pixels") != std::string::npos);
  BOOST_TEST(read_picture(png(0xFFFF'FFFFu, 0xFFFF'FFFFu)).unfit.find("too many") != std::string::npos);
  // The picture within a frame counts, and not only what the container says.
  BOOST_TEST(!read_picture(riff(extended(0, 10, 10) + lossy(9'000, 10))).unfit.empty());
  BOOST_TEST(read_picture(png(10, 10).substr(0, 40), false).unfit == "is larger than 3.7 MB");
}

BOOST_AUTO_TEST_CASE(what_is_cut_off_anywhere_is_no_picture) {
  for (const auto& whole : {png(10, 10), jpeg(frame(10, 10)), gif(one_frame), riff(lossy(10, 10))})
    for (std::size_t n = 0; n < whole.size(); ++n)
      BOOST_TEST(!read_picture(std::string_view(whole).substr(0, n)).is_picture(), n);
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_one_is_no_picture) {
  BOOST_TEST(!read_picture("").is_picture());
  BOOST_TEST(!read_picture("GET / HTTP/1.1").is_picture());
  BOOST_TEST(!read_picture("\x89PNG\r\n\x1a\n"s + std::string(100, '\0')).is_picture());
  BOOST_TEST(!read_picture("\x89PNG\r\n\x1a\n"s + chunk("IDAT", "pixels") + chunk("IEND", "")).is_picture());
  BOOST_TEST(!read_picture(png(0, 10)).is_picture());
  BOOST_TEST(!read_picture(png(10, 10, "\xFF\xFF\xFF\xFFhuge")).is_picture());
  BOOST_TEST(!read_picture("\xFF\xD8" + std::string(4'000, '\xFF')).is_picture());
  BOOST_TEST(!read_picture(jpeg("\xFF\xE0\0\1"s + frame(10, 10))).is_picture());
  BOOST_TEST(!read_picture(jpeg("")).is_picture());
  BOOST_TEST(!read_picture(gif("")).is_picture());
  BOOST_TEST(!read_picture("GIF89a, says the log").is_picture());
  BOOST_TEST(!read_picture("RIFF" + little(20, 4) + "WAVEfmt ................").is_picture());
  BOOST_TEST(!read_picture("RIFF" + little(0xFFFF'FFFFu, 4) + "WEBP" + lossy(10, 10)).is_picture());
  BOOST_TEST(!read_picture(riff("VP8 \xFF\xFF\xFF\xFF")).is_picture());
  BOOST_TEST(!read_picture("<svg xmlns='http://www.w3.org/2000/svg'/>").is_picture());
}

BOOST_AUTO_TEST_CASE(a_refusal_says_what_would_help) {
  auto p = read_picture(png(1280, 720));
  BOOST_TEST(refusal_of(p).find("is a picture (image/png, 1280 by 720 pixels)") == 0u);
  BOOST_TEST(refusal_of(p).find("LLM_SEND_IMAGES") != std::string::npos);
  p.unfit = "is animated";
  BOOST_TEST(refusal_of(p).find("for it is animated") != std::string::npos);
  BOOST_TEST(refusal_of(p).find("LLM_SEND_IMAGES") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
