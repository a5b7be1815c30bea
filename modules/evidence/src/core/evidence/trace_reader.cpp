#include "evidence/trace_reader.hpp"

#include "evidence/trace_lines.hpp"
#include "evidence/wrapped_error.hpp"

#include <algorithm>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr std::size_t most_thrown = 64;
constexpr std::size_t most_named = 4;

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// Removes `label` from the beginning of `body`.
bool take(std::string_view& body, std::string_view label) {
  if (!body.starts_with(label)) return false;
  body = without_blanks(body.substr(label.size()));
  return true;
}

/// `0: text` of a numbered list.
std::string_view behind_number(std::string_view body) {
  std::size_t n = 0;
  while (n < body.size() && is_digit(body[n])) ++n;
  if (n == 0 || n > 3 || n + 1 >= body.size() || (body[n] != ':' && body[n] != '.')) return {};
  return without_blanks(body.substr(n + 1));
}

/// The lines of an exception group are drawn as a tree.
std::string_view without_tree(std::string_view text) {
  auto n = text.find_first_not_of(" \t");
  if (n == npos || (text[n] != '|' && text[n] != '+')) return text;
  const auto rest = text.substr(n + 1);
  return rest.starts_with(' ') ? rest.substr(1) : rest;
}

}  // namespace

void trace_reader::add(std::string_view text, std::size_t line, relation how) {
  if (text.empty() || all_.size() >= most_thrown) return;
  all_.push_back({text, line, all_.empty() ? relation::header : how, {}, 0, false});
}

bool trace_reader::read_python(std::size_t i, std::string_view text, std::string_view body) {
  if (is_python_header(body)) {
    in_python_ = true;
    in_group_ |= body.starts_with('+');
    python_indent_ = body.starts_with('+') ? 0 : indentation(text);
    frame_ = {};
    return true;
  }
  if (body.starts_with("During handling of the above exception")) {
    next_ = relation::unrelated;
    return true;
  }
  if (body.starts_with("The above exception was the direct cause")) {
    next_ = relation::outer;
    return true;
  }
  if (!in_python_) return false;
  if (indentation(text) > python_indent_) {
    if (body.starts_with("File \"") && (!frame_.own_place || !is_library_frame(body)))
      frame_.place = body, frame_.place_line = i, frame_.own_place = !is_library_frame(body);
    return true;
  }
  in_python_ = false;
  add(body, i, in_group_ ? relation::part : next_);
  next_ = relation::unrelated;
  if (!all_.empty() && all_.back().line == i)
    all_.back().place = frame_.place, all_.back().place_line = frame_.place_line,
    all_.back().own_place = true;
  return true;
}

bool trace_reader::read_label(std::size_t i, std::string_view text, std::string_view body) {
  if (body.starts_with("Suppressed: ")) {
    if (suppressed_ == 0) suppressed_ = indentation(text) + 1;
    return true;
  }
  auto rest = body;
  if (rest == "Caused by:") {
    causes_follow_ = true;
    return true;
  }
  if (take(rest, "Caused by: ")) {
    if (suppressed_ != 0 && indentation(text) + 1 >= suppressed_) return true;
    suppressed_ = 0;
    add(rest, i, relation::inner);
    return true;
  }
  if (take(rest, "Wrapped by: ")) {
    add(rest, i, relation::outer);
    return true;
  }
  if (take(rest, "---> ")) {
    // What an AggregateException repeats of its parts was named before.
    if (!rest.starts_with("(Inner Exception #") || all_.size() < 2) add(rest, i, relation::inner);
    return true;
  }
  if (take(rest, "[cause]: ")) {
    if (rest.ends_with(" {")) rest.remove_suffix(2);
    add(rest, i, relation::inner);
    return true;
  }
  if (!causes_follow_) return false;
  if (indentation(text) == 0) {
    causes_follow_ = false;
    return false;
  }
  const auto numbered = behind_number(body);
  const bool first = all_.empty() || all_.back().how != relation::inner;
  if (!numbered.empty() || first) add(numbered.empty() ? body : numbered, i, relation::inner);
  return true;
}

bool trace_reader::read_rust(std::size_t i, std::string_view body) {
  if (message_follows_) {
    message_follows_ = false;
    add(body, i, relation::header);
    if (!all_.empty() && all_.back().line == i)
      all_.back().place = panic_place_, all_.back().place_line = i - 1, all_.back().own_place = true;
    return true;
  }
  const auto thread = body.find("thread '");
  const auto at = thread == npos ? npos : body.find("' panicked at ", thread);
  if (at == npos || !all_.empty()) return false;
  auto rest = without_blanks(body.substr(at + 14));
  if (rest.starts_with('\'')) {
    const auto close = rest.rfind("', ");
    add(rest.substr(1, close == npos ? npos : close - 1), i, relation::header);
    if (close != npos && !all_.empty())
      all_.back().place = rest.substr(close + 3), all_.back().place_line = i, all_.back().own_place = true;
  } else if (rest.ends_with(':')) {
    panic_place_ = rest.substr(0, rest.size() - 1);
    message_follows_ = true;
  }
  return true;
}

