#include "evidence/picture_header.hpp"

#include <algorithm>
#include <optional>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;

/// What was found in a picture whose structure is right.
struct frame {
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  bool moves = false;
};
using found = std::optional<frame>;

/// Reads numbers of a hostile file; beyond its end everything is 0 and `failed`.
class cursor {
 public:
  explicit cursor(std::string_view of) : of_(of) {}

  bool failed() const { return failed_; }
  bool at_end() const { return at_ >= of_.size(); }
  std::size_t left() const { return of_.size() - at_; }

  std::string_view take(std::uint64_t n) {
    if (n > left()) {
      failed_ = true;
      at_ = of_.size();
      return {};
    }
    const auto out = of_.substr(at_, static_cast<std::size_t>(n));
    at_ += static_cast<std::size_t>(n);
    return out;
  }
  std::uint64_t big(std::size_t bytes) {
    std::uint64_t out = 0;
    for (const char c : take(bytes)) out = out << 8 | static_cast<unsigned char>(c);
    return out;
  }
  std::uint64_t little(std::size_t bytes) {
    std::uint64_t out = 0;
    std::size_t shift = 0;
    for (const char c : take(bytes)) {
      out |= std::uint64_t{static_cast<unsigned char>(c)} << shift;
      shift += 8;
    }
    return out;
  }

 private:
  std::string_view of_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

/// Chunks of length, name, data and checksum (PNG specification, section 5).
found read_png(std::string_view bytes, bool whole) {
  cursor in(bytes);
  in.take("\x89PNG\r\n\x1a\n"sv.size());
  constexpr std::uint64_t header = 13, checksum = 4;
  if (in.big(4) != header || in.take(4) != "IHDR"sv) return std::nullopt;
  frame out;
  out.width = in.big(4);
  out.height = in.big(4);
  in.take(header - 8 + checksum);
  bool has_pixels = false;
  while (!in.failed()) {
    const auto length = in.big(4);
    const auto name = in.take(4);
    if (name == "acTL"sv) out.moves = true;
    has_pixels = has_pixels || name == "IDAT"sv;
    in.take(length + checksum);
    if (name == "IEND"sv && !in.failed()) return has_pixels ? found(out) : std::nullopt;
  }
  return whole ? std::nullopt : found(out);
}

/// Segments up to the start of the scan (ITU T.81, annex B); the sizes stand in the frame header.
found read_jpeg(std::string_view bytes, bool whole) {
  cursor in(bytes);
  in.take(2);
  frame out;
  while (!in.failed()) {
    if (in.big(1) != 0xFF) return std::nullopt;
    auto marker = in.big(1);
    while (marker == 0xFF) marker = in.big(1);
    constexpr std::uint64_t start_of_scan = 0xDA, restart = 0xD0, end_of_image = 0xD9, alone = 0x01;
    if (marker == alone || (marker >= restart && marker < end_of_image)) continue;
    if (marker == 0 || marker == end_of_image) return std::nullopt;
    const auto length = in.big(2);
    if (length < 2) return std::nullopt;
    auto segment = cursor(in.take(length - 2));
    if (in.failed()) break;
    const bool is_frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame) {
      segment.take(1);
      out.height = std::max(out.height, segment.big(2));
      out.width = std::max(out.width, segment.big(2));
      if (segment.failed()) return std::nullopt;
    }
    if (marker == start_of_scan) {
      const bool ends = !whole || bytes.substr(bytes.size() - in.left()).find("\xFF\xD9"sv) != bytes.npos;
      return out.width != 0 && ends ? found(out) : std::nullopt;
    }
  }
  return std::nullopt;
}

/// Blocks of bytes, each after its length, up to an empty one.
void skip_blocks(cursor& in) {
  for (auto n = in.big(1); n != 0 && !in.failed(); n = in.big(1)) in.take(n);
}

/// Blocks of the GIF89a specification; more than one picture is an animation.
found read_gif(std::string_view bytes, bool whole) {
  cursor in(bytes);
  in.take(6);
  frame out;
  out.width = in.little(2);
  out.height = in.little(2);
  const auto table = [&in](std::uint64_t flags) {
    if ((flags & 0x80u) != 0) in.take(std::uint64_t{3} << ((flags & 7u) + 1));
  };
  const auto flags = in.big(1);
  in.take(2);
  table(flags);
  std::size_t pictures = 0;
  while (!in.failed()) {
    const auto kind = in.big(1);
    if (in.failed()) break;
    if (kind == 0x3B) return pictures > 0 ? found(out) : std::nullopt;
    if (kind == 0x21) {
      in.take(1);
    } else if (kind == 0x2C) {
      const auto left = in.little(2), top = in.little(2);
      out.width = std::max(out.width, left + in.little(2));
      out.height = std::max(out.height, top + in.little(2));
      table(in.big(1));
      in.take(1);
      out.moves = ++pictures > 1;
    } else {
      return std::nullopt;
    }
    skip_blocks(in);
  }
  return whole ? std::nullopt : found(out);
}

