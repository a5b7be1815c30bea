#pragma once
// The modules that keep evidence and documents, with their jobs, on a database and files of their own. It can
// be ended and started again on what is stored.
#include <fm/agent/messages.hpp>
#include <fm/auth/spawn.hpp>
#include <fm/cases/spawn.hpp>
#include <fm/evidence/spawn.hpp>
#include <fm/fs/local_store.hpp>
#include <fm/jobs/spawn.hpp>
#include <fm/knowledge/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/installation.hpp>
#include <fm/storage/spawn.hpp>
#include <fm/test/temp_folder.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace fm::test {

template <class T>
T must(outcome<T> r) {
  if (!r) throw std::runtime_error(std::string(to_string(r.error().code)) + ": " + r.error().text);
  return std::move(*r);
}

class work_world {
 public:
  /// What a test may change before `start`.
  jobs::options how{.most_running = 64, .tries = 3, .back_off = 5 * millisecond};
  std::function<std::shared_ptr<blob::store>(std::shared_ptr<blob::store>)> wrap_files{};
  std::vector<std::string> allowed_types{};
  std::uint64_t most_document_bytes = 50u << 20;
  std::shared_ptr<blob::store> indexes;  ///< null: none are stored
  knowledge::text_source extract{};

  cases::handles cases;
  jobs::handles jobs;
  evidence::server_handles evidence;
  knowledge::server_handles knowledge;
  std::shared_ptr<blob::store> files;
  std::shared_ptr<db::database> database;

  ~work_world() { end(); }

  /// Everything but `resume_all`.
  void start() {
    database =
        must(sqlite::open(folder_ / "fm.db", {storage::schema(), auth::schema(), cases::schema(),
                                              jobs::schema(), evidence::schema(), knowledge::schema()}));
    files = must(fs::open_store(folder_ / "files"));
    if (wrap_files) files = wrap_files(files);
    actors::system_config config;
    config.messages = actors::messages_of<db::messages, blob::messages, cases::messages, jobs::messages,
                                          evidence::messages, knowledge::messages, agent::messages>();
    config.grace = 200 * millisecond;
    config.kill_grace = 10 * second;  // a worker that is cut off still uses what it was given
    system_.emplace(std::move(config));
    db::spawn(*system_, database);
    blob::spawn(*system_, files);
    cases = cases::spawn(*system_);
    jobs = jobs::spawn(*system_, how,
                       {evidence::analysis_work(), knowledge::ingestion_work(), cases::turn_work()});
    auto progress = jobs::progress_of(*system_, jobs);
    auto utc = [](const std::string& name) { return evidence::time_zone::fixed(name); };
    evidence = evidence::spawn_server(*system_, {files, utc, allowed_types, progress, 2});
    knowledge = knowledge::spawn_server(*system_, {.files = files,
                                                   .indexes = indexes,
                                                   .limits = {.document_bytes = most_document_bytes},
                                                   .progress = progress,
                                                   .builders = 2,
                                                   .searchers = 2,
                                                   .extract = extract});
  }
  /// Nothing is put down: what runs is cut off, as by a crash.
  void end() {
    system_.reset();
    files.reset();
    database.reset();
  }
  actors::system& system() { return *system_; }

  template <class M, class Handle>
  outcome<typename M::reply_type> ask(const Handle& to, M m, const std::string& user = "ann",
                                      std::vector<std::string> roles = {}) {
    call_context ctx;
    ctx.user = user;
    ctx.roles = std::move(roles);
    ctx.deadline = system_->steady() + 30 * second;
    return system_->ask(to, std::move(m), std::move(ctx));
  }

