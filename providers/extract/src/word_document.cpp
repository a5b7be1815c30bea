#include "word_document.hpp"

#include "word_text.hpp"
#include "zip_entries.hpp"

namespace fm::extract {

namespace {

/// Why a part of the archive cannot be read; empty when it was.
std::string read_part(const zip_entries& archive, const char* name, xml_sink& to,
                      const bool* enough = nullptr) {
  xml_reader xml(to);
  auto error = archive.read(
      name, [&](std::string_view piece) { return xml.feed(piece) && (enough == nullptr || !*enough); });
  if (!error.empty()) return error;
  if (enough != nullptr && *enough) return {};
  if (xml.error().empty()) xml.finish();
  return xml.error().empty() ? std::string() : "its part " + std::string(name) + ": " + xml.error();
}

}  // namespace

word_read word_text(std::string_view bytes, std::uint64_t most_text) {
  constexpr const char* main_part = "word/document.xml";
  constexpr const char* styles = "word/styles.xml";
  word_read out;
  zip_entries archive(bytes);
  if (!archive.error().empty()) {
    out.error = "the Word document cannot be read: " + archive.error();
    return out;
  }
  if (!archive.has(main_part)) {
    out.error =
        "the file is an archive, but no Word document (.docx): add the documents in it one by one, as text, "
        "Markdown, HTML, PDF or .docx";
    return out;
  }
  style_reader headings;
  if (archive.has(styles)) {
    // Without its styles a document still has its text.
    if (!read_part(archive, styles, headings).empty()) headings.levels.clear();
  }
  struct body final : xml_sink {
    body(const heading_levels& levels, std::uint64_t most) : to(levels, most) {}
    void begin(std::string_view element, const attributes& given) override { to.begin(element, given); }
    void end(std::string_view element) override { to.end(element); }
    void text(std::string_view piece) override {
      to.text(piece);
      enough = to.too_long();
    }
    body_reader to;
    bool enough = false;
  } text(headings.levels, most_text);
  auto error = read_part(archive, main_part, text, &text.enough);
  if (text.enough)
    out.error = "the Word document has more than " + std::to_string(most_text >> 20) +
                " MB of text: split it and add its parts";
  else if (!error.empty())
    out.error = "the Word document cannot be read: " + error;
  else
    out.text = text.to.written();
  return out;
}

}  // namespace fm::extract
