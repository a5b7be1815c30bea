#include "core.hpp"
#include "response_text.hpp"

#include <fm/actors/exception.hpp>
#include <fm/actors/lane.hpp>
#include <fm/actors/log.hpp>
#include <fm/http/growth.hpp>
#include <fm/http/multipart.hpp>
#include <fm/http/negotiation.hpp>
#include <fm/http/problem.hpp>
#include <fm/http/text.hpp>
#include <fm/providers/network_of.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <utility>

namespace fm::http {

namespace {

/// In the order of `budget`.
constexpr std::array<std::string_view, rate_limit::budgets> budget_names{"reads", "writes", "turns"};

constexpr micros answer_grace = 5 * second;

constexpr std::string_view verb_text(method m) {
  constexpr std::array<std::string_view, 7> names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return names[static_cast<std::size_t>(m)];
}

/// An id that a client may choose: nothing that could confuse a log.
bool is_sane_id(std::string_view id) {
  if (id.empty() || id.size() > 128) return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

/// A UUID of version 7: by time, then random.
std::string make_id(micros now, std::mt19937_64& random) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto ms = static_cast<std::uint64_t>(now / millisecond);
  const auto a = random(), b = random();
  std::uint64_t high = ms << 16 | 0x7000u | (a & 0xFFFu);
  std::uint64_t low = (b & 0x3FFFFFFFFFFFFFFFull) | 0x8000000000000000ull;
  std::string out(36, '-');
  auto put = [&out](std::size_t at, std::uint64_t bits, int n) {
    for (int i = n - 1; i >= 0; --i, bits >>= 4) out[at + static_cast<std::size_t>(i)] = digits[bits & 15u];
  };
  put(0, high >> 32, 8), put(9, high >> 16, 4), put(14, high, 4), put(19, low >> 48, 4), put(24, low, 12);
  return out;
}

/// An address as it is compared, also with a port as some proxies write it; empty for what is none.
std::string address_of(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() > longest) return {};
  std::string host(text);
  if (host.starts_with('['))
    host = host.substr(1, std::min(host.find(']'), host.size()) - 1);
  else if (std::count(host.begin(), host.end(), ':') == 1)
    host.erase(host.find(':'));
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  for (int family : {AF_INET, AF_INET6})
    if (::inet_pton(family, host.c_str(), bytes.data()) == 1)
      return ::inet_ntop(family, bytes.data(), out.data(), out.size());
  return {};
}

/// The address that the nearest proxy which is not ours names, else the peer's own.
void find_remote(incoming& r, const std::vector<std::string>& proxies) {
  auto is_ours = [&proxies](std::string_view a) {
    return std::find(proxies.begin(), proxies.end(), a) != proxies.end();
  };
  if (proxies.empty() || !is_ours(r.remote)) return;
  r.by_proxy = true;
  for (auto list = r.field(known_field::forwarded_for); !list.empty();) {
    const auto comma = list.rfind(',');
    const auto last = trimmed(comma == std::string_view::npos ? list : list.substr(comma + 1));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    auto address = address_of(last);
    if (address.empty()) return;
    r.remote = std::move(address);
    if (!is_ours(r.remote)) return;
  }
}

std::string_view bearer_of(std::string_view field) {
  constexpr std::string_view scheme = "bearer ";
  if (field.size() <= scheme.size() || !same_word(field.substr(0, scheme.size()), scheme)) return {};
  return trimmed(field.substr(scheme.size()));
}

bool is_json(std::string_view content_type) {
  const auto type = trimmed(content_type.substr(0, content_type.find(';')));
  return same_word(type, "application/json") ||
         (type.size() > 17 && same_word(type.substr(0, 12), "application/") &&
          same_word(type.substr(type.size() - 5), "+json"));
}

response too_many(const rate_limit::verdict& v, std::uint32_t limit) {
  auto r = problem(fail(ec::rate_limited,
                        "too many requests: at most " + std::to_string(limit) + " a minute are allowed",
                        v.retry_after));
  r.header("X-RateLimit-Limit", std::to_string(limit))
      .header("X-RateLimit-Remaining", std::to_string(v.remaining));
  return r;
}

/// Probes and scrapers reach a server by names of their own, such as that of a pod.
bool is_for_probes(std::string_view pattern) {
  constexpr std::string_view mount = "/api/v1";
  if (pattern.starts_with(mount)) pattern.remove_prefix(mount.size());
  return pattern == "/health" || pattern.starts_with("/health/") || pattern == "/metrics";
}

constexpr std::size_t most_shown = 100;  // of what a client has sent

}  // namespace

