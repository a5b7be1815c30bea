#include "evidence/structured_record.hpp"

#include "evidence/severity_word.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace fm::evidence {
namespace {

enum class meaning : std::uint8_t {
  none,
  time,
  level,
  message,
  error,
  component,
  source,
  status,
  method,
  path,
  verdict,
  container,
  count
};

struct known_key {
  std::string_view key;
  meaning means;
  std::uint8_t rank;  // of several keys with one meaning the lowest rank counts
};

constexpr std::array known_keys{
    known_key{"time", meaning::time, 1},
    known_key{"ts", meaning::time, 1},
    known_key{"timestamp", meaning::time, 1},
    known_key{"@timestamp", meaning::time, 0},
    known_key{"t", meaning::time, 2},
    known_key{"@t", meaning::time, 2},
    known_key{"eventTime", meaning::time, 2},
    known_key{"datetime", meaning::time, 2},
    known_key{"asctime", meaning::time, 2},
    known_key{"date", meaning::time, 4},
    known_key{"written_at", meaning::time, 3},
    known_key{"time_local", meaning::time, 3},
    known_key{"time_iso8601", meaning::time, 3},
    known_key{"StartUTC", meaning::time, 3},
    known_key{"start_time", meaning::time, 4},
    known_key{"__REALTIME_TIMESTAMP", meaning::time, 0},
    known_key{"_SOURCE_REALTIME_TIMESTAMP", meaning::time, 5},
    known_key{"ingestionTime", meaning::time, 6},
    known_key{"receiveTimestamp", meaning::time, 6},
    known_key{"requestReceivedTimestamp", meaning::time, 3},
    known_key{"level", meaning::level, 0},
    known_key{"severity", meaning::level, 0},
    known_key{"lvl", meaning::level, 1},
    known_key{"log.level", meaning::level, 0},
    known_key{"loglevel", meaning::level, 1},
    known_key{"log_level", meaning::level, 1},
    known_key{"levelname", meaning::level, 1},
    known_key{"level_name", meaning::level, 1},
    known_key{"severity_text", meaning::level, 1},
    known_key{"@l", meaning::level, 2},
    known_key{"s", meaning::level, 3},
    known_key{"PRIORITY", meaning::level, 2},
    known_key{"msg", meaning::message, 0},
    known_key{"message", meaning::message, 0},
    known_key{"MESSAGE", meaning::message, 0},
    known_key{"@m", meaning::message, 1},
    known_key{"@mt", meaning::message, 1},
    known_key{"textPayload", meaning::message, 1},
    known_key{"short_message", meaning::message, 1},
    known_key{"event", meaning::message, 2},
    known_key{"body", meaning::message, 3},
    known_key{"log", meaning::message, 3},
    known_key{"text", meaning::message, 3},
    known_key{"line", meaning::message, 3},
    known_key{"Body", meaning::message, 3},
    known_key{"error", meaning::error, 0},
    known_key{"err", meaning::error, 0},
    known_key{"error.message", meaning::error, 0},
    known_key{"exception", meaning::error, 1},
    known_key{"exc_info", meaning::error, 1},
    known_key{"exception.message", meaning::error, 1},
    known_key{"error_message", meaning::error, 0},
    known_key{"errorMessage", meaning::error, 0},
    known_key{"errmsg", meaning::error, 1},
    known_key{"errorCode", meaning::error, 2},
    known_key{"logger", meaning::component, 0},
    known_key{"logger_name", meaning::component, 0},
    known_key{"log.logger", meaning::component, 0},
    known_key{"component", meaning::component, 0},
    known_key{"target", meaning::component, 2},
    known_key{"module", meaning::component, 2},
    known_key{"service", meaning::component, 3},
    known_key{"service.name", meaning::component, 3},
    known_key{"app", meaning::component, 3},
    known_key{"c", meaning::component, 3},
    known_key{"name", meaning::component, 4},
    known_key{"caller", meaning::component, 5},
    known_key{"SYSLOG_IDENTIFIER", meaning::component, 1},
    known_key{"_SYSTEMD_UNIT", meaning::component, 2},
    known_key{"pod", meaning::source, 0},
    known_key{"pod_name", meaning::source, 0},
    known_key{"kubernetes.pod_name", meaning::source, 0},
    known_key{"container", meaning::source, 1},
    known_key{"hostname", meaning::source, 2},
    known_key{"host", meaning::source, 2},
    known_key{"_HOSTNAME", meaning::source, 2},
    known_key{"instance", meaning::source, 3},
    known_key{"status", meaning::status, 0},
    known_key{"status_code", meaning::status, 0},
    known_key{"statusCode", meaning::status, 0},
    known_key{"response_code", meaning::status, 0},
    known_key{"DownstreamStatus", meaning::status, 0},
    known_key{"method", meaning::method, 0},
    known_key{"request_method", meaning::method, 0},
    known_key{"RequestMethod", meaning::method, 0},
    known_key{"path", meaning::path, 0},
    known_key{"uri", meaning::path, 0},
    known_key{"url", meaning::path, 1},
    known_key{"request_uri", meaning::path, 0},
    known_key{"RequestPath", meaning::path, 0},
    known_key{"request", meaning::path, 2},
    known_key{"kubernetes", meaning::container, 0},
    known_key{"fields", meaning::container, 0},
    known_key{"jsonPayload", meaning::container, 0},
    known_key{"http", meaning::container, 0},
    known_key{"attr", meaning::container, 0},
    known_key{"attributes", meaning::container, 0},
    known_key{"labels", meaning::container, 0},
    known_key{"resource", meaning::container, 0},
    known_key{"_source", meaning::container, 0},
    known_key{"details", meaning::container, 0},
    known_key{"reason", meaning::verdict, 0},
    known_key{"type", meaning::verdict, 1},
};

// A perfect enough hash over length, first and last letter; the buckets are made by the compiler.
constexpr std::size_t bucket_count = 256;
constexpr std::size_t bucket_of(std::string_view key) {
  return (key.size() * 31 + static_cast<unsigned char>(key.front()) * 7 +
          static_cast<unsigned char>(key.back())) %
         bucket_count;
}
struct key_table {
  std::array<std::uint8_t, bucket_count> first{};  // 1-based index into known_keys
  std::array<std::uint8_t, known_keys.size()> next{};
};
constexpr key_table make_table() {
  key_table t;
  for (std::size_t i = known_keys.size(); i-- > 0;) {
    auto& head = t.first[bucket_of(known_keys[i].key)];
    t.next[i] = head;
    head = static_cast<std::uint8_t>(i + 1);
  }
  return t;
}
constexpr key_table table = make_table();
static_assert(known_keys.size() < 255);

const known_key* find_key(std::string_view key) {
  if (key.empty()) return nullptr;
  for (auto i = table.first[bucket_of(key)]; i != 0; i = table.next[i - 1u])
    if (known_keys[i - 1u].key == key) return &known_keys[i - 1u];
  return nullptr;
}

bool says_nothing(const field& f) {
  return f.value.empty() ||
         (f.type == field_type::word && (f.value == "null" || f.value == "false" || f.value == "nil"));
}

severity level_of(const field& f) {
  if (f.type == field_type::number) {
    std::int64_t n = 0;
    std::from_chars(f.value.data(), f.value.data() + f.value.size(), n);
    return n < 8 ? severity_of_syslog(static_cast<unsigned>(n)) : severity_of_number(n);
  }
  const auto named = severity_of_word(f.value);
  if (named != severity::none || f.value.empty() || f.value.size() > 2) return named;
  if (f.type == field_type::text && f.value.size() == 1 && f.value[0] >= '0' && f.value[0] <= '7')
    return severity_of_syslog(static_cast<unsigned>(f.value[0] - '0'));
  return severity_of_letter(f.value[0]);
}

}  // namespace

