#pragma once
// multipart/form-data (RFC 7578), read as a stream: pure, in constant memory.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fm::http {

/// What the head of one part says.
struct part_head {
  std::string name;
  bool is_file = false;  ///< it names a file, perhaps an empty name
  std::string file_name;
  std::string content_type;
};

/// Gets the parts. Each function gives false to stop the reading.
class multipart_sink {
 public:
  virtual ~multipart_sink() = default;
  virtual bool begin(part_head head) = 0;
  virtual bool data(std::string_view piece) = 0;
  virtual bool end() = 0;
};

/// The boundary of a Content-Type; nothing when it is not multipart/form-data or has no valid one.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Fed with pieces of any size; holds no more than the head of one part.
class multipart_parser {
 public:
  explicit multipart_parser(std::string_view boundary, std::size_t most_parts = 100,
                            std::size_t most_head_bytes = 8192);

  /// False when reading has stopped: `error` says why, and is empty when the sink stopped it.
  bool feed(std::string_view piece, multipart_sink& to);
  /// The body has ended: false with an error when the last boundary is missing.
  bool finish(multipart_sink& to);
  const std::string& error() const { return error_; }

 private:
  enum class state : std::uint8_t {
    plain,        ///< preamble or content of a part
    delimiter,    ///< behind one: what follows decides
    dash,         ///< behind its first "-"
    closing,      ///< behind "--"
    closing_end,  ///< behind the CR of the last line
    padding,      ///< blanks behind a delimiter
    line_end,     ///< behind the CR of its line
    head,
    epilogue,
    stopped
  };

  bool stop(std::string why);
  bool plain(std::string_view piece, std::size_t& at, multipart_sink& to);
  bool behind_delimiter(char c, multipart_sink& to, bool& again);
  bool head_char(char c, multipart_sink& to);
  bool begin_part(multipart_sink& to);
  bool end_part(multipart_sink& to);
  bool emit(std::string_view piece, multipart_sink& to);
  /// What looked like a delimiter belongs to the part.
  bool give_back(multipart_sink& to);

  std::string delimiter_;  ///< CR LF -- boundary
  std::string seen_;       ///< what followed a delimiter and may still be data
  std::string head_;
  std::string error_;
  /// How much of the delimiter was seen; its line end may be the one before the content, which is no data.
  std::size_t matched_ = 2, not_data_ = 2;
  std::size_t parts_ = 0;
  std::size_t most_parts_, most_head_bytes_;
  state state_ = state::plain;
  bool in_part_ = false;
};

}  // namespace fm::http