void gateway::core::count(const incoming& r, int status, std::uint64_t bytes, micros now) {
  const bool found = r.route < routes.size();
  auto& c = counters[found ? r.route : routes.size()];
  const auto took = std::max<micros>(0, actors::steady_clock() - r.began);
  c.requests.fetch_add(1, std::memory_order_relaxed);
  c.took.fetch_add(took, std::memory_order_relaxed);
  const auto slot = static_cast<std::size_t>(
      std::find(counted_statuses.begin(), counted_statuses.end(), status) - counted_statuses.begin());
  c.by_status[slot].fetch_add(1, std::memory_order_relaxed);
  if (!log || !actors::is_logged(actors::level::info)) return;
  access_log::entry e;
  e.time = now;
  e.method = r.verb_name;
  e.route = found ? std::string_view(routes[r.route].pattern) : std::string_view("-");
  e.id = r.id;
  if (r.who) e.user = r.who->user;
  e.remote = r.remote;
  e.status = status;
  e.bytes = bytes;
  e.took = took;
  log->add(e);
}

router::match gateway::core::find(incoming& r) const {
  auto m = paths.find(r.verb, r.path);
  if (r.verb != method::get && r.verb != method::head) return m;
  auto page = pages.find(r.verb, r.path);
  // A path that the pattern of a page fits only by chance has a row of its own: /cases/statistics.
  if (page.route == router::no_route ||
      (m.route != router::no_route && routes[m.route].pattern != routes[page.route].pattern))
    return m;
  r.is_shared = true;
  const bool opened = r.field(known_field::authorization).empty() && prefers_html(r.header("accept"));
  return opened ? page : m;
}

gateway::gateway(gateway_options options, std::vector<route_table> tables,
                 std::shared_ptr<providers::identity> who)
    : core_(std::make_shared<core>(std::move(options), std::move(who))) {
  for (auto& table : tables)
    for (auto& row : table) {
      (row.is_page ? core_->pages : core_->paths).add(row.verb, row.pattern, core_->routes.size());
      core_->adds.push_back(adds_to_storage(row.verb, row.counts, row.operation));
      core_->no_store.push_back(row.pattern.find("/auth/") != std::string::npos);
      core_->by_any_name.push_back(is_for_probes(row.pattern));
      core_->routes.push_back(std::move(row));
    }
  for (std::size_t i = 0; i <= core_->routes.size(); ++i) core_->counters.emplace_back();
}

gateway::~gateway() = default;

