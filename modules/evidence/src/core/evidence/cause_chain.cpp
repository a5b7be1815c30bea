#include "evidence/cause_chain.hpp"

#include "evidence/trace_lines.hpp"
#include "evidence/trace_reader.hpp"
#include "evidence/wrapped_error.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr std::size_t least_string = 8;  // letters of a string in a term that says something

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

/// Behind the mark of a list's item (`[1]: `, `2) `, `- `); the text itself when it has none.
std::string_view behind_item_mark(std::string_view body) {
  if (body.starts_with("- ") || body.starts_with("* ")) return without_blanks(body.substr(2));
  if (body.starts_with("\xE2\x80\xA2 ")) return without_blanks(body.substr(4));
  std::size_t n = body.starts_with('[') ? 1 : 0;
  const auto digits = n;
  while (n < body.size() && is_digit(body[n])) ++n;
  if (n == digits || n - digits > 3) return body;
  if (digits == 1 && n < body.size() && body[n] == ']') ++n;
  if (n >= body.size() || (body[n] != ':' && body[n] != ')' && body[n] != '.')) return body;
  if (n + 1 >= body.size() || body[n + 1] != ' ') return body;
  return without_blanks(body.substr(n + 2));
}

/// Behind `LABEL:`; empty when the body has another beginning.
std::string_view behind_label(std::string_view body, std::string_view label) {
  if (!body.starts_with(label) || body.size() <= label.size() || body[label.size()] != ':') return {};
  return without_blanks(body.substr(label.size() + 1));
}

class details {
 public:
  details(std::span<const record_line> lines, cause_chain& out) : lines_(lines), out_(out) {}

  void read() {
    read_remarks();
    if (!out_.empty()) return;
    if (read_block() || read_output() || read_detail() || read_package_manager() || read_term() ||
        read_list())
      return;
    auto part = innermost_part(lines_.front().text);
    if (!part.empty()) out_.named.push_back({std::move(part), lines_.front().number, body(0)});
  }

 private:
  std::string_view body(std::size_t i) const { return without_blanks(lines_[i].text); }

  bool name(std::string_view text, std::size_t i) {
    if (text.empty()) return false;
    out_.named.push_back({as_cause(text), lines_[i].number, body(i)});
    return true;
  }
  void remark(std::string_view slot, std::string_view text, std::size_t i) {
    const bool known = std::any_of(out_.remarks.begin(), out_.remarks.end(),
                                   [&](const auto& r) { return r.slot == slot || r.part.text == text; });
    if (!known && !text.empty()) out_.remarks.push_back({slot, {as_cause(text), lines_[i].number, {}}});
  }

  /// What PostgreSQL writes beside an error, and the statements of a deadlock's parties.
  void read_remarks() {
    bool first = true;
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      const auto b = body(i);
      remark("hint", behind_label(b, "HINT"), i);
      if (b.starts_with("Process ") && b.size() > 9 && is_digit(b[8])) {
        const auto colon = b.find_first_not_of("0123456789", 8);
        if (colon != npos && b.substr(colon).starts_with(": ")) {
          remark(first ? "statement" : "other_statement", without_blanks(b.substr(colon + 2)), i);
          first = false;
        }
      }
      remark("statement", behind_label(b, "STATEMENT"), i);
    }
  }

  /// `output=<`, then lines, then `>`: text with line ends as klog writes it.
  bool read_block() {
    if (!body(0).ends_with("=<")) return false;
    for (std::size_t i = 1; i < lines_.size() && body(i) != ">"; ++i) {
      const auto inner = innermost_part(body(i));
      if (name(inner.empty() ? body(i) : std::string_view(inner), i)) return true;
    }
    return false;
  }

  /// What a command printed that was run: `Output: ...`.
  bool read_output() {
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      if (!body(i).starts_with("Output:")) continue;
      if (name(without_blanks(body(i).substr(7)), i)) return true;
      return i + 1 < lines_.size() && name(body(i + 1), i + 1);
    }
    return false;
  }

  bool read_detail() {
    for (std::size_t i = 1; i < lines_.size(); ++i)
      if (name(behind_label(body(i), "DETAIL"), i)) return true;
    return false;
  }

  /// npm writes its account behind one mark: codes and paths first, then the sentence.
  bool read_package_manager() {
    for (const auto mark : {"npm ERR! "sv, "npm error "sv}) {
      if (!body(0).starts_with(mark)) continue;
      for (std::size_t i = 0; i < lines_.size(); ++i) {
        const auto b = body(i);
        const auto text = b.starts_with(mark) ? without_blanks(b.substr(mark.size())) : std::string_view();
        constexpr std::array fields{"code "sv,    "errno "sv, "syscall "sv,      "path "sv,
                                    "command "sv, "dest "sv,  "A complete log"sv};
        if (text.find(' ') == npos ||
            std::any_of(fields.begin(), fields.end(), [&](auto f) { return text.starts_with(f); }))
          continue;
        return name(text, i);
      }
    }
    return false;
  }

  /// An Erlang term over several lines: its text, and the innermost of what follows.
  bool read_term() {
    auto first = body(0);
    if (first.ends_with(';')) first.remove_suffix(1);
    if (lines_.size() < 2 || first.empty() || "{[(,"sv.find(first.back()) == npos) return false;
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      auto b = body(i);
      const auto open = b.find('"');
      const auto close = open == npos ? npos : b.find('"', open + 1);
      if (close == npos) continue;
      const auto text = b.substr(open + 1, close - open - 1);
      if (std::count_if(text.begin(), text.end(), is_letter) < static_cast<std::ptrdiff_t>(least_string))
        continue;
      name(text, i);
      auto last = lines_.size() - 1;
      while (last > i && body(last).find_first_not_of("]})>.;, ") == npos) --last;
      if (last > i) {
        auto rest = body(last);
        while (!rest.empty() && "});., "sv.find(rest.back()) != npos) rest.remove_suffix(1);
        remark("also", rest, last);
      }
      return true;
    }
    return false;
  }

  /// Items or indented lines under a line that announces them.
  bool read_list() {
    const bool announced = body(0).ends_with(':');
    std::size_t listed = 0;
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      const auto b = body(i);
      const auto item = behind_item_mark(b);
      const bool marked = item.size() != b.size();
      if (b.empty() || is_frame(b) || (!marked && !(announced && indentation(lines_[i].text) > 0))) continue;
      if (listed++ == 0) {
        name(item, i);
      } else {
        remark("also", item, i);
        break;
      }
    }
    return listed > 0;
  }

  std::span<const record_line> lines_;
  cause_chain& out_;
};

}  // namespace

cause_chain find_causes(std::span<const record_line> lines) {
  cause_chain out;
  if (lines.empty()) return out;
  trace_reader(lines).read(out);
  details(lines, out).read();
  return out;
}

bool is_bare_header(std::string_view message) {
  const auto body = without_blanks(message);
  return is_python_header(body) || body.starts_with("goroutine ") || body == "Unhandled exception.";
}

}  // namespace fm::evidence
