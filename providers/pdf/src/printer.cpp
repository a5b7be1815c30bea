#include "fm/pdf/printer.hpp"

#include "font_files.hpp"
#include "sheet.hpp"
#include "showable.hpp"
#include "table_columns.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace fm::pdf {

namespace {

using document::block;
using document::block_kind;
using document::rich;
using document::style;

constexpr double body = 10, small = 9, code_size = 8.5, title_size = 20, leading = 1.42;
constexpr std::array<double, 4> heading_sizes{15, 12.5, 11, 10};
constexpr double item_indent = 18, cell_padding = 4, code_padding = 6;

/// Lays one document out on a sheet.
class layout {
 public:
  layout(sheet& on, const coverages& fonts) : sheet_(on), fonts_(fonts) {}

  std::size_t marked() const { return marked_; }

  void title(const std::string& text) {
    lines(shown(rich(text), style::strong), margin_side, text_width, title_size, 1);
    sheet_.gap(10);
  }

  void add(const block& b) {
    switch (b.kind) {
      case block_kind::heading:
        return heading(b);
      case block_kind::paragraph:
        for (const auto& p : b.parts) lines(shown(p), margin_side, text_width, body, 2);
        return sheet_.gap(7);
      case block_kind::bullets:
      case block_kind::numbers:
        return items(b);
      case block_kind::table:
        return table(b);
      case block_kind::code:
        return code(b);
    }
  }

 private:
  const measure of_ = [this](char32_t c, style s) { return sheet_.advance(c, s); };

  rich shown(const rich& text, style base = style::plain) {
    rich out;
    for (const auto& r : text.runs) {
      const auto s = r.style == style::plain ? base : r.style;
      out.add(showable(r.text, fonts_[static_cast<std::size_t>(s)], false, marked_), s);
    }
    return out;
  }

  /// Makes room for so many points, on a new page when there is none.
  bool reserve(double points) {
    if (sheet_.room() < std::min(points, sheet::whole_room())) sheet_.new_page();
    return !sheet_.full();
  }

  /// Text in lines; the first `together` of them are not parted.
  void lines(const rich& text, double x, double width, double size, std::size_t together) {
    const auto high = size * leading;
    const auto all = broken(text, width / size, of_);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto wanted = i == 0 ? std::min(together, all.size()) : 1;
      if (!reserve(high * static_cast<double>(wanted))) return;
      sheet_.text(all[i], x, size, size);
      sheet_.down(high);
    }
  }

  void heading(const block& b) {
    const auto size = heading_sizes[std::min<std::size_t>(std::max(b.level, 1u), 4) - 1];
    sheet_.gap(size);
    // Not alone at the foot of a page.
    if (!reserve(size * leading + 3 * body * leading)) return;
    for (const auto& p : b.parts) lines(shown(p, style::strong), margin_side, text_width, size, 1);
    sheet_.gap(4);
  }

  void items(const block& b) {
    std::size_t number = 0;
    for (const auto& p : b.parts) {
      if (!reserve(body * leading)) return;
      line mark;
      mark.runs.push_back(
          {b.kind == block_kind::bullets ? "•" : std::to_string(++number) + ".", style::plain});
      sheet_.text(mark, margin_side + 4, body, body);
      lines(shown(p), margin_side + item_indent, text_width - item_indent, body, 1);
      sheet_.gap(2);
    }
    sheet_.gap(6);
  }

  void code(const block& b) {
    const auto high = code_size * leading;
    for (const auto& p : b.parts) {
      std::string text;
      for (const auto& r : p.runs) text += r.text;
      const auto shown_text = showable(text, fonts_[static_cast<std::size_t>(style::code)], true, marked_);
      for (const auto& l : broken_code(shown_text, (text_width - 2 * code_padding) / code_size, of_)) {
        if (!reserve(high)) return;
        sheet_.box(margin_side, text_width, high, {.94});
        sheet_.text(l, margin_side + code_padding, code_size, code_size);
        sheet_.down(high);
      }
    }
    sheet_.gap(8);
  }

  using cells = std::vector<std::vector<line>>;

