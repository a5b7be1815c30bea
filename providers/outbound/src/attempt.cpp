#include "attempt.hpp"

#include "core/field_rules.hpp"
#include "curl_trouble.hpp"

#include <fm/actors/clock.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

namespace fm::outbound {

namespace {

/// Of an answer that nobody wants so much is read that its connection can be used again.
constexpr std::uint64_t most_discarded = 64u << 10;

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const auto code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK)
    throw std::runtime_error("libcurl does not know option " + std::to_string(option) + ": " +
                             curl_easy_strerror(code));
}

void append(list_handle& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

/// A field without a value is not sent by libcurl unless it is written so.
std::string line_of(std::string_view name, std::string_view value) {
  auto out = std::string(name);
  return trimmed(value).empty() ? out + ';' : out + ": " + std::string(value);
}

std::optional<ip_address> address_of(const curl_sockaddr& at) {
  ip_address out;
  if (at.family == AF_INET && at.addrlen >= sizeof(sockaddr_in)) {
    sockaddr_in in{};
    std::memcpy(&in, &at.addr, sizeof in);
    std::memcpy(out.bytes.data(), &in.sin_addr, sizeof in.sin_addr);
    return out;
  }
  if (at.family == AF_INET6 && at.addrlen >= sizeof(sockaddr_in6)) {
    sockaddr_in6 in{};
    std::memcpy(&in, &at.addr, sizeof in);
    out.is_v6 = true;
    std::memcpy(out.bytes.data(), &in.sin6_addr, sizeof in.sin6_addr);
    return out;
  }
  return {};
}

/// No exception crosses libcurl: it would leave its state behind.
template <class Function>
bool guarded(std::optional<trouble>& why, Function&& f) noexcept {
  try {
    return f();
  } catch (const std::exception& e) {
    try {
      if (!why) why = trouble{.kind = trouble_kind::internal, .text = e.what()};
    } catch (...) {
      why.emplace();
    }
  } catch (...) {
    if (!why) why.emplace();
  }
  return false;
}

}  // namespace

attempt::attempt(attempt_plan plan, attempt_owner& owner, micros now)
    : plan_(std::move(plan)), owner_(owner), share_(curl_share_init()), easy_(curl_easy_init()), moved_(now) {
  if (!easy_ || !share_) throw std::bad_alloc();
  set_target();
  set_fields();
  set_proxy();
  set_tls();
  set_callbacks();
}

