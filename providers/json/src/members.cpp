#include "fm/json/members.hpp"

namespace fm::json {

std::string text_of(const value& of, std::string_view name) {
  const auto* found = of.find(name);
  const auto* text = found != nullptr ? found->as_string() : nullptr;
  return text != nullptr ? *text : std::string();
}

std::int64_t integer_of(const value& of, std::string_view name) {
  const auto* found = of.find(name);
  std::int64_t out = 0;
  return found != nullptr && found->integer(out) ? out : 0;
}

bool flag_of(const value& of, std::string_view name, bool otherwise) {
  const auto* found = of.find(name);
  const auto* flag = found != nullptr ? found->as_bool() : nullptr;
  return flag != nullptr ? *flag : otherwise;
}

const array& list_of(const value& of, std::string_view name) {
  static const array none;
  const auto* found = of.find(name);
  const auto* list = found != nullptr ? found->as_array() : nullptr;
  return list != nullptr ? *list : none;
}

}  // namespace fm::json
