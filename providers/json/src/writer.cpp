#include "fm/json/value.hpp"

#include <fm/utf8/valid.hpp>
#include <fm/utf8/word.hpp>

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>
#include <cstdint>
#include <cstring>

namespace fm::json {

namespace {

constexpr bool needs_escape(std::uint64_t word) {
  return any_below(word, 0x20) || any_is(word, '"') || any_is(word, '\\');
}

bool needs_escape(const char* s, std::size_t n) {
  std::uint64_t word;
  if (n < sizeof word) {
    word = 0x2020202020202020u;
    std::memcpy(&word, s, n);
    return needs_escape(word);
  }
  for (std::size_t i = 0; i + sizeof word <= n; i += sizeof word) {
    std::memcpy(&word, s + i, sizeof word);
    if (needs_escape(word)) return true;
  }
  std::memcpy(&word, s + n - sizeof word, sizeof word);
  return needs_escape(word);
}

/// RapidJSON looks at each character of a text by itself; most texts can be copied whole.
class compact_writer : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using Writer::Writer;
  bool String(const char* s, rapidjson::SizeType n) {
    if (needs_escape(s, n)) return Writer::String(s, n);
    Prefix(rapidjson::kStringType);
    auto* out = os_->Push(n + std::size_t{2});
    *out = '"';
    std::memcpy(out + 1, s, n);
    out[n + 1] = '"';
    return true;
  }
  bool Key(const char* s, rapidjson::SizeType n) { return String(s, n); }
};

}  // namespace

/// Walks a value and feeds one of RapidJSON's writers. JSON has no infinity: null stands for it.
class writer {
 public:
  template <class Sink>
  static void put(Sink& out, const value& v) {
    struct {
      Sink& o;
      void operator()(std::monostate) { o.Null(); }
      void operator()(bool b) { o.Bool(b); }
      void operator()(std::int64_t i) { o.Int64(i); }
      void operator()(std::uint64_t u) { o.Uint64(u); }
      void operator()(double d) {
        if (std::isfinite(d))
          o.Double(d);
        else
          o.Null();
      }
      void operator()(const std::string& s) {
        o.String(s.data(), static_cast<rapidjson::SizeType>(s.size()));
      }
      void operator()(const array& a) {
        o.StartArray();
        for (const auto& e : a) put(o, e);
        o.EndArray();
      }
      void operator()(const object& members) {
        o.StartObject();
        for (const auto& [name, e] : members) {
          o.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
          put(o, e);
        }
        o.EndObject();
      }
    } walk{out};
    std::visit(walk, v.v_);
  }
};

std::string write(const value& v, bool pretty) {
  // Most values fit, and so much is taken from the allocator's quickest list.
  constexpr std::size_t first_capacity = 1'000;
  rapidjson::StringBuffer text(nullptr, first_capacity);
  if (pretty) {
    rapidjson::PrettyWriter<rapidjson::StringBuffer> out(text);
    out.SetIndent(' ', 2);
    writer::put(out, v);
  } else {
    compact_writer out(text);
    writer::put(out, v);
  }
  // File names, arguments and cuts of logs may be no UTF-8; JSON always is (RFC 8259, section 8.1). What
  // stands around a text is ASCII, so that no sequence goes on beyond it: the whole is looked at once.
  const std::string_view written(text.GetString(), text.GetSize());
  return first_invalid_byte(written) == written.size() ? std::string(written) : repaired_utf8(written);
}

}  // namespace fm::json
