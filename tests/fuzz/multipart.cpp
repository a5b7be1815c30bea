// Forms: any body in pieces of any size gives the same parts as in one piece.
#include <fm/http/multipart.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

struct collector final : fm::http::multipart_sink {
  std::string seen;
  bool begin(fm::http::part_head head) override {
    seen += "begin " + head.name + (head.is_file ? " file " : " text ") + head.file_name + head.content_type +
            "\n";
    return true;
  }
  bool data(std::string_view piece) override {
    seen += piece;
    return true;
  }
  bool end() override {
    seen += "\nend\n";
    return true;
  }
};

std::string parts_of(std::string_view body, std::size_t piece) {
  fm::http::multipart_parser parser("B");
  collector to;
  bool fine = true;
  for (std::size_t at = 0; at < body.size() && fine; at += piece)
    fine = parser.feed(body.substr(at, piece), to);
  fine = fine && parser.finish(to);
  return to.seen + (fine ? "fine" : parser.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  fm::http::multipart_boundary(body.substr(0, 200));
  const auto whole = parts_of(body, std::max<std::size_t>(size, 1));
  for (std::size_t piece : {1, 2, 7})
    if (parts_of(body, piece) != whole) std::abort();
  return 0;
}
