#include "fm/actors/journal_reader.hpp"
#include "fm/actors/replay.hpp"
#include "fm/agent/spawn.hpp"
#include "fm/evidence/spawn.hpp"
#include "fm/knowledge/spawn.hpp"
#include "incident_step.hpp"
#include "news_step.hpp"
#include "turn_step.hpp"

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

using namespace fm;

namespace {

const std::map<std::string, std::string>& files() {
  static const std::map<std::string, std::string> all = [] {
    std::string log;
    for (int i = 0; i < 300; ++i)
      log +=
          "2026-03-01T10:0" + std::to_string(i / 60) + ":" + (i % 60 < 10 ? "0" : "") +
          std::to_string(i % 60) +
          (i > 200 ? "Z ERROR shop write failed: No space left on device\n" : "Z INFO shop order stored\n");
    return std::map<std::string, std::string>{
        {"shop.log", log},
        {"pods.txt", "NAME     READY   STATUS    RESTARTS   AGE\nshop-1   1/1     Running   0          3d\n"},
        {"picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\0", 12)},
        {"empty.log", ""}};
  }();
  return all;
}

/// A source that owns its text.
class owned_source final : public evidence::byte_source {
 public:
  explicit owned_source(std::string text) : text_(std::move(text)), rest_(text_) {}
  std::size_t read(std::span<char> into) override { return rest_.read(into); }

 private:
  std::string text_;
  evidence::memory_source rest_;
};

evidence::environment from_memory() {
  evidence::environment e;
  e.open = [](const std::string& path) { return std::make_unique<owned_source>(files().at(path)); };
  e.zone = [](const std::string& name) { return evidence::time_zone::fixed(name); };
  return e;
}

knowledge::environment one_runbook() {
  knowledge::environment e;
  e.read_folder = [](const std::string& folder) {
    knowledge::folder_documents d;
    if (folder != "kb") {
      d.error = "'" + folder + "' is not a folder";
      return d;
    }
    d.documents = {{"storage/disk-full.md",
                    "# Disk full\n\nNo space left on device: free space with `df -h`, `du -xsh`.\n"},
                   {"web/slow.md", "# Slow pages\n\nLook at the upstream response time.\n"},
                   {"net/dns.md", "# Names do not resolve\n\nAsk the resolver by hand with dig.\n"}};
    return d;
  };
  return e;
}

actors::system_config config() {
  actors::system_config c;
  c.messages = actors::messages_of<evidence::messages, knowledge::messages, agent::messages>();
  return c;
}

agent::investigate request(std::vector<std::string> names, bool from_folder = false) {
  agent::investigate m;
  m.question = "Why are orders not stored?";
  for (const auto& n : names) m.files.push_back({n, n, from_folder});
  m.zone = "UTC";
  m.now = 1'796'040'000'000'000;
  m.with_runbooks = true;
  return m;
}

struct running {
  actors::system system;
  knowledge::handle runbooks;
  agent::handle agent;

  explicit running(actors::system_config c, agent::options how = {}, agent::model_options model = {})
      : system(std::move(c)) {
    evidence::spawn(system, from_memory());
    runbooks = knowledge::spawn(system, one_runbook());
    agent::spawn_news(system);
    agent = agent::spawn(system, how, std::move(model));
  }
};

