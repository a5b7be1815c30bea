#include <fm/http/fields.hpp>
#include <fm/http/text.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace fm::http {

namespace {

using locator = std::vector<std::string>;

void add_to(std::vector<issue>& issues, const locator& loc, std::string type, std::string_view name,
            std::string msg) {
  issue found{std::move(type), loc, std::move(msg)};
  if (!name.empty()) found.loc.emplace_back(name);
  issues.push_back(std::move(found));
}

std::string joined(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += '\'';
    out += words[i];
    out += '\'';
  }
  return out;
}

std::string number_text(double d) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, d).ptr;
  return {digits, end};
}

/// What is wrong with a text; empty when nothing is.
struct text_fault {
  std::string type, msg;
};
text_fault check_text(std::string_view text, const text_rule& rule) {
  const auto n = code_points(text);
  if (!n) return {"string_unicode", "Text should be valid UTF-8"};
  if (text.find('\0') != std::string_view::npos)
    return {"string_nul", "Text should not contain the character NUL"};
  if (*n < rule.min)
    return {"string_too_short", "String should have at least " + std::to_string(rule.min) +
                                    (rule.min == 1 ? " character" : " characters")};
  if (*n > rule.max)
    return {"string_too_long", "String should have at most " + std::to_string(rule.max) + " characters"};
  return {};
}

text_fault check_word(std::string_view word, std::span<const std::string_view> words) {
  if (std::find(words.begin(), words.end(), word) != words.end()) return {};
  return {"enum", "Input should be " + joined(words)};
}

template <class N, class Rule>
text_fault check_range(N n, const Rule& rule, std::string (*print)(N)) {
  if (n < rule.min) return {"greater_than_equal", "Input should be at least " + print(rule.min)};
  if (n > rule.max) return {"less_than_equal", "Input should be at most " + print(rule.max)};
  return {};
}
std::string print_integer(std::int64_t n) { return std::to_string(n); }

/// The last value of that name in a list of pairs.
const std::string* last_of(const std::vector<std::pair<std::string, std::string>>& pairs,
                           std::string_view name) {
  for (auto it = pairs.rbegin(); it != pairs.rend(); ++it)
    if (it->first == name) return &it->second;
  return nullptr;
}

constexpr const char* missing = "Field required";

}  // namespace

// -- the body as a JSON object ---------------------------------------------------------------------------

fields::fields(const request& r, bool may_be_empty) : null_is_absent_(r.speaks != dialect::root) {
  if (r.body.empty() && may_be_empty) {
    root_ = json::object{};
    return;
  }
  if (r.body.empty()) {
    add_to(own_, loc_, "missing", "", "A JSON object is required as the body");
    return;
  }
  auto read = json::parse(r.body);
  if (!read) {
    add_to(own_, loc_, "json_invalid", "",
           "The body is not valid JSON: " + read.error + " (at byte " + std::to_string(read.offset) + ")");
    return;
  }
  if (read.root.as_object() == nullptr) {
    add_to(own_, loc_, "dict_type", "", "The body should be a JSON object");
    return;
  }
  root_ = std::move(read.root);
}

fields::fields(const json::value& object, std::vector<std::string> loc, std::vector<issue>& issues)
    : loc_(std::move(loc)), shared_(&issues) {
  if (object.as_object() != nullptr)
    root_ = object;
  else
    add_to(issues, loc_, "dict_type", "", "Input should be an object");
}

const json::value* fields::raw(std::string_view name) const { return root_.find(name); }

void fields::only(std::span<const std::string_view> names) {
  const auto* members = root_.as_object();
  if (!members) return;
  for (const auto& [name, value] : *members)
    if (std::find(names.begin(), names.end(), name) == names.end())
      add("extra_forbidden", name, "there is no such field");
}

void fields::add(std::string type, std::string_view name, std::string msg) {
  add_to(shared_ ? *shared_ : own_, loc_, std::move(type), name, std::move(msg));
}

const json::value* fields::present(std::string_view name, bool required, bool nullable) {
  // What is no object has been said already; its fields are not missing one by one.
  if (root_.as_object() == nullptr) return nullptr;
  const auto* v = raw(name);
  const bool absent = v == nullptr || (v->is_null() && (nullable || null_is_absent_) && !required);
  if (!absent) return v;
  if (required) add("missing", name, missing);
  return nullptr;
}

