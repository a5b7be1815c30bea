#pragma once
// Starts the knowledge module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/knowledge/messages.hpp"
#include "knowledge/page.hpp"

#include <fm/budget/memory_budget.hpp>
#include <fm/jobs/work.hpp>
#include <fm/providers/blob.hpp>
#include <fm/providers/db.hpp>
#include <fm/providers/orphans.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern template void fm::actors::register_list<fm::knowledge::messages>(fm::actors::message_table&);

namespace fm::knowledge {

/// The documents of a folder, or why there are none.
struct folder_documents {
  std::vector<document> documents;
  std::vector<std::string> notes;  ///< files that were left out, and why
  std::string error;               ///< empty on success
};

/// What the module needs from the outside; called on worker threads.
struct environment {
  std::function<folder_documents(const std::string& folder)> read_folder;
  std::size_t workers = 1;
};

using handle = actors::handle<load_runbooks, search_runbooks>;

/// A gate whose workers share one index; a new one replaces it between two searches.
handle spawn(actors::system& system, environment outside);

/// What a server keeps of the module in its database; after the schema of the cases.
const db::schema& schema();
/// Which stored files the rows name.
providers::named_files stored_files();

/// Takes the text out of a document of the format "pdf" or "docx", on a worker thread; fails with `invalid`
/// and a sentence for the user when it cannot be read.
using text_source = std::function<outcome<std::string>(std::string_view format, std::string_view bytes,
                                                       const std::function<bool()>& cancelled)>;

/// What reading documents and building indexes may cost.
struct build_limits {
  std::uint64_t document_bytes = 50u << 20;
  std::uint64_t document_words = 0;                 ///< different ones; 0 for no bound
  std::shared_ptr<budget::memory_budget> memory{};  ///< shared with whoever else needs much; null: no bound
};

/// What one user may keep and have worked on; 0 for no bound.
struct quotas {
  std::uint64_t most_bytes = 0;
  std::uint64_t most_documents = 0;
  std::uint64_t most_open_jobs = 0;
};

/// What the module needs on a server.
struct server_environment {
  std::shared_ptr<blob::store> files;
  std::shared_ptr<blob::store> indexes{};  ///< where indexes are stored; null: they are built when asked for
  build_limits limits{};
  quotas per_owner{};
  std::uint64_t most_index_bytes = 0;  ///< memory of all indexes; 0 for no bound
  actors::progress_sink progress{};    ///< `jobs::progress_of`
  std::size_t builders = 2;            ///< workers that read documents and build indexes
  std::size_t searchers = 2;
  text_source extract{};  ///< without it such documents are refused
};

struct server_handles {
  actors::handle<ingest_document, list_documents, get_document, delete_document, search_documents,
                 search_visible, purge_case, sweep, update_document, update_documents, delete_documents,
                 list_versions, read_text, similar_documents, get_stats, create_collection, list_collections,
                 delete_collection>
      library;
  actors::handle<read_document, index_document, abandon_ingestion, refresh_index, purge_closed> ingestion;
};

/// Ingestions, which run as jobs.
jobs::work_kind ingestion_work();

/// The actors that keep documents, and behind them the gates that build and search their indexes. They ask
/// for `db`, `blob` and `jobs` messages, and for those of `case_port.hpp`. Ask `sweep` before documents are
/// taken.
server_handles spawn_server(actors::system& system, server_environment outside);

}  // namespace fm::knowledge
