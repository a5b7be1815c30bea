// How a caller uses the client; the documentation quotes it.
#include "live_support.hpp"

using namespace fm;
using namespace fm::test;

namespace {

// [usage]
/// Takes the events of a model that answers piece by piece.
class events final : public outbound::sink {
 public:
  bool head(const outbound::answer_head& begins) override { return begins.status == 200; }
  bool piece(std::string_view bytes) override {
    text += bytes;
    return text.size() < 1'000'000;
  }
  std::string text;
};

/// In a worker of a gate: `cancelled` is `worker_env::cancelled`.
outcome<std::string> ask_model(outbound::client& client, const outbound::service_ptr& model,
                               const secret<>& key, const std::function<bool()>& cancelled) {
  outbound::request what{.method = outbound::method::post, .url = "http://127.0.0.1:11434/api/chat"};
  what.headers = {{"Content-Type", "application/json"}};
  what.credentials.push_back({"Authorization", key});
  what.body = R"({"model": "llama3", "stream": true})";
  what.is_repeatable = true;  // an answer that nobody got has done no harm
  what.times.first_byte = 2 * minute;
  events into;
  const auto how = client.run(model, std::move(what), into, cancelled);
  if (how.why) return outbound::to_failure(*how.why);
  return into.text;
}

/// Once, from the configuration.
outcome<outbound::service_ptr> configured_model() {
  return outbound::make_service({.name = "the language model", .origins = {"http://127.0.0.1:11434"}});
}
// [end]

}  // namespace

BOOST_AUTO_TEST_SUITE(examples)

BOOST_AUTO_TEST_CASE(a_model_is_asked_in_a_worker) {
  outbound::client client({.breaker = {.failures = 100}});
  const auto model = configured_model();
  BOOST_TEST_REQUIRE(static_cast<bool>(model));
  const auto answer = ask_model(client, *model, secret<>("s3cret"), [] { return true; });
  BOOST_TEST_REQUIRE(!answer);
  BOOST_TEST((answer.error().code == ec::cancelled || answer.error().code == ec::unavailable),
             answer.error().text);
}

BOOST_AUTO_TEST_SUITE_END()
