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
  bool as_job = false;
  search_cases search;
  list_session_cases of_session;
  get_trends trends;
  list_questions questions;
  add_data data;
  remove_data removed;
  suggest_title title;
  delete_case deleted;
  add_files files;
  /// What the case is, and whether the changes are meant for another version.
  case_record record;
  bool stale = false;
  case_view view;
  std::vector<std::string> written;  ///< types of the reports that the case has
  title_suggestion suggestion;
  turn_answer answer;
  turn_submitted submitted;
  import_case imported;
};

case_record example();
hypothesis_record example_hypothesis();
/// A request with a JSON body, and the value of a header of an answer ("" when it is absent).
fm::test::sent_request json(std::string body);
std::string header(const fm::test::kept_answer& answer, std::string_view name);
fm::evidence::evidence_record example_file();
turn_answer example_answer();

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
