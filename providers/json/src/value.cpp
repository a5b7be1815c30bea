#include "fm/json/value.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <limits>
#include <unordered_set>

namespace fm::json {

double value::number() const {
  if (const auto* i = std::get_if<std::int64_t>(&v_)) return static_cast<double>(*i);
  if (const auto* u = std::get_if<std::uint64_t>(&v_)) return static_cast<double>(*u);
  if (const auto* d = std::get_if<double>(&v_)) return *d;
  return 0;
}

bool value::integer(std::int64_t& out) const {
  if (const auto* i = std::get_if<std::int64_t>(&v_)) {
    out = *i;
    return true;
  }
  return false;
}

const value* value::find(std::string_view name) const {
  if (const auto* members = as_object())
    for (const auto& [key, v] : *members)
      if (key == name) return &v;
  return nullptr;
}

value& value::set(std::string name, value v) {
  if (is_null()) {
    // So many members still fit the allocator's cache of small blocks, and most objects have fewer.
    constexpr std::size_t usual_members = 14;
    v_ = object{};
    std::get<object>(v_).reserve(usual_members);
  }
  std::get<object>(v_).emplace_back(std::move(name), std::move(v));
  return *this;
}

value& value::push(value v) {
  if (is_null()) v_ = array{};
  std::get<array>(v_).push_back(std::move(v));
  return *this;
}

namespace {

/// Builds values from RapidJSON's events; refuses depth and duplicate names as it goes.
class builder {
 public:
  explicit builder(const limits& max) : max_(max) {}

  bool Null() { return put(value{}); }
  bool Bool(bool b) { return put(value{b}); }
  bool Int(int i) { return put(value{std::int64_t{i}}); }
  bool Uint(unsigned u) { return put(value{static_cast<std::int64_t>(u)}); }
  bool Int64(std::int64_t i) { return put(value{i}); }
  bool Uint64(std::uint64_t u) {
    if (u <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return put(value{static_cast<std::int64_t>(u)});
    return put(value{u});
  }
  bool Double(double d) { return put(value{d}); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* s, rapidjson::SizeType n, bool) { return put(value{std::string(s, n)}); }
  bool StartObject() { return open(value{object{}}); }
  bool StartArray() { return open(value{array{}}); }
  bool Key(const char* s, rapidjson::SizeType n, bool) {
    auto& top = stack_.back();
    top.name.assign(s, n);
    const auto& members = *top.container.as_object();
    bool known = false;
    if (members.size() < 16) {
      for (const auto& m : members) known = known || m.first == top.name;
    } else {
      if (top.names.empty())
        for (const auto& m : members) top.names.insert(m.first);
      known = !top.names.insert(top.name).second;
    }
    if (known) error_ = "the name \"" + top.name + "\" occurs twice in one object";
    return !known;
  }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  value take() { return std::move(root_); }
  const std::string& error() const { return error_; }

 private:
  struct level {
    value container;
    std::string name;
    std::unordered_set<std::string> names;
  };

  bool put(value v) {
    if (stack_.empty()) {
      root_ = std::move(v);
      return true;
    }
    auto& top = stack_.back();
    if (auto* list = top.container.as_array())
      list->push_back(std::move(v));
    else
      top.container.as_object()->emplace_back(std::move(top.name), std::move(v));
    return true;
  }
  bool open(value v) {
    if (stack_.size() >= max_.depth) {
      error_ = "nested deeper than " + std::to_string(max_.depth) + " levels";
      return false;
    }
    stack_.push_back({std::move(v), {}, {}});
    return true;
  }
  bool close() {
    auto done = std::move(stack_.back().container);
    stack_.pop_back();
    return put(std::move(done));
  }

  limits max_;
  std::vector<level> stack_;
  value root_;
  std::string error_;
};

}  // namespace

parsed parse(std::string_view text, const limits& max) {
  if (text.size() > max.bytes) return {{}, "longer than " + std::to_string(max.bytes) + " bytes", max.bytes};
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                             rapidjson::kParseFullPrecisionFlag;
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::Reader reader;
  builder build(max);
  auto result = reader.Parse<flags>(bytes, build);
  if (result.IsError()) {
    auto why = build.error();
    if (why.empty()) why = rapidjson::GetParseError_En(result.Code());
    return {{}, why, result.Offset()};
  }
  return {build.take(), {}, 0};
}

}  // namespace fm::json
