#include "wiring.hpp"

#include "evidence_files.hpp"
#include "knowledge_folder.hpp"
#include "memory_shares.hpp"
#include "picture_bytes.hpp"
#include "settings.hpp"
#include "zone_files.hpp"

namespace fm::program {

namespace {

std::size_t worker_setting() { return static_cast<std::size_t>(command_settings().integer("FM_WORKERS")); }

}  // namespace

modules::modules(std::function<void(const std::string&, std::uint64_t)> progress,
                 agent::model_options model) {
  actors::system_config config;
  config.messages = actors::messages_of<evidence::messages, knowledge::messages, agent::messages>();
  system_ = std::make_unique<actors::system>(std::move(config));
  const auto memory = memory_shares_of(command_settings());
  const evidence_opener opener;
  evidence::spawn(*system_,
                  {opener, find_zone, std::move(progress), worker_setting(), {memory.all, memory.per_turn}});
  knowledge_ = knowledge::spawn(*system_, {read_knowledge_folder, 1});
  news_ = agent::spawn_news(*system_);
  agent::options how;
  how.tells_of_files = model.model != nullptr;
  model.heard = [sys = system_.get(), news = news_](const std::string& turn, std::string piece) {
    sys->tell(news, agent::heard_piece{turn, std::move(piece)});
  };
  model.open_picture = [opener](const std::string& path, std::uint64_t most) -> outcome<std::string> {
    return all_bytes(*opener(path), most);
  };
  agent_ = agent::spawn(*system_, how, std::move(model));
}

bool modules::stop() {
  auto report = system_->stop();
  return report.stuck.empty();
}

}  // namespace fm::program
