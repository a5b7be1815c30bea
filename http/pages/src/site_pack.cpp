#include "site_pack.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace fm::http {

namespace {

std::string_view cut(std::string_view& text, char border) {
  const auto end = text.find(border);
  if (end == text.npos) throw std::logic_error("the pack of the dashboard is damaged");
  const auto first = text.substr(0, end);
  text.remove_prefix(end + 1);
  return first;
}

std::size_t number(std::string_view text) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::logic_error("the pack of the dashboard is damaged");
  return out;
}

}  // namespace

std::vector<packed_file> files_of_pack(std::string_view pack) {
  struct entry {
    packed_file file;
    std::size_t gzip, brotli;
  };
  std::vector<entry> head;
  while (!pack.empty()) {
    auto line = cut(pack, '\n');
    if (line.empty()) break;
    entry e{};
    e.file.name = cut(line, '\t');
    cut(line, '\t');  // the size of the whole file, for people
    e.gzip = number(cut(line, '\t'));
    e.brotli = number(cut(line, '\t'));
    e.file.tag = '"' + std::string(line) + '"';
    head.push_back(std::move(e));
  }
  std::vector<packed_file> out;
  for (auto& e : head) {
    if (e.gzip > pack.size() || e.brotli > pack.size() - e.gzip)
      throw std::logic_error("the pack of the dashboard is cut short");
    e.file.gzip = pack.substr(0, e.gzip);
    e.file.brotli = pack.substr(e.gzip, e.brotli);
    pack.remove_prefix(e.gzip + e.brotli);
    out.push_back(std::move(e.file));
  }
  return out;
}

}  // namespace fm::http
