#pragma once
// The pages of one file while they are filled from the top down. The only user of the library's drawing.
#include "line_breaks.hpp"

#include <fm/providers/document.hpp>

#include <hpdf.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace fm::pdf {

/// A4 in points.
inline constexpr double page_width = 595.276, page_height = 841.89;
inline constexpr double margin_side = 56, margin_top = 56, margin_bottom = 64;
inline constexpr double text_width = page_width - 2 * margin_side;

struct grey {
  double level = 0;  ///< 0 is black
};

class sheet {
 public:
  /// `font_paths` by style (document::style, in its order).
  sheet(const std::array<std::string, 3>& font_paths, std::size_t most_pages);
  sheet(const sheet&) = delete;
  sheet& operator=(const sheet&) = delete;

  /// Whether the library still works; after a failure nothing is drawn any more.
  bool ok() const;
  /// Whether there is no page left to go on with.
  bool full() const { return full_; }
  /// How much fits below, in points.
  double room() const { return y_ - margin_bottom; }
  static constexpr double whole_room() { return page_height - margin_top - margin_bottom; }
  void new_page();
  /// Leaves a gap, unless at the top of a page.
  void gap(double points);
  /// Moves down; the caller has looked at the room.
  void down(double points) { y_ -= points; }

  void text(const line& l, double x, double below_top, double size, grey ink = {});
  /// From the cursor down.
  void box(double x, double width, double height, grey fill);
  void rule(double x, double width, grey ink);

  /// The width of a character at size 1.
  double advance(char32_t c, document::style s) const;

  /// Numbers the pages and gives the file; empty after a failure.
  std::string finish(const document::page& about, const std::string& foot);

 private:
  struct freed {
    void operator()(HPDF_Doc doc) const { HPDF_Free(doc); }
  };
  void draw(HPDF_Page on, const line& l, double x, double baseline, double size, grey ink);

  std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, freed> doc_;
  std::array<HPDF_Font, 3> fonts_{};
  mutable std::array<std::vector<float>, 3> widths_;  ///< negative: not looked up yet
  std::vector<HPDF_Page> pages_;
  std::size_t most_pages_;
  double y_ = 0;
  bool full_ = false;
};

}  // namespace fm::pdf
