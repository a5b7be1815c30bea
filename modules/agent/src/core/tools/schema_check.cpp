#include "tools/schema_check.hpp"

#include "agent/wording.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace fm::agent::tools {

namespace {

using path = std::vector<std::string>;

constexpr std::size_t longest_shown = 80;  // bytes of a value that a finding quotes
constexpr std::size_t most_findings = 50;
constexpr double exact = 9'007'199'254'740'992.0;  // 2^53: whole numbers below are what they seem

std::string word_of(const json::value& schema, std::string_view name) {
  const auto* found = schema.find(name);
  const auto* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? std::string() : *text;
}

std::optional<double> number_of(const json::value& schema, std::string_view name) {
  const auto* found = schema.find(name);
  if (found == nullptr || !found->is_number()) return {};
  return found->number();
}

std::string number_text(double n) {
  if (std::floor(n) == n && std::abs(n) < exact) return std::to_string(static_cast<std::int64_t>(n));
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
  return {digits, end};
}

std::string shown(const json::value& v) {
  auto text = json::write(v);
  const auto part = first_bytes(text, longest_shown);
  return part.size() == text.size() ? text : std::string(part) + "…";
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "'" : ", '") + w + "'";
  return out;
}

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

class checker {
 public:
  explicit checker(std::vector<tool_finding>& findings) : findings_(findings) {}

  /// The value in the type of its schema; null where it cannot be.
  json::value check(const json::value& schema, const json::value& given, const path& at) {
    const auto type = word_of(schema, "type");
    if (type == "object") return object(schema, given, at);
    if (type == "array") return array(schema, given, at);
    if (type == "integer" || type == "number") return number(schema, given, at, type == "integer");
    if (type == "boolean") return flag(given, at);
    return text(schema, given, at);
  }

  void add(const char* type, const path& at, std::string message) {
    if (findings_.size() < most_findings) findings_.push_back({type, at, std::move(message)});
  }

 private:
  json::value object(const json::value& schema, const json::value& given, const path& at) {
    json::value held;
    const json::value* from = &given;
    if (const auto* as_text = given.as_string()) {
      auto read = json::parse(*as_text);
      if (read && read.root.as_object() != nullptr) {
        held = std::move(read.root);
        from = &held;
      }
    }
    const auto* members = from->as_object();
    if (members == nullptr) {
      add("dict_type", at, "should be an object, not " + shown(given));
      return {};
    }
    static const json::value none(json::object{});
    const auto* properties = schema.find("properties");
    if (properties == nullptr) properties = &none;
    const auto needed = needed_of(schema);
    json::value out(json::object{});
    for (const auto& [name, value] : *members) {
      const auto* own = properties->find(name);
      auto inner = at;
      inner.push_back(std::string(first_bytes(name, longest_shown)));
      if (own == nullptr)
        unknown(*properties, inner);
      else if (!is_absent(*own, value, needed, name))
        out.set(name, check(*own, value, inner));
    }
    for (const auto& name : needed)
      if (out.find(name) == nullptr) {
        auto inner = at;
        inner.push_back(name);
        const auto* own = properties->find(name);
        add("missing", inner, "is required" + (own == nullptr ? "" : ": " + word_of(*own, "description")));
      }
    return out;
  }

  static std::vector<std::string> needed_of(const json::value& schema) {
    std::vector<std::string> out;
    const auto* list = schema.find("required");
    if (list == nullptr || list->as_array() == nullptr) return out;
    for (const auto& v : *list->as_array())
      if (const auto* name = v.as_string()) out.push_back(*name);
    return out;
  }

  static bool is_absent(const json::value& schema, const json::value& given,
                        const std::vector<std::string>& needed, std::string_view name) {
    if (given.is_null()) return true;
    if (std::find(needed.begin(), needed.end(), name) != needed.end()) return false;
    const auto* text = given.as_string();
    if (text != nullptr && text->empty()) return true;
    const auto* members = given.as_object();
    return members != nullptr && members->empty() && word_of(schema, "type") != "object";
  }

  void unknown(const json::value& properties, const path& at) {
    std::vector<std::string> names;
    for (const auto& [name, own] : *properties.as_object()) names.push_back(name);
    add("extra_forbidden", at, "there is no such argument; there are " + quoted_list(names));
  }

