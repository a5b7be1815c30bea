#include "document_text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace fm::knowledge {

namespace {

bool has_extension(std::string_view name, std::span<const std::string_view> extensions) {
  auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string own(name.substr(dot + 1));
  for (char& c : own) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return std::find(extensions.begin(), extensions.end(), own) != extensions.end();
}

}  // namespace

std::string unreadable_document(std::string_view bytes) {
  constexpr const char* instead = ": save it as text, Markdown or HTML and add that";
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) return "the document is empty";
  if (bytes.starts_with("%PDF-")) return std::string("PDF documents cannot be read") + instead;
  if (bytes.starts_with("PK\x03\x04"))
    return std::string("Word documents and other archives cannot be read") + instead;
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return std::string("documents of old Office programs cannot be read") + instead;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    return "the document is UTF-16 text: save it as UTF-8 and add that";
  if (bytes.substr(0, 8192).find('\0') != std::string_view::npos)
    return std::string("the document is no text") + instead;
  return {};
}

document indexable(const stored_document& d, std::string bytes) {
  constexpr std::array<std::string_view, 5> markdown{"md", "markdown", "mdx", "mkd", "mdown"};
  constexpr std::array<std::string_view, 3> html{"html", "htm", "xhtml"};
  document out;
  out.path = d.filename;
  if (d.document_type == "markdown" && !has_extension(d.filename, markdown)) out.path += ".md";
  if (d.document_type == "html" && !has_extension(d.filename, html)) out.path += ".html";
  out.bytes = std::move(bytes);
  out.id = d.id;
  if (d.title != d.filename) out.title = d.title;
  return out;
}

std::string safe_file_name(std::string_view name) {
  constexpr std::size_t most = 100;
  std::string out;
  // The end holds the extension.
  for (char c : name.substr(name.size() - std::min(name.size(), most))) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                 c == '_' || c == '.';
    if (!plain) c = '_';
    if (c == '.' && (out.empty() || out.back() == '.')) continue;
    out += c;
  }
  return out.empty() ? "document" : out;
}

}  // namespace fm::knowledge