std::optional<std::string> fields::text(std::string_view name, const text_rule& rule) {
  const auto* v = present(name, rule.required, rule.nullable);
  if (v == nullptr) return std::nullopt;
  const auto* s = v->as_string();
  if (s == nullptr) {
    add("string_type", name, "Input should be a string");
    return std::nullopt;
  }
  auto fault = check_text(*s, rule);
  if (fault.type.empty()) return *s;
  add(std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<std::string> fields::word(std::string_view name, std::span<const std::string_view> words,
                                        bool required) {
  auto s = text(name, {.required = required});
  if (!s) return std::nullopt;
  auto fault = check_word(*s, words);
  if (fault.type.empty()) return s;
  add(std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<std::int64_t> fields::integer(std::string_view name, const integer_rule& rule) {
  const auto* v = present(name, rule.required, rule.nullable);
  if (v == nullptr) return std::nullopt;
  std::int64_t n = 0;
  if (!v->integer(n)) {
    add("int_type", name, "Input should be an integer");
    return std::nullopt;
  }
  auto fault = check_range(n, rule, print_integer);
  if (fault.type.empty()) return n;
  add(std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<double> fields::number(std::string_view name, const number_rule& rule) {
  const auto* v = present(name, rule.required, rule.nullable);
  if (v == nullptr) return std::nullopt;
  if (!v->is_number()) {
    add("float_type", name, "Input should be a number");
    return std::nullopt;
  }
  auto fault = check_range(v->number(), rule, number_text);
  if (fault.type.empty()) return v->number();
  add(std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<bool> fields::flag(std::string_view name, bool required) {
  const auto* v = present(name, required, true);
  if (v == nullptr) return std::nullopt;
  if (const auto* b = v->as_bool()) return *b;
  add("bool_type", name, "Input should be true or false");
  return std::nullopt;
}

std::optional<std::vector<std::string>> fields::texts(std::string_view name, std::size_t most,
                                                      std::size_t longest) {
  const auto* v = present(name, false, true);
  if (v == nullptr) return std::nullopt;
  const auto* list = v->as_array();
  if (list == nullptr) {
    add("list_type", name, "Input should be an array");
    return std::nullopt;
  }
  if (list->size() > most) {
    add("too_long", name, "List should have at most " + std::to_string(most) + " items");
    return std::nullopt;
  }
  std::vector<std::string> out;
  bool fine = true;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* s = (*list)[i].as_string();
    auto fault = s == nullptr ? text_fault{"string_type", "Input should be a string"}
                              : check_text(*s, {.max = longest});
    if (fault.type.empty()) {
      out.push_back(*s);
      continue;
    }
    fine = false;
    auto loc = loc_;
    loc.emplace_back(name);
    add_to(shared_ ? *shared_ : own_, loc, std::move(fault.type), std::to_string(i), std::move(fault.msg));
  }
  return fine ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> fields::object(std::string_view name, std::size_t most_bytes) {
  const auto* v = present(name, false, true);
  if (v == nullptr) return std::nullopt;
  if (v->as_object() == nullptr) {
    add("dict_type", name, "Input should be an object");
    return std::nullopt;
  }
  auto text = json::write(*v);
  if (text.size() <= most_bytes) return text;
  add("too_long", name, "Object should have at most " + std::to_string(most_bytes) + " bytes as JSON");
  return std::nullopt;
}

// -- the query -------------------------------------------------------------------------------------------

namespace {
const locator in_query{"query"}, in_body{"body"};
}

std::optional<std::string> query_fields::text(std::string_view name, const text_rule& rule) {
  const auto* s = last_of(request_.query, name);
  if (s == nullptr) {
    if (rule.required) add_to(issues_, in_query, "missing", name, missing);
    return std::nullopt;
  }
  auto fault = check_text(*s, rule);
  if (fault.type.empty()) return *s;
  add_to(issues_, in_query, std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<std::string> query_fields::word(std::string_view name,
                                              std::span<const std::string_view> words) {
  auto s = text(name);
  if (!s) return std::nullopt;
  auto fault = check_word(*s, words);
  if (fault.type.empty()) return s;
  add_to(issues_, in_query, std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<std::int64_t> query_fields::integer(std::string_view name, const integer_rule& rule) {
  auto s = text(name, {.required = rule.required});
  if (!s) return std::nullopt;
  std::int64_t n = 0;
  const auto read = std::from_chars(s->data(), s->data() + s->size(), n);
  text_fault fault{"int_parsing", "Input should be an integer"};
  if (read.ec == std::errc() && read.ptr == s->data() + s->size())
    fault = check_range(n, rule, print_integer);
  if (fault.type.empty()) return n;
  add_to(issues_, in_query, std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<bool> query_fields::flag(std::string_view name) {
  auto s = text(name);
  if (!s) return std::nullopt;
  for (auto yes : {"true", "1", "yes", "on"})
    if (same_word(*s, yes)) return true;
  for (auto no : {"false", "0", "no", "off"})
    if (same_word(*s, no)) return false;
  add_to(issues_, in_query, "bool_parsing", name, "Input should be true or false");
  return std::nullopt;
}

// -- a form ----------------------------------------------------------------------------------------------

std::optional<std::string> form_fields::text(std::string_view name, const text_rule& rule) {
  const auto* part = request_.part(name);
  if (part == nullptr || part->is_file) {
    if (part != nullptr)
      add("string_type", name, "Input should be text, not a file");
    else if (rule.required)
      add("missing", name, missing);
    return std::nullopt;
  }
  auto fault = check_text(part->value, rule);
  if (fault.type.empty()) return part->value;
  add(std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

std::optional<std::string> form_fields::word(std::string_view name, std::span<const std::string_view> words) {
  auto s = text(name);
  if (!s) return std::nullopt;
  auto fault = check_word(*s, words);
  if (fault.type.empty()) return s;
  add(std::move(fault.type), name, std::move(fault.msg));
  return std::nullopt;
}

const form_part* form_fields::file(std::string_view name) {
  const auto* part = request_.part(name);
  if (part != nullptr && part->is_file) return part;
  if (part == nullptr)
    add("missing", name, "A file is required in this part of the form");
  else
    add("file_type", name, "Input should be a file (with a file name), not text");
  return nullptr;
}

void form_fields::add(std::string type, std::string_view name, std::string msg) {
  add_to(issues_, in_body, std::move(type), name, std::move(msg));
}

}  // namespace fm::http