bool trace_reader::read_crash(std::size_t i, std::string_view body) {
  if (body.starts_with("goroutine ")) {
    // What the runtime said is the message, whatever it begins with.
    if (all_.empty() && i > 0) add(without_blanks(lines_.front().text), 0, relation::header);
    dead_end_ = !all_.empty() && all_.back().own_place;
    return true;
  }
  if (body.starts_with("panic: ") || body.starts_with("fatal error: ")) {
    // A panic while another one unwinds: the first one is the reason.
    if (all_.empty()) add(body, i, relation::header);
    return true;
  }
  auto rest = body;
  if (take(rest, "Exception in thread ")) {
    const auto close = rest.starts_with('"') ? rest.find('"', 1) : npos;
    if (close != npos) rest = without_blanks(rest.substr(close + 1));
    add(rest, i, relation::header);
    return true;
  }
  if (take(rest, "Unhandled exception. ") || take(rest, "Unhandled Exception: ")) {
    add(rest, i, relation::header);
    return true;
  }
  return false;
}

void trace_reader::read_frame(std::size_t i, std::string_view body) {
  if (all_.empty() || dead_end_ || !is_frame(body) || body.starts_with("... ")) return;
  auto& last = all_.back();
  if (last.own_place) return;
  const bool own = !is_library_frame(body);
  if (last.place.empty() || own) last.place = body, last.place_line = i, last.own_place = own;
}

void trace_reader::read_line(std::size_t i) {
  auto text = lines_[i].text;
  auto body = without_blanks(text);
  if (body.empty()) return;
  if (in_group_) {
    text = without_tree(text);
    body = without_blanks(text);
    if (body.empty() || body.starts_with("--") || body.starts_with("-+")) return;
  }
  if (read_python(i, text, body) || read_label(i, text, body) || read_rust(i, body) || read_crash(i, body))
    return;
  if (const auto ruby = behind_ruby_place(body); !ruby.empty()) {
    add(ruby, i, relation::inner);
    if (!all_.empty() && all_.back().line == i) {
      const auto length = static_cast<std::size_t>(ruby.data() - body.data());
      all_.back().place = body.substr(0, length - 2), all_.back().place_line = i,
      all_.back().own_place = true;
    }
    return;
  }
  if (is_frame(body)) {
    read_frame(i, body);
    return;
  }
  // The first exception is the one that is told; others are named by their labels.
  if (all_.empty() && (i == 0 || indentation(text) == 0) && is_exception_line(body))
    add(body, i, relation::header);
}

/// The cause, then what wraps it, outwards.
std::vector<const trace_reader::thrown*> trace_reader::innermost_first() const {
  std::vector<const thrown*> chain;
  if (all_.empty()) return chain;
  // Where a new story begins ("During handling of ..."), the one before it was dealt with.
  std::size_t begin = 0;
  for (std::size_t i = 1; i < all_.size(); ++i)
    if (all_[i].how == relation::unrelated) begin = i;
  chain.push_back(&all_[begin]);
  for (auto i = begin + 1; i < all_.size(); ++i) {
    const auto how = all_[i].how;
    if (how == relation::inner || (how == relation::part && chain.size() == 1))
      chain.insert(chain.begin(), &all_[i]);
    else if (how == relation::outer)
      chain.push_back(&all_[i]);
  }
  return chain;
}

void trace_reader::read(cause_chain& out) {
  for (std::size_t i = 0; i < lines_.size(); ++i) read_line(i);
  const auto chain = innermost_first();
  if (chain.empty()) return;
  out.thrown = true;
  const auto name = [&](std::string text, const thrown& t) {
    if (out.named.size() < most_named)
      out.named.push_back({std::move(text), lines_[t.line].number, without_blanks(lines_[t.line].text)});
  };
  // Text that leads further inwards within its line.
  const auto& first = *chain.front();
  constexpr auto unwrapped = "` on an `Err` value: "sv;
  if (const auto at = first.text.find(unwrapped); at != npos && at + unwrapped.size() < first.text.size())
    name(as_cause(first.text.substr(at + unwrapped.size())), first);
  else if (first.text.find(" ---> ") != npos || first.text.find("nested exception is ") != npos)
    name(innermost_part(first.text), first);
  for (const auto* t : chain) name(as_cause(t->text), *t);
  if (first.own_place && !first.place.empty())
    out.place = {as_cause(first.place), lines_[first.place_line].number, {}};
}

}  // namespace fm::evidence
