#pragma once
// Documents as a server keeps them, and the searches in them. A file is stored before its row and removed
// after it; `sweep` removes what a crash in between leaves behind.
#include <fm/actors/step.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/knowledge/spawn.hpp>

#include <cstdint>

namespace fm::knowledge {

struct library_state {
  using takes = fm::takes<ingest_document, list_documents, get_document, delete_document, search_documents,
                          search_visible, purge_case, sweep, update_document, update_documents,
                          delete_documents, list_versions, read_text, similar_documents, get_stats,
                          create_collection, list_collections, delete_collection>;

  explicit library_state(std::uint64_t most, quotas of_owner = {}) : most_bytes(most), per_owner(of_owner) {}

  std::uint64_t most_bytes;  ///< of one document
  quotas per_owner;
};

flow<document_record> on(library_state& s, ingest_document m, effects& fx);
flow<document_page> on(library_state& s, list_documents m, effects& fx);
flow<document_record> on(library_state& s, get_document m, effects& fx);
flow<done> on(library_state& s, delete_document m, effects& fx);
flow<documents_found> on(library_state& s, search_documents m, effects& fx);
flow<passages_found> on(library_state& s, search_visible m, effects& fx);
flow<done> on(library_state& s, purge_case m, effects& fx);
flow<swept> on(library_state& s, sweep m, effects& fx);

// In change_step.cpp.
flow<document_record> on(library_state& s, update_document m, effects& fx);
flow<items_done> on(library_state& s, update_documents m, effects& fx);
flow<items_done> on(library_state& s, delete_documents m, effects& fx);
flow<version_list> on(library_state& s, list_versions m, effects& fx);
flow<document_text_found> on(library_state& s, read_text m, effects& fx);
flow<similar_found> on(library_state& s, similar_documents m, effects& fx);
flow<knowledge_stats> on(library_state& s, get_stats m, effects& fx);

// In collection_step.cpp.
flow<collection_record> on(library_state& s, create_collection m, effects& fx);
flow<collection_list> on(library_state& s, list_collections m, effects& fx);
flow<done> on(library_state& s, delete_collection m, effects& fx);

}  // namespace fm::knowledge
