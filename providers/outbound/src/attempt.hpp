#pragma once
// One transfer of libcurl: a connection, a request, an answer. Redirects and repetitions are further ones.
#include "curl_handles.hpp"
#include "fm/outbound/request.hpp"
#include "fm/outbound/trouble.hpp"
#include "proxy.hpp"
#include "service.hpp"
#include "url.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::outbound {

/// What becomes of an answer.
enum class verdict : std::uint8_t { deliver, discard };

/// Whoever makes attempts. Called while libcurl works; an exception ends the attempt.
class attempt_owner {
 public:
  virtual ~attempt_owner() = default;
  virtual verdict on_head(answer_head head) = 0;
  virtual void on_piece(std::string_view bytes) = 0;
};

/// Everything that one attempt is made of; what it refers to outlives it.
struct attempt_plan {
  const service& by;
  const url& to;
  const outbound::proxy* through = nullptr;
  outbound::method method = method::get;
  std::vector<header> headers;
  const std::vector<secret_header>* credentials = nullptr;
  const std::string* body = nullptr;
  size_limits sizes;
  /// May the request reach the server twice?
  bool is_repeatable = false;
  /// Checked, of the host that is connected to; empty when that is an address.
  std::vector<ip_address> addresses;
  /// The same of the target, where a proxy is told an address.
  std::vector<ip_address> target_addresses;
};

class attempt {
 public:
  /// Throws std::bad_alloc or std::runtime_error when libcurl cannot do it.
  attempt(attempt_plan plan, attempt_owner& owner, micros now);
  attempt(const attempt&) = delete;
  attempt& operator=(const attempt&) = delete;

  enum class phase : std::uint8_t { connecting, sent, receiving };

  CURL* handle() const { return easy_.get(); }
  phase now_is() const { return phase_; }
  /// When it began, when the last byte of the request left, or when the last piece came.
  micros moved() const { return moved_; }
  bool is_paused() const { return is_paused_; }
  void pause();
  void resume(micros now);
  /// The connection ends with the attempt and is not kept.
  void close_connection();
  /// What went wrong, now that libcurl has ended it so; nothing when the answer is complete, or as much of it
  /// as is wanted.
  std::optional<trouble> trouble_of(CURLcode code);

 private:
  void set_target();
  void set_fields();
  void set_proxy();
  void set_tls();
  void set_callbacks();
  void pin(const origin& host, const std::vector<ip_address>& to);
  void fail_with(trouble why);
  bool take_line(std::string_view line);
  bool end_of_head();
  bool take_piece(std::string_view bytes);
  bool may_connect_to(const ip_address& address);
  bool before_request(std::string_view address);
  void sent_so_far(std::int64_t bytes);

  static std::size_t header_callback(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t write_callback(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static curl_socket_t open_callback(void* self, curlsocktype purpose, curl_sockaddr* to) noexcept;
  static int request_callback(void* self, char* remote, char* local, int remote_port,
                              int local_port) noexcept;
  static int progress_callback(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) noexcept;

  attempt_plan plan_;
  attempt_owner& owner_;
  // The handle uses what stands before it.
  std::array<char, CURL_ERROR_SIZE> error_{};
  list_handle fields_, pins_;
  share_handle share_;
  easy_handle easy_;

  phase phase_ = phase::connecting;
  micros moved_;
  bool is_paused_ = false;
  bool is_sent_ = false;
  std::int64_t sent_ = 0;
  std::optional<trouble> why_;
  // Of the answer.
  std::optional<answer_head> head_;
  bool has_head_ = false;
  verdict verdict_ = verdict::deliver;
  std::uint64_t head_bytes_ = 0, body_bytes_ = 0;
};

}  // namespace fm::outbound