/// A model that answers in prose, and then as it is asked to.
class scripted_model final : public providers::model_port {
 public:
  providers::model_answer complete(const providers::model_request& request,
                                   providers::model_listener& listener) override {
    ++asked;
    providers::model_answer out;
    out.stop = providers::stop_reason::complete;
    out.content = "The disk is full, I think.";
    if (request.messages.size() > 2)
      out.content =
          R"({"conclusion":[{"text":"No space left on device: a write of shop failed.","cites":["E1:202"]}],"hypotheses":[],"next_steps":[],"questions":[]})";
    listener.text(out.content);
    return out;
  }
  int asked = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(investigations_in_process)

BOOST_AUTO_TEST_CASE(an_incident_of_a_log_and_a_document_is_diagnosed) {
  running all(config());
  auto loaded = all.system.ask(all.runbooks, knowledge::load_runbooks{"kb"});
  BOOST_TEST_REQUIRE(static_cast<bool>(loaded));
  BOOST_TEST(loaded->chunks >= 3u);
  auto found = all.system.ask(all.agent, request({"shop.log", "pods.txt"}));
  BOOST_TEST_REQUIRE(static_cast<bool>(found));
  BOOST_TEST((found->verdict == agent::verdict::problem));
  BOOST_TEST(found->hypotheses.front().rule == "disk_full");
  BOOST_TEST_REQUIRE(found->evidence.size() == 2u);
  BOOST_TEST((found->evidence[1].kind == evidence::kind::kubectl_table));
  BOOST_TEST_REQUIRE(!found->passages.empty());
  BOOST_TEST(found->passages.front().path == "storage/disk-full.md");
  auto report = all.system.stop();
  BOOST_TEST(report.stuck.empty());
}

BOOST_AUTO_TEST_CASE(bad_files_and_folders_are_named) {
  running all(config());
  auto picture = all.system.ask(all.agent, request({"picture.png"}));
  BOOST_TEST_REQUIRE(!picture);
  BOOST_TEST((picture.error().code == ec::invalid));
  BOOST_TEST(picture.error().text.find("'picture.png' begins as a PNG picture and is damaged") !=
             std::string::npos);
  auto among = all.system.ask(all.agent, request({"picture.png", "shop.log"}, true));
  BOOST_TEST_REQUIRE(static_cast<bool>(among));
  BOOST_TEST(among->evidence.front().evidence == 1u);
  auto empty = all.system.ask(all.agent, request({"empty.log"}));
  BOOST_TEST_REQUIRE(!empty);
  auto zone = request({"shop.log"});
  zone.zone = "Mars";
  auto mars = all.system.ask(all.agent, zone);
  BOOST_TEST_REQUIRE(!mars);
  BOOST_TEST(mars.error().text.find("Mars") != std::string::npos);
  auto folder = all.system.ask(all.runbooks, knowledge::load_runbooks{"nowhere"});
  BOOST_TEST_REQUIRE(!folder);
  BOOST_TEST((folder.error().code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(many_investigations_at_once_are_all_answered) {
  running all(config());
  std::mutex mutex;
  std::condition_variable changed;
  int answered = 0, right = 0;
  for (int i = 0; i < 24; ++i)
    all.system.call(all.agent, request({"shop.log", "pods.txt"}), {}, [&](outcome<agent::investigation> r) {
      std::lock_guard lock(mutex);
      ++answered;
      right += r && r->hypotheses.front().rule == "disk_full";
      changed.notify_all();
    });
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(60), [&] { return answered == 24; });
  BOOST_TEST(answered == 24);
  BOOST_TEST(right == 24);
}

BOOST_AUTO_TEST_CASE(the_journal_of_investigations_replays_without_files) {
  auto path =
      std::filesystem::temp_directory_path() / ("fm-modules-" + std::to_string(::getpid()) + ".journal");
  auto c = config();
  c.journal = actors::journal_options{.path = path};
  {
    running all(std::move(c));
    BOOST_TEST_REQUIRE(static_cast<bool>(all.system.ask(all.runbooks, knowledge::load_runbooks{"kb"})));
    for (int i = 0; i < 3; ++i)
      BOOST_TEST(static_cast<bool>(all.system.ask(all.agent, request({"shop.log", "pods.txt"}))));
    BOOST_TEST(!all.system.ask(all.agent, request({"picture.png"})));
    all.system.stop();
    BOOST_TEST(all.system.lost_records() == 0u);
  }
  auto table = actors::messages_of<evidence::messages, knowledge::messages, agent::messages>();
  actors::replay again(table);
  again.add<evidence::incident_state>("evidence");
  again.add<agent::turn_state>("agent");
  auto file = actors::read_journal({path}, table.fingerprint());
  BOOST_TEST_REQUIRE(file.why == "");
  auto different = again.run(file);
  BOOST_TEST(!different.has_value(),
             (different ? different->actor + " " + different->kind + ": " + different->what : ""));
  BOOST_TEST(again.inputs() >= 3u * 5u);
  BOOST_TEST(again.edge_replies() == 4u);
  std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE(a_recorded_turn_with_a_model_replays_without_key_and_network) {
  auto path =
      std::filesystem::temp_directory_path() / ("fm-model-" + std::to_string(::getpid()) + ".journal");
  auto c = config();
  c.journal = actors::journal_options{.path = path};
  auto port = std::make_shared<scripted_model>();
  agent::options how;
  how.tells_of_files = true;
  {
    agent::model_options model;
    model.model = port;
    model.name = "scripted/m";
    running all(std::move(c), how, model);
    auto found = all.system.ask(all.agent, request({"shop.log"}));
    BOOST_TEST_REQUIRE(static_cast<bool>(found));
    BOOST_TEST(port->asked == 2);
    BOOST_TEST(found->conclusion.front().text == "No space left on device: a write of shop failed.");
    all.system.stop();
  }
  const auto table = actors::messages_of<evidence::messages, knowledge::messages, agent::messages>();
  actors::replay again(table);
  how.asks_model = true;
  again.add<evidence::incident_state>("evidence");
  again.add<agent::news_state>("news");
  again.add<agent::turn_state>("agent", how);
  auto different = again.run(actors::read_journal({path}, table.fingerprint()));
  BOOST_TEST(!different.has_value(),
             (different ? different->actor + " " + different->kind + ": " + different->what : ""));
  BOOST_TEST(again.edge_replies() == 1u);
  BOOST_TEST(port->asked == 2);  // what was recorded is not asked again
  std::filesystem::remove(path);
}

BOOST_AUTO_TEST_SUITE_END()
