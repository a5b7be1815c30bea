#include "word_text.hpp"

#include <algorithm>

namespace fm::extract {

namespace {

std::string_view value_of(const xml_sink::attributes& given) {
  auto v = given.find("val");
  return v == given.end() ? std::string_view() : std::string_view(v->second);
}

constexpr int deepest_heading = 5;

/// 1 for "heading 1" and "Title" in any case; 0 for other names.
int level_of_name(std::string_view name) {
  std::string low;
  for (char c : name)
    if (c != ' ') low += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (low == "title") return 1;
  if (low.size() != 8 || !low.starts_with("heading") || low[7] < '1' || low[7] > '9') return 0;
  return std::min(low[7] - '0', deepest_heading);
}

int level_of_outline(std::string_view value) {
  if (value.size() != 1 || value[0] < '0' || value[0] > '8') return 0;
  return std::min(value[0] - '0' + 1, deepest_heading);
}

}  // namespace

void style_reader::begin(std::string_view element, const attributes& given) {
  if (element == "style") {
    auto id = given.find("styleId");
    style_ = id == given.end() ? std::string() : id->second;
  } else if (!style_.empty() && (element == "name" || element == "outlineLvl")) {
    const int level = element == "name" ? level_of_name(value_of(given)) : level_of_outline(value_of(given));
    if (level > 0) levels.emplace(style_, level);
  }
}

void body_reader::begin(std::string_view element, const attributes& given) {
  if (element == "p") {
    paragraph_.clear();
    level_ = 0;
    is_item_ = false;
  } else if (element == "pPr") {
    in_properties_ = true;
  } else if (element == "pStyle") {
    auto known = levels_.find(value_of(given));
    level_ = known != levels_.end() ? known->second : level_of_name(value_of(given));
  } else if (element == "outlineLvl" && in_properties_) {
    level_ = level_of_outline(value_of(given));
  } else if (element == "numPr" && in_properties_) {
    is_item_ = true;
  } else if (element == "t") {
    in_text_ = true;
  } else if (element == "tab" && !in_properties_) {
    add("\t");
  } else if (element == "br" || element == "cr") {
    add("\n");
  } else if (element == "noBreakHyphen") {
    add("-");
  } else if (element == "tr") {
    if (++rows_ == 1) {
      row_.clear();
      cells_ = 0;
    }
  } else if (element == "tc" && rows_ == 1) {
    if (cells_++ > 0) row_ += " | ";
  }
}

void body_reader::end(std::string_view element) {
  if (element == "t") {
    in_text_ = false;
  } else if (element == "pPr") {
    in_properties_ = false;
  } else if (element == "p") {
    end_paragraph();
  } else if (element == "tr" && --rows_ == 0) {
    out_ += row_;
    out_ += '\n';
    row_.clear();
  } else if (element == "tbl" && rows_ == 0) {
    out_ += '\n';
  }
}

void body_reader::text(std::string_view piece) {
  if (in_text_) add(piece);
}

void body_reader::add(std::string_view piece) {
  if (out_.size() + row_.size() + paragraph_.size() + piece.size() > most_)
    too_long_ = true;
  else
    paragraph_ += piece;
}

void body_reader::end_paragraph() {
  // A text box is a paragraph in a paragraph: what came before it is written with it.
  std::string paragraph;
  paragraph.swap(paragraph_);
  if (rows_ > 0) {
    std::replace(paragraph.begin(), paragraph.end(), '\n', ' ');
    if (!paragraph.empty() && !row_.empty() && !row_.ends_with(' ')) row_ += ' ';
    row_ += paragraph;
    return;
  }
  if (paragraph.empty()) return;
  constexpr std::size_t longest_heading = 80;
  if (level_ > 0 && paragraph.size() <= longest_heading && paragraph.find('\n') == std::string::npos)
    out_ += "\n" + std::string(static_cast<std::size_t>(level_), '=') + " " + paragraph + "\n\n";
  else if (is_item_)
    out_ += "- " + paragraph + "\n";
  else
    out_ += paragraph + "\n\n";
}

}  // namespace fm::extract
