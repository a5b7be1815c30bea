#include "cases/case_data.hpp"

#include "cases/case_metadata.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace fm::cases {

namespace {

constexpr std::string_view prefix = "data_";
constexpr const char* counter = "data_counter";

json::object items_of(const case_record& c) {
  auto read = json::parse(c.context.empty() ? "{}" : c.context);
  if (auto* items = read.root.as_object()) return std::move(*items);
  return {};
}

/// The number of `data_<n>`; 0 for another key.
std::int64_t number_of(std::string_view key) {
  std::int64_t n = 0;
  if (!key.starts_with(prefix)) return 0;
  key.remove_prefix(prefix.size());
  const auto read = std::from_chars(key.data(), key.data() + key.size(), n);
  return read.ec == std::errc() && read.ptr == key.data() + key.size() ? n : 0;
}

}  // namespace

std::string add_data_item(case_record& c, json::value v) {
  auto items = items_of(c);
  case_metadata metadata(c.metadata);
  std::int64_t last = 0;
  if (const auto* used = metadata.find(counter)) used->integer(last);
  for (const auto& [key, value] : items) last = std::max(last, number_of(key));
  ++last;
  auto key = std::string(prefix) + std::to_string(last);
  items.emplace_back(key, std::move(v));
  metadata.set(counter, last);
  c.metadata = metadata.text();
  c.context = json::write(json::value(std::move(items)));
  return key;
}

bool remove_data_item(case_record& c, std::string_view key) {
  auto items = items_of(c);
  const auto n = std::erase_if(items, [&](const json::member& m) { return m.first == key; });
  if (n == 0) return false;
  // Its number stays used, also when it was never counted.
  case_metadata metadata(c.metadata);
  std::int64_t last = 0;
  if (const auto* used = metadata.find(counter)) used->integer(last);
  metadata.set(counter, std::max(last, number_of(key)));
  c.metadata = metadata.text();
  c.context = json::write(json::value(std::move(items)));
  return true;
}

}  // namespace fm::cases
