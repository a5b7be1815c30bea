#include <fm/http/framing_check.hpp>
#include <fm/http/text.hpp>
#include <fm/utf8/word.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace fm::http {

namespace {

/// A longer line is refused elsewhere by its length; here it is only not kept.
constexpr std::size_t most_kept = 32u << 10;
constexpr std::size_t most_chunk_line = 4096;
constexpr std::size_t most_digits = 15;  // of a length: beyond what anybody sends, and no overflow

/// What names of methods and fields consist of.
constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> t{};
  for (unsigned char c = '0'; c <= '9'; ++c) t[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) t[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) t[c] = true;
  for (unsigned char c : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
    t[c] = true;
  return t;
}
constexpr auto token_table = make_token_table();

/// How many characters of a name `text` begins with.
std::size_t token_size(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && token_table[static_cast<unsigned char>(text[n])]) ++n;
  return n;
}
constexpr bool has_blank_or_control(std::uint64_t word) { return any_below(word, '!') || any_is(word, 0x7F); }
bool has_blank_or_control(std::string_view text) {
  std::uint64_t word;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    if (has_blank_or_control(word)) return true;
  }
  word = 0x2121212121212121u;
  std::memcpy(&word, text.data(), text.size());
  return has_blank_or_control(word);
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// What is wrong with a field whose name has `size` characters, and no colon behind them.
std::string_view fault_of_name(std::string_view line, std::size_t size) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return "a line of the head has no colon";
  if (size > 0 && trimmed(line.substr(size, colon - size)).empty())
    return "a header field has a blank between its name and the colon";
  return "the name of a header field has characters that may not be in it";
}

}  // namespace

bool framing_check::refuse(std::string_view why) {
  fault_ = why;
  return false;
}

std::size_t framing_check::feed(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && fault_.empty()) {
    if (place_ == place::body || place_ == place::chunk) {
      const auto n = std::min<std::uint64_t>(left_, bytes.size() - at);
      at += static_cast<std::size_t>(n);
      left_ -= n;
      if (left_ == 0) place_ = place_ == place::body ? place::request_line : place::chunk_end;
      continue;
    }
    const auto rest = bytes.substr(at);
    const auto* const end = static_cast<const char*>(std::memchr(rest.data(), '\n', rest.size()));
    if (end == nullptr) {
      const auto room = most_kept - std::min(most_kept, begun_.size());
      begun_ += rest.substr(0, room);
      if (place_ == place::chunk_size && begun_.size() > most_chunk_line)
        refuse("the line with the size of a chunk is too long");
      return fault_.empty() ? bytes.size() : at;
    }
    auto line = rest.substr(0, static_cast<std::size_t>(end - rest.data()));
    const auto next = at + line.size() + 1;
    const bool whole = begun_.empty();
    if (!whole) line = begun_ += line;
    if (line.empty() || line.back() != '\r')
      refuse(place_ == place::chunk_size || place_ == place::chunk_end
                 ? "a line of the chunked body does not end in CR LF"
                 : "a line of the head does not end in CR LF");
    else
      take(line.substr(0, line.size() - 1));
    if (!whole) begun_.clear();
    if (!fault_.empty()) break;
    at = next;
  }
  return at;
}

bool framing_check::take(std::string_view line) {
  if (std::memchr(line.data(), '\r', line.size()) != nullptr)
    return refuse("a line has a CR that is not its end");
  switch (place_) {
    case place::request_line:
      return take_request_line(line);
    case place::field:
      return line.empty() ? end_head() : take_field(line);
    case place::trailer:
      if (line.empty())
        place_ = place::request_line;
      else if (const auto size = token_size(line); size == 0 || size == line.size() || line[size] != ':')
        return refuse("a trailer field has no name directly before its colon");
      return true;
    case place::chunk_size:
      return take_chunk_size(line);
    case place::chunk_end:
      if (!line.empty()) return refuse("a chunk is longer than its size says");
      place_ = place::chunk_size;
      return true;
    case place::body:
    case place::chunk:
      break;
  }
  return true;
}

bool framing_check::take_request_line(std::string_view line) {
  if (line.empty()) return true;  // some clients send an empty line behind a body
  constexpr std::string_view protocol = "HTTP/";
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  const auto version = line.substr(std::min(line.size(), last + 1));
  const bool well_formed = first != std::string_view::npos && last > first + 1 && first > 0 &&
                           token_size(line) == first && version.size() == protocol.size() + 3 &&
                           version.starts_with(protocol) && is_digit(version[5]) && version[6] == '.' &&
                           is_digit(version[7]);
  if (!well_formed)
    return refuse("the request line should be a method, a target and HTTP/1.1, with one blank between");
  if (has_blank_or_control(line.substr(first + 1, last - first - 1)))
    return refuse("the target of the request has a blank or a control character");
  http_1_0_ = version.ends_with("1.0");
  has_host_ = has_length_ = chunked_ = false;
  left_ = 0;
  place_ = place::field;
  return true;
}

bool framing_check::take_field(std::string_view line) {
  if (is_blank(line.front())) return refuse("a header field goes on in the next line, which is obsolete");
  const auto colon = token_size(line);
  if (colon == 0 || colon == line.size() || line[colon] != ':') return refuse(fault_of_name(line, colon));
  const auto name = line.substr(0, colon);
  switch (lower(name.front())) {
    case 'h':
      if (!same_word(name, "host")) return true;
      if (std::exchange(has_host_, true)) return refuse("the request has more than one header field Host");
      return true;
    case 'c': {
      if (!same_word(name, "content-length")) return true;
      const auto value = trimmed(line.substr(colon + 1));
      if (std::exchange(has_length_, true))
        return refuse("the request has more than one header field Content-Length");
      if (value.empty() || value.size() > most_digits || !std::all_of(value.begin(), value.end(), is_digit))
        return refuse("Content-Length should be one number of digits");
      for (const char c : value) left_ = left_ * 10 + static_cast<std::uint64_t>(c - '0');
      return true;
    }
    case 't':
      if (!same_word(name, "transfer-encoding")) return true;
      if (http_1_0_) return refuse("HTTP/1.0 knows no Transfer-Encoding");
      if (std::exchange(chunked_, true))
        return refuse("the request has more than one header field Transfer-Encoding");
      if (!same_word(trimmed(line.substr(colon + 1)), "chunked"))
        return refuse("the only transfer coding that is understood is chunked");
      return true;
    default:
      return true;
  }
}

bool framing_check::end_head() {
  if (chunked_ && has_length_) return refuse("a request has Content-Length or Transfer-Encoding, not both");
  place_ = chunked_ ? place::chunk_size : left_ > 0 ? place::body : place::request_line;
  return true;
}

bool framing_check::take_chunk_size(std::string_view line) {
  if (line.size() > most_chunk_line) return refuse("the line with the size of a chunk is too long");
  // Extensions mean nothing here.
  const auto size = trimmed(line.substr(0, line.find(';')));
  if (size.empty() || size.size() > most_digits || is_blank(line.front()))
    return refuse("the size of a chunk should be a hexadecimal number");
  left_ = 0;
  for (const char c : size) {
    const char l = lower(c);
    if (!is_digit(c) && (l < 'a' || l > 'f'))
      return refuse("the size of a chunk should be a hexadecimal number");
    left_ = left_ * 16 + static_cast<std::uint64_t>(is_digit(c) ? c - '0' : l - 'a' + 10);
  }
  place_ = left_ == 0 ? place::trailer : place::chunk;
  return true;
}

}  // namespace fm::http
