#pragma once
// The program's log: one line for people with fields for machines. Secrets appear as ***.
#include "fm/actors/secret.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace fm::actors {

enum class level : std::uint8_t { debug, info, warning, error };

/// `name=value`. Text is quoted when it needs to be, so that no value can look like another line or field.
class field {
 public:
  field(std::string_view name, std::string_view text);
  field(std::string_view name, const std::string& text) : field(name, std::string_view(text)) {}
  field(std::string_view name, const char* text) : field(name, std::string_view(text)) {}
  field(std::string_view name, bool value) : field(name, std::string_view(value ? "true" : "false")) {}
  template <std::integral N>
  requires(!std::same_as<N, bool>) field(std::string_view name, N number)
      : text_(std::string(name) + "=" + std::to_string(number)) {}
  field(std::string_view name, double number);
  template <class T>
  field(std::string_view name, const secret<T>&) : text_(std::string(name) + "=***") {}

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Thread-safe. Lines below the level that was set are not even put together.
void log(level l, std::string_view sentence, std::initializer_list<field> fields = {});
void set_log_level(level lowest);
bool is_logged(level l);
/// Replaces the standard error stream, e.g. in a test; an empty function brings it back.
void set_log_sink(std::function<void(level, std::string_view line)> sink);

}  // namespace fm::actors
