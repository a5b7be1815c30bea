#include "server_modules.hpp"

#include "fm/agent/spawn.hpp"
#include "fm/departure/spawn.hpp"
#include "fm/evidence/spawn.hpp"
#include "fm/idempotency/spawn.hpp"
#include "fm/knowledge/spawn.hpp"
#include "picture_bytes.hpp"
#include "zone_files.hpp"

#include <fm/actors/clock.hpp>
#include <fm/actors/log.hpp>
#include <fm/auth/accounts.hpp>
#include <fm/extract/text_extractor.hpp>
#include <fm/fs/local_store.hpp>
#include <fm/http/auth_routes.hpp>
#include <fm/http/case_routes.hpp>
#include <fm/http/evidence_routes.hpp>
#include <fm/http/health_row.hpp>
#include <fm/http/job_routes.hpp>
#include <fm/http/knowledge_routes.hpp>
#include <fm/http/once.hpp>
#include <fm/http/report_routes.hpp>
#include <fm/http/session_routes.hpp>
#include <fm/http/tool_routes.hpp>
#include <fm/jwt/board_gate.hpp>
#include <fm/jwt/jwt_identity.hpp>
#include <fm/jwt/revocation_board.hpp>
#include <fm/memory/spawn.hpp>
#include <fm/pdf/spawn.hpp>
#include <fm/providers/kv.hpp>
#include <fm/storage/installation.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace fm::program {

namespace {

/// One check of `/health/ready` for each thing that must be there.
constexpr const char* checks[] = {"database", "cache", "files", "knowledge"};

/// PDF and Word documents are read by processes of this very program.
knowledge::text_source text_reader() {
  auto reader =
      std::make_shared<extract::text_extractor>(std::vector<std::string>{"/proc/self/exe", "extract-text"});
  return [reader](std::string_view format, std::string_view bytes, const std::function<bool()>& cancelled) {
    return reader->text_of(format, bytes, cancelled);
  };
}

}  // namespace

struct server_modules::handles {
  agent::handle agent;
  agent::tools_handle tools;
  agent::news_handle news;
  auth::handle auth;
  sessions::handle sessions;
  cases::handles cases;
  jobs::handles jobs;
  memory::kv_handle cache;
  idempotency::handle once;
  evidence::server_handles evidence;
  knowledge::server_handles knowledge;
  reports::handles reports;
  std::optional<blob::gate> files;
};

std::vector<db::schema> all_schemas() {
  return {storage::schema(), auth::schema(),       sessions::schema(), cases::schema(),
          jobs::schema(),    agent::schema(),      evidence::schema(), knowledge::schema(),
          reports::schema(), idempotency::schema()};
}

server_modules::server_modules(server_options options)
    : options_(std::move(options)), to_(std::make_unique<handles>()) {}

server_modules::~server_modules() = default;

outcome<std::unique_ptr<server_modules>> server_modules::open(server_options options) {
  std::unique_ptr<server_modules> out(new server_modules(std::move(options)));
  auto started = out->start();
  if (!started) return std::move(started.error());
  return out;
}

