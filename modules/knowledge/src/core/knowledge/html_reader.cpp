#include "knowledge/readers.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>
#include <array>

namespace fm::knowledge {
namespace {

constexpr std::size_t max_tag_bytes = 16384;
constexpr std::size_t max_entity_bytes = 12;
constexpr std::size_t max_line_bytes = 16384;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

template <std::size_t N>
bool among(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Content is dropped with the element.
constexpr std::array<std::string_view, 12> dropped = {"script", "style",  "template", "noscript",
                                                      "svg",    "nav",    "footer",   "aside",
                                                      "iframe", "select", "canvas",   "math"};
constexpr std::array<std::string_view, 33> blocks = {
    "p",       "div",        "li",      "ul",         "ol",     "table",  "tr",   "thead",   "tbody",
    "pre",     "blockquote", "br",      "hr",         "dl",     "dt",     "dd",   "section", "article",
    "header",  "main",       "figure",  "figcaption", "body",   "html",   "head", "form",    "details",
    "summary", "fieldset",   "address", "center",     "option", "caption"};

class html_scanner {
 public:
  html_scanner(std::string_view text, std::uint32_t first_line, page_builder& into)
      : text_(text), line_(first_line), into_(into) {}

  std::string run() {
    while (at_ < text_.size()) {
      char c = text_[at_];
      if (c == '<' || c == '\n') budget::checkpoint();
      if (c == '<' && tag()) continue;
      if (c == '&' && entity()) continue;
      put(c);
      ++at_;
    }
    flush(true);
    return title_;
  }

 private:
  void put(char c) {
    if (c == '\n') ++line_;
    if (in_pre_ && c == '\n' && heading_ == 0) {
      flush(false);
      return;
    }
    bool blank = c == ' ' || c == '\t' || c == '\n';
    if (blank && !in_pre_) {
      if (!buffer_.empty() && buffer_.back() != ' ') buffer_ += ' ';
      return;
    }
    if (buffer_.empty()) first_ = line_;
    last_ = line_;
    buffer_ += c;
    if (buffer_.size() > max_line_bytes && (static_cast<unsigned char>(c) & 0x80) == 0) flush(false);
  }

  void flush(bool ends_block) {
    if (in_title_) {
      buffer_.clear();
      return;
    }
    if (heading_ != 0) return;
    if (!buffer_.empty()) into_.line(buffer_, first_, last_, in_pre_ ? text_kind::code : text_kind::prose);
    buffer_.clear();
    if (ends_block) into_.end_block();
  }

  void advance_to(std::size_t to) {
    line_ += static_cast<std::uint32_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                   text_.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
    at_ = to;
  }

  bool entity() {
    std::size_t length = text_.substr(at_, max_entity_bytes).find(';');
    if (length == std::string_view::npos) return false;
    std::size_t end = at_ + length;
    std::string decoded;
    append_entity(text_.substr(at_, end - at_ + 1), decoded);
    for (char c : decoded) put(c);
    advance_to(end + 1);
    return true;
  }

  // End of the tag that starts at `at_`, quotes respected; npos when there is none nearby.
  std::size_t tag_end() const {
    char quote = 0;
    std::size_t stop = std::min(text_.size(), at_ + max_tag_bytes);
    for (std::size_t i = at_ + 1; i < stop; ++i) {
      char c = text_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && text_[i - 1] == '=') {
        quote = c;
      } else if (c == '>') {
        return i;
      } else if (c == '<') {
        return std::string_view::npos;
      }
    }
    return std::string_view::npos;
  }

  // Skips the content of a dropped element; false when it is never closed, so that its content is kept.
  bool skip_element(std::size_t index, std::size_t from) {
    if (never_closed_[index]) return false;
    std::string_view name = dropped[index];
    for (std::size_t i = from; (i = text_.find("</", i)) != std::string_view::npos; i += 2) {
      if (text_.size() - i - 2 < name.size()) break;
      if (std::equal(name.begin(), name.end(), text_.begin() + static_cast<std::ptrdiff_t>(i + 2),
                     [](char a, char b) { return a == lower(b); })) {
        std::size_t end = text_.find('>', i);
        advance_to(end == std::string_view::npos ? text_.size() : end + 1);
        return true;
      }
    }
    never_closed_[index] = true;
    return false;
  }

  bool tag() {
    if (text_.compare(at_, 4, "<!--") == 0) {
      std::size_t end = no_comment_end_ ? std::string_view::npos : text_.find("-->", at_ + 4);
      if (end == std::string_view::npos) {
        no_comment_end_ = true;
        return false;
      }
      advance_to(end + 3);
      return true;
    }
    if (at_ + 1 >= text_.size()) return false;
    char next = text_[at_ + 1];
    bool closing = next == '/';
    if (!is_letter(next) && !closing && next != '!' && next != '?') return false;
    std::size_t end = tag_end();
    if (end == std::string_view::npos) return false;
    std::string name;
    for (std::size_t i = at_ + (closing ? 2 : 1); i < end && (is_letter(text_[i]) || is_digit(text_[i]));
         ++i) {
      name += lower(text_[i]);
      if (name.size() > 16) break;
    }
    if (!closing) {
      auto found = std::find(dropped.begin(), dropped.end(), name);
      if (found != dropped.end() && text_[end - 1] != '/' &&
          skip_element(static_cast<std::size_t>(found - dropped.begin()), end + 1)) {
        return true;
      }
    }
    structure(name, closing);
    advance_to(end + 1);
    return true;
  }

  void structure(std::string_view name, bool closing) {
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      if (heading_ != 0) end_heading();
      flush(true);
      if (!closing) {
        heading_ = name[1] - '0';
        heading_line_ = line_;
      }
    } else if (name == "title") {
      if (in_title_ && closing) title_ = buffer_;
      flush(true);
      in_title_ = !closing;
    } else if (name == "td" || name == "th") {
      if (!closing && !buffer_.empty()) buffer_ += buffer_.back() == ' ' ? "| " : " | ";
    } else if (among(name, blocks)) {
      if (heading_ != 0 && name != "br") end_heading();
      flush(true);
      if (name == "pre") in_pre_ = !closing;
      if (name == "li" && !closing && buffer_.empty() && heading_ == 0) {
        first_ = line_;
        last_ = line_;
        buffer_ = "- ";
      }
    }
  }

  void end_heading() {
    into_.heading(heading_, buffer_, heading_line_);
    buffer_.clear();
    heading_ = 0;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_;
  page_builder& into_;
  std::string buffer_;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  int heading_ = 0;
  std::uint32_t heading_line_ = 0;
  bool in_pre_ = false;
  bool in_title_ = false;
  bool no_comment_end_ = false;
  std::array<bool, dropped.size()> never_closed_{};
  std::string title_;
};

}  // namespace

std::string read_html(std::string_view text, std::uint32_t first_line, page_builder& into) {
  return html_scanner(text, first_line, into).run();
}

}  // namespace fm::knowledge
