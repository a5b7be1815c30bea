#pragma once
// A stored file as a source of bytes.
#include "evidence/byte_source.hpp"

#include <fm/providers/blob.hpp>

#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace fm::evidence {

class blob_source final : public byte_source {
 public:
  explicit blob_source(std::unique_ptr<blob::reader> from) : from_(std::move(from)) {}
  std::size_t read(std::span<char> into) override { return from_->read(into); }
  std::string_view error() const override { return from_->error(); }

 private:
  std::unique_ptr<blob::reader> from_;
};

}  // namespace fm::evidence
