#pragma once
// Takes a stream of bytes apart into the events or lines that it carries.
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::llm {

/// Longest event or line; a server that sends more without an end is not the one that was asked.
inline constexpr std::size_t longest_event = 8u << 20;

/// Lines that end with LF, CR or CR LF, however the pieces are cut; a byte order mark at the beginning is
/// skipped (WHATWG HTML 9.2.5). Also newline-delimited JSON.
class line_splitter {
 public:
  /// Calls `take(std::string_view line)` for each whole line. False when a line is longer than
  /// `longest_event`, for good.
  template <class Take>
  bool feed(std::string_view bytes, Take&& take) {
    for (const char c : bytes) {
      if (skip_feed_ && c == '\n') {
        skip_feed_ = false;
        continue;
      }
      skip_feed_ = c == '\r';
      if (c != '\n' && c != '\r') {
        if (line_.size() >= longest_event) return false;
        line_.push_back(c);
        continue;
      }
      hand_over(take);
    }
    return true;
  }
  /// The last line, when it has no end.
  template <class Take>
  void end(Take&& take) {
    if (!line_.empty()) hand_over(take);
  }

 private:
  template <class Take>
  void hand_over(Take&& take) {
    std::string_view line = line_;
    if (first_ && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    first_ = false;
    take(line);
    line_.clear();
  }

  std::string line_;
  bool skip_feed_ = false;  // behind a CR
  bool first_ = true;
};

/// Server-sent events (WHATWG HTML 9.2.6): comments and unknown fields are skipped, lines of data are joined
/// by LF. What has no empty line behind it is no event.
class event_stream {
 public:
  /// Calls `take(std::string_view event, std::string_view data)` for each event that has data. False when one
  /// is longer than `longest_event`, for good.
  template <class Take>
  bool feed(std::string_view bytes, Take&& take) {
    bool fits = true;
    const bool lines = lines_.feed(bytes, [&](std::string_view line) {
      if (line.empty()) {
        if (has_data_) take(std::string_view(event_), std::string_view(data_));
        event_.clear(), data_.clear(), has_data_ = false;
      } else {
        fits = field(line) && fits;
      }
    });
    return lines && fits;
  }
  /// Bytes of an event that has not ended.
  bool pending() const { return has_data_; }

 private:
  bool field(std::string_view line);

  line_splitter lines_;
  std::string event_, data_;
  bool has_data_ = false;
};

}  // namespace fm::llm