namespace {

/// What is said where no route serves the request.
response not_served(const incoming& r, const router& paths, const router::match& m, const cors& origins) {
  if (r.known_verb && r.verb == method::options && (m.allowed != 0 || r.path == "*")) {
    response x;
    x.status = 204;
    if (m.allowed != 0) x.header("Allow", allow_text(m.allowed));
    if (origins.allows(r.field(known_field::origin))) cors::describe(x);
    return x;
  }
  if (m.allowed != 0)
    return problem(405, std::string(r.verb_name) + " is not possible here; what is: " + allow_text(m.allowed))
        .header("Allow", allow_text(m.allowed));
  if (!r.known_verb) return problem(501, "the method " + std::string(r.verb_name) + " is not implemented");
  if (r.path.size() > 1 && r.path.ends_with('/') && !r.path.starts_with("//")) {
    const auto shorter = r.path.substr(0, r.path.size() - 1);
    if (paths.find(r.verb, shorter).allowed != 0) {
      response x;
      x.status = 307;
      x.header("Location", std::string(shorter) + std::string(r.target.substr(r.path.size())));
      return x;
    }
  }
  return problem(404, "not found: there is nothing at this path");
}

/// Fills in what the path and the query say; the refusal when they are malformed.
std::optional<response> decode(incoming& r, const router::match& m) {
  r.path_args.reserve(m.arg_count);
  for (std::size_t i = 0; i < m.arg_count; ++i) {
    auto arg = percent_decoded(m.args[i], false);
    if (!arg || !code_points(*arg))
      return problem(404, "not found: the path is not valid percent-encoded UTF-8");
    r.path_args.push_back(std::move(*arg));
  }
  if (r.path.size() == r.target.size()) return std::nullopt;
  auto query = r.target.substr(r.path.size() + 1);
  query = query.substr(0, query.find('#'));
  auto pairs = pairs_of(query);
  if (!pairs)
    return unprocessable(
        {{"query_invalid", {"query"}, "The query has a malformed percent sequence or too many fields"}});
  r.query = std::move(*pairs);
  return std::nullopt;
}

/// Which kind of body the route gets; the refusal when the content type fits none.
std::optional<response> plan_body(const incoming& r, const route& row, const gateway_options& o,
                                  body_plan& plan) {
  const auto type = r.field(known_field::content_type);
  const bool has_body = r.chunked || r.content_length > 0;
  plan.most_bytes = o.most_request_bytes;
  if (row.takes == body_kind::none || !has_body) return std::nullopt;
  if (row.takes != body_kind::form && (type.empty() || is_json(type))) {
    plan.what = body_plan::kind::memory;
    plan.most_bytes = std::min(o.most_request_bytes, o.most_json_bytes);
    return std::nullopt;
  }
  const auto bare = trimmed(type.substr(0, type.find(';')));
  const bool urlencoded = same_word(bare, "application/x-www-form-urlencoded");
  if (row.takes != body_kind::json && (urlencoded || same_word(bare, "multipart/form-data"))) {
    plan.what = body_plan::kind::form;
    plan.most_file_bytes = row.max_file_bytes != 0 ? row.max_file_bytes : o.most_file_bytes;
    plan.file_too_large_status = row.too_large_status;
    plan.spooled_fields = row.spooled_fields;
    if (urlencoded) return std::nullopt;
    auto boundary = multipart_boundary(type);
    if (!boundary)
      return unprocessable(
          {{"form_invalid", {"header", "content-type"}, "multipart/form-data needs a valid boundary"}});
    plan.boundary = std::move(*boundary);
    return std::nullopt;
  }
  const char* wanted = row.takes == body_kind::json   ? "application/json"
                       : row.takes == body_kind::form ? "multipart/form-data"
                                                      : "application/json or multipart/form-data";
  return problem(415, "the body should be " + std::string(wanted) +
                          (bare.empty() ? std::string() : ", not " + std::string(bare)));
}

}  // namespace

