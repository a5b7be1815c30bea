#pragma once
// Stands for the reports module: remembers the last commands and answers with one object of each.
#include <fm/http/report_routes.hpp>
#include <fm/test/route_call.hpp>

#include <memory>
#include <optional>
#include <string>

namespace stub {
using namespace fm;

inline const std::string id_1 = "018f0000-0000-7000-8000-000000000001";
inline const std::string id_2 = "018f0000-0000-7000-8000-000000000002";

reports::report_record a_report(const std::string& type = "runbook");

/// What the stubs have seen, and what they are to say.
struct seen {
  std::optional<failure> says;
  reports::list_reports listed;
  reports::get_report got;
  reports::delete_report removed;
  reports::recommend_reports advised;
  reports::download_report download;
  reports::generate_reports generate;
  reports::link_reports link;
  bool one_failed = false;
  bool knows_runbook = true;
};
using seen_ptr = std::shared_ptr<seen>;

class world {
 public:
  world();
  world(const world&) = delete;
  world& operator=(const world&) = delete;
  ~world();

  seen_ptr seen = std::make_shared<stub::seen>();
  http::route_table table;
  std::shared_ptr<test::kept_answer> call(http::method verb, const std::string& path,
                                          test::sent_request what = {});

 private:
  struct actors;
  std::unique_ptr<actors> actors_;
};

}  // namespace stub