  json::value array(const json::value& schema, const json::value& given, const path& at) {
    const auto* all = given.as_array();
    const auto* items = schema.find("items");
    if (all == nullptr) {
      add("list_type", at, "should be a list, not " + shown(given));
      return {};
    }
    if (const auto most = number_of(schema, "maxItems"); most && static_cast<double>(all->size()) > *most) {
      add("too_long", at, "should have at most " + number_text(*most) + " elements");
      return {};
    }
    json::value out(json::array{});
    for (std::size_t i = 0; i < all->size(); ++i) {
      auto inner = at;
      inner.push_back(std::to_string(i));
      out.push(items == nullptr ? (*all)[i] : check(*items, (*all)[i], inner));
    }
    return out;
  }

  json::value number(const json::value& schema, const json::value& given, const path& at, bool whole) {
    json::value n = given;
    if (const auto* text = given.as_string()) {
      auto read = json::parse(*text);
      if (read && read.root.is_number()) n = std::move(read.root);
    }
    std::int64_t integer = 0;
    bool is_whole = n.integer(integer);
    if (!is_whole && n.is_number() && std::floor(n.number()) == n.number() && std::abs(n.number()) < exact) {
      integer = static_cast<std::int64_t>(n.number());
      is_whole = true;
    }
    const auto least = number_of(schema, "minimum");
    const auto most = number_of(schema, "maximum");
    std::string range;
    if (least && most) range = " from " + number_text(*least) + " to " + number_text(*most);
    if (least && !most) range = " of at least " + number_text(*least);
    if (!n.is_number() || (whole && !is_whole)) {
      add(whole ? "int_type" : "float_type", at,
          (whole ? "should be a whole number" : "should be a number") + range + ", not " + shown(given));
      return {};
    }
    const double value = whole ? static_cast<double>(integer) : n.number();
    if (least && value < *least) add("greater_than_equal", at, "should be a number" + range);
    if (most && value > *most) add("less_than_equal", at, "should be a number" + range);
    return whole ? json::value(integer) : n;
  }

  json::value flag(const json::value& given, const path& at) {
    if (given.as_bool() != nullptr) return given;
    const auto* text = given.as_string();
    const auto word = text == nullptr ? std::string() : lowered(*text);
    if (word == "true" || word == "false") return word == "true";
    add("bool_type", at, "should be true or false, not " + shown(given));
    return {};
  }

  json::value text(const json::value& schema, const json::value& given, const path& at) {
    const auto* said = given.as_string();
    if (said == nullptr) {
      add("string_type", at, "should be a text, not " + shown(given));
      return {};
    }
    if (const auto* words = schema.find("enum")) return word(*words, *said, at);
    const auto length = static_cast<double>(characters_of(*said));
    if (const auto least = number_of(schema, "minLength"); least && length < *least)
      add("string_too_short", at, "should have at least " + number_text(*least) + " characters");
    if (const auto most = number_of(schema, "maxLength"); most && length > *most)
      add("string_too_long", at, "should have at most " + number_text(*most) + " characters");
    return given;
  }

  json::value word(const json::value& words, const std::string& said, const path& at) {
    std::vector<std::string> all;
    for (const auto& w : *words.as_array())
      if (const auto* text = w.as_string()) all.push_back(*text);
    const auto meant = lowered(said);
    const std::string* found = nullptr;
    int alike = 0;
    constexpr std::size_t shortest = 3;  // of a word that is cut short
    for (const auto& w : all) {
      if (w == meant) return w;
      if (meant.size() >= shortest && w.starts_with(meant)) found = &w, ++alike;
    }
    if (alike == 1) return *found;
    add("enum", at, "should be one of " + quoted_list(all) + ", not " + shown(said));
    return {};
  }

  std::vector<tool_finding>& findings_;
};

}  // namespace

checked_arguments check_arguments(const json::value& schema, std::string_view text) {
  checked_arguments out;
  checker check(out.findings);
  if (text.size() > longest_arguments) {
    check.add("too_long", {},
              "the arguments have " + std::to_string(text.size()) + " bytes; at most " +
                  std::to_string(longest_arguments) + " are taken");
    return out;
  }
  json::value given(json::object{});
  if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    auto read = json::parse(text);
    if (!read) {
      check.add("json_invalid", {},
                "the arguments are not valid JSON: " + read.error + " (at byte " +
                    std::to_string(read.offset) + ")");
      return out;
    }
    if (!read.root.is_null()) given = std::move(read.root);
  }
  out.arguments = check.check(schema, given, {});
  return out;
}

}  // namespace fm::agent::tools
