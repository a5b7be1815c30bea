#include "line_breaks.hpp"

#include "showable.hpp"

#include <algorithm>
#include <string>

namespace fm::pdf {

namespace {

class breaker {
 public:
  breaker(double width, const measure& of) : width_(width), of_(of) {}

  void blank(document::style style) {
    add_word();
    // No line begins with a blank.
    if (!lines_.back().runs.empty()) pending_blank_ = true, blank_style_ = style;
  }
  void character(char32_t c, document::style style) {
    const auto w = of_(c, style);
    if (word_.width + w > width_ && !word_.runs.empty()) {
      // Longer than a line: what is there fills one.
      add_word();
      new_line();
    }
    append(word_, utf8_of(c), style, w);
  }
  std::vector<line> take() {
    add_word();
    if (lines_.size() > 1 && lines_.back().runs.empty()) lines_.pop_back();
    return std::move(lines_);
  }

 private:
  static void append(line& to, const std::string& text, document::style style, double width) {
    if (to.runs.empty() || to.runs.back().style != style) to.runs.push_back({{}, style});
    to.runs.back().text += text;
    to.width += width;
  }
  void new_line() {
    lines_.emplace_back();
    pending_blank_ = false;
  }
  void add_word() {
    if (word_.runs.empty()) return;
    const auto gap = pending_blank_ ? of_(U' ', blank_style_) : 0;
    if (!lines_.back().runs.empty() && lines_.back().width + gap + word_.width > width_) {
      new_line();
    } else if (pending_blank_) {
      append(lines_.back(), " ", blank_style_, gap);
    }
    pending_blank_ = false;
    for (const auto& r : word_.runs) append(lines_.back(), r.text, r.style, 0);
    lines_.back().width += word_.width;
    word_ = {};
  }

  double width_;
  const measure& of_;
  std::vector<line> lines_{1};
  line word_;
  bool pending_blank_ = false;
  document::style blank_style_ = document::style::plain;
};

}  // namespace

double width_of(std::string_view text, document::style style, const measure& of) {
  double sum = 0;
  for (std::size_t at = 0; at < text.size();) sum += of(next_character(text, at), style);
  return sum;
}

std::vector<line> broken(const document::rich& text, double width, const measure& of) {
  breaker out(width, of);
  for (const auto& r : text.runs)
    for (std::size_t at = 0; at < r.text.size();) {
      const auto c = next_character(r.text, at);
      if (c == U' ')
        out.blank(r.style);
      else
        out.character(c, r.style);
    }
  return out.take();
}

std::vector<line> broken_code(std::string_view text, double width, const measure& of) {
  constexpr auto style = document::style::code;
  std::vector<line> out{1};
  auto add = [&](char32_t c, double w) {
    auto& l = out.back();
    if (l.runs.empty()) l.runs.push_back({{}, style});
    l.runs.back().text += utf8_of(c);
    l.width += w;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next_character(text, at);
    if (c == U'\n') {
      out.emplace_back();
      continue;
    }
    const auto w = of(c, style);
    if (out.back().width + w > width && !out.back().runs.empty()) out.emplace_back();
    add(c, w);
  }
  return out;
}

}  // namespace fm::pdf
