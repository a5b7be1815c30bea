#pragma once
// RESTinio's parser callbacks, replaced: the head goes into one buffer, bodies where the service wants them,
// and what breaks a limit becomes an answer instead of a cut connection.
#include "connection.hpp"

#include <fm/http/problem.hpp>
#include <fm/http/text.hpp>

#include <chrono>

namespace fm::http {

/// Forwards to RESTinio's mapping. Being a type of our own, it selects our parser settings below.
struct method_mapper {
  static constexpr auto from_nodejs(int value) noexcept {
    return restinio::default_http_methods_t::from_nodejs(value);
  }
};

namespace parsing {

/// A body of a refused request that is read to its end rather than ending the connection.
constexpr std::uint64_t short_body = 64u << 10;

inline restinio::impl::http_parser_ctx_t& context(http_parser* p) {
  return *static_cast<restinio::impl::http_parser_ctx_t*>(p->data);
}

/// The message ends here, without the rest of it.
inline int end_early(connection& c, http_parser* p, response why) {
  c.reading->refused = std::move(why);
  c.reading->keep_alive = false;
  c.unread = true;
  c.form.reset();
  auto& ctx = context(p);
  ctx.m_message_complete = true;
  ctx.m_header.method(method_mapper::from_nodejs(static_cast<int>(p->method)));
  ctx.m_header.should_keep_alive(false);
  http_parser_pause(p, 1);
  return 0;
}

inline int end_in_head(connection& c, http_parser* p, int status, std::string text) {
  c.reading->head_is_complete(p->method);
  return end_early(c, p, problem(status, std::move(text)));
}

inline int message_begin(http_parser*) {
  auto& c = current::get();
  c.reading = std::make_shared<server_request>();
  constexpr std::size_t most_heads = 1'000;  // and what the allocator keeps for each thread
  c.reading->head_text.reserve(most_heads);
  c.reading->pieces.reserve(16);
  c.reading->remote = c.remote;
  c.in_value = true;
  c.body_bytes = 0;
  c.enter(phase::head);
  return 0;
}

inline int url(http_parser* p, const char* at, size_t n) {
  auto& c = current::get();
  auto& r = *c.reading;
  r.head_text.append(at, n);
  r.target_piece.size += static_cast<std::uint32_t>(n);
  if (r.target_piece.size <= c.on.options.most_target_bytes) return 0;
  return end_in_head(c, p, 414,
                     "the URL is longer than " + std::to_string(c.on.options.most_target_bytes) + " bytes");
}

inline int append_to_field(connection& c, http_parser* p, server_request::piece& to, const char* at,
                           size_t n) {
  const auto& o = c.on.options;
  auto& text = c.reading->head_text;
  text.append(at, n);
  to.size += static_cast<std::uint32_t>(n);
  if (to.size > o.most_field_bytes)
    return end_in_head(c, p, 431,
                       "a header field is longer than " + std::to_string(o.most_field_bytes) + " bytes");
  if (text.size() > o.most_head_bytes)
    return end_in_head(
        c, p, 431,
        "the header fields are longer than " + std::to_string(o.most_head_bytes) + " bytes together");
  return 0;
}

inline int header_field(http_parser* p, const char* at, size_t n) {
  auto& c = current::get();
  if (c.phase != phase::head) return 0;  // trailers of a chunked body mean nothing here
  auto& r = *c.reading;
  if (c.in_value) {
    if (r.pieces.size() == c.on.options.most_fields)
      return end_in_head(
          c, p, 431,
          "the request has more than " + std::to_string(c.on.options.most_fields) + " header fields");
    const auto here = static_cast<std::uint32_t>(r.head_text.size());
    r.pieces.push_back({{here, 0}, {here, 0}});
    c.in_value = false;
  }
  return append_to_field(c, p, r.pieces.back().first, at, n);
}

inline int header_value(http_parser* p, const char* at, size_t n) {
  auto& c = current::get();
  if (c.phase != phase::head) return 0;
  auto& value = c.reading->pieces.back().second;
  if (!c.in_value) {
    value.at = static_cast<std::uint32_t>(c.reading->head_text.size());
    c.in_value = true;
  }
  return append_to_field(c, p, value, at, n);
}

inline int headers_complete(http_parser* p) {
  auto& c = current::get();
  auto& r = *c.reading;
  r.head_is_complete(p->method);
  // Protocols to upgrade to are not offered: the request is an ordinary one.
  p->upgrade = 0;
  r.chunked = (p->flags & F_CHUNKED) != 0;
  r.content_length = r.chunked || p->content_length == ULLONG_MAX ? 0 : p->content_length;
  r.http_1_0 = p->http_minor == 0;
  r.arrived = actors::wall_clock();
  r.began = actors::steady_clock();
  const bool has_body = r.chunked || r.content_length > 0;
  const auto expect = r.field(known_field::expect);
  if (p->http_major != 1)
    r.refused = problem(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
  else if (!r.http_1_0 && r.field(known_field::host).data() == nullptr)
    r.refused = problem(400, "a request of HTTP/1.1 needs the header field Host");
  else if (!expect.empty() && !same_word(expect, "100-continue"))
    r.refused = problem(417, "the only expectation that is understood is 100-continue");
  else
    c.plan = c.on.service.admit(r);
  if (!r.refused && r.content_length > c.plan.most_bytes)
    r.refused = problem(413, "the request is too large: at most " + std::to_string(c.plan.most_bytes) +
                                 " bytes are accepted");
  context(p).m_leading_headers_completed = true;
  if (r.refused) {
    c.plan = {};
    c.plan.most_bytes = short_body;
    if (has_body && (r.chunked || r.content_length > short_body || !expect.empty())) {
      c.unread = true;
      r.keep_alive = false;
      return 1;  // no body: the message is complete
    }
  } else if (has_body) {
    if (c.plan.what == body_plan::kind::form)
      c.form = std::make_unique<form_reader>(c.on.options.spool_folder, c.on.options.most_form_parts, c.plan);
    else if (c.plan.what == body_plan::kind::memory)
      r.body_text.reserve(std::min(r.content_length, short_body));
    if (!expect.empty()) c.send_now("HTTP/1.1 100 Continue\r\n\r\n");
  }
  c.enter(phase::body);
  return 0;
}

inline int body(http_parser* p, const char* at, size_t n) {
  auto& c = current::get();
  auto& r = *c.reading;
  c.body_bytes += n;
  if (c.body_bytes > c.plan.most_bytes)
    return end_early(c, p,
                     problem(413, "the request is too large: at most " + std::to_string(c.plan.most_bytes) +
                                      " bytes are accepted"));
  if (c.form) {
    if (!c.form->feed({at, n})) return end_early(c, p, std::move(c.form->refusal()));
  } else if (c.plan.what == body_plan::kind::memory) {
    r.buffered = c.on.buffered;
    r.body_text.append(at, n);
    if (c.on.buffered->fetch_add(n, std::memory_order_relaxed) + n > c.on.options.most_buffered_bytes)
      return end_early(
          c, p, problem(fail(ec::busy, "too many large requests at the same time; try again later", 1)));
  }
  return 0;
}

inline int message_complete(http_parser* p) {
  auto& c = current::get();
  auto& r = *c.reading;
  if (auto form = std::exchange(c.form, nullptr)) {
    if (form->finish())
      r.form = form->take();
    else
      r.refused = std::move(form->refusal());
  }
  r.body = r.body_text;
  const int result = restinio::impl::restinio_message_complete_cb<method_mapper>(p);
  auto& header = context(p).m_header;
  if (c.unread || c.on.stopping) header.should_keep_alive(false);
  r.keep_alive = header.should_keep_alive();
  return result;
}

/// What a callback throws must not cross the parser, which is C, and is no fault of the request.
template <auto callback, class... Piece>
int guarded(http_parser* p, Piece... piece) {
  try {
    return callback(p, piece...);
  } catch (const std::exception&) {
    current::get().failed_inside = true;
    constexpr int stop = -1;
    return stop;
  }
}

}  // namespace parsing
}  // namespace fm::http

namespace restinio::impl {

template <>
inline http_parser_settings create_parser_settings<fm::http::method_mapper>() noexcept {
  http_parser_settings s;
  http_parser_settings_init(&s);
  using namespace fm::http;
  s.on_message_begin = parsing::guarded<parsing::message_begin>;
  s.on_url = parsing::guarded<parsing::url>;
  s.on_header_field = parsing::guarded<parsing::header_field>;
  s.on_header_value = parsing::guarded<parsing::header_value>;
  s.on_headers_complete = parsing::guarded<parsing::headers_complete>;
  s.on_body = parsing::guarded<parsing::body>;
  s.on_message_complete = parsing::guarded<parsing::message_complete>;
  return s;
}

/// sendfile(2) for our socket: a bounded amount in one go, so that a quick client keeps nobody waiting.
template <>
class sendfile_operation_runner_t<fm::http::edge_socket> final
    : public sendfile_operation_runner_base_t<fm::http::edge_socket> {
 public:
  using sendfile_operation_runner_base_t<fm::http::edge_socket>::sendfile_operation_runner_base_t;
  void start() override {
    if (m_socket.is_secure())
      next_secured();
    else
      next();
  }

 private:
  static constexpr file_size_t in_one_go = 1u << 20;

  /// The kernel cannot encrypt what it sends by itself, so the file goes by way of a buffer.
  void next_secured() {
    constexpr file_size_t piece = 64 * 1024;
    buffer_.resize(static_cast<std::size_t>(std::min(m_remained_size, piece)));
    const auto n = ::pread64(m_file_descriptor, buffer_.data(), buffer_.size(), m_next_write_offset);
    if (n <= 0) {
      wait(n == 0 ? asio_ns::error_code(asio_ns::error::eof)
                  : asio_ns::error_code(errno, asio_ns::error::get_system_category()));
      return;
    }
    m_next_write_offset += n;
    asio_ns::async_write(m_socket, asio_ns::buffer(buffer_.data(), static_cast<std::size_t>(n)),
                         [this, self = shared_from_this()](const asio_ns::error_code& ec, std::size_t sent) {
                           m_remained_size -= sent;
                           m_transfered_size += sent;
                           if (ec || m_remained_size == 0)
                             m_after_sendfile_cb(ec, m_transfered_size);
                           else
                             next_secured();
                         });
  }

  void next() {
    file_size_t sent = 0;
    while (m_remained_size > 0 && sent < in_one_go) {
      const auto n = ::sendfile64(m_socket.native_handle(), m_file_descriptor, &m_next_write_offset,
                                  std::min(m_remained_size, m_chunk_size));
      if (n > 0) {
        m_remained_size -= static_cast<file_size_t>(n);
        m_transfered_size += static_cast<file_size_t>(n);
        sent += static_cast<file_size_t>(n);
      } else if (n == 0) {  // the file has become shorter than what the head promised
        wait(asio_ns::error::eof);
        return;
      } else if (errno == EAGAIN) {
        break;
      } else if (errno != EINTR) {
        wait(asio_ns::error_code(errno, asio_ns::error::get_system_category()));
        return;
      }
    }
    wait({});
  }
  /// Goes on, or ends, when the socket can be written to: never within the call that started it.
  void wait(asio_ns::error_code outcome) {
    m_socket.async_writable([this, self = shared_from_this(), outcome](asio_ns::error_code ec) {
      if (outcome) ec = outcome;
      if (ec || m_remained_size == 0)
        m_after_sendfile_cb(ec, m_transfered_size);
      else
        next();
    });
  }

  std::string buffer_;
};

}  // namespace restinio::impl