outcome<done> server_modules::start() {
  for (const auto* check : checks) health_->expect(check);
  room_ = std::make_shared<http::free_space>(options_.data.string(), options_.least_free_bytes);
  auto keys = jwt::load_keys(options_.keys);
  if (!keys) return std::move(keys.error());
  auto stored = open_storage(options_.data, options_.storage);
  if (!stored) return std::move(stored.error());
  database_ = std::move(stored->database);
  files_ = std::move(stored->files);
  // Beside the files and not among them: an index can always be made again.
  auto indexes = fs::open_store((options_.data / "indexes").string());
  if (!indexes) return std::move(indexes.error());
  indexes_ = std::move(*indexes);
  health_->watch("room", [room = room_] { return room->shortage(); });
  health_->watch("stored_files", [files = files_] { return files->trouble(); });
  health_->watch("database_pages", [database = database_] { return database->damage(); });

  actors::system_config config;
  config.threads = options_.threads;
  config.messages =
      actors::messages_of<db::messages, blob::messages, kv::messages, providers::revocation_messages,
                          auth::messages, sessions::messages, cases::messages, jobs::messages,
                          evidence::messages, knowledge::messages, agent::messages, reports::messages,
                          document::messages, idempotency::messages>();
  system_ = std::make_unique<actors::system>(std::move(config));

  db::spawn(*system_, database_, options_.database);
  to_->files = blob::spawn(*system_, files_, options_.files);
  to_->cache = memory::spawn_kv(*system_);
  pdf::spawn(*system_);
  auto board = std::make_shared<jwt::revocation_board>(options_.auth.access_lifetime);
  jwt::spawn_board(*system_, board);
  identity_ = jwt::make_identity(*keys, board);

  to_->auth = auth::spawn(*system_, *keys, options_.auth);
  to_->sessions = sessions::spawn(*system_, options_.sessions);
  to_->once = idempotency::spawn(*system_);
  to_->jobs = jobs::spawn(*system_, options_.jobs,
                          {evidence::analysis_work(), knowledge::ingestion_work(), cases::turn_work()});
  auto progress = jobs::progress_of(*system_, to_->jobs);
  to_->evidence = evidence::spawn_server(*system_, {.files = files_,
                                                    .zone = find_zone,
                                                    .allowed_types = options_.allowed_types,
                                                    .progress = progress,
                                                    .workers = options_.analysis_workers,
                                                    .memory = {options_.memory.all, options_.memory.per_turn},
                                                    .per_owner = options_.evidence_quotas});
  to_->knowledge =
      knowledge::spawn_server(*system_, {.files = files_,
                                         .indexes = indexes_,
                                         .limits = {.document_bytes = options_.most_document_bytes,
                                                    .document_words = options_.most_document_words,
                                                    .memory = options_.memory.all},
                                         .per_owner = options_.knowledge_quotas,
                                         .most_index_bytes = options_.memory.indexes,
                                         .progress = progress,
                                         .builders = options_.index_workers,
                                         .searchers = options_.search_workers,
                                         .extract = text_reader()});
  agent::options how;
  how.zone = options_.zone;
  if (auto zone = find_zone(options_.zone))
    how.zone_offset = micros{zone->offset_at(system_->now() / second)} * second;
  options_.models.options.stop = model_calls_.get_token();
  to_->news = agent::spawn_news(*system_);
  options_.models.options.heard = [sys = system_.get(), news = to_->news](const std::string& question,
                                                                          std::string piece) {
    sys->tell(news, agent::heard_piece{question, std::move(piece)});
  };
  options_.models.options.open_picture = [files = files_](const std::string& key, std::uint64_t most) {
    return all_bytes(*files->open(key), most);
  };
  to_->agent = agent::spawn(*system_, how, options_.models.options);
  to_->tools = agent::spawn_tools(*system_, options_.zone);
  to_->cases = cases::spawn(*system_, options_.cases);
  to_->reports = reports::spawn(*system_, options_.reports);
  departure::spawn(*system_);
  return done{};
}

std::vector<http::route_table> server_modules::routes() {
  const http::written_reports written = [this](std::string case_id, call_context ctx, auto tell) {
    reports::list_reports all;
    all.case_id = std::move(case_id);
    system_->call(to_->reports.all, std::move(all), std::move(ctx),
                  [tell = std::move(tell)](outcome<reports::report_list> r) {
                    std::vector<std::string> types;
                    if (r)
                      for (auto& one : r->reports) types.push_back(std::move(one.type));
                    tell(std::move(types));
                  });
  };
  std::vector<http::route_table> tables;
  tables.push_back(http::auth_routes(*system_, to_->auth));
  tables.push_back(http::account_routes(*system_, to_->auth));
  tables.push_back(http::membership_routes(*system_, to_->auth, options_.dashboard_url));
  tables.push_back(http::auth_v1_routes(*system_, to_->auth, http::sign_in_sessions(to_->sessions.place()),
                                        options_.registration));
  tables.push_back(http::oauth_routes(*system_, to_->auth));
  tables.push_back(http::session_routes(*system_, to_->sessions));
  tables.push_back(http::case_routes(*system_, to_->cases.all, to_->cases.one, written));
  tables.push_back(
      http::turn_routes(*system_, to_->cases.all, to_->cases.one, to_->news, options_.turn_deadline));
  tables.push_back(http::case_v1_routes(*system_, to_->cases.all, to_->cases.one, written));
  tables.push_back(
      http::evidence_routes(*system_, to_->evidence.records, http::file_checks(to_->files->place()), files_));
  tables.push_back(http::evidence_line_routes(
      *system_, to_->evidence.records,
      {actors::handle<evidence::list_case_files>(to_->evidence.analysis.place()), to_->evidence.lines}));
  tables.push_back(http::knowledge_routes(*system_, to_->knowledge.library, options_.most_document_bytes));
  tables.push_back(http::report_routes(*system_, to_->reports.all, to_->reports.of_case));
  tables.push_back(http::job_routes(*system_, to_->jobs.jobs, to_->jobs.board));
  tables.push_back(http::tool_routes(*system_, to_->tools));
  tables.push_back({http::health_row(*system_, to_->agent, "/agent/health", "agentHealth", "agent",
                                     agent::check_health{})});
  http::watch_proxies(tables);
  for (auto& table : tables) http::make_repeatable(*system_, to_->once, table);
  for (auto& table : tables) http::serve_when_ready(table, health_);
  return tables;
}

