#include "yaml_text.hpp"

#include <algorithm>
#include <charconv>

namespace fm::http {

namespace {

/// Members of another mapping, where this one has none of that name (a type of YAML 1.1 that everybody
/// reads).
constexpr const char* merge_key = "<<";

json::value plain_scalar(const std::string& text) {
  if (text == "true") return json::value(true);
  if (text == "false") return json::value(false);
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (auto r = std::from_chars(text.data(), end, whole); r.ec == std::errc() && r.ptr == end)
    return json::value(whole);
  double real = 0;
  if (auto r = std::from_chars(text.data(), end, real); r.ec == std::errc() && r.ptr == end)
    return json::value(real);
  return json::value(text);
}

/// Letters that begin a word which YAML can only read as text, and no sign of its own within.
bool reads_as_text(const std::string& text) {
  if (text.empty() || text.size() > 60 || text.back() == ' ') return false;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (!is_letter(text.front()) && text.front() != '/') return false;
  for (const char* word : {"true", "false", "null", "yes", "no", "on", "off", "True", "False", "Null", "Yes",
                           "No", "On", "Off", "y", "n", "Y", "N"})
    if (text == word) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == ' ' || c == '_' || c == '-' || c == '.' ||
           c == '/' || c == '$';
  });
}

void put(const json::value& v, std::size_t depth, std::string& out);

std::string scalar_text(const json::value& v) {
  const auto* text = v.as_string();
  return text != nullptr && reads_as_text(*text) ? *text : json::write(v);
}

bool is_block(const json::value& v) {
  const auto* list = v.as_array();
  const auto* members = v.as_object();
  return (list != nullptr && !list->empty()) || (members != nullptr && !members->empty());
}

void put_members(const json::object& members, std::size_t depth, bool first_is_placed, std::string& out) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0 || !first_is_placed) out.append(depth * 2, ' ');
    const auto& [name, value] = members[i];
    out += reads_as_text(name) ? name : json::write(json::value(name));
    out += ':';
    if (is_block(value)) {
      out += '\n';
      put(value, depth + 1, out);
    } else {
      out += ' ' + scalar_text(value) + '\n';
    }
  }
}

void put(const json::value& v, std::size_t depth, std::string& out) {
  if (const auto* members = v.as_object()) {
    put_members(*members, depth, false, out);
    return;
  }
  for (const auto& item : *v.as_array()) {
    out.append(depth * 2, ' ');
    out += "- ";
    const auto* members = item.as_object();
    if (!is_block(item)) {
      out += scalar_text(item) + '\n';
    } else if (members != nullptr) {
      put_members(*members, depth + 1, true, out);
    } else {
      out += '\n';
      put(item, depth + 1, out);
    }
  }
}

}  // namespace

json::value json_of(const yaml::node& n) {
  if (n.is_mapping()) {
    json::value out = json::object{};
    for (const auto& m : n.members)
      if (m.name != merge_key) out.set(m.name, json_of(m.value));
    for (const auto& m : n.members)
      if (m.name == merge_key)
        for (const auto& merged : m.value.members)
          if (out.find(merged.name) == nullptr) out.set(merged.name, json_of(merged.value));
    return out;
  }
  if (n.is_sequence()) {
    json::array items;
    for (const auto& item : n.items) items.push_back(json_of(item));
    return json::value(std::move(items));
  }
  if (n.quoted) return json::value(n.text);
  if (n.is_null()) return {};
  return plain_scalar(n.text);
}

std::string yaml_text(const json::value& v) {
  if (!is_block(v)) return scalar_text(v) + "\n";
  std::string out;
  put(v, 0, out);
  return out;
}

}  // namespace fm::http