  std::string new_case(const std::string& user = "ann") {
    cases::create_case m;
    m.title = "a case";
    return must(ask(cases.all, m, user)).id;
  }
  /// The path of a new file as the HTTP edge spools it.
  std::string spool(std::string_view bytes) {
    auto dir = folder_.path() / "tmp";
    std::filesystem::create_directories(dir);
    auto path = (dir / ("spool-" + std::to_string(++spools_))).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  outcome<evidence::evidence_record> try_upload(const std::string& case_id, const std::string& name,
                                                std::string_view bytes, const std::string& user = "ann") {
    evidence::upload_evidence m;
    m.case_id = case_id;
    m.spool = spool(bytes);
    m.original_filename = name;
    m.content_type = "text/plain";
    return ask(evidence.records, m, user);
  }
  evidence::evidence_record upload(const std::string& case_id, const std::string& name,
                                   std::string_view bytes, const std::string& user = "ann") {
    return must(try_upload(case_id, name, bytes, user));
  }
  /// Waits until the job has ended.
  jobs::job_record ended(const std::string& job_id, const std::string& user = "ann") {
    return wait_for(job_id, user, [](const jobs::job_record& j) {
      return j.status == "completed" || j.status == "failed";
    });
  }
  jobs::job_record wait_for(const std::string& job_id, const std::string& user,
                            const std::function<bool(const jobs::job_record&)>& reached) {
    for (int i = 0; i < 12'000; ++i) {
      auto job = must(ask(jobs.jobs, jobs::get_job{job_id}, user));
      if (reached(job)) return job;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("the job " + job_id + " does not get there");
  }
  /// Keys of all stored files.
  std::vector<std::string> stored(const std::string& folder) {
    return must(files->keys(folder, system_->now() + minute)).keys;
  }

 private:
  temp_folder folder_;
  std::optional<actors::system> system_;
  int spools_ = 0;
};

/// Hands out the files of another store in small blocks, with a pause before each.
class slow_store final : public blob::store {
 public:
  slow_store(std::shared_ptr<blob::store> to, std::chrono::milliseconds pause)
      : store_(std::move(to)), pause_(pause) {}

  outcome<blob::stored> take(const std::string& spool, const std::string& key) override {
    return store_->take(spool, key);
  }
  outcome<blob::stored> write(const std::string& key, std::string_view bytes) override {
    return store_->write(key, bytes);
  }
  outcome<done> erase(const std::string& key) override { return store_->erase(key); }
  outcome<blob::listing> keys(const std::string& folder, micros before) override {
    return store_->keys(folder, before);
  }
  outcome<bool> holds(const std::string& key) override { return store_->holds(key); }
  outcome<done> verify(const std::string& key, const std::string& sha256) override {
    return store_->verify(key, sha256);
  }
  outcome<blob::aside> set_aside(const std::vector<std::string>& keys) override {
    return store_->set_aside(keys);
  }
  outcome<blob::listing> keys_aside(const std::string& folder) override { return store_->keys_aside(folder); }
  outcome<done> bring_back(const std::vector<std::string>& keys) override { return store_->bring_back(keys); }
  outcome<blob::listing> forget_aside(micros before) override { return store_->forget_aside(before); }
  void note_trouble(const std::string& key, const std::string& what) override {
    store_->note_trouble(key, what);
  }
  std::string trouble() const override { return store_->trouble(); }
  std::unique_ptr<blob::reader> open(const std::string& key) override {
    return std::make_unique<slow_reader>(store_->open(key), pause_);
  }
  std::string local_path(const std::string& key) const override { return store_->local_path(key); }

 private:
  class slow_reader final : public blob::reader {
   public:
    slow_reader(std::unique_ptr<blob::reader> from, std::chrono::milliseconds pause)
        : from_(std::move(from)), pause_(pause) {}
    std::size_t read(std::span<char> into) override {
      std::this_thread::sleep_for(pause_);
      return from_->read(into.first(std::min<std::size_t>(into.size(), 64 * 1024)));
    }
    std::string_view error() const override { return from_->error(); }

   private:
    std::unique_ptr<blob::reader> from_;
    std::chrono::milliseconds pause_;
  };
  std::shared_ptr<blob::store> store_;
  std::chrono::milliseconds pause_;
};

}  // namespace fm::test
