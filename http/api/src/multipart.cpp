#include <fm/http/multipart.hpp>
#include <fm/http/text.hpp>

#include <cstring>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t most_padding = 64;

/// Cuts the next `; name=value` off; false at the end or where there is none.
bool next_parameter(std::string_view& rest, std::string& name, std::string& value) {
  const auto semicolon = rest.find(';');
  if (semicolon == std::string_view::npos) return false;
  rest.remove_prefix(semicolon + 1);
  rest = trimmed(rest);
  const auto equals = rest.find('=');
  if (equals == std::string_view::npos) return false;
  name.clear();
  for (char c : trimmed(rest.substr(0, equals))) name += lower(c);
  rest = trimmed(rest.substr(equals + 1));
  value.clear();
  if (rest.empty() || rest.front() != '"') {
    const auto end = std::min(rest.find(';'), rest.size());
    value = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    return true;
  }
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    // Only these two are escaped; old browsers send the backslashes of a path as they are.
    if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
    value += rest[i];
  }
  if (i >= rest.size()) return false;
  rest.remove_prefix(i + 1);
  return true;
}

/// Browsers write a quote and line ends in a name as %22, %0D and %0A, and nothing else.
std::string browser_unescaped(std::string text) {
  for (const auto& [code, c] : {std::pair<std::string_view, char>{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}})
    for (auto at = text.find(code); at != std::string::npos; at = text.find(code, at + 1))
      text.replace(at, code.size(), 1, c);
  return text;
}

/// Of a part that is form data; the reason why not otherwise.
std::string read_disposition(std::string_view field, part_head& out) {
  const auto type = trimmed(field.substr(0, field.find(';')));
  if (!same_word(type, "form-data")) return "a part of the form is not form-data";
  std::string name, value;
  bool named = false, extended = false;
  while (next_parameter(field, name, value)) {
    if (name == "name") {
      out.name = browser_unescaped(std::move(value));
      named = true;
    } else if (name == "filename" && !extended) {
      out.file_name = browser_unescaped(std::move(value));
      out.is_file = true;
    } else if (name == "filename*") {
      const auto first = value.find('\'');
      const auto second = first == std::string::npos ? first : value.find('\'', first + 1);
      if (second == std::string::npos || !same_word(value.substr(0, first), "utf-8")) continue;
      auto decoded = percent_decoded(std::string_view(value).substr(second + 1), false);
      if (!decoded) continue;
      out.file_name = std::move(*decoded);
      out.is_file = extended = true;
    }
  }
  return named ? "" : "a part of the form has no name";
}

std::string read_head(std::string_view text, part_head& out) {
  bool disposed = false;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    if (line.empty()) continue;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return "a line in the head of a part of the form has no colon";
    const auto name = trimmed(line.substr(0, colon));
    const auto value = trimmed(line.substr(colon + 1));
    if (same_word(name, "content-disposition")) {
      auto why = read_disposition(value, out);
      if (!why.empty()) return why;
      disposed = true;
    } else if (same_word(name, "content-type")) {
      out.content_type = value;
    } else if (same_word(name, "content-transfer-encoding") && !same_word(value, "binary") &&
               !same_word(value, "8bit") && !same_word(value, "7bit")) {
      return "a part of the form is encoded as " + std::string(value) + "; send it as it is";
    }
  }
  return disposed ? "" : "a part of the form has no Content-Disposition";
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  if (!same_word(trimmed(content_type.substr(0, content_type.find(';'))), "multipart/form-data"))
    return std::nullopt;
  std::string name, value;
  while (next_parameter(content_type, name, value)) {
    if (name != "boundary") continue;
    if (value.empty() || value.size() > 70 || value.back() == ' ') return std::nullopt;
    for (char c : value)
      if (c < ' ' || c == 0x7F) return std::nullopt;
    return value;
  }
  return std::nullopt;
}

multipart_parser::multipart_parser(std::string_view boundary, std::size_t most_parts,
                                   std::size_t most_head_bytes)
    : delimiter_("\r\n--" + std::string(boundary)),
      most_parts_(most_parts),
      most_head_bytes_(most_head_bytes) {}

bool multipart_parser::stop(std::string why) {
  state_ = state::stopped;
  error_ = std::move(why);
  return false;
}