  void table(const block& b) {
    if (b.columns == 0 || b.parts.size() < b.columns) return;
    const auto rows = b.parts.size() / b.columns;
    std::vector<rich> shown_parts;
    std::vector<double> natural(b.columns, 0);
    for (std::size_t i = 0; i < rows * b.columns; ++i) {
      shown_parts.push_back(shown(b.parts[i], i < b.columns ? style::strong : style::plain));
      double wide = 0;
      for (const auto& r : shown_parts.back().runs) wide += width_of(r.text, r.style, of_) * small;
      auto& column = natural[i % b.columns];
      column = std::max(column, wide + 2 * cell_padding + .5);
    }
    const auto widths = column_widths(natural, text_width);
    auto row_of = [&](std::size_t r) {
      cells out;
      for (std::size_t c = 0; c < b.columns; ++c)
        out.push_back(broken(shown_parts[r * b.columns + c], (widths[c] - 2 * cell_padding) / small, of_));
      return out;
    };
    const auto head = row_of(0);
    if (!row(head, widths, true, nullptr)) return;
    for (std::size_t r = 1; r < rows; ++r)
      if (!row(row_of(r), widths, false, &head)) return;
    sheet_.gap(8);
  }

  static std::size_t height(const cells& row) {
    std::size_t most = 1;
    for (const auto& c : row) most = std::max(most, c.size());
    return most;
  }

  /// One row, parted among pages where it must be; a new page begins with the head.
  bool row(const cells& all, const std::vector<double>& widths, bool is_head, const cells* head) {
    constexpr double high = small * leading;
    constexpr std::size_t unparted = 6;
    const auto total = height(all);
    for (std::size_t from = 0; from < total;) {
      const auto wanted = std::min(total - from, unparted);
      if (sheet_.room() < high * static_cast<double>(wanted) + 2 * cell_padding) {
        sheet_.new_page();
        if (sheet_.full()) return false;
        if (head && height(*head) <= unparted && !row(*head, widths, true, nullptr)) return false;
      }
      const auto fits = static_cast<std::size_t>((sheet_.room() - 2 * cell_padding) / high);
      const auto now = std::min(total - from, std::max<std::size_t>(fits, 1));
      const auto points = static_cast<double>(now) * high + 2 * cell_padding;
      if (is_head) sheet_.box(margin_side, text_width, points, {.9});
      auto x = margin_side;
      for (std::size_t c = 0; c < all.size(); ++c) {
        for (std::size_t i = from; i < from + now && i < all[c].size(); ++i)
          sheet_.text(all[c][i], x + cell_padding,
                      cell_padding + small + static_cast<double>(i - from) * high, small);
        x += widths[c];
      }
      sheet_.down(points);
      sheet_.rule(margin_side, text_width, {.75});
      from += now;
    }
    return true;
  }

  sheet& sheet_;
  const coverages& fonts_;
  std::size_t marked_ = 0;
};

std::string sentence_about_marks(std::size_t marked) {
  return "This PDF cannot show " + std::to_string(marked) + (marked == 1 ? " character" : " characters") +
         " of the report; where they stand is marked in brackets. The Markdown form holds them as they are.";
}

}  // namespace

struct printer::fonts {
  memory_file text{font_bytes(0)}, strong{font_bytes(1)}, code{font_bytes(2)};
  coverages covers{coverage_of(font_bytes(0)), coverage_of(font_bytes(1)), coverage_of(font_bytes(2))};
};

printer::printer(std::size_t most_pages) : fonts_(std::make_unique<fonts>()), most_pages_(most_pages) {}
printer::~printer() = default;

outcome<std::string> printer::print(const document::page& page,
                                    const std::function<bool()>& cancelled) const {
  sheet on({fonts_->text.path(), fonts_->strong.path(), fonts_->code.path()}, most_pages_);
  layout out(on, fonts_->covers);
  out.title(page.title);
  for (const auto& b : page.blocks) {
    if (cancelled()) return fail(ec::cancelled);
    if (!on.ok()) break;
    out.add(b);
    if (on.full()) break;
  }
  if (!on.full() && out.marked() > 0) {
    block note;
    note.parts.emplace_back(sentence_about_marks(out.marked()));
    out.add(note);
  }
  std::size_t ignored = 0;
  auto foot = showable(page.title, fonts_->covers[0], false, ignored);
  if (on.full())
    foot = "Not complete: a PDF holds at most " + std::to_string(most_pages_) +
           " pages; the Markdown form has the rest.";
  auto bytes = on.finish(page, foot);
  if (bytes.empty()) return fail(ec::internal, "the PDF library refused the document");
  return bytes;
}

}  // namespace fm::pdf