namespace {

/// Tries something by a question that it can always answer; any answer will do.
template <class M, class Handle>
std::function<void(call_context, http::dependency::answer)> probe(actors::system& sys, const Handle& to,
                                                                  M question) {
  return [&sys, to, question = std::move(question)](call_context ctx, http::dependency::answer answer) {
    sys.call(to, question, std::move(ctx), [answer = std::move(answer)](outcome<typename M::reply_type> r) {
      if (r)
        answer(done{});
      else
        answer(std::move(r.error()));
    });
  };
}

/// Says which gates have workers that hang; a thread cannot be ended from outside.
outcome<done> no_worker_hangs(const std::vector<actors::actor_figures>& all) {
  std::string which;
  for (const auto& f : all)
    if (f.hung > 0) which += (which.empty() ? "" : ", ") + std::to_string(f.hung) + " of " + f.name;
  if (which.empty()) return done{};
  return fail(ec::stuck,
              "workers hang (" + which +
                  "): what they worked on was given up, and its job says why; a restart frees them");
}

}  // namespace

std::vector<http::dependency> server_modules::dependencies() {
  auto& sys = *system_;
  std::vector<http::dependency> all;
  all.push_back({"database", "sqlite", true, probe(sys, to_->cases.all, cases::list_cases{})});
  auto watch = [&all](std::string name, std::string kind, std::function<std::string()> trouble) {
    all.push_back({std::move(name), std::move(kind), false,
                   [trouble = std::move(trouble)](call_context, http::dependency::answer answer) {
                     auto said = trouble();
                     if (said.empty())
                       answer(done{});
                     else
                       answer(fail(ec::unavailable, std::move(said)));
                   }});
  };
  watch("database_pages", "sqlite", [database = database_] { return database->damage(); });
  watch("stored_files", "local", [files = files_] { return files->trouble(); });
  watch("room", "local", [room = room_] { return room->shortage(); });
  all.push_back({"cache", "memory", true, probe(sys, to_->cache, kv::get{"health"})});
  all.push_back(
      {"vector_store", "embedded", true, probe(sys, to_->knowledge.library, knowledge::get_stats{})});
  if (options_.models.all.empty())
    all.push_back({"llm_provider", "builtin", false, probe(sys, to_->agent, agent::check_health{})});
  // The first has the name of the contract, the others their own beside it.
  for (const auto& m : options_.models.all) {
    const bool first = m == options_.models.all.front();
    watch(first ? "llm_provider" : "llm_provider:" + m->name(), m->name(),
          [m] { return m->health().trouble(); });
    all.back().is_away_alone = true;
  }
  if (const auto& m = options_.models.sees; m && options_.models.options.sends_pictures) {
    watch("llm_pictures", m->name(), [m]() -> std::string {
      if (m->can().images) return m->health().trouble();
      return m->name() +
             ", which MULTIMODAL_PROVIDER names, sees no pictures: turns with pictures are "
             "answered without them";
    });
  }
  all.push_back({"workers", "threads", false, [&sys](call_context, http::dependency::answer answer) {
                   answer(no_worker_hangs(sys.figures()));
                 }});
  return all;
}

outcome<bool> server_modules::has_accounts() const { return auth::has_accounts(*database_); }