namespace {

/// A single severity word where a message should be.
bool is_label(std::string_view text) { return text.size() < 12 && severity_of_word(text) != severity::none; }

/// What an error says inside of an object that tells of it.
bool says_what(std::string_view key) {
  return key == "message" || key == "msg" || key == "errmsg" || key == "reason" || key == "description" ||
         key == "detail" || key == "cause";
}

}  // namespace

struct structured_record::found {
  std::array<field, static_cast<std::size_t>(meaning::count)> best{};
  std::array<std::uint8_t, static_cast<std::size_t>(meaning::count)> rank{};  // 0 is none, else rank + 1
  bool has(meaning m) const { return rank[static_cast<std::size_t>(m)] != 0; }
  const field& get(meaning m) const { return best[static_cast<std::size_t>(m)]; }
  void offer(meaning m, std::uint8_t r, const field& f) {
    auto& held = rank[static_cast<std::size_t>(m)];
    if (m == meaning::message && held == r + 1 && is_label(get(m).value)) {
      // `"msg":"Warning","message":"the upgrade failed"`: the first says how grave the second is.
      offer(meaning::verdict, 0, get(m));
      held = 0;
    }
    if (held != 0 && held <= r + 1) return;
    held = static_cast<std::uint8_t>(r + 1);
    best[static_cast<std::size_t>(m)] = f;
  }
};

// Objects that wrap what others write flat: {"log":{"level":..}}, {"t":{"$date":..}},
// {"error":{"message":..}}.
void structured_record::look_inside(const field& f, found& all) {
  json_fields scan(f.value);
  field inner;
  const auto* outer = find_key(f.key);
  for (int n = 0; n < 32 && scan.next(inner); ++n) {
    if (outer->means == meaning::time) {
      if (inner.key == "$date") all.offer(meaning::time, outer->rank, inner);
    } else if (outer->means == meaning::error) {
      if (inner.type == field_type::text && says_what(inner.key)) all.offer(meaning::error, 0, inner);
    } else if (outer->means == meaning::container || f.key == "log" || f.key == "body") {
      const auto* k = find_key(inner.key);
      if (inner.type == field_type::object && k != nullptr && k->means == meaning::error)
        look_inside(inner, all);
      if (inner.type == field_type::object || inner.type == field_type::array) continue;
      if (k != nullptr) all.offer(k->means, static_cast<std::uint8_t>(k->rank + 1), inner);
    }
  }
}