/// Chunks of the RIFF container (RFC 9649).
found read_webp(std::string_view bytes, bool whole) {
  cursor in(bytes);
  in.take(4);
  const auto length = in.little(4);
  if (length < 4 || (whole && length > in.left())) return std::nullopt;
  in = cursor(bytes.substr(8, static_cast<std::size_t>(std::min<std::uint64_t>(length, bytes.size() - 8))));
  in.take(4);
  frame out;
  bool has_pixels = false;
  while (!in.at_end()) {
    const auto name = in.take(4);
    const auto size = in.little(4);
    if (in.failed() || (whole && size > in.left())) return std::nullopt;
    auto data = cursor(in.take(std::min<std::uint64_t>(size + size % 2, in.left())));
    std::uint64_t width = 0, height = 0;
    if (name == "VP8X"sv) {
      constexpr std::uint64_t animation = 0x02;
      out.moves = out.moves || (data.big(1) & animation) != 0;
      data.take(3);
      width = data.little(3) + 1;
      height = data.little(3) + 1;
    } else if (name == "VP8 "sv) {
      data.take(3);
      if (data.take(3) != "\x9D\x01\x2A"sv) return std::nullopt;
      width = data.little(2) & 0x3FFFu;
      height = data.little(2) & 0x3FFFu;
      has_pixels = true;
    } else if (name == "VP8L"sv) {
      if (data.big(1) != 0x2F) return std::nullopt;
      const auto bits = data.little(4);
      width = (bits & 0x3FFFu) + 1;
      height = (bits >> 14 & 0x3FFFu) + 1;
      has_pixels = true;
    } else if (name == "ANIM"sv || name == "ANMF"sv) {
      out.moves = has_pixels = true;
    }
    if (data.failed()) return std::nullopt;
    out.width = std::max(out.width, width);
    out.height = std::max(out.height, height);
  }
  return has_pixels || !whole ? found(out) : std::nullopt;
}

struct kind_of_picture {
  std::string_view magic;
  std::string_view media_type;
  found (*read)(std::string_view, bool);
};
constexpr kind_of_picture kinds[] = {{"\x89PNG\r\n\x1a\n"sv, "image/png"sv, read_png},
                                     {"\xFF\xD8\xFF"sv, "image/jpeg"sv, read_jpeg},
                                     {"GIF87a"sv, "image/gif"sv, read_gif},
                                     {"GIF89a"sv, "image/gif"sv, read_gif},
                                     {"RIFF"sv, "image/webp"sv, read_webp}};

std::string unfit_for(const frame& f, bool whole) {
  if (!whole) return "is larger than 3.7 MB";
  if (f.moves) return "is animated";
  if (f.width > most_picture_side || f.height > most_picture_side)
    return "has " + std::to_string(f.width) + " by " + std::to_string(f.height) +
           " pixels, and more than 8,000 on a side are too many";
  return {};
}

}  // namespace

picture_facts read_picture(std::string_view bytes, bool whole) {
  picture_facts out;
  for (const auto& kind : kinds) {
    if (!bytes.starts_with(kind.magic)) continue;
    // Other formats come in the same container.
    if (kind.magic == "RIFF"sv && (bytes.size() < 12 || bytes.substr(8, 4) != "WEBP"sv)) return out;
    const auto f = kind.read(bytes, whole);
    if (!f || f->width == 0 || f->height == 0) return out;
    out.media_type = kind.media_type;
    constexpr std::uint64_t most = 0xFFFF'FFFFu;
    out.width = static_cast<std::uint32_t>(std::min(f->width, most));
    out.height = static_cast<std::uint32_t>(std::min(f->height, most));
    out.unfit = unfit_for(*f, whole);
    return out;
  }
  return out;
}

std::string refusal_of(const picture_facts& p) {
  std::string out = "is a picture (" + p.media_type + ", " + std::to_string(p.width) + " by " +
                    std::to_string(p.height) + " pixels)";
  if (p.unfit.empty())
    return out + ": give the text that it shows as a text file, or have a model look at it (LLM_SEND_IMAGES)";
  return out + " that no model is shown, for it " + p.unfit + ": give the text that it shows as a text file";
}

}  // namespace fm::evidence
