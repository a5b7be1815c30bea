#include <fm/http/route.hpp>

#include <set>
#include <string_view>

namespace fm::http {

namespace {

constexpr std::string_view mount = "/api/v1";

bool is_v1(const std::string& pattern) { return pattern == mount || pattern.starts_with("/api/v1/"); }

}  // namespace

void add_v1(std::vector<route_table>& tables) {
  std::set<std::pair<method, std::string>> own;
  for (auto& table : tables)
    for (auto& row : table)
      if (is_v1(row.pattern)) {
        if (row.speaks == dialect::root) row.speaks = dialect::v1;
        own.emplace(row.verb, row.pattern);
      }
  route_table twins;
  for (const auto& table : tables)
    for (const auto& row : table) {
      // What stands below /v1 is a mount of the clients, not of the contract; pages are none of it.
      if (row.is_page || is_v1(row.pattern) || row.pattern.starts_with("/v1/")) continue;
      auto twin = row;
      twin.pattern = std::string(mount) + (row.pattern == "/" ? "" : row.pattern);
      if (own.contains({twin.verb, twin.pattern})) continue;
      twin.operation += "V1";
      twin.speaks = dialect::v1;
      twins.push_back(std::move(twin));
    }
  tables.push_back(std::move(twins));
}

}  // namespace fm::http
