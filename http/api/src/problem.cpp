#include <fm/http/problem.hpp>
#include <fm/json/value.hpp>
#include <fm/utf8/cut.hpp>

namespace fm::http {

namespace {

constexpr int status_of(ec code) {
  switch (code) {
    case ec::invalid:
      return 400;
    case ec::unauthenticated:
      return 401;
    case ec::forbidden:
      return 403;
    case ec::not_found:
      return 404;
    case ec::gone:
      return 410;
    case ec::conflict:
      return 409;
    case ec::too_large:
    case ec::quota_exhausted:
      return 413;
    case ec::unsupported:
      return 415;
    case ec::rate_limited:
      return 429;
    case ec::busy:
    case ec::unavailable:
    case ec::cancelled:
      return 503;
    case ec::timeout:
    case ec::stuck:
      return 504;
    case ec::storage_full:
      return 507;
    case ec::internal:
      return 500;
  }
  return 500;
}

/// What is said where a failure brings no sentence of its own.
constexpr std::string_view default_text(int status) {
  switch (status) {
    case 400:
      return "the request breaks a rule of the operation";
    case 401:
      return "a valid bearer token is needed";
    case 403:
      return "the caller may not do this";
    case 404:
      return "not found";
    case 409:
      return "the object has changed or exists already";
    case 410:
      return "what was stored is lost";
    case 413:
      return "the request is too large";
    case 415:
      return "this kind of content is not handled";
    case 429:
      return "too many requests; try again later";
    case 503:
      return "the server is busy; try again later";
    case 504:
      return "the operation did not end in time";
    case 507:
      return "there is not enough free space to store the result";
    default:
      return "internal error; the server's log says more under this request's id";
  }
}

/// Seconds after which a client may try again when the failure does not say it.
constexpr std::uint32_t default_retry = 1;
constexpr std::uint32_t full_disk_retry = 60;

}  // namespace

response problem(int status, std::string text) {
  response r;
  r.status = status;
  r.body = json::write(json::value().set("detail", std::move(text)));
  if (status == 401) r.header("WWW-Authenticate", "Bearer");
  return r;
}

response unknown_object(std::string_view what, std::string_view id) {
  constexpr std::size_t longest_id = 100;
  std::string text(what);
  text += ' ';
  text += first_bytes(id, longest_id);
  return problem(404, text + " not found");
}

response problem(const failure& why) {
  const int status = status_of(why.code);
  std::string text = status == 500 ? std::string() : why.text;
  if (text.empty()) text = default_text(status);
  if (status == 404 && text.find("not found") == std::string::npos) text += " (not found)";
  auto r = problem(status, std::move(text));
  auto wait = why.retry_after;
  if (wait == 0 && (status == 429 || status == 503)) wait = default_retry;
  if (wait == 0 && status == 507) wait = full_disk_retry;
  if (why.code == ec::quota_exhausted) r.header("x-error-code", "QUOTA_EXHAUSTED");
  if (wait != 0) r.header("Retry-After", std::to_string(wait));
  return r;
}

namespace {

json::array issues_json(const std::vector<issue>& issues) {
  json::array list;
  list.reserve(issues.size());
  for (const auto& i : issues) {
    json::array loc;
    for (const auto& step : i.loc) loc.emplace_back(step);
    list.push_back(json::value().set("type", i.type).set("loc", std::move(loc)).set("msg", i.msg));
  }
  return list;
}

/// "title: Field required; tags.0: Input should be a string"
std::string issues_text(const std::vector<issue>& issues) {
  std::string out;
  for (const auto& i : issues) {
    if (!out.empty()) out += "; ";
    // The first step says where (body, query); people care for the field.
    for (std::size_t step = 1; step < i.loc.size(); ++step) {
      if (step > 1) out += '.';
      out += i.loc[step];
    }
    if (i.loc.size() > 1) out += ": ";
    out += i.msg;
  }
  return out;
}

constexpr std::string_view v1_mount = "/api/v1";

}  // namespace

response unprocessable(const std::vector<issue>& issues) {
  response r;
  r.status = 422;
  r.body = json::write(json::value().set("detail", issues_json(issues)));
  r.issues = issues;
  return r;
}

void speak_v1(response& r, std::string_view base) {
  if (!r.issues.empty())
    r.body =
        json::write(json::value().set("detail", issues_text(r.issues)).set("errors", issues_json(r.issues)));
  for (auto& [name, value] : r.headers) {
    if (name != "Location" || !value.starts_with('/')) continue;
    const bool mounted = value.starts_with(v1_mount);
    value = std::string(base) + (mounted ? std::string() : std::string(v1_mount)) + value;
  }
}

namespace {

/// RFC 6749, sections 4.1.2.1 and 5.2, and RFC 6750, section 3.1.
constexpr const char* oauth_error(int status) {
  switch (status) {
    case 401:
      return "invalid_token";
    case 403:
      return "access_denied";
    case 429:
    case 503:
      return "temporarily_unavailable";
    default:
      return status >= 500 ? "server_error" : "invalid_request";
  }
}

}  // namespace

void speak_oauth(response& r) {
  if (r.status < 400) return;
  auto read = json::parse(r.body);
  const auto* detail = read.root.find("detail");
  if (detail == nullptr) return;
  if (r.status == 422) r.status = 400;
  const auto text = detail->as_string() != nullptr ? *detail->as_string() : issues_text(r.issues);
  r.body = json::write(json::value().set("error", oauth_error(r.status)).set("error_description", text));
}

}  // namespace fm::http
