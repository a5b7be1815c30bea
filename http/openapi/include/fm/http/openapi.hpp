#pragma once
// The OpenAPI document, joined from the route tables and from what our own parts say about each operation.
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

/// What the document needs to know of a row.
struct operation_row {
  method verb = method::get;
  std::string pattern, operation;
  access needs = access::bearer;
  body_kind takes = body_kind::none;
  budget counts = budget::read;
  dialect speaks = dialect::root;
  bool for_people = false;
  bool guards_origin = false;
  bool adds = false;  ///< to what is stored: refused while the disk is nearly full
};

/// YAML text with `paths` and `components`, or with the head of the document.
struct openapi_part {
  std::string_view name, text;
};
/// The parts that this program carries.
std::span<const openapi_part> own_openapi_parts();

struct openapi_document {
  json::value root;
  /// Sentences, one for each place where the parts and the tables do not say the same.
  std::vector<std::string> differences;
  std::size_t operations = 0;
};

/// Joins tables and parts (OpenAPI 3.1.0). An operation below `/api/v1` that no part describes is the twin of
/// the one at the root.
openapi_document build_openapi(std::span<const operation_row> rows, std::span<const openapi_part> parts,
                               std::string_view version);

/// The document that is served: built at its first use, and by `refresh`. Thread-safe.
class openapi_service {
 public:
  explicit openapi_service(std::string version) : version_(std::move(version)) {}
  /// The tables to describe; before the first use.
  void describe(std::span<const route_table> tables);
  void refresh();
  struct served {
    std::string json, yaml, tag;  ///< `tag` is an entity tag over the content
    std::vector<std::string> differences;
    std::size_t operations = 0;
  };
  /// Waits while it is being built; never null.
  std::shared_ptr<const served> current();
  const std::string& version() const { return version_; }

 private:
  const std::string version_;
  std::vector<operation_row> rows_;
  void build();

  std::mutex mutex_;
  std::shared_ptr<const served> current_;
};

/// `/openapi.json`, `/openapi.yaml`, `/admin/refresh-openapi`, `/admin/openapi-health`.
route_table openapi_routes(std::shared_ptr<openapi_service> service);

}  // namespace fm::http
