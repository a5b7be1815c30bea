#include "fm/actors/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdio>
#include <mutex>

namespace fm::actors {
namespace {

std::atomic<level> lowest_level{level::info};

struct sink_holder {
  std::mutex mutex;
  std::function<void(level, std::string_view)> sink;
};
sink_holder& holder() {
  static sink_holder h;
  return h;
}

spdlog::logger& console() {
  static auto logger = [] {
    auto made =
        std::make_shared<spdlog::logger>("faultmaven", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    made->set_level(spdlog::level::debug);
    made->flush_on(spdlog::level::warn);
    return made;
  }();
  return *logger;
}

bool is_plain(char c) {
  auto u = static_cast<unsigned char>(c);
  return u > ' ' && u != 0x7F && c != '"' && c != '\\' && c != '=';
}

/// Quotes like a JSON string.
void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

constexpr spdlog::level::level_enum of(level l) {
  switch (l) {
    case level::debug:
      return spdlog::level::debug;
    case level::info:
      return spdlog::level::info;
    case level::warning:
      return spdlog::level::warn;
    case level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

field::field(std::string_view name, std::string_view text) : text_(name) {
  text_ += '=';
  bool plain = !text.empty();
  for (char c : text) plain = plain && is_plain(c);
  if (plain)
    text_ += text;
  else
    append_quoted(text_, text);
}

field::field(std::string_view name, double number) : text_(name) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "=%.6g", number);
  text_ += digits;
}

bool is_logged(level l) { return l >= lowest_level.load(std::memory_order_relaxed); }
void set_log_level(level lowest) { lowest_level = lowest; }

void set_log_sink(std::function<void(level, std::string_view)> sink) {
  std::lock_guard lock(holder().mutex);
  holder().sink = std::move(sink);
}

void log(level l, std::string_view sentence, std::initializer_list<field> fields) {
  if (!is_logged(l)) return;
  std::string line(sentence);
  for (const auto& f : fields) {
    line += ' ';
    line += f.text();
  }
  std::lock_guard lock(holder().mutex);
  if (holder().sink)
    holder().sink(l, line);
  else
    console().log(of(l), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace fm::actors
