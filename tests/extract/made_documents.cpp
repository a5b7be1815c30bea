#include "made_documents.hpp"

#include <zip.h>

#include <cstdio>
#include <stdexcept>

namespace fm::test {

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  zip_error_t why;
  ::zip_error_init(&why);
  auto* to = ::zip_source_buffer_create(nullptr, 0, 0, &why);
  auto* archive = ::zip_open_from_source(to, ZIP_TRUNCATE, &why);
  if (archive == nullptr) throw std::runtime_error("no archive");
  ::zip_source_keep(to);
  for (const auto& [name, bytes] : entries)
    ::zip_file_add(archive, name.c_str(), ::zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0);
  if (::zip_close(archive) != 0) throw std::runtime_error("the archive cannot be written");
  zip_stat_t about;
  ::zip_source_stat(to, &about);
  std::string out(about.size, '\0');
  ::zip_source_open(to);
  ::zip_source_read(to, out.data(), out.size());
  ::zip_source_close(to);
  ::zip_source_free(to);
  return out;
}

std::string word_of(const std::string& body, const std::string& styles) {
  const std::string space = R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")";
  std::vector<std::pair<std::string, std::string>> parts{
      {"[Content_Types].xml", "<Types/>"},
      {"word/document.xml",
       "<?xml version=\"1.0\"?><w:document " + space + "><w:body>" + body + "</w:body></w:document>"}};
  if (!styles.empty())
    parts.push_back({"word/styles.xml", "<w:styles " + space + ">" + styles + "</w:styles>"});
  return zip_of(parts);
}

std::string word_paragraph(const std::string& text, const std::string& style) {
  auto properties = style.empty() ? std::string() : "<w:pPr><w:pStyle w:val=\"" + style + "\"/></w:pPr>";
  return "<w:p>" + properties + "<w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

std::string pdf_of(const std::string& text, const std::string& pages, const std::string& trailer) {
  auto content = text.empty() ? std::string() : "BT /F1 12 Tf 72 720 Td (" + text + ") Tj ET";
  const std::vector<std::string> objects{
      "<< /Type /Catalog /Pages 2 0 R >>", pages,
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R "
      ">> >> >>",
      "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string out = "%PDF-1.4\n", table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    char line[32];
    std::snprintf(line, sizeof line, "%010zu 00000 n \n", out.size());
    table += line;
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  auto at = std::to_string(out.size());
  return out + "xref\n0 6\n" + table + "trailer\n<< /Size 6 /Root 1 0 R " + trailer + " >>\nstartxref\n" +
         at + "\n%%EOF\n";
}

}  // namespace fm::test