body_plan gateway::admit(incoming& r) {
  auto& c = *core_;
  body_plan plan;
  plan.most_bytes = c.options.most_request_bytes;
  const auto given_id = r.field(known_field::request_id);
  r.id = is_sane_id(given_id) ? std::string(given_id) : make_id(r.arrived, c.ids);
  r.scheme = c.options.scheme;
  find_remote(r, c.options.trusted_proxies);

  const auto m = c.find(r);
  r.route = r.known_verb ? m.route : router::no_route;
  if (r.route == router::no_route) {
    r.refused = not_served(r, c.paths, m, c.origins);
    return plan;
  }
  const auto& row = c.routes[r.route];
  r.speaks = row.speaks;
  r.answer_by = r.began + row.deadline + answer_grace;

  // Without Host (HTTP/1.0) nothing was named; browsers always name it.
  const auto name = r.called_name();
  if (!c.by_any_name[r.route] && (!name.empty() || !r.http_1_0) && name != c.served_name) {
    if (!c.names.include(name)) {
      r.refused = problem(421, "this server is not reached by the name " + printable_ascii(name, most_shown) +
                                   ": use its address, or list the name in FM_ALLOWED_HOSTS");
      return plan;
    }
    c.served_name = name;
  }
  std::optional<failure> stranger;
  const auto token = bearer_of(r.field(known_field::authorization));
  if (row.needs != access::open) {
    if (token.empty() && row.needs == access::optional) {
      // Served as nobody's request.
    } else if (token.empty()) {
      stranger = fail(ec::unauthenticated, "a bearer token is needed: send it as Authorization: Bearer ...");
    } else if (auto who = c.identity->verify(token, r.arrived)) {
      r.who = std::move(*who);
    } else {
      stranger = std::move(who.error());
    }
  }
  const auto origin = r.field(known_field::origin);
  if (row.guards_origin && !r.who && !origin.empty() && !c.origins.allows(origin) &&
      !is_origin_of(origin, name)) {
    r.refused = problem(fail(ec::forbidden, "pages of " + printable_ascii(origin, most_shown) +
                                                " may not do this: list their origin in CORS_ORIGINS"));
    r.refused->header("x-error-code", "ORIGIN_REFUSED");
    return plan;
  }
  if (c.options.rate_limits && row.counts != budget::free) {
    const auto which = static_cast<std::size_t>(row.counts);
    const auto v = c.limits.take(r.who ? r.who->user : providers::network_of(r.remote), which, r.began);
    r.quota = {budget_names[which], c.limits.per_minute(which), v.remaining, v.full_in};
    if (!v.allowed) {
      r.refused = too_many(v, c.limits.per_minute(which));
      return plan;
    }
  }
  if (stranger) {
    r.refused = problem(*stranger);
    return plan;
  }
  if (row.needs == access::admin &&
      std::find(r.who->roles.begin(), r.who->roles.end(), "admin") == r.who->roles.end()) {
    r.refused = problem(fail(ec::forbidden, "this needs the role admin"));
    return plan;
  }
  if (r.who && r.who->by_key &&
      (row.for_people ||
       (r.who->reads_only && (row.counts == budget::write || row.counts == budget::turn)))) {
    r.refused = problem(fail(ec::forbidden, row.for_people ? "an API key may not do this: sign in"
                                                           : "this API key may only read"));
    return plan;
  }
  if (c.open->load(std::memory_order_relaxed) >= c.options.most_open) {
    r.refused = problem(fail(ec::busy, "the server has too many open requests; try again later", 1));
    return plan;
  }
  if (c.adds[r.route] && c.options.room && !c.options.room->enough()) {
    r.refused = problem(fail(ec::storage_full, c.options.room->shortage()));
    return plan;
  }
  c.open->fetch_add(1, std::memory_order_relaxed);
  r.open = permit(c.open);
  r.refused = decode(r, m);
  if (!r.refused) r.refused = plan_body(r, row, c.options, plan);
  if (!r.refused && plan.what == body_plan::kind::form) r.refused = admit_upload(r);
  return plan;
}

