#pragma once
// Pages that are files in the program.
#include <fm/http/route.hpp>

namespace fm::http {

/// `/docs` (Swagger UI), `/redoc` and the files that they load, below `/docs/assets`. They read
/// `/openapi.json` and nothing from elsewhere.
route_table page_routes();

}  // namespace fm::http
