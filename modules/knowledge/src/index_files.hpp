#pragma once
// The indexes as they are stored: one file for each scope, which can be made again from the documents.
#include "knowledge/search_index.hpp"

#include <fm/knowledge/document.hpp>
#include <fm/providers/blob.hpp>

#include <memory>
#include <utility>

namespace fm::knowledge {

class index_files {
 public:
  /// Without a store nothing is kept.
  explicit index_files(std::shared_ptr<blob::store> in) : in_(std::move(in)) {}

  /// Null when there is none that serves; the log says why when there should be.
  std::shared_ptr<const search_index> load(const index_scope& scope) const;
  /// False when it could not be stored; the next start builds it again then.
  bool store(const index_scope& scope, search_index& index) const;
  void remove(const index_scope& scope) const;

 private:
  std::shared_ptr<blob::store> in_;
};

}  // namespace fm::knowledge
