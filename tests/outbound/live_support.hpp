#pragma once
// What tests of the client have in common.
#include "fault_server.hpp"

#include <fm/outbound/client.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

using namespace fm::outbound;

inline long milliseconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun)
      .count();
}

inline service_ptr made_service(const service_settings& s) {
  auto out = make_service(s);
  BOOST_TEST_REQUIRE(static_cast<bool>(out), (out ? std::string() : out.error().text));
  return *out;
}
/// One that may call these origins, by whatever name.
inline service_ptr open_for(std::vector<std::string> origins) {
  return made_service({.name = "the test", .origins = std::move(origins)});
}

/// Everything that a request brought.
struct outcome_of {
  ended how;
  answer_head head;
  std::string body;
  long milliseconds = 0;
  bool fails_with(trouble_kind kind) const { return how.why && how.why->kind == kind; }
  std::string text() const { return how.why ? how.why->text : "no failure"; }
};
inline outcome_of fetch(client& by, const service_ptr& s, request what) {
  kept_answer kept;
  const auto begun = std::chrono::steady_clock::now();
  auto how = by.run(s, std::move(what), kept);
  return {std::move(how), kept.begins(), kept.body(), milliseconds_since(begun)};
}
/// Once, without repetitions.
inline request once(std::string url) {
  request r{.url = std::move(url)};
  r.retries = 0;
  return r;
}

/// Names that the test makes up: each look-up takes the next answer, and the last one again and again.
class made_up_names {
 public:
  void add(const std::string& host, std::vector<std::string> answers) { names_[host] = std::move(answers); }
  unsigned asked() const { return asked_; }
  lookup_function function() {
    return [this](const std::string& host) -> outcome<std::vector<ip_address>> {
      std::lock_guard lock(mutex_);
      ++asked_;
      auto found = names_.find(host);
      if (found == names_.end()) return fail(ec::not_found, "there is no such name");
      const auto answer = found->second.front();
      if (found->second.size() > 1) found->second.erase(found->second.begin());
      return std::vector{*read_ip_address(answer)};
    };
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<std::string>> names_;
  unsigned asked_ = 0;
};

}  // namespace fm::test
