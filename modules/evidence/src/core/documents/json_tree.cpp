#include "documents/json_tree.hpp"

#include "documents/text.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>

namespace fm::evidence {
namespace {

constexpr std::size_t most_depth = 64;
constexpr std::size_t most_values = 400'000;

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

class json_reader {
 public:
  explicit json_reader(std::string_view text) : s_(text) {}

  json_tree run() {
    json_tree out;
    blanks();
    const bool read = value(out.root, 1);
    out.values = s_.empty() ? 0 : 1;
    out.state = read ? json_state::whole : at_ >= s_.size() ? json_state::cut : json_state::broken;
    if (read) {
      blanks();
      while (at_ < s_.size()) {
        yaml::node next;
        const char c = s_[at_];
        if (c != '{' && c != '[') {
          out.state = json_state::trailing;
          break;
        }
        if (!value(next, 1)) {
          out.state = at_ >= s_.size() ? json_state::cut : json_state::trailing;
          break;
        }
        ++out.values;
        blanks();
      }
    }
    out.line = line_;
    return out;
  }

 private:
  void blanks() {
    for (; at_ < s_.size(); ++at_) {
      if (s_[at_] == '\n')
        ++line_;
      else if (s_[at_] != ' ' && s_[at_] != '\t' && s_[at_] != '\r')
        return;
    }
  }

  bool value(yaml::node& out, std::size_t depth) {
    budget::checkpoint();
    out.line = out.end_line = line_;
    if (at_ >= s_.size() || depth > most_depth || ++values_ > most_values) return false;
    bool whole = false;
    switch (s_[at_]) {
      case '{':
        whole = object(out, depth);
        break;
      case '[':
        whole = array(out, depth);
        break;
      case '"':
        out.quoted = true;
        whole = string(out.text);
        break;
      default:
        whole = word(out.text);
        break;
    }
    out.end_line = line_;
    return whole;
  }

  bool object(yaml::node& out, std::size_t depth) {
    out.type = yaml::node_type::mapping;
    ++at_;
    blanks();
    if (take('}')) return true;
    while (true) {
      blanks();
      yaml::member m;
      m.line = line_;
      if (at_ >= s_.size() || s_[at_] != '"' || !string(m.name)) return false;
      blanks();
      if (!take(':')) return false;
      blanks();
      out.members.push_back(std::move(m));
      if (!value(out.members.back().value, depth + 1)) return false;
      blanks();
      if (take('}')) return true;
      if (!take(',')) return false;
    }
  }

  bool array(yaml::node& out, std::size_t depth) {
    out.type = yaml::node_type::sequence;
    ++at_;
    blanks();
    if (take(']')) return true;
    while (true) {
      blanks();
      out.items.emplace_back();
      if (!value(out.items.back(), depth + 1)) return false;
      blanks();
      if (take(']')) return true;
      if (!take(',')) return false;
    }
  }

  bool take(char c) {
    if (at_ >= s_.size() || s_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool hex4(std::uint32_t& out) {
    out = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ >= s_.size()) return false;
      const char c = s_[at_];
      const int d = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
      if (d < 0) return false;
      out = out * 16 + static_cast<std::uint32_t>(d);
    }
    return true;
  }

  bool string(std::string& out) {
    ++at_;
    while (at_ < s_.size()) {
      const auto end = s_.find_first_of("\"\\\n", at_);
      if (end == std::string_view::npos) {
        out.append(s_.substr(at_));
        at_ = s_.size();
        return false;
      }
      out.append(s_.substr(at_, end - at_));
      at_ = end + 1;
      if (s_[end] == '"') return true;
      if (s_[end] == '\n') {
        at_ = end;
        return false;
      }
      if (!escape(out)) return false;
    }
    return false;
  }

  bool escape(std::string& out) {
    if (at_ >= s_.size()) return false;
    const char c = s_[at_++];
    switch (c) {
      case 'n':
        out += '\n';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 'b':
        out += '\b';
        return true;
      case 'f':
        out += '\f';
        return true;
      case '"':
      case '\\':
      case '/':
        out += c;
        return true;
      case 'u':
        break;
      default:
        return false;
    }
    std::uint32_t u = 0;
    if (!hex4(u)) return false;
    if (u >= 0xD800 && u < 0xDC00 && s_.substr(at_, 2) == "\\u") {
      at_ += 2;
      std::uint32_t low = 0;
      if (!hex4(low)) return false;
      if (low >= 0xDC00 && low < 0xE000)
        u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
      else
        u = 0xFFFD;
    } else if (u >= 0xD800 && u < 0xE000) {
      u = 0xFFFD;
    }
    append_utf8(out, u);
    return true;
  }

  bool word(std::string& out) {
    const auto start = at_;
    while (at_ < s_.size() &&
           (is_alpha(s_[at_]) || is_digit(s_[at_]) || s_[at_] == '-' || s_[at_] == '+' || s_[at_] == '.'))
      ++at_;
    const auto w = s_.substr(start, at_ - start);
    out = w;
    if (w == "true" || w == "false" || w == "null") return true;
    return number(w);
  }

  /// -?digits[.digits][e[+-]digits]
  static bool number(std::string_view w) {
    if (w.starts_with('-')) w.remove_prefix(1);
    const auto digits = [&] {
      const auto n = std::min(w.find_first_not_of("0123456789"), w.size());
      w.remove_prefix(n);
      return n > 0;
    };
    if (!digits()) return false;
    if (w.starts_with('.')) {
      w.remove_prefix(1);
      if (!digits()) return false;
    }
    if (w.starts_with('e') || w.starts_with('E')) {
      w.remove_prefix(1);
      if (w.starts_with('+') || w.starts_with('-')) w.remove_prefix(1);
      if (!digits()) return false;
    }
    return w.empty();
  }

  std::string_view s_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t values_ = 0;
};

}  // namespace

json_tree read_json(std::string_view text) { return json_reader(text).run(); }

}  // namespace fm::evidence
