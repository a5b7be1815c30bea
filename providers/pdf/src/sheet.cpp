#include "sheet.hpp"

#include "showable.hpp"

#include <fm/civil/civil_time.hpp>

#include <algorithm>

namespace fm::pdf {

namespace {

HPDF_REAL real(double x) { return static_cast<HPDF_REAL>(x); }

HPDF_Date date_of(micros t) {
  const auto seconds = t / second;
  const auto day = seconds / seconds_a_day;
  const auto rest = seconds % seconds_a_day;
  const auto date = civil_from_days(day);
  HPDF_Date out{};
  out.year = static_cast<HPDF_INT>(date.year);
  out.month = static_cast<HPDF_INT>(date.month);
  out.day = static_cast<HPDF_INT>(date.day);
  out.hour = static_cast<HPDF_INT>(rest / 3600);
  out.minutes = static_cast<HPDF_INT>(rest / 60 % 60);
  out.seconds = static_cast<HPDF_INT>(rest % 60);
  out.ind = 'Z';
  return out;
}

}  // namespace

sheet::sheet(const std::array<std::string, 3>& font_paths, std::size_t most_pages)
    : doc_(HPDF_New(nullptr, nullptr)), most_pages_(std::max<std::size_t>(most_pages, 1)) {
  if (!doc_) return;
  HPDF_SetCompressionMode(doc_.get(), HPDF_COMP_ALL);
  HPDF_UseUTFEncodings(doc_.get());
  HPDF_SetCurrentEncoder(doc_.get(), "UTF-8");
  for (std::size_t i = 0; i < fonts_.size(); ++i) {
    widths_[i].assign(0x10000, -1.F);
    const char* name = HPDF_LoadTTFontFromFile(doc_.get(), font_paths[i].c_str(), HPDF_TRUE);
    if (name) fonts_[i] = HPDF_GetFont(doc_.get(), name, "UTF-8");
  }
  new_page();
}

bool sheet::ok() const { return doc_ && HPDF_GetError(doc_.get()) == HPDF_OK && !pages_.empty(); }

void sheet::new_page() {
  if (!doc_) return;
  if (pages_.size() == most_pages_) {
    full_ = true;
    return;
  }
  auto page = HPDF_AddPage(doc_.get());
  if (!page) return;
  HPDF_Page_SetWidth(page, real(page_width));
  HPDF_Page_SetHeight(page, real(page_height));
  pages_.push_back(page);
  y_ = page_height - margin_top;
}

void sheet::gap(double points) {
  if (y_ < page_height - margin_top) y_ -= points;
}

void sheet::draw(HPDF_Page on, const line& l, double x, double baseline, double size, grey ink) {
  HPDF_Page_SetGrayFill(on, real(ink.level));
  HPDF_Page_BeginText(on);
  HPDF_Page_MoveTextPos(on, real(x), real(baseline));
  for (const auto& r : l.runs) {
    HPDF_Page_SetFontAndSize(on, fonts_[static_cast<std::size_t>(r.style)], real(size));
    HPDF_Page_ShowText(on, r.text.c_str());
  }
  HPDF_Page_EndText(on);
}

void sheet::text(const line& l, double x, double below_top, double size, grey ink) {
  if (!ok() || l.runs.empty()) return;
  draw(pages_.back(), l, x, y_ - below_top, size, ink);
}

void sheet::box(double x, double width, double height, grey fill) {
  if (!ok()) return;
  HPDF_Page_SetGrayFill(pages_.back(), real(fill.level));
  HPDF_Page_Rectangle(pages_.back(), real(x), real(y_ - height), real(width), real(height));
  HPDF_Page_Fill(pages_.back());
}

void sheet::rule(double x, double width, grey ink) {
  if (!ok()) return;
  HPDF_Page_SetGrayStroke(pages_.back(), real(ink.level));
  HPDF_Page_SetLineWidth(pages_.back(), real(.5));
  HPDF_Page_MoveTo(pages_.back(), real(x), real(y_));
  HPDF_Page_LineTo(pages_.back(), real(x + width), real(y_));
  HPDF_Page_Stroke(pages_.back());
}

double sheet::advance(char32_t c, document::style s) const {
  const auto i = static_cast<std::size_t>(s);
  if (c >= 0x10000 || !fonts_[i]) return 0;
  auto& known = widths_[i][c];
  if (known < 0)
    known = static_cast<float>(HPDF_Font_GetUnicodeWidth(fonts_[i], static_cast<HPDF_UNICODE>(c))) / 1000.F;
  return known;
}

std::string sheet::finish(const document::page& about, const std::string& foot) {
  if (!ok()) return {};
  constexpr double size = 8;
  constexpr grey ink{.4};
  auto of = [this](char32_t c, document::style s) { return advance(c, s); };
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    const auto number = "Page " + std::to_string(i + 1) + " of " + std::to_string(pages_.size());
    line right;
    right.runs.push_back({number, document::style::plain});
    const auto wide = width_of(number, document::style::plain, of) * size;
    draw(pages_[i], right, page_width - margin_side - wide, margin_bottom - 28, size, ink);
    auto left = broken(document::rich(foot), (text_width - wide - 20) / size, of);
    draw(pages_[i], left.front(), margin_side, margin_bottom - 28, size, ink);
  }
  HPDF_SetInfoAttr(doc_.get(), HPDF_INFO_TITLE, about.title.c_str());
  if (!about.subject.empty()) HPDF_SetInfoAttr(doc_.get(), HPDF_INFO_SUBJECT, about.subject.c_str());
  HPDF_SetInfoAttr(doc_.get(), HPDF_INFO_CREATOR, "FaultMaven");
  HPDF_SetInfoDateAttr(doc_.get(), HPDF_INFO_CREATION_DATE, date_of(about.made));
  if (HPDF_SaveToStream(doc_.get()) != HPDF_OK) return {};
  std::string out(HPDF_GetStreamSize(doc_.get()), '\0');
  auto size_read = static_cast<HPDF_UINT32>(out.size());
  HPDF_ResetStream(doc_.get());
  HPDF_ReadFromStream(doc_.get(), reinterpret_cast<HPDF_BYTE*>(out.data()), &size_read);
  out.resize(size_read);
  return out;
}

}  // namespace fm::pdf
