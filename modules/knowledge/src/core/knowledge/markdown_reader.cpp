#include "knowledge/readers.hpp"

#include <md4c.h>

#include <algorithm>
#include <vector>

namespace fm::knowledge {
namespace {

// md4c 0.4 takes more than linear time on very long paragraphs of brackets and on wide tables.
constexpr std::size_t max_paragraph_bytes = 32768;
constexpr std::size_t max_container_marks = 64;
constexpr std::size_t callbacks_per_byte = 8;
constexpr std::size_t spare_callbacks = 10000;

class markdown_sink {
 public:
  markdown_sink(std::string_view text, std::uint32_t first_line, page_builder& into)
      : text_(text),
        first_line_(first_line),
        into_(into),
        callbacks_left_(text.size() * callbacks_per_byte + spare_callbacks) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') line_starts_.push_back(i + 1);
    }
  }

  int enter(MD_BLOCKTYPE type, void* detail) {
    if (!spend()) return 1;
    switch (type) {
      case MD_BLOCK_H:
        end_block();
        in_heading_ = true;
        break;
      case MD_BLOCK_OL:
        end_block();
        counters_.push_back(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start);
        break;
      case MD_BLOCK_UL:
        end_block();
        counters_.push_back(bullet);
        break;
      case MD_BLOCK_CODE:
        end_block();
        kind_ = text_kind::code;
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        if (!buffer_.empty()) buffer_ += " | ";
        break;
      default:
        end_block();
    }
    if (type == MD_BLOCK_LI) start_item();
    return 0;
  }

  int leave(MD_BLOCKTYPE type, void* detail) {
    if (!spend()) return 1;
    switch (type) {
      case MD_BLOCK_H:
        into_.heading(static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level), buffer_,
                      first_ == 0 ? first_line_ : first_);
        in_heading_ = false;
        clear();
        break;
      case MD_BLOCK_HTML:
        // Where the raw text begins is known from its first line; read_html counts on from there.
        read_html(buffer_, first_ == 0 ? first_line_ : first_, into_);
        clear();
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        break;
      case MD_BLOCK_OL:
      case MD_BLOCK_UL:
        end_block();
        if (!counters_.empty()) counters_.pop_back();
        break;
      default:
        end_block();
    }
    if (type == MD_BLOCK_CODE) kind_ = text_kind::prose;
    return 0;
  }

  int text(MD_TEXTTYPE type, const char* data, std::size_t size, bool raw_block) {
    if (!spend()) return 1;
    std::string_view piece(data, size);
    if (!raw_block && (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)) {
      if (in_heading_) {
        buffer_ += ' ';
      } else {
        flush();
      }
      return 0;
    }
    if (type == MD_TEXT_CODE && piece == "\n" && kind_ == text_kind::code) {
      flush();
      return 0;
    }
    if (type == MD_TEXT_HTML && !raw_block) return 0;
    place(data, size);
    if (type == MD_TEXT_ENTITY) {
      append_entity(piece, buffer_);
    } else if (type != MD_TEXT_NULLCHAR) {
      buffer_ += piece;
    }
    return 0;
  }

  bool in_html_block = false;

 private:
  static constexpr unsigned bullet = 0xFFFFFFFF;

  bool spend() { return callbacks_left_ != 0 && --callbacks_left_ != 0; }

  void place(const char* data, std::size_t size) {
    if (data < text_.data() || data >= text_.data() + text_.size() || size == 0) return;
    auto offset = static_cast<std::size_t>(data - text_.data());
    // Texts come in the order of the source nearly always; the search then starts where it ended.
    if (offset < line_starts_[line_]) line_ = 0;
    if (line_ + 1 < line_starts_.size() && offset >= line_starts_[line_ + 1]) {
      auto above = std::upper_bound(line_starts_.begin() + static_cast<std::ptrdiff_t>(line_),
                                    line_starts_.end(), offset);
      line_ = static_cast<std::size_t>(above - line_starts_.begin()) - 1;
    }
    auto number = first_line_ + static_cast<std::uint32_t>(line_);
    if (first_ == 0) first_ = number;
    last_ = std::max(last_, number);
  }

  void start_item() {
    if (counters_.empty()) return;
    prefix_ = std::string(2 * (std::min<std::size_t>(counters_.size(), 8) - 1), ' ');
    prefix_ += counters_.back() == bullet ? "-" : std::to_string(counters_.back()++) + ".";
    prefix_ += ' ';
  }

  void flush() {
    if (!buffer_.empty() && first_ != 0) {
      if (kind_ == text_kind::prose && !prefix_.empty()) {
        into_.line(prefix_ + buffer_, first_, last_, kind_);
        prefix_.clear();
      } else {
        into_.line(buffer_, first_, last_, kind_);
      }
    }
    clear();
  }

  void clear() {
    buffer_.clear();
    first_ = last_ = 0;
  }

  void end_block() {
    bool any = !buffer_.empty();
    flush();
    if (any || kind_ == text_kind::code) into_.end_block();
  }

  std::string_view text_;
  std::uint32_t first_line_;
  page_builder& into_;
  std::size_t callbacks_left_;
  std::vector<std::size_t> line_starts_{0};
  std::size_t line_ = 0;
  std::string buffer_;
  std::string prefix_;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  text_kind kind_ = text_kind::prose;
  bool in_heading_ = false;
  std::vector<unsigned> counters_;
};

int on_enter_block(MD_BLOCKTYPE type, void* detail, void* user) {
  auto* sink = static_cast<markdown_sink*>(user);
  if (type == MD_BLOCK_HTML) sink->in_html_block = true;
  return sink->enter(type, detail);
}
int on_leave_block(MD_BLOCKTYPE type, void* detail, void* user) {
  auto* sink = static_cast<markdown_sink*>(user);
  int result = sink->leave(type, detail);
  if (type == MD_BLOCK_HTML) sink->in_html_block = false;
  return result;
}
int on_span(MD_SPANTYPE, void*, void*) { return 0; }
int on_text(MD_TEXTTYPE type, const MD_CHAR* data, MD_SIZE size, void* user) {
  auto* sink = static_cast<markdown_sink*>(user);
  return sink->text(type, data, size, sink->in_html_block);
}

// What md4c can read in linear time: no paragraph beyond the bound, no line with hundreds of containers.
bool is_tame(std::string_view text) {
  std::size_t paragraph = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    std::size_t marks = 0;
    std::size_t first = 0;
    for (; first < line.size(); ++first) {
      char c = line[first];
      bool mark = c == '>' || c == '-' || c == '*' || c == '+' || c == '.' || c == ')';
      if (!mark && c != ' ' && c != '\t' && !(c >= '0' && c <= '9')) break;
      marks += (mark && first + 1 < line.size() && (line[first + 1] == ' ' || c == '>')) ? 1 : 0;
    }
    if (marks > max_container_marks) return false;
    paragraph = first == line.size() && marks == 0 ? 0 : paragraph + line.size();
    if (paragraph > max_paragraph_bytes) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

void read_markdown(std::string_view text, std::uint32_t first_line, page_builder& into) {
  if (!is_tame(text)) {
    read_plain_text(text, first_line, into);
    return;
  }
  markdown_sink sink(text, first_line, into);
  MD_PARSER parser = {};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEATXHEADERS;
  parser.enter_block = on_enter_block;
  parser.leave_block = on_leave_block;
  parser.enter_span = on_span;
  parser.leave_span = on_span;
  parser.text = on_text;
  md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &sink);
}

}  // namespace fm::knowledge