bool multipart_parser::emit(std::string_view piece, multipart_sink& to) {
  // Before the first delimiter there is nothing to keep.
  return !in_part_ || piece.empty() || to.data(piece) || stop({});
}

bool multipart_parser::end_part(multipart_sink& to) {
  seen_.clear();
  if (!std::exchange(in_part_, false)) return true;
  return to.end() || stop({});
}

bool multipart_parser::begin_part(multipart_sink& to) {
  part_head head;
  auto why = read_head(head_, head);
  if (!why.empty()) return stop(std::move(why));
  if (++parts_ > most_parts_) return stop("the form has more than " + std::to_string(most_parts_) + " parts");
  head_.clear();
  in_part_ = true;
  matched_ = not_data_ = 2;
  state_ = state::plain;
  return to.begin(std::move(head)) || stop({});
}

bool multipart_parser::give_back(multipart_sink& to) {
  const std::string seen = std::exchange(seen_, {});
  const auto from = std::exchange(not_data_, 0);
  state_ = state::plain;
  matched_ = 0;
  return emit(std::string_view(delimiter_).substr(from), to) && emit(seen, to);
}

bool multipart_parser::plain(std::string_view piece, std::size_t& at, multipart_sink& to) {
  while (at < piece.size()) {
    if (matched_ == 0) {
      const auto* begin = piece.data() + at;
      const auto* found = static_cast<const char*>(std::memchr(begin, '\r', piece.size() - at));
      const auto n = found ? static_cast<std::size_t>(found - begin) : piece.size() - at;
      if (!emit(piece.substr(at, n), to)) return false;
      at += n;
      if (!found) return true;
    }
    if (piece[at] == delimiter_[matched_]) {
      ++at;
      if (++matched_ < delimiter_.size()) continue;
      state_ = state::delimiter;
      return true;
    }
    // A CR begins the delimiter and occurs nowhere else in it, so nothing of what matched can begin one.
    const auto from = std::min(std::exchange(not_data_, 0), matched_);
    const auto matched = std::exchange(matched_, 0);
    if (!emit(std::string_view(delimiter_).substr(from, matched - from), to)) return false;
  }
  return true;
}

bool multipart_parser::behind_delimiter(char c, multipart_sink& to, bool& again) {
  const bool blank = c == ' ' || c == '\t';
  auto go = [&](state next) {
    seen_ += c;
    state_ = next;
    return seen_.size() <= most_padding || give_back(to);
  };
  switch (state_) {
    case state::delimiter:
      if (c == '-') return go(state::dash);
      [[fallthrough]];
    case state::padding:
      if (blank) return go(state::padding);
      if (c == '\r') return go(state::line_end);
      break;
    case state::dash:
      if (c == '-') return go(state::closing);
      break;
    case state::closing:
      if (blank) return go(state::closing);
      if (c == '\r') return go(state::closing_end);
      break;
    case state::closing_end:
      if (c != '\n') break;
      state_ = state::epilogue;
      return end_part(to);
    case state::line_end:
      if (c != '\n') break;
      state_ = state::head;
      return end_part(to);
    default:
      break;
  }
  again = true;
  return give_back(to);
}

bool multipart_parser::head_char(char c, multipart_sink& to) {
  head_ += c;
  if (head_ == "\r\n" || head_.ends_with("\r\n\r\n")) return begin_part(to);
  if (head_.size() > most_head_bytes_)
    return stop("the head of a part of the form is longer than " + std::to_string(most_head_bytes_) +
                " bytes");
  return true;
}

bool multipart_parser::feed(std::string_view piece, multipart_sink& to) {
  std::size_t at = 0;
  while (at < piece.size()) {
    bool again = false;
    switch (state_) {
      case state::stopped:
        return false;
      case state::epilogue:
        return true;
      case state::plain:
        if (!plain(piece, at, to)) return false;
        continue;
      case state::head:
        if (!head_char(piece[at], to)) return false;
        break;
      default:
        if (!behind_delimiter(piece[at], to, again)) return false;
    }
    if (!again) ++at;
  }
  return state_ != state::stopped;
}

bool multipart_parser::finish(multipart_sink& to) {
  if (state_ == state::stopped) return false;
  if (state_ == state::closing || state_ == state::closing_end) {
    state_ = state::epilogue;
    return end_part(to);
  }
  if (state_ == state::epilogue) return true;
  return stop("the form ends before its last boundary; part of it is missing");
}

}  // namespace fm::http
