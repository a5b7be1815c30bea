#include "knowledge/chunker.hpp"

#include "knowledge/utf8.hpp"

#include <algorithm>

namespace fm::knowledge {
namespace {

// Where to cut `text` so that the head has at most `most` bytes: after a sentence, else at a blank, else
// anywhere between two code points.
std::size_t cut_position(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t blank = 0;
  for (std::size_t i = most; i > most / 2; --i) {
    if (text[i] != ' ') continue;
    char before = text[i - 1];
    if (before == '.' || before == '!' || before == '?') return i + 1;
    if (blank == 0) blank = i + 1;
  }
  if (blank != 0) return blank;
  std::size_t cut = floor_utf8(text, most);
  return cut == 0 ? most : cut;
}

// The whole sentences within the last `most` bytes of a text.
std::string_view last_sentences(std::string_view text, std::size_t most) {
  std::size_t from = text.size() > most ? text.size() - most : 0;
  for (std::size_t i = from; i + 2 < text.size(); ++i) {
    if ((text[i] == '.' || text[i] == '!' || text[i] == '?') && (text[i + 1] == ' ' || text[i + 1] == '\n')) {
      return text.substr(i + 2);
    }
  }
  return {};
}

class section_cutter {
 public:
  section_cutter(const section& source, std::uint32_t index, const chunk_limits& limits,
                 std::vector<chunk>& out)
      : source_(source), index_(index), limits_(limits), out_(out) {}

  void run() {
    bool whole = source_.text.size() <= limits_.most;
    for (const text_line& line : source_.lines) {
      std::string_view text(source_.text.data() + line.begin, line.end - line.begin);
      while (!text.empty()) {
        if (!whole && !open_.text.empty() && open_.text.size() + text.size() + 1 > limits_.most) {
          close(!at_block_end_ && !open_is_code_);
        }
        std::size_t size = cut_position(text, whole ? text.size() : limits_.target);
        add(text.substr(0, size), line);
        text.remove_prefix(size);
        at_block_end_ = line.ends_block && text.empty();
        open_is_code_ = line.kind == text_kind::code;
        if (!text.empty()) close(!open_is_code_);
      }
      if (!whole && at_block_end_ && open_.text.size() >= limits_.target) close(false);
    }
    close(false);
  }

 private:
  void add(std::string_view text, const text_line& line) {
    if (!open_.text.empty() && !only_overlap_) open_.text += '\n';
    only_overlap_ = false;
    auto begin = static_cast<std::uint32_t>(open_.text.size());
    open_.text += text;
    auto end = static_cast<std::uint32_t>(open_.text.size());
    if (line.kind == text_kind::code) {
      if (!open_.code.empty() && open_.code.back().second + 1 == begin) {
        open_.code.back().second = end;
      } else {
        open_.code.emplace_back(begin, end);
      }
    }
    if (open_.first_line == 0) open_.first_line = line.first_source_line;
    open_.last_line = std::max(open_.last_line, line.last_source_line);
    last_added_ = &line;
  }

  void close(bool with_overlap) {
    if (open_.text.empty() || only_overlap_) return;
    while (!open_.text.empty() && (open_.text.back() == ' ' || open_.text.back() == '\n'))
      open_.text.pop_back();
    chunk next;
    std::string_view repeated =
        with_overlap ? last_sentences(open_.text, limits_.overlap) : std::string_view();
    if (!repeated.empty() && repeated.find('\n') == std::string_view::npos) {
      next.text = std::string(repeated) + ' ';
      next.first_line = last_added_->first_source_line;
      next.last_line = last_added_->last_source_line;
    }
    only_overlap_ = !next.text.empty();
    open_.section = index_;
    out_.push_back(std::move(open_));
    open_ = std::move(next);
  }

  const section& source_;
  std::uint32_t index_;
  const chunk_limits& limits_;
  std::vector<chunk>& out_;
  chunk open_;
  const text_line* last_added_ = nullptr;
  bool only_overlap_ = false;
  bool at_block_end_ = false;
  bool open_is_code_ = false;
};

}  // namespace

std::vector<chunk> cut_into_chunks(const page& source, const chunk_limits& limits) {
  std::vector<chunk> out;
  for (std::size_t i = 0; i < source.sections.size(); ++i) {
    if (source.sections[i].lines.empty()) continue;
    section_cutter(source.sections[i], static_cast<std::uint32_t>(i), limits, out).run();
  }
  if (out.empty() && !source.sections.empty()) {
    chunk only;
    for (const section& s : source.sections) {
      if (!only.text.empty()) only.text += '\n';
      only.text += s.headings.back();
      only.last_line = s.heading_line;
      if (only.text.size() > limits.target) break;
    }
    only.text.resize(floor_utf8(only.text, limits.most));
    only.first_line = source.sections.front().heading_line;
    out.push_back(std::move(only));
  }
  return out;
}

}  // namespace fm::knowledge
