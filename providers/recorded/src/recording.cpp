#include "fm/recorded/recording.hpp"

#include <fm/crypto/hash.hpp>
#include <fm/json/value.hpp>

#include <utility>

namespace fm::recorded {

namespace {

using providers::model_answer;
using providers::model_trouble;
using providers::stop_reason;

constexpr std::string_view format = "faultmaven.recording/1";
constexpr std::size_t most_bytes = 64u << 20;
constexpr std::size_t most_calls = 1'000;

std::string_view word_of(providers::speaker s) {
  constexpr std::string_view words[] = {"system", "user", "assistant", "tool"};
  return words[static_cast<std::size_t>(s)];
}

/// The enumerator of a word; false when it has none.
template <class E>
bool read_word(std::string_view word, E last, E& out) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i)
    if (providers::to_string(static_cast<E>(i)) == word) {
      out = static_cast<E>(i);
      return true;
    }
  return false;
}

json::value calls_json(const std::vector<providers::tool_call>& calls) {
  json::array out;
  for (const auto& c : calls) {
    json::value one;
    one.set("id", c.id).set("name", c.name).set("arguments", c.arguments);
    out.push_back(std::move(one));
  }
  return out;
}

json::value texts_json(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& t : texts) out.emplace_back(t);
  return out;
}

/// Pictures by their digests: a recording does not hold them.
json::value images_json(const std::vector<providers::model_image>& images) {
  json::array out;
  for (const auto& i : images) {
    json::value one;
    one.set("media_type", i.media_type).set("sha256_of_base64", crypto::hex(crypto::sha256(i.base64)));
    out.push_back(std::move(one));
  }
  return out;
}

json::value to_json(const recorded_call& call) {
  const auto& a = call.answer;
  json::value usage;
  usage.set("input", a.usage.input)
      .set("cached_input", a.usage.cached_input)
      .set("written_to_cache", a.usage.written_to_cache)
      .set("output", a.usage.output)
      .set("reasoning", a.usage.reasoning)
      .set("reported", a.usage.reported);
  json::value out;
  out.set("asked", call.fingerprint)
      .set("content", a.content)
      .set("calls", calls_json(a.calls))
      .set("reasoning", texts_json(a.reasoning))
      .set("stop", providers::to_string(a.stop))
      .set("usage", std::move(usage))
      .set("trouble", providers::to_string(a.trouble))
      .set("why", a.why)
      .set("by", a.by);
  if (a.images > 0) out.set("images", std::int64_t{a.images});
  if (!a.without_images.empty()) out.set("without_images", a.without_images);
  if (!call.request.empty()) out.set("request", json::parse(call.request).root);
  return out;
}

/// Reads members strictly: the first that is missing or of another type makes all of it wrong.
class member_reader {
 public:
  explicit member_reader(const json::value& of) : of_(of) {}

  std::string text(std::string_view name) {
    const auto* m = of_.find(name);
    const auto* s = m != nullptr ? m->as_string() : nullptr;
    if (s == nullptr) note(name);
    return s != nullptr ? *s : std::string();
  }
  std::uint64_t number(std::string_view name) {
    const auto* m = of_.find(name);
    std::int64_t n = 0;
    if (m == nullptr || !m->integer(n) || n < 0) note(name);
    return static_cast<std::uint64_t>(n);
  }
  bool flag(std::string_view name) {
    const auto* m = of_.find(name);
    const auto* b = m != nullptr ? m->as_bool() : nullptr;
    if (b == nullptr) note(name);
    return b != nullptr && *b;
  }
  const json::array& list(std::string_view name) {
    static const json::array none;
    const auto* m = of_.find(name);
    const auto* l = m != nullptr ? m->as_array() : nullptr;
    if (l == nullptr) note(name);
    return l != nullptr ? *l : none;
  }
  void note(std::string_view name) {
    if (wrong_.empty()) wrong_ = "\"" + std::string(name) + "\" is missing or wrong";
  }
  const std::string& wrong() const { return wrong_; }

 private:
  const json::value& of_;
  std::string wrong_;
};