void attempt::set_target() {
  auto* e = handle();
  set(e, CURLOPT_URL, plan_.to.text.c_str());
  set(e, CURLOPT_PROTOCOLS_STR, "http,https");
  set(e, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(e, CURLOPT_FOLLOWLOCATION, 0L);
  set(e, CURLOPT_HTTP_VERSION,
      static_cast<long>(plan_.by.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  set(e, CURLOPT_NOSIGNAL, 1L);
  // On a kept connection that the server closes at this moment libcurl sends the request once more, and
  // nobody knows whether it was carried out; and where one leads to behind a proxy cannot be checked again.
  const bool is_led_on = plan_.through != nullptr && !plan_.through->looks_up();
  set(e, CURLOPT_FRESH_CONNECT, !plan_.is_repeatable || is_led_on ? 1L : 0L);
  set(e, CURLOPT_TCP_KEEPALIVE, 1L);
  // The time limits are kept by the loop; libcurl's own for connecting is 300 s.
  set(e, CURLOPT_CONNECTTIMEOUT_MS, 24L * 3600 * 1000);
  set(e, CURLOPT_ERRORBUFFER, error_.data());
  // A cache of names of its own, in which there is nothing but what was checked: libcurl looks nothing up.
  if (curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS) != CURLSHE_OK)
    throw std::runtime_error("libcurl cannot keep names apart");
  set(e, CURLOPT_SHARE, share_.get());
  if (plan_.through == nullptr) {
    pin(plan_.to.origin, plan_.addresses);
  } else {
    pin(plan_.through->origin, plan_.addresses);
    if (!plan_.through->looks_up()) pin(plan_.to.origin, plan_.target_addresses);
  }
  if (pins_) set(e, CURLOPT_RESOLVE, pins_.get());
}

void attempt::pin(const origin& host, const std::vector<ip_address>& to) {
  if (to.empty()) return;
  auto line = host.host + ':' + std::to_string(host.port) + ':';
  for (const auto& a : to)
    line += (line.back() == ':' ? "" : ",") + (a.is_v6 ? '[' + to_text(a) + ']' : to_text(a));
  append(pins_, line);
}

void attempt::set_fields() {
  auto* e = handle();
  for (const auto& h : plan_.headers) append(fields_, line_of(h.name, h.value));
  if (plan_.credentials != nullptr)
    for (const auto& h : *plan_.credentials) append(fields_, line_of(h.name, h.value.expose()));
  // Otherwise a body waits a second for a 100 that hardly any server sends, and has a type that it is not of.
  append(fields_, "Expect:");
  const bool has_type = std::any_of(plan_.headers.begin(), plan_.headers.end(),
                                    [](const auto& h) { return small_letters(h.name) == "content-type"; });
  if (!has_type) append(fields_, "Content-Type:");
  set(e, CURLOPT_HTTPHEADER, fields_.get());
  // The fields for the server are none of the proxy's.
  set(e, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  set(e, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  set(e, CURLOPT_USERAGENT, "FaultMaven");
  if (plan_.method == method::head) {
    set(e, CURLOPT_NOBODY, 1L);
  } else if (plan_.body != nullptr && (!plan_.body->empty() || plan_.method == method::post)) {
    set(e, CURLOPT_POST, 1L);
    set(e, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(plan_.body->size()));
    set(e, CURLOPT_POSTFIELDS, plan_.body->c_str());
  }
  if (plan_.method != method::head)
    set(e, CURLOPT_CUSTOMREQUEST, std::string(to_string(plan_.method)).c_str());
}

void attempt::set_proxy() {
  auto* e = handle();
  // Set in any case, or libcurl takes them from the environment.
  set(e, CURLOPT_NOPROXY, "");
  set(e, CURLOPT_PROXY, "");
  set(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (plan_.through == nullptr) return;
  const auto& p = *plan_.through;
  set(e, CURLOPT_PROXY,
      (p.origin.scheme + "://" + p.origin.host + ':' + std::to_string(p.origin.port)).c_str());
  set(e, CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
  set(e, CURLOPT_SOCKS5_AUTH, static_cast<long>(CURLAUTH_BASIC));
  if (p.user.expose().empty()) return;
  set(e, CURLOPT_PROXYUSERNAME, p.user.expose().c_str());
  set(e, CURLOPT_PROXYPASSWORD, p.password.expose().c_str());
}

void attempt::set_tls() {
  auto* e = handle();
  set(e, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(e, CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(e, CURLOPT_SSL_VERIFYPEER, 1L);
  set(e, CURLOPT_SSL_VERIFYHOST, 2L);
  set(e, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
  set(e, CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
  // The folder of the system's authorities holds those of its file once more; without it libcurl keeps what
  // it has read from the file, which takes as long as dozens of handshakes, and those of a service stay
  // alone.
  set(e, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  set(e, CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
  if (plan_.by.ca_file.empty()) return;
  set(e, CURLOPT_CAINFO, plan_.by.ca_file.c_str());
  set(e, CURLOPT_PROXY_CAINFO, plan_.by.ca_file.c_str());
}

void attempt::set_callbacks() {
  auto* e = handle();
  set(e, CURLOPT_HEADERFUNCTION, &header_callback);
  set(e, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(e, CURLOPT_WRITEFUNCTION, &write_callback);
  set(e, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(e, CURLOPT_OPENSOCKETFUNCTION, &open_callback);
  set(e, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(e, CURLOPT_PREREQFUNCTION, &request_callback);
  set(e, CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(e, CURLOPT_XFERINFOFUNCTION, &progress_callback);
  set(e, CURLOPT_XFERINFODATA, static_cast<void*>(this));
  set(e, CURLOPT_NOPROGRESS, 0L);
}

void attempt::pause() {
  if (!is_paused_ && curl_easy_pause(handle(), CURLPAUSE_RECV) == CURLE_OK) is_paused_ = true;
}

void attempt::resume(micros now) {
  if (!is_paused_) return;
  is_paused_ = false;
  moved_ = now;
  curl_easy_pause(handle(), CURLPAUSE_CONT);
}

void attempt::close_connection() { curl_easy_setopt(handle(), CURLOPT_FORBID_REUSE, 1L); }

void attempt::fail_with(trouble why) {
  if (!why_) why_ = std::move(why);
}

std::optional<trouble> attempt::trouble_of(CURLcode code) {
  if (why_) {
    why_->is_sent = is_sent_;
    return why_;
  }
  const bool has_enough = code == CURLE_WRITE_ERROR && verdict_ == verdict::discard;
  if (code == CURLE_OK && !has_head_)
    return trouble{.kind = trouble_kind::broken,
                   .text = to_text(plan_.to.origin) + " has sent no answer",
                   .is_sent = true};
  if (code == CURLE_OK || has_enough) return {};
  return to_trouble(code,
                    {handle(), plan_.by, plan_.to.origin, plan_.through, error_.data(), is_sent_, has_head_});
}

bool attempt::take_line(std::string_view line) {
  moved_ = actors::steady_clock();
  // What stands behind the body is not for anybody.
  if (has_head_) return true;
  phase_ = phase::receiving;
  head_bytes_ += line.size();
  if (head_bytes_ > plan_.sizes.head) {
    fail_with({.kind = trouble_kind::too_large,
               .text = "the head of the answer of " + to_text(plan_.to.origin) + " is longer than " +
                       std::to_string(plan_.sizes.head) + " bytes"});
    return false;
  }
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (const auto status = read_status_line(line)) {
    head_ = answer_head{*status, {}};
    return true;
  }
  if (line.empty()) return end_of_head();
  if (auto field = read_field(line); field && head_) head_->headers.push_back(std::move(*field));
  return true;
}

bool attempt::end_of_head() {
  if (!head_) return true;
  if (head_->status == 101) {
    fail_with(
        {.kind = trouble_kind::broken,
         .text = to_text(plan_.to.origin) + " changes to another protocol, which nobody has asked for"});
    return false;
  }
  if (head_->status < 200) return true;
  has_head_ = true;
  if (plan_.through != nullptr && head_->status == 407) {
    fail_with(proxy_wants_credentials(plan_.by, *plan_.through));
    return false;
  }
  std::uint64_t announced = 0;
  const auto length = head_->value("content-length");
  std::from_chars(length.data(), length.data() + length.size(), announced);
  verdict_ = owner_.on_head(std::move(*head_));
  if (verdict_ == verdict::deliver && announced > plan_.sizes.body && plan_.method != method::head) {
    fail_with(body_too_large(plan_.to.origin, plan_.sizes.body));
    return false;
  }
  return true;
}

bool attempt::take_piece(std::string_view bytes) {
  moved_ = actors::steady_clock();
  body_bytes_ += bytes.size();
  if (verdict_ == verdict::discard) return body_bytes_ <= most_discarded;
  if (body_bytes_ > plan_.sizes.body) {
    fail_with(body_too_large(plan_.to.origin, plan_.sizes.body));
    return false;
  }
  if (!bytes.empty()) owner_.on_piece(bytes);
  return true;
}

bool attempt::may_connect_to(const ip_address& address) {
  const auto& pinned = plan_.addresses;
  const auto& host = plan_.through != nullptr ? plan_.through->origin : plan_.to.origin;
  if (host.address ? *host.address == address
                   : std::find(pinned.begin(), pinned.end(), address) != pinned.end())
    return true;
  fail_with({.kind = trouble_kind::refused,
             .text = "a connection to an address was begun that was not checked",
             .refusal = refusal::address});
  return false;
}

bool attempt::before_request(std::string_view address) {
  // A kept connection is found by its host name alone, and another service, to which more is open, may have
  // made it.
  if (plan_.through == nullptr) {
    const auto remote = read_ip_address(address);
    auto why =
        remote ? check_address(plan_.by.rules, plan_.to.origin, *remote)
               : trouble{.kind = trouble_kind::internal, .text = "the address of a connection is not known"};
    if (why) {
      fail_with(std::move(*why));
      return false;
    }
  }
  is_sent_ = true;
  phase_ = phase::sent;
  moved_ = actors::steady_clock();
  return true;
}

void attempt::sent_so_far(std::int64_t bytes) {
  if (bytes == sent_) return;
  sent_ = bytes;
  moved_ = actors::steady_clock();
}

std::size_t attempt::header_callback(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& me = *static_cast<attempt*>(self);
  return guarded(me.why_, [&] { return me.take_line({data, size * count}); }) ? size * count : 0;
}

std::size_t attempt::write_callback(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& me = *static_cast<attempt*>(self);
  const bool goes_on = guarded(me.why_, [&] { return me.take_piece({data, size * count}); });
  return goes_on ? size * count : CURL_WRITEFUNC_ERROR;
}

curl_socket_t attempt::open_callback(void* self, curlsocktype, curl_sockaddr* to) noexcept {
  auto& me = *static_cast<attempt*>(self);
  const bool may = guarded(me.why_, [&] {
    const auto address = address_of(*to);
    return address && me.may_connect_to(*address);
  });
  return may ? ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol) : CURL_SOCKET_BAD;
}

int attempt::request_callback(void* self, char* remote, char*, int, int) noexcept {
  auto& me = *static_cast<attempt*>(self);
  return guarded(me.why_, [&] { return me.before_request(remote); }) ? CURL_PREREQFUNC_OK
                                                                     : CURL_PREREQFUNC_ABORT;
}

int attempt::progress_callback(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) noexcept {
  static_cast<attempt*>(self)->sent_so_far(sent);
  return 0;
}

}  // namespace fm::outbound
