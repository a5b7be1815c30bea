#pragma once
// Reads the body of a form while it arrives; files go to spool files of their own.
#include <fm/http/multipart.hpp>
#include <fm/http/request.hpp>
#include <fm/http/response.hpp>
#include <fm/http/service.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

/// How the name of every spool file begins, and of nothing else.
inline constexpr std::string_view spool_prefix = "fm-upload-";

class form_reader final : public multipart_sink {
 public:
  form_reader(std::string spool_folder, std::size_t most_parts, const body_plan& plan);
  form_reader(const form_reader&) = delete;
  form_reader& operator=(const form_reader&) = delete;
  /// Removes the spool files of what was not taken.
  ~form_reader() override;

  /// False when the form is refused.
  bool feed(std::string_view piece);
  bool finish();
  /// Why it is refused.
  response& refusal() { return *refusal_; }
  std::vector<form_part> take() { return std::move(parts_); }

 private:
  bool begin(part_head head) override;
  bool data(std::string_view piece) override;
  bool end() override;
  bool refuse(response r);
  bool finish_urlencoded();
  bool open_spool();
  bool too_long(const std::string& name);
  bool is_spooled(std::string_view name) const;

  std::string folder_;
  std::size_t most_parts_;
  std::uint64_t most_file_bytes_;
  int too_large_status_;
  std::vector<std::string> spooled_fields_;
  std::optional<multipart_parser> parser_;  ///< none: urlencoded
  std::string urlencoded_;
  std::vector<form_part> parts_;
  int file_ = -1;
  std::optional<response> refusal_;
};

}  // namespace fm::http
