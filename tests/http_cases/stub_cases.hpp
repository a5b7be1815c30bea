#pragma once
// Stands for the cases module: remembers the last command and answers with one case.
#include <fm/http/case_routes.hpp>
#include <fm/test/route_call.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace stub {
using namespace fm::cases;

/// What the stub has seen, and what it is to say.
struct seen {
  std::optional<fm::failure> failure;
  create_case created;
  list_cases listed;
  update_case updated;
  set_status status;
  close_case closed;
  add_message message;
  list_messages messages;
  add_hypothesis hypothesis;
  update_hypothesis changed;
  add_solution solution;
  post_turn turn;
};

case_record example();
hypothesis_record example_hypothesis();

/// The stub in a system, and both route tables over it.
class world {
 public:
  world();
  world(const world&) = delete;
  world& operator=(const world&) = delete;
  ~world();

  std::shared_ptr<stub::seen> seen = std::make_shared<stub::seen>();
  fm::http::route_table table;

  std::shared_ptr<fm::test::kept_answer> call(fm::http::method verb, const std::string& path,
                                              fm::test::sent_request what = {});

 private:
  struct actors;
  std::unique_ptr<actors> actors_;
};

}  // namespace stub
