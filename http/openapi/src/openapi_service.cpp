#include "fm/http/openapi.hpp"
#include "yaml_text.hpp"

#include <fm/crypto/hash.hpp>
#include <fm/http/growth.hpp>

#include <utility>

namespace fm::http {

void openapi_service::describe(std::span<const route_table> tables) {
  rows_.clear();
  for (const auto& table : tables)
    for (const auto& row : table)
      if (row.listed)
        rows_.push_back({row.verb, row.pattern, row.operation, row.needs, row.takes, row.counts, row.speaks,
                         row.for_people, row.guards_origin,
                         adds_to_storage(row.verb, row.counts, row.operation)});
}

void openapi_service::build() {
  auto built = build_openapi(rows_, own_openapi_parts(), version_);
  auto fresh = std::make_shared<served>();
  fresh->json = json::write(built.root);
  fresh->yaml = yaml_text(built.root);
  fresh->tag = '"' + crypto::hex(crypto::sha256(fresh->json)).substr(0, 32) + '"';
  fresh->differences = std::move(built.differences);
  fresh->operations = built.operations;
  current_ = std::move(fresh);
}

void openapi_service::refresh() {
  std::lock_guard lock(mutex_);
  build();
}

std::shared_ptr<const openapi_service::served> openapi_service::current() {
  std::lock_guard lock(mutex_);
  if (!current_) build();
  return current_;
}

}  // namespace fm::http
