#include "knowledge/page.hpp"

#include "knowledge/front_matter.hpp"
#include "knowledge/page_builder.hpp"
#include "knowledge/readers.hpp"
#include "knowledge/utf8.hpp"

#include <algorithm>
#include <array>

namespace fm::knowledge {
namespace {

enum class page_format { markdown, html, plain };

std::string lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

page_format format_of(std::string_view path, std::string_view text) {
  std::size_t dot = path.rfind('.');
  std::string extension =
      dot == std::string_view::npos ? "" : lower_ascii(path.substr(dot + 1).substr(0, 16));
  constexpr std::array<std::string_view, 5> markdown = {"md", "markdown", "mdx", "mkd", "mdown"};
  constexpr std::array<std::string_view, 3> html = {"html", "htm", "xhtml"};
  if (std::find(markdown.begin(), markdown.end(), extension) != markdown.end()) return page_format::markdown;
  if (std::find(html.begin(), html.end(), extension) != html.end()) return page_format::html;
  std::size_t first = text.find_first_not_of(" \t\n");
  std::string start = first == std::string_view::npos ? "" : lower_ascii(text.substr(first, 15));
  return start.starts_with("<!doctype html") || start.starts_with("<html") ? page_format::html
                                                                           : page_format::plain;
}

}  // namespace

page read_page(std::string_view path, std::string_view bytes, const read_limits& limits) {
  page_builder builder(limits);
  if (bytes.substr(0, 8192).find('\0') != std::string_view::npos) return builder.finish(path, {}, {});
  if (bytes.size() > limits.bytes) {
    std::size_t cut = bytes.rfind('\n', limits.bytes);
    bytes = bytes.substr(0, cut == std::string_view::npos ? limits.bytes : cut + 1);
  }
  std::string text = clean_utf8(bytes);
  front_matter front = read_front_matter(text);
  std::string_view body = std::string_view(text).substr(front.bytes);
  auto first_line = static_cast<std::uint32_t>(
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(front.bytes), '\n'));
  std::string title = front.title;
  switch (format_of(path, body)) {
    case page_format::markdown:
      read_markdown(body, first_line, builder);
      break;
    case page_format::html:
      if (std::string own = read_html(body, first_line, builder); title.empty()) title = own;
      break;
    case page_format::plain:
      read_plain_text(body, first_line, builder);
      break;
  }
  return builder.finish(path, title, std::move(front.names));
}

}  // namespace fm::knowledge
