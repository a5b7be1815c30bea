#include "fm/jwt/board_gate.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>

#include <functional>
#include <utility>

namespace fm::jwt {

namespace {

class board_job {
 public:
  using takes = fm::takes<providers::publish_revocations, providers::publish_api_keys>;
  board_job(std::shared_ptr<revocation_board> board, std::function<micros()> now)
      : board_(std::move(board)), now_(std::move(now)) {}
  done run(const providers::publish_revocations& m, actors::worker_env&) {
    board_->publish(m, now_());
    return {};
  }
  done run(const providers::publish_api_keys& m, actors::worker_env&) {
    board_->publish(m);
    return {};
  }

 private:
  std::shared_ptr<revocation_board> board_;
  std::function<micros()> now_;
};

}  // namespace

board_handle spawn_board(actors::system& system, std::shared_ptr<revocation_board> board) {
  std::function<micros()> now = [&system] { return system.now(); };
  return system.gate<board_job>("revocations", {.workers = 1, .waiting = 1'024}, std::move(board),
                                std::move(now));
}

}  // namespace fm::jwt