std::optional<response> gateway::admit_upload(incoming& r) {
  auto& c = *core_;
  if (c.uploads->load(std::memory_order_relaxed) >= c.options.most_uploads)
    return problem(fail(ec::busy, "too many uploads at the same time; try again later", 1));
  if (c.options.rate_limits) {
    const auto too_many = [](const char* whose, std::size_t most) {
      return problem(fail(ec::rate_limited,
                          "too many uploads of " + std::string(whose) + " at the same time: at most " +
                              std::to_string(most) + " are allowed; try again when one has ended",
                          1));
    };
    if (r.who) {
      auto place = c.uploads_of_users.take(r.who->user, c.options.most_uploads_per_user);
      if (!place) return too_many("this user", c.options.most_uploads_per_user);
      r.upload_of_user = std::move(*place);
    }
    const auto& proxies = c.options.trusted_proxies;
    if (std::find(proxies.begin(), proxies.end(), r.remote) == proxies.end()) {
      auto place =
          c.uploads_of_addresses.take(providers::network_of(r.remote), c.options.most_uploads_per_address);
      if (!place) return too_many("this address", c.options.most_uploads_per_address);
      r.upload_of_address = std::move(*place);
    }
  }
  c.uploads->fetch_add(1, std::memory_order_relaxed);
  r.upload = permit(c.uploads);
  return std::nullopt;
}

void gateway::serve(std::shared_ptr<incoming> r, std::unique_ptr<wire> out) {
  actors::lane::turn turn;
  auto& c = *core_;
  // Refused by the server before the gateway saw it.
  if (r->id.empty()) {
    if (r->arrived == 0) {
      r->arrived = actors::wall_clock();
      r->began = actors::steady_clock();
    }
    r->id = make_id(r->arrived, c.ids);
    r->route = router::no_route;
  }
  auto answer = make_responder(core_, r, std::move(out));
  if (r->refused) {
    answer->send(std::move(*r->refused));
    return;
  }
  const auto& row = c.routes[r->route];
  exchange x;
  x.out = answer;
  x.who = r->who;
  x.ctx.request_id = r->id;
  if (r->who) {
    x.ctx.user = r->who->user;
    x.ctx.roles = r->who->roles;
  }
  x.ctx.time = r->arrived;
  x.ctx.deadline = r->began + row.deadline;
  x.ctx.seed = c.ids();
  x.request = std::move(r);
  const auto request = x.request;
  try {
    row.serve(std::move(x));
  } catch (...) {
    auto why = failure_of_exception();
    if (why.code == ec::internal) {
      actors::log(actors::level::error, "a route has thrown",
                  {{"operation", row.operation}, {"why", why.text}, {"id", request->id}});
      why.text.clear();  // for us, not for strangers
    }
    answer->send(problem(why));
  }
}

namespace {

response last_answer(int status, std::string_view detail) {
  auto x = problem(status, std::string(detail));
  if (status == 429 || status == 503) x.header("Retry-After", "1");
  return x;
}

}  // namespace

std::string gateway::last_words(int status, std::string_view detail, std::string_view remote) {
  incoming nobody;
  nobody.verb_name = "-";
  nobody.id = "-";
  nobody.remote = remote;
  nobody.route = router::no_route;
  const auto now = nobody.arrived = actors::wall_clock();
  nobody.began = actors::steady_clock();
  auto x = last_answer(status, detail);
  core_->count(nobody, status, x.body.size(), now);
  return last_response_text(x, now);
}

std::string gateway::refusal(int status, std::string_view detail) {
  return last_response_text(last_answer(status, detail), actors::wall_clock());
}

std::vector<route_figures> gateway::figures() const {
  std::vector<route_figures> out;
  for (std::size_t i = 0; i < core_->counters.size(); ++i) {
    const auto& c = core_->counters[i];
    route_figures f;
    if (i < core_->routes.size()) {
      const auto& row = core_->routes[i];
      f.method = verb_text(row.verb);
      f.pattern = row.pattern;
      f.operation = row.operation;
    }
    f.requests = c.requests.load(std::memory_order_relaxed);
    f.took = c.took.load(std::memory_order_relaxed);
    for (std::size_t s = 0; s < c.by_status.size(); ++s)
      if (const auto n = c.by_status[s].load(std::memory_order_relaxed); n > 0)
        f.by_status.emplace_back(s < counted_statuses.size() ? counted_statuses[s] : 0, n);
    out.push_back(std::move(f));
  }
  return out;
}

std::size_t gateway::open_requests() const { return core_->open->load(std::memory_order_relaxed); }

}  // namespace fm::http
