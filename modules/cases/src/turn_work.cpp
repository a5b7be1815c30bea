#include "turn_work.hpp"

#include <fm/cases/messages.hpp>
#include <fm/cases/spawn.hpp>

namespace fm::cases {

namespace {

flow<std::string> do_step(std::uint32_t, std::string subject, effects& fx) {
  auto ended = co_await fx.ask<await_turn>(subject);
  co_return ended.result;
}

flow<done> give_up(std::string subject, std::string, std::string, effects& fx) {
  co_await fx.ask<abandon_turn>(subject);
  co_return done{};
}

}  // namespace

jobs::work_kind turn_work() { return {turn_kind, {"answering"}, do_step, give_up}; }

}  // namespace fm::cases
