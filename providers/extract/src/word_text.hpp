#pragma once
// What the elements of a Word document become as plain text.
#include "xml_reader.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace fm::extract {

/// Levels of headings by the id of their style.
using heading_levels = std::map<std::string, int, std::less<>>;

/// Finds out which styles are headings (word/styles.xml).
class style_reader final : public xml_sink {
 public:
  heading_levels levels;

  void begin(std::string_view element, const attributes& given) override;
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  std::string style_;
};

/// Writes the text of word/document.xml.
class body_reader final : public xml_sink {
 public:
  body_reader(const heading_levels& levels, std::uint64_t most) : levels_(levels), most_(most) {}

  void begin(std::string_view element, const attributes& given) override;
  void end(std::string_view element) override;
  void text(std::string_view piece) override;
  const std::string& written() const { return out_; }
  bool too_long() const { return too_long_; }

 private:
  void end_paragraph();
  void add(std::string_view piece);

  const heading_levels& levels_;
  std::uint64_t most_;
  std::string out_, paragraph_, row_;
  bool in_text_ = false, in_properties_ = false, is_item_ = false, too_long_ = false;
  int level_ = 0, cells_ = 0;  ///< tables in tables are rows of the outer one
  int rows_ = 0;
};

}  // namespace fm::extract
