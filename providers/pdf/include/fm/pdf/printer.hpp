#pragma once
// Prints a document as PDF.
#include <fm/actors/outcome.hpp>
#include <fm/providers/document.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace fm::pdf {

/// Holds the fonts; one for each thread.
class printer {
 public:
  explicit printer(std::size_t most_pages = 200);
  printer(const printer&) = delete;
  printer& operator=(const printer&) = delete;
  ~printer();

  /// The bytes of the file: the same for the same document. Fails with `cancelled` when `cancelled` says so,
  /// with `internal` when the library does.
  outcome<std::string> print(const document::page& page, const std::function<bool()>& cancelled) const;

 private:
  struct fonts;
  std::unique_ptr<fonts> fonts_;
  std::size_t most_pages_;
};

}  // namespace fm::pdf
