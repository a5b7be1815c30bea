// From a log to the printed report, with the real modules around.
#include <fm/agent/spawn.hpp>
#include <fm/auth/spawn.hpp>
#include <fm/pdf/spawn.hpp>
#include <fm/reports/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/installation.hpp>
#include <fm/test/work_world.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::test;

namespace {

struct live {
  temp_folder folder;
  std::shared_ptr<db::database> database;
  std::shared_ptr<blob::store> files;
  std::optional<actors::system> system;
  cases::handles cases;
  evidence::server_handles evidence;
  jobs::handles jobs;
  reports::handles reports;

  live() {
    database = must(
        sqlite::open(folder / "fm.db", {storage::schema(), auth::schema(), cases::schema(), jobs::schema(),
                                        evidence::schema(), knowledge::schema(), reports::schema()}));
    files = must(fs::open_store(folder / "files"));
    actors::system_config config;
    config.messages =
        actors::messages_of<db::messages, blob::messages, cases::messages, jobs::messages, evidence::messages,
                            knowledge::messages, agent::messages, reports::messages, document::messages>();
    system.emplace(std::move(config));
    auto& sys = *system;
    db::spawn(sys, database);
    blob::spawn(sys, files);
    pdf::spawn(sys);
    cases = cases::spawn(sys);
    jobs = jobs::spawn(sys, {}, {evidence::analysis_work(), knowledge::ingestion_work(), cases::turn_work()});
    auto progress = jobs::progress_of(sys, jobs);
    auto utc = [](const std::string& name) { return evidence::time_zone::fixed(name); };
    evidence = evidence::spawn_server(sys, {files, utc, {}, progress, 1});
    knowledge::spawn_server(sys, {.files = files,
                                  .limits = {.document_bytes = 1u << 20},
                                  .progress = progress,
                                  .builders = 1,
                                  .searchers = 1});
    agent::spawn(sys, {});
    reports = reports::spawn(sys);
    must(ask(jobs.board, jobs::resume_all{}));
  }
  ~live() { system.reset(); }

  template <class M, class Handle>
  outcome<typename M::reply_type> ask(const Handle& to, M m, const std::string& user = "ann") {
    call_context ctx;
    ctx.user = user;
    ctx.deadline = system->steady() + 60 * second;
    return system->ask(to, std::move(m), std::move(ctx));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(report_module, live)

BOOST_AUTO_TEST_CASE(a_case_with_a_log_becomes_three_reports_that_are_kept_printed_and_go_with_it) {
  cases::create_case opening;
  opening.title = "Shop cannot write";
  const auto id = must(ask(cases.all, opening)).id;
  std::string log;
  for (int i = 0; i < 90; ++i)
    log +=
        "2026-03-01T10:" + std::to_string(10 + i / 60) + ":" + std::to_string(10 + i % 50) +
        (i % 3 == 0 ? "Z ERROR shop write failed: No space left on device\n" : "Z INFO shop order stored\n");
  const auto spool = folder / "spool-1";
  std::ofstream(spool, std::ios::binary) << log;
  evidence::upload_evidence upload;
  upload.case_id = id, upload.spool = spool, upload.original_filename = "shop.log",
  upload.content_type = "text/plain";
  must(ask(evidence.records, upload));

  reports::generate_reports writing;
  writing.case_id = id, writing.types = {"incident_report", "runbook", "post_mortem"};
  const auto made = must(ask(reports.of_case, writing));
  BOOST_REQUIRE(made.outcomes.size() == 3u);
  for (const auto& o : made.outcomes) {
    BOOST_REQUIRE(o.made.size() == 1u);
    BOOST_TEST(o.made[0].content.find("No space left on device") != std::string::npos, o.made[0].content);
    BOOST_TEST(o.made[0].content.find("E1:L") != std::string::npos);
    BOOST_TEST(o.made[0].version == 1u);
  }
  reports::list_reports list;
  list.case_id = id;
  BOOST_TEST(must(ask(reports.all, list)).reports.size() == 3u);
  BOOST_TEST((ask(reports.all, list, "bob").error().code == ec::not_found));

  reports::download_report download;
  download.report_id = made.outcomes[0].made[0].id, download.format = "pdf";
  BOOST_TEST(must(ask(reports.all, download)).bytes.starts_with("%PDF-"));
  BOOST_TEST((ask(reports.all, download, "bob").error().code == ec::not_found));

  reports::recommend_reports advice;
  advice.case_id = id;
  BOOST_TEST(must(ask(reports.all, advice)).runbook_action == "generate");

  must(ask(cases.one, cases::delete_case{id}));
  reports::get_report get;
  get.report_id = download.report_id;
  BOOST_TEST((ask(reports.all, get).error().code == ec::not_found));
  BOOST_TEST((ask(reports.of_case, writing).error().code == ec::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
