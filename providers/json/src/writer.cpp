#include "fm/json/value.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

namespace fm::json {

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
  rapidjson::StringBuffer text;
  if (pretty) {
    rapidjson::PrettyWriter<rapidjson::StringBuffer> out(text);
    out.SetIndent(' ', 2);
    writer::put(out, v);
  } else {
    rapidjson::Writer<rapidjson::StringBuffer> out(text);
    writer::put(out, v);
  }
  return {text.GetString(), text.GetSize()};
}

}  // namespace fm::json
