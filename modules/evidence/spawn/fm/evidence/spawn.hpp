#pragma once
// Starts the evidence module; seen by the composition root only.
#include "evidence/byte_source.hpp"
#include "evidence/time_zone.hpp"
#include "fm/actors/system.hpp"
#include "fm/evidence/messages.hpp"

#include <fm/budget/memory_budget.hpp>
#include <fm/jobs/work.hpp>
#include <fm/providers/blob.hpp>
#include <fm/providers/db.hpp>
#include <fm/providers/orphans.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

extern template void fm::actors::register_list<fm::evidence::messages>(fm::actors::message_table&);

namespace fm::evidence {

/// The memory that analyses may take; by default as much as they like.
struct memory_limits {
  std::shared_ptr<budget::memory_budget> all{};  ///< shared with whoever else needs much
  std::uint64_t per_turn = 0;                    ///< for the documents and findings of one question
};

/// What one user may keep and have worked on; 0 for no bound.
struct quotas {
  std::uint64_t most_bytes = 0;
  std::uint64_t most_open_jobs = 0;
};

/// What the module needs from the outside. All are called on worker threads, several at once.
struct environment {
  std::function<std::unique_ptr<byte_source>(const std::string& path)> open;
  std::function<std::optional<time_zone>(const std::string& name)> zone;
  std::function<void(const std::string& name, std::uint64_t bytes)>
      progress{};  ///< text read of a file so far
  std::size_t workers = 2;
  memory_limits memory{};
};

using handle = actors::handle<analyse_incident>;

/// The actor that analyses incidents, and behind it a gate of workers that read files.
handle spawn(actors::system& system, environment outside);

/// What a server keeps of the module in its database; after the schema of the cases.
const db::schema& schema();
/// Which stored files the rows name.
providers::named_files stored_files();

/// What the module needs on a server.
struct server_environment {
  std::shared_ptr<blob::store> files;
  std::function<std::optional<time_zone>(const std::string& name)> zone;
  std::vector<std::string> allowed_types{};  ///< MIME types; empty: all but executables
  actors::progress_sink progress{};          ///< `jobs::progress_of`
  std::size_t workers = 2;                   ///< that read files
  memory_limits memory{};
  quotas per_owner{};
};

struct server_handles {
  actors::handle<upload_evidence, list_evidence, get_evidence, get_details, delete_evidence, link_evidence,
                 purge_case, sweep>
      records;
  actors::handle<run_analysis, abandon_analysis, analyse_case, list_case_files> analysis;
  actors::handle<search_lines, read_lines> lines;  ///< the readers of files
};

/// Analyses, which run as jobs.
jobs::work_kind analysis_work();

/// The actors that keep evidence, and behind them the gate of workers that read it. They ask for `db`,
/// `blob` and `jobs` messages, and for those of `case_port.hpp`. Ask `sweep` before uploads are taken.
server_handles spawn_server(actors::system& system, server_environment outside);

}  // namespace fm::evidence
