#include "knowledge/slug.hpp"

#include "knowledge/utf8.hpp"

namespace fm::knowledge {

std::string github_slug(std::string_view heading) {
  std::string out;
  out.reserve(heading.size());
  for (std::size_t i = 0; i < heading.size();) {
    code_point point = decode_utf8(heading, i);
    if (point.length == 0) {
      ++i;
      continue;
    }
    if (point.value == ' ' || point.value == '-') {
      out += '-';
    } else if (point.value == '_') {
      out += '_';
    } else if (point.value < 0x80) {
      if (is_word_code_point(point.value)) append_folded(point.value, out);
    } else if (is_word_code_point(point.value)) {
      out.append(heading, i, point.length);
    }
    i += point.length;
  }
  return out;
}

}  // namespace fm::knowledge
