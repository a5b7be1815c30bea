#include "command_line.hpp"

#include <algorithm>
#include <cstdio>

namespace fm::program {

arguments parse_arguments(std::span<char* const> words, std::span<const option> known) {
  arguments out;
  bool only_operands = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (only_operands || word == "-" || word.empty() || word.front() != '-') {
      out.operands.emplace_back(word);
      continue;
    }
    if (word == "--") {
      only_operands = true;
      continue;
    }
    auto equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
    auto name = word.substr(0, equals);
    auto it = std::find_if(known.begin(), known.end(),
                           [&](const option& o) { return o.name == name || o.short_name == name; });
    if (it == known.end()) {
      out.error = "unknown option " + std::string(name);
      std::string closest;
      for (const auto& o : known)
        if (name.size() > 3 && o.name.starts_with(name)) closest = o.name;
      if (!closest.empty()) out.error += "; did you mean " + closest + "?";
      return out;
    }
    std::string value;
    if (it->takes_value) {
      if (equals != std::string_view::npos) {
        value = word.substr(equals + 1);
      } else if (i + 1 < words.size()) {
        value = words[++i];
      } else {
        out.error = std::string(it->name) + " needs a value";
        return out;
      }
    } else if (equals != std::string_view::npos) {
      out.error = std::string(it->name) + " takes no value";
      return out;
    }
    out.in_order.emplace_back(it->name, value);
    out.values[std::string(it->name)] = std::move(value);
  }
  return out;
}

void complain(std::string_view text) {
  std::fprintf(stderr, "faultmaven: %.*s\n", static_cast<int>(text.size()), text.data());
}

}  // namespace fm::program
