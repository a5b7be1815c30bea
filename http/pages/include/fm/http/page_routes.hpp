#pragma once
// Pages that are files in the program.
#include <fm/http/route.hpp>

namespace fm::http {

/// `/docs` (Swagger UI), `/redoc` and the files that they load, below `/docs/assets`. They read
/// `/openapi.json` and nothing from elsewhere.
route_table page_routes();

/// The dashboard: one page for every path that it shows, and the files that it loads, below `/assets`. In a
/// program that was built without npm the page says how to build it.
route_table dashboard_routes();

}  // namespace fm::http
