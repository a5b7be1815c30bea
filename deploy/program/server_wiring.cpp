#include "server_wiring.hpp"

namespace fm::program {

namespace {

/// No module that signs anybody in is there, so nobody is known.
class nobody final : public providers::identity {
 public:
  outcome<std::shared_ptr<const providers::principal>> verify(std::string_view, micros) override {
    return fail(ec::unauthenticated, "the token is not valid");
  }
};

}  // namespace

outcome<server_parts> make_server_parts(const settings::set& s, const std::filesystem::path&) {
  server_parts parts;
  parts.health = std::make_shared<http::health_board>();
  parts.identity = std::make_shared<nobody>();
  parts.tables.push_back(http::health_routes(parts.health, FM_VERSION, s.text("ENVIRONMENT")));
  parts.prepare = [] { return outcome<done>(done{}); };
  parts.stop = [] { return true; };
  return parts;
}

}  // namespace fm::program
