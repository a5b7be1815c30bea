#include "fm/http/page_routes.hpp"
#include "packed_response.hpp"
#include "site_pack.hpp"

#include <fm/embedded/file.hpp>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fm {
std::span<const embedded_file> dashboard_files();
}

namespace fm::http {

namespace {

constexpr std::string_view entry_page = "index.html";
constexpr std::string_view assets = "assets/";

/// Nothing but what this server serves, and no script or style that stands in a page.
constexpr const char* dashboard_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src "
    "'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
constexpr const char* bare_policy =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

route page_row(std::string pattern, std::function<void(exchange)> serve) {
  std::string operation = "page " + pattern;
  return {.verb = method::get,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .needs = access::open,
          .is_page = true,
          .listed = false,
          .serve = std::move(serve)};
}

void guard(response& r, const char* policy) {
  r.header("Content-Security-Policy", policy)
      .header("Referrer-Policy", "no-referrer")
      .header("Cross-Origin-Opener-Policy", "same-origin")
      .header("Cache-Control", "no-cache");
}

/// Its name changes with its content, so it is never asked for again.
route asset_row(const packed_file& file) {
  return {.verb = method::get,
          .pattern = "/" + std::string(file.name),
          .operation = "asset " + std::string(file.name),
          .needs = access::open,
          .counts = budget::free,
          .listed = false,
          .serve = [file](exchange x) {
            auto r = packed_response(file, *x.request);
            r.header("Cache-Control", "public, max-age=31536000, immutable");
            x.out->send(std::move(r));
          }};
}

/// The page that says how to build the dashboard, for a program that was built without it.
std::function<void(exchange)> how_to_build(std::string_view page) {
  return [page](exchange x) {
    response r;
    r.content_type = "text/html; charset=utf-8";
    r.body = page;
    guard(r, bare_policy);
    x.out->send(std::move(r));
  };
}

}  // namespace

route_table dashboard_routes() {
  const auto embedded = dashboard_files();
  const auto files = files_of_pack(embedded[0].content);
  const auto entry =
      std::find_if(files.begin(), files.end(), [](const auto& f) { return f.name == entry_page; });
  std::function<void(exchange)> serve = how_to_build(embedded[1].content);
  if (entry != files.end())
    serve = [page = *entry](exchange x) {
      auto r = packed_response(page, *x.request);
      guard(r, dashboard_policy);
      x.out->send(std::move(r));
    };
  route_table rows;
  for (const char* pattern :
       {"/", "/sign-in", "/register", "/cases", "/cases/{case_id}", "/auth/authorize", "/account"})
    rows.push_back(page_row(pattern, serve));
  for (const auto& file : files)
    if (file.name.starts_with(assets)) rows.push_back(asset_row(file));
  return rows;
}

}  // namespace fm::http
