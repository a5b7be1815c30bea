#include "fm/json/texts.hpp"

#include "fm/json/value.hpp"

namespace fm::json {

std::string write_texts(const std::vector<std::string>& texts) {
  array all;
  for (const auto& t : texts) all.emplace_back(t);
  return write(value(std::move(all)));
}

std::vector<std::string> read_texts(std::string_view text) {
  std::vector<std::string> out;
  auto read = parse(text);
  if (const auto* all = read.root.as_array())
    for (const auto& element : *all)
      if (const auto* s = element.as_string()) out.push_back(*s);
  return out;
}

}  // namespace fm::json
