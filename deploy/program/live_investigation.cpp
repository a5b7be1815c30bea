#include "live_investigation.hpp"

#include <fm/json/members.hpp>
#include <fm/json/value.hpp>

#include <chrono>
#include <cstdio>
#include <future>
#include <string>
#include <string_view>
#include <utility>

namespace fm::program {

namespace {

/// What a model wrote is shown without what could move the cursor.
std::string harmless(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return text;
}

void show(const agent::told_event& e) {
  const auto data = json::parse(e.data).root;
  std::string line;
  if (e.kind == "stage" && json::text_of(data, "stage") == "reason")
    line = "the model reads the evidence";
  else if (e.kind == "token" || e.kind == "warning")
    line = json::text_of(data, "text");
  if (!line.empty()) std::fprintf(stderr, "\r\033[K  %s\n", harmless(std::move(line)).c_str());
}

}  // namespace

outcome<agent::investigation> ask_live(modules& parts, agent::investigate request) {
  std::promise<outcome<agent::investigation>> answered;
  auto answer = answered.get_future();
  parts.system().call(parts.agent(), std::move(request), {},
                      [&answered](outcome<agent::investigation> a) { answered.set_value(std::move(a)); });
  std::uint64_t seen = 0;
  for (bool ended = false; !ended;) {
    ended = answer.wait_for(std::chrono::milliseconds(50)) == std::future_status::ready;
    auto news = parts.system().ask(parts.news(), agent::watch_turn{agent::command_line_turn, seen, 0});
    if (!news) continue;  // nothing has happened yet
    for (const auto& e : news->events) show(e), seen = e.number;
  }
  return answer.get();
}

}  // namespace fm::program
