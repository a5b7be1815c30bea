#include "knowledge/page_builder.hpp"

#include "knowledge/slug.hpp"
#include "knowledge/utf8.hpp"

#include <algorithm>

namespace fm::knowledge {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view file_name(std::string_view path) {
  std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return path;
}

std::string_view file_stem(std::string_view path) {
  path = file_name(path);
  std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot);
}

std::string page_builder::unique_anchor(std::string_view text) {
  std::string base = github_slug(text);
  auto [at, fresh] = anchors_.try_emplace(base, 0);
  if (fresh) return base;
  // GitHub counts up until the name is free; a page may also spell such a name out itself.
  for (;;) {
    std::string candidate = base + "-" + std::to_string(++at->second);
    if (anchors_.try_emplace(candidate, 0).second) return candidate;
  }
}

section& page_builder::current() {
  if (sections_.empty()) {
    sections_.emplace_back();
    under_title_.push_back(false);
  }
  return sections_.back();
}

void page_builder::heading(int level, std::string_view text, std::uint32_t line_number) {
  text = trimmed(text);
  text = text.substr(0, floor_utf8(text, limits_.heading_bytes));
  if (text.empty()) return;
  if (sections_.size() >= limits_.sections) {
    line(text, line_number, line_number, text_kind::prose);
    end_block();
    return;
  }
  while (!stack_.empty() && stack_.back().level >= level) stack_.pop_back();
  stack_.push_back({level, std::string(text)});
  if (level == 1 && first_title_.empty()) first_title_ = text;
  section opened;
  for (const open_heading& h : stack_) opened.headings.push_back(h.text);
  opened.anchor = unique_anchor(text);
  opened.heading_line = line_number;
  under_title_.push_back(stack_.front().level == 1);
  sections_.push_back(std::move(opened));
}

void page_builder::line(std::string_view text, std::uint32_t first, std::uint32_t last, text_kind kind) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (trimmed(text).empty()) return;
  section& into = current();
  if (!into.text.empty()) into.text += '\n';
  text_line added;
  added.begin = static_cast<std::uint32_t>(into.text.size());
  into.text += text;
  added.end = static_cast<std::uint32_t>(into.text.size());
  added.first_source_line = first;
  added.last_source_line = std::max(first, last);
  added.kind = kind;
  into.lines.push_back(added);
}

void page_builder::end_block() {
  if (!sections_.empty() && !sections_.back().lines.empty()) sections_.back().lines.back().ends_block = true;
}

page page_builder::finish(std::string_view path, std::string_view front_title,
                          std::vector<std::string> names) {
  page out;
  out.path = path;
  out.title = !first_title_.empty() ? first_title_ : std::string(front_title);
  if (out.title.empty()) out.title = file_stem(path);
  out.names = std::move(names);
  if (!front_title.empty() && front_title != out.title) out.names.emplace_back(front_title);
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    if (!under_title_[i]) sections_[i].headings.insert(sections_[i].headings.begin(), out.title);
  }
  out.sections = std::move(sections_);
  return out;
}

}  // namespace fm::knowledge
