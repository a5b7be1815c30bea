#pragma once
// All modules of the server in this process, over one data directory.
#include "fm/actors/system.hpp"
#include "fm/agent/spawn.hpp"
#include "fm/auth/spawn.hpp"
#include "fm/cases/spawn.hpp"
#include "fm/evidence/spawn.hpp"
#include "fm/jobs/spawn.hpp"
#include "fm/knowledge/spawn.hpp"
#include "fm/reports/spawn.hpp"
#include "fm/sessions/spawn.hpp"
#include "installation.hpp"
#include "memory_shares.hpp"
#include "model_probes.hpp"
#include "model_service.hpp"
#include "upkeep.hpp"

#include <fm/http/free_space.hpp>
#include <fm/http/health.hpp>
#include <fm/http/route.hpp>
#include <fm/http/system_routes.hpp>
#include <fm/jwt/key_files.hpp>
#include <fm/providers/blob.hpp>
#include <fm/providers/database.hpp>
#include <fm/providers/identity.hpp>
#include <fm/storage/spawn.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace fm::program {

/// What the modules are started with.
struct server_options {
  std::filesystem::path data;  ///< must exist
  std::string zone = "UTC";    ///< of times that name none
  std::size_t threads = 2;     ///< of the cooperative pool
  std::size_t analysis_workers = 2;
  memory_shares memory{};
  std::size_t index_workers = 1;
  std::size_t search_workers = 2;
  db::gate_options database{};
  blob::gate_options files{};
  storage_limits storage{};
  micros quarantine_kept = 30 * 24 * 60 * minute;
  micros sweep_every = 60 * minute;        ///< files against rows, while the server runs
  micros check_every = 24 * 60 * minute;   ///< the database for damage; 0: never
  std::uint64_t least_free_bytes = 0;      ///< below it the server only reads
  std::vector<std::string> allowed_types;  ///< MIME types of evidence; empty: all but executables
  std::uint64_t most_document_bytes = 50u << 20;
  std::uint64_t most_document_words = 0;
  evidence::quotas evidence_quotas{};
  knowledge::quotas knowledge_quotas{};
  micros turn_deadline = 120 * second;
  named_models models{};  ///< that turns ask; none: the built-in analyst answers alone
  bool probes_models = false;
  auth::options auth{};
  std::string registration = "open";  ///< as clients are told it
  std::string dashboard_url{};        ///< empty: this server
  jwt::key_settings keys{};
  sessions::options sessions{};
  cases::options cases{};
  jobs::options jobs{};
  reports::options reports{};
};

class server_modules {
 public:
  /// Opens what is stored and starts the actors; fails with a sentence for whoever starts the program.
  static outcome<std::unique_ptr<server_modules>> open(server_options options);
  server_modules(const server_modules&) = delete;
  server_modules& operator=(const server_modules&) = delete;
  ~server_modules();

  actors::system& system() { return *system_; }
  std::shared_ptr<providers::identity> identity() const { return identity_; }
  /// The rows of every module. Until `prepare` has ended they answer 503.
  std::vector<http::route_table> routes();
  std::shared_ptr<http::health_board> health() const { return health_; }
  std::shared_ptr<http::free_space> room() const { return room_; }
  /// What the modules work with, to be tried by whoever asks.
  std::vector<http::dependency> dependencies();
  outcome<bool> has_accounts() const;
  /// What must be done before requests are served: revocations, left-overs of a crash, indexes, open jobs.
  /// Takes as long as it takes; afterwards the server is ready.
  outcome<done> prepare();
  /// Puts jobs down and ends the actors; when a thread does not come back, the program is to end by
  /// `std::_Exit`.
  bool stop();
  /// Ends the calls of models, so that turns end with the built-in answer; before requests are waited for.
  void end_model_calls() {
    model_calls_.request_stop();
    probes_.stop();
  }

 private:
  explicit server_modules(server_options options);
  outcome<done> start();
  /// Compares the files of both modules with their rows.
  outcome<done> tidy_files(micros grace);
  void begin_upkeep();
  /// Goes on with the turns that the last stop has interrupted; nobody waits for it.
  void resume_turns();
  void check_database();

  server_options options_;
  std::shared_ptr<http::health_board> health_ = std::make_shared<http::health_board>();
  std::shared_ptr<db::database> database_;
  std::shared_ptr<blob::store> files_;
  std::shared_ptr<http::free_space> room_;
  std::shared_ptr<blob::store> indexes_;
  std::shared_ptr<providers::identity> identity_;
  std::unique_ptr<actors::system> system_;
  struct handles;
  std::unique_ptr<handles> to_;
  std::stop_source model_calls_;
  model_probes probes_;
  upkeep upkeep_;  ///< ends before the rest
};

/// The schemas of all modules, in the order in which their migrations run.
std::vector<db::schema> all_schemas();

}  // namespace fm::program
