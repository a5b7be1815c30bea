#pragma once
// What takes a thread for itself: reading documents and building indexes; and searching them.
#include "index_files.hpp"
#include "index_registry.hpp"

#include <fm/actors/outcome.hpp>
#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/knowledge/spawn.hpp>
#include <fm/providers/blob.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace fm::knowledge {

class building_job {
 public:
  using takes = fm::takes<parse_document, build_index>;

  building_job(std::shared_ptr<blob::store> files, index_files stored,
               std::shared_ptr<index_registry> indexes, build_limits limits, text_source extract)
      : files_(std::move(files)),
        stored_(std::move(stored)),
        indexes_(std::move(indexes)),
        limits_(std::move(limits)),
        extract_(std::move(extract)) {}

  outcome<document_parsed> run(const parse_document& m, actors::worker_env& env);
  outcome<rebuilt> run(const build_index& m, actors::worker_env& env);

 private:
  outcome<document_parsed> parse(const parse_document& m, actors::worker_env& env);
  outcome<rebuilt> build(const build_index& m, actors::worker_env& env);
  outcome<std::string> read(const stored_document& d) const;
  read_limits limits() const;
  std::shared_ptr<const scope_index> present(const index_scope& scope) const;

  std::shared_ptr<blob::store> files_;
  index_files stored_;
  std::shared_ptr<index_registry> indexes_;
  build_limits limits_;
  text_source extract_;
};

class searching_job {
 public:
  using takes =
      fm::takes<search_indexes, hide_documents, find_similar, load_text, know_scopes, measure_indexes>;

  searching_job(std::shared_ptr<blob::store> files, std::shared_ptr<index_registry> indexes)
      : files_(std::move(files)), indexes_(std::move(indexes)) {}

  outcome<hits_found> run(const search_indexes& m, actors::worker_env& env);
  outcome<done> run(const hide_documents& m, actors::worker_env& env);
  outcome<similar_found> run(const find_similar& m, actors::worker_env& env);
  outcome<text_loaded> run(const load_text& m, actors::worker_env& env);
  done run(const know_scopes& m, actors::worker_env& env);
  index_memory run(const measure_indexes& m, actors::worker_env& env);

 private:
  std::shared_ptr<blob::store> files_;
  std::shared_ptr<index_registry> indexes_;
};

}  // namespace fm::knowledge