bool structured_record::knows(std::string_view key) {
  const auto* k = find_key(key);
  return k != nullptr && k->means != meaning::container && k->means != meaning::verdict;
}

structured_record::column structured_record::meaning_of(std::string_view key) {
  const auto* k = find_key(key);
  if (k == nullptr) return column::other;
  switch (k->means) {
    case meaning::time:
      return column::time;
    case meaning::message:
    case meaning::error:
      return column::message;
    default:
      return column::other;
  }
}

bool structured_record::read_fields(std::span<const field> fields, std::string_view text, time_parser& times,
                                    line_head& head) {
  found all;
  for (const auto& f : fields) classify(f, all);
  return give(all, text, times, head);
}

void structured_record::classify(const field& f, found& all) {
  const auto* k = find_key(f.key);
  if (k == nullptr) return;
  if (f.type == field_type::object) {
    look_inside(f, all);
  } else if (f.type != field_type::array && k->means != meaning::container && !says_nothing(f)) {
    all.offer(k->means, k->rank, f);
  }
}

bool structured_record::read_json(std::string_view text, time_parser& times, line_head& head) {
  json_fields scan(text);
  found all;
  field f;
  while (scan.next(f)) classify(f, all);
  return give(all, text, times, head);
}

bool structured_record::read_logfmt(std::string_view text, time_parser& times, line_head& head) {
  logfmt_fields scan(text);
  found all;
  field f;
  while (scan.next(f)) classify(f, all);
  return give(all, text, times, head);
}

std::string_view structured_record::compose(const found& all, std::string_view text) {
  buffer_.clear();
  const auto append = [&](const field& f, std::string_view value) {
    if (f.escaped) {
      append_unescaped(value, buffer_);
    } else {
      buffer_.append(value);
    }
  };
  if (!all.has(meaning::message) && !all.has(meaning::error)) {
    if (!all.has(meaning::path)) return text;
    if (all.has(meaning::method)) append(all.get(meaning::method), all.get(meaning::method).value);
    if (!buffer_.empty()) buffer_.push_back(' ');
    append(all.get(meaning::path), all.get(meaning::path).value);
    if (all.has(meaning::status)) buffer_.append(" ").append(all.get(meaning::status).value);
    return buffer_;
  }
  const auto& message = all.get(meaning::message);
  const auto& error = all.get(meaning::error);
  const bool with_error =
      all.has(meaning::error) && error.value != "true" &&
      (message.value.empty() || message.value.find(error.value) == std::string_view::npos);
  if (!with_error && !message.escaped) return message.value;
  append(message, message.value);
  if (with_error) {
    if (!buffer_.empty())
      buffer_.append(" … ");  // two fields, not one text: what is quoted stands so in the line
    // A stack trace inside of a field: its first line says what happened.
    append(error, error.value.substr(0, error.value.find("\\n")));
  }
  return buffer_;
}

bool structured_record::give(found& all, std::string_view text, time_parser& times, line_head& head) {
  const bool has_level = all.has(meaning::level);
  if (!all.has(meaning::time) && !has_level && !all.has(meaning::message) && !all.has(meaning::error))
    return false;
  if (all.has(meaning::time)) {
    time_stamp stamp;
    if (times.read(all.get(meaning::time).value, stamp)) head.time = stamp.time;
  }
  if (has_level) head.level = level_of(all.get(meaning::level));
  if (head.level == severity::none) {
    if (all.has(meaning::error)) {
      head.level = severity::error;
    } else if (all.has(meaning::status)) {
      unsigned status = 0;
      const auto& v = all.get(meaning::status).value;
      std::from_chars(v.data(), v.data() + v.size(), status);
      if (status >= 100 && status < 600) head.level = severity_of_status(status);
    }
  }
  if (all.has(meaning::verdict)) {
    // An event that calls itself an error is one, whatever the level of the line that hands it on.
    const auto called = severity_of_word(all.get(meaning::verdict).value);
    if (called >= severity::warning && head.level < called) head.level = called;
  }
  head.message = compose(all, text);
  while (!head.message.empty() && (head.message.back() == '\n' || head.message.back() == ' '))
    head.message.remove_suffix(1);
  if (all.has(meaning::component)) head.component = all.get(meaning::component).value;
  if (all.has(meaning::source)) head.source = all.get(meaning::source).value;
  return true;
}

}  // namespace fm::evidence
