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

std::string_view packed_format(std::string_view bytes) {
  auto start = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (start != std::string_view::npos && bytes.substr(start).starts_with("%PDF-")) return "pdf";
  if (bytes.starts_with("PK\x03\x04")) return "docx";
  return {};
}

std::string unreadable_document(std::string_view bytes) {
  constexpr const char* instead = ": save it as text, Markdown or HTML and add that";
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) return "the document is empty";
  if (auto format = packed_format(bytes); !format.empty())
    return (format == "pdf" ? "PDF documents cannot be read"
                            : "Word documents and other archives cannot be read") +
           std::string(instead);
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
  const bool named_markdown = has_extension(d.filename, markdown),
             named_html = has_extension(d.filename, html);
  // What was taken out of another format is plain text, whatever the file is called.
  if (d.extracted && (named_markdown || named_html)) out.path += ".txt";
  if (!d.extracted && d.document_type == "markdown" && !named_markdown) out.path += ".md";
  if (!d.extracted && d.document_type == "html" && !named_html) out.path += ".html";
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
