#include "curl_trouble.hpp"

#include <cstring>

namespace fm::outbound {

namespace {

std::string whom(const failed_attempt& of) { return of.by.name + " at " + to_text(of.to); }

/// "http://proxy.example.com:3128"
std::string at(const outbound::proxy& p) {
  return p.origin.scheme + "://" + p.origin.host + ':' + std::to_string(p.origin.port);
}

bool is_about_certificates(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return true;
    default:
      return false;
  }
}

bool is_about_tls(CURLcode code) {
  return is_about_certificates(code) || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CIPHER ||
         code == CURLE_SSL_ENGINE_NOTFOUND || code == CURLE_SSL_ENGINE_SETFAILED ||
         code == CURLE_SSL_ENGINE_INITFAILED || code == CURLE_USE_SSL_FAILED;
}

trouble tls_trouble(CURLcode code, const failed_attempt& of) {
  trouble out{.kind = trouble_kind::tls};
  out.text =
      whom(of) + " cannot be trusted: " + std::string(of.words.empty() ? curl_easy_strerror(code) : of.words);
  if (is_about_certificates(code))
    out.text +=
        of.by.ca_file.empty()
            ? "; if it has a certificate of an authority of your own, configure a file with that authority"
            : "; the authorities are those in " + of.by.ca_file;
  else
    out.text = "no TLS connection to " + whom(of) + ": " +
               std::string(of.words.empty() ? curl_easy_strerror(code) : of.words) +
               "; is it https that is spoken there, with TLS 1.2 or 1.3?";
  return out;
}

trouble connect_trouble(const failed_attempt& of) {
  long number = 0;
  curl_easy_getinfo(of.handle, CURLINFO_OS_ERRNO, &number);
  trouble out{.kind = trouble_kind::connect, .is_passing = true};
  const auto place = of.through != nullptr ? "the proxy " + at(*of.through) : whom(of);
  out.text = "no connection to " + place;
  if (number != 0) out.text += std::string(" (") + std::strerror(static_cast<int>(number)) + ")";
  out.text += ": does it run, and are host and port right?";
  return out;
}

trouble proxy_trouble(const failed_attempt& of, long status) {
  if (status == 407) return proxy_wants_credentials(of.by, *of.through);
  trouble out{.kind = trouble_kind::proxy, .is_passing = status >= 500};
  out.text = "the proxy " + at(*of.through) + " does not connect to " + whom(of);
  if (status != 0) out.text += " (it answers " + std::to_string(status) + ")";
  out.text += ": allow the host there, or take it out of what goes through the proxy";
  return out;
}

std::string broken_words(CURLcode code) {
  switch (code) {
    case CURLE_GOT_NOTHING:
      return "has closed the connection without an answer";
    case CURLE_PARTIAL_FILE:
      return "has closed the connection before its answer was complete";
    case CURLE_RECV_ERROR:
      return "has broken its answer off, or garbled it";
    case CURLE_SEND_ERROR:
      return "has closed the connection while the request was sent";
    case CURLE_BAD_CONTENT_ENCODING:
      return "has sent a body that is not compressed as it says";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "has sent something that is no HTTP";
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return "has broken off, or broken the rules of HTTP/2";
    default:
      return std::string("has failed (") + curl_easy_strerror(code) + ")";
  }
}

}  // namespace

trouble proxy_wants_credentials(const service&, const outbound::proxy& p) {
  return {.kind = trouble_kind::proxy,
          .text = "the proxy " + at(p) +
                  (p.user.expose().empty() ? " wants a user and a password: write them into "
                                             "its URL in the configuration"
                                           : " does not take the user and password of its "
                                             "URL in the configuration")};
}

trouble body_too_large(const origin& to, std::uint64_t most) {
  return {.kind = trouble_kind::too_large,
          .text = "the answer of " + to_text(to) + " is longer than the " + std::to_string(most) +
                  " bytes that are taken"};
}

trouble to_trouble(CURLcode code, const failed_attempt& of) {
  long connect_status = 0;
  curl_easy_getinfo(of.handle, CURLINFO_HTTP_CONNECTCODE, &connect_status);
  trouble out;
  if (of.through != nullptr && !of.is_sent &&
      (code == CURLE_PROXY || (connect_status != 0 && connect_status / 100 != 2)))
    out = proxy_trouble(of, connect_status);
  else if (is_about_tls(code))
    out = tls_trouble(code, of);
  else if (code == CURLE_COULDNT_CONNECT)
    out = connect_trouble(of);
  else if (code == CURLE_OUT_OF_MEMORY && of.is_sent && !of.has_head)
    // libcurl says so too when a line is longer than its own bound.
    out = {.kind = trouble_kind::too_large,
           .text = "the head of the answer of " + whom(of) + " has a line of more than 100 kB"};
  else if (code == CURLE_OUT_OF_MEMORY)
    out = {.kind = trouble_kind::internal, .text = "there is not enough memory for a request to " + whom(of)};
  else if (!of.is_sent && of.through != nullptr)
    out = proxy_trouble(of, 0);
  else
    out = {.kind = trouble_kind::broken, .text = whom(of) + ' ' + broken_words(code), .is_passing = true};
  out.is_sent = of.is_sent;
  return out;
}

}  // namespace fm::outbound
