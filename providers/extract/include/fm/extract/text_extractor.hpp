#pragma once
// Text out of documents that are no text themselves. They are read by a child process under limits, so that a
// hostile file costs nothing but its own reading.
#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::extract {

/// What one file may cost.
struct limits {
  std::uint64_t memory_bytes = 768u << 20;
  std::uint32_t processor_seconds = 30;
  micros wall_time = 60 * second;
  std::uint64_t text_bytes = 32u << 20;
};

/// Thread-safe; each call runs a process of its own and blocks until that has ended.
class text_extractor {
 public:
  /// `program` are the first words of a command whose process calls `read_document`.
  explicit text_extractor(std::vector<std::string> program, limits within = {})
      : program_(std::move(program)), within_(within) {}

  /// The text of a document of the format "pdf" or "docx". Fails with `invalid` and a sentence for the user
  /// when it cannot be read, `cancelled` when `cancelled` says so, `unavailable` when no process can be run.
  outcome<std::string> text_of(std::string_view format, std::string_view bytes,
                               const std::function<bool()>& cancelled) const;

 private:
  std::vector<std::string> program_;
  limits within_;
};

}  // namespace fm::extract