/// The call, or what is wrong with it.
std::string read_call(const json::value& of, recorded_call& out) {
  member_reader read(of);
  out.fingerprint = read.text("asked");
  auto& a = out.answer;
  a.content = read.text("content");
  for (const auto& c : read.list("calls")) {
    member_reader one(c);
    a.calls.push_back({one.text("id"), one.text("name"), one.text("arguments")});
    if (!one.wrong().empty()) return one.wrong();
  }
  for (const auto& r : read.list("reasoning"))
    if (const auto* s = r.as_string())
      a.reasoning.push_back(*s);
    else
      read.note("reasoning");
  if (!read_word(read.text("stop"), stop_reason::unknown, a.stop)) read.note("stop");
  if (!read_word(read.text("trouble"), model_trouble::not_the_protocol, a.trouble)) read.note("trouble");
  a.why = read.text("why");
  a.by = read.text("by");
  // Only where pictures were shown.
  std::int64_t images = 0;
  if (const auto* n = of.find("images"); n != nullptr && (!n->integer(images) || images < 0))
    read.note("images");
  a.images = static_cast<std::uint32_t>(images);
  if (of.find("without_images") != nullptr) a.without_images = read.text("without_images");
  if (!read.wrong().empty()) return read.wrong();
  const auto* counted = of.find("usage");
  if (counted == nullptr) return "\"usage\" is missing or wrong";
  member_reader usage(*counted);
  a.usage = {usage.number("input"),  usage.number("cached_input"), usage.number("written_to_cache"),
             usage.number("output"), usage.number("reasoning"),    usage.flag("reported")};
  if (const auto* request = of.find("request")) out.request = json::write(*request);
  return usage.wrong();
}

}  // namespace

std::string fingerprint_of(const providers::model_request& request) {
  crypto::sha256_stream hash;
  const auto add = [&hash](std::string_view part) {
    hash.update(std::to_string(part.size()) + ':');
    hash.update(part);
  };
  const auto count = [&hash](std::size_t n) { hash.update(std::to_string(n) + ';'); };
  count(request.messages.size());
  for (const auto& m : request.messages) {
    add(word_of(m.role));
    add(m.content.str());
    count(m.calls.size());
    for (const auto& c : m.calls) add(c.id), add(c.name), add(c.arguments);
    count(m.reasoning.size());
    for (const auto& r : m.reasoning) add(r);
    add(m.call_id);
    add(m.tool_name);
    count(m.images.size());
    for (const auto& i : m.images) add(i.media_type), add(i.base64);
  }
  count(request.tools.size());
  for (const auto& t : request.tools) add(t.name), add(t.description), add(t.parameters);
  count(request.must_call);
  add(request.schema_name);
  add(request.schema);
  return crypto::hex(hash.finish());
}

std::string text_of(const providers::model_request& request) {
  json::array out;
  for (const auto& m : request.messages) {
    json::value one;
    one.set("role", word_of(m.role)).set("content", m.content.str());
    if (!m.calls.empty()) one.set("calls", calls_json(m.calls));
    if (!m.call_id.empty()) one.set("call_id", m.call_id);
    if (!m.images.empty()) one.set("images", images_json(m.images));
    out.push_back(std::move(one));
  }
  return json::write(json::value(std::move(out)));
}

std::string to_text(const recording& r) {
  json::value head;
  head.set("format", format)
      .set("model", r.model)
      .set("now", r.now)
      .set("tools", r.limits.tools)
      .set("images", r.limits.images)
      .set("context", std::int64_t{r.limits.context});
  auto out = json::write(head) + "\n";
  for (const auto& call : r.calls) out += json::write(to_json(call)) + "\n";
  return out;
}

outcome<recording> read_recording(std::string_view text) {
  if (text.size() > most_bytes) return fail(ec::invalid, "it is longer than 64 MB");
  recording out;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    ++number;
    const auto wrong = [&](const std::string& what) {
      return fail(ec::invalid, "line " + std::to_string(number) + ": " + what);
    };
    const auto read = json::parse(line, {.bytes = most_bytes});
    if (!read) return wrong(read.error);
    if (number == 1) {
      member_reader head(read.root);
      if (head.text("format") != format) return wrong("no recording of the format " + std::string(format));
      out.model = head.text("model");
      out.now = static_cast<std::int64_t>(head.number("now"));
      out.limits.tools = head.flag("tools");
      out.limits.images = head.flag("images");
      out.limits.context = static_cast<std::uint32_t>(head.number("context"));
      if (!head.wrong().empty()) return wrong(head.wrong());
      continue;
    }
    if (out.calls.size() == most_calls) return wrong("there are more than 1,000 calls");
    recorded_call call;
    if (auto what = read_call(read.root, call); !what.empty()) return wrong(what);
    out.calls.push_back(std::move(call));
  }
  if (number == 0) return fail(ec::invalid, "it is empty");
  return out;
}

}  // namespace fm::recorded
