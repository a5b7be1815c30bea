#include "terminal_text.hpp"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace fm::program {

namespace {

constexpr std::string_view bold = "\033[1m", cyan = "\033[36m", grey = "\033[2m", normal = "\033[0m";

class renderer {
 public:
  explicit renderer(bool coloured) : coloured_(coloured) {}

  std::string text(std::string_view markdown) {
    while (!markdown.empty()) {
      const auto end = markdown.find('\n');
      line(markdown.substr(0, end));
      markdown = end == std::string_view::npos ? std::string_view() : markdown.substr(end + 1);
    }
    return std::move(out_);
  }

 private:
  void mark(std::string_view code) {
    if (coloured_) out_ += code;
  }
  void put(char c) {
    const auto u = static_cast<unsigned char>(c);
    if ((u >= ' ' && u != 0x7f) || c == '\t') out_.push_back(c);
  }

  void line(std::string_view l) {
    const auto indent = l.find_first_not_of(' ');
    const auto body = indent == std::string_view::npos ? std::string_view() : l.substr(indent);
    if (body.starts_with("```")) {
      in_block_ = !in_block_;
      return;
    }
    if (in_block_) {
      out_.append(indent == std::string_view::npos ? 0 : indent, ' ');
      out_ += "  ";
      mark(cyan);
      for (const char c : body) put(c);
      mark(normal);
    } else if (body.starts_with("### ")) {
      mark(bold);
      inline_text(body.substr(4));
      mark(normal);
    } else {
      inline_text(l);
    }
    out_.push_back('\n');
  }

  void inline_text(std::string_view l) {
    for (std::size_t i = 0; i < l.size(); ++i) {
      if (l[i] == '\\' && i + 1 < l.size()) {
        put(l[++i]);
      } else if (l[i] == '`') {
        const auto fence = l.substr(i, l.find_first_not_of('`', i) - i);
        const auto begin = i + fence.size();
        auto end = begin;
        while ((end = l.find(fence, end)) != std::string_view::npos && end + fence.size() < l.size() &&
               l[end + fence.size()] == '`')
          end = l.find_first_not_of('`', end);
        if (end == std::string_view::npos) {
          for (const char c : fence) put(c);
          i = begin - 1;
          continue;
        }
        mark(cyan);
        if (!coloured_) out_.push_back('"');
        for (const char c : l.substr(begin, end - begin)) put(c);
        if (!coloured_) out_.push_back('"');
        mark(normal);
        i = end + fence.size() - 1;
      } else if (l.substr(i).starts_with("**")) {
        bold_ = !bold_;
        mark(bold_ ? bold : normal);
        ++i;
      } else if (l[i] == '[' && i + 1 < l.size() && (l[i + 1] == 'E' || l[i + 1] == 'K')) {
        const auto end = l.find(']', i);
        const auto cited = l.substr(i, end == std::string_view::npos ? end : end - i + 1);
        mark(grey);
        for (const char c : cited) put(c);
        mark(normal);
        i += cited.size() - 1;
      } else {
        put(l[i]);
      }
    }
    if (bold_) mark(normal), bold_ = false;
  }

  bool coloured_, in_block_ = false, bold_ = false;
  std::string out_{};
};

}  // namespace

look look_of_output(bool plain) {
  if (plain) return look::plain;
  if (::isatty(1) != 1) return look::markdown;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::strcmp(terminal, "dumb") == 0;
  return (no_colour != nullptr && *no_colour != '\0') || dumb ? look::plain : look::coloured;
}

std::string rendered(std::string_view markdown, look how) {
  if (how == look::markdown) return std::string(markdown);
  return renderer(how == look::coloured).text(markdown);
}

}  // namespace fm::program