outcome<done> server_modules::prepare() {
  auto& sys = *system_;
  auto known = sys.ask(to_->auth, auth::load_revocations{});
  if (!known) return std::move(known.error());
  health_->set("cache", "ok");
  auto settled = sys.ask(to_->cases.all, cases::settle_interrupted{});
  if (!settled) return std::move(settled.error());
  health_->set("database", "ok");
  if (auto tidied = tidy_files(0); !tidied) return tidied;
  health_->set("files", "ok");
  auto open_jobs = sys.ask(to_->jobs.board, jobs::resume_all{});
  if (!open_jobs) return std::move(open_jobs.error());
  health_->set("knowledge", "ok");
  // Searches have their indexes loaded; nobody waits for what is tidied up.
  auto tidied = sys.ask(to_->knowledge.ingestion, knowledge::purge_closed{});
  if (!tidied)
    actors::log(actors::level::warning,
                "documents of closed cases could not be removed; the next start tries again",
                {{"error", tidied.error().text}});
  begin_upkeep();
  // What is known of a model decides what it is asked: a turn that goes on has to ask the same again, or a
  // call would be paid twice.
  if (options_.probes_models && !options_.models.all.empty())
    probes_.start(options_.models.all, options_.models.options.sends_pictures, [this] { resume_turns(); });
  else
    resume_turns();
  return done{};
}

void server_modules::resume_turns() {
  // A share of what may be asked at a time; questions of people who are there come first.
  const auto at_once =
      static_cast<std::uint32_t>(std::clamp<std::size_t>(options_.models.options.workers / 2, 4, 32));
  for (std::uint32_t share = 0; share < at_once; ++share)
    system_->call(
        to_->cases.all, cases::resume_turns{share, at_once}, {}, [](outcome<std::uint64_t> resumed) {
          if (!resumed)
            actors::log(actors::level::warning, "turns that a stop has interrupted are not all answered",
                        {{"why", resumed.error().text}});
          else if (*resumed > 0)
            actors::log(actors::level::info, "turns that a stop had interrupted are answered",
                        {{"turns", *resumed}});
        });
}

outcome<done> server_modules::tidy_files(micros grace) {
  auto files = system_->ask(to_->evidence.records, evidence::sweep{grace});
  if (!files) return std::move(files.error());
  auto documents = system_->ask(to_->knowledge.library, knowledge::sweep{grace});
  if (!documents) return std::move(documents.error());
  return done{};
}

void server_modules::begin_upkeep() {
  // An upload may lie in the store for as long as its request may take before its row comes.
  constexpr micros grace = 60 * minute;
  upkeep_.every(options_.sweep_every, options_.sweep_every, [this] {
    if (auto tidied = tidy_files(grace); !tidied)
      actors::log(actors::level::warning, "stored files could not be compared with their rows",
                  {{"why", tidied.error().text}});
    auto forgotten =
        system_->ask(*to_->files, blob::forget_aside{actors::wall_clock() - options_.quarantine_kept});
    if (!forgotten)
      actors::log(actors::level::warning, "the quarantine could not be emptied",
                  {{"why", forgotten.error().text}});
  });
  // A start has enough to do.
  constexpr micros first_check = 10 * second;
  if (options_.check_every > 0)
    upkeep_.every(options_.check_every, first_check, [this] { check_database(); });
  upkeep_.start();
}

void server_modules::check_database() {
  // A small share of a processor; but what is read in one transaction keeps the log from being begun anew.
  static constexpr auto share = 50;
  static constexpr std::chrono::milliseconds shortest{5}, longest{20};
  using clock = std::chrono::steady_clock;
  auto since = clock::now();
  auto found = database_->examine([this, &since] {
    const auto worked = std::chrono::duration_cast<std::chrono::milliseconds>(share * (clock::now() - since));
    const bool go_on = upkeep_.pause(std::clamp(worked, shortest, longest));
    since = clock::now();
    return go_on;
  });
  if (!found) {
    if (found.error().code != ec::cancelled)
      actors::log(actors::level::warning, "the database could not be checked for damage",
                  {{"why", found.error().text}});
    return;
  }
  if (!found->has_checksums)
    actors::log(
        actors::level::warning,
        "the database has no checksums, for there was no room to write it anew: make room and start again");
  if (auto damage = database_->damage(); !damage.empty()) actors::log(actors::level::error, damage);
}

bool server_modules::stop() {
  upkeep_.stop();
  for (const auto* check : checks) health_->set(check, "stopping");
  // Jobs go on at the next start from where they are put down.
  static_cast<void>(system_->ask(to_->jobs.board, jobs::suspend_all{}));
  return system_->stop().stuck.empty();
}

}  // namespace fm::program
