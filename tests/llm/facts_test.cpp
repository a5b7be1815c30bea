#include "fm/llm/facts.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace fm::llm;

model_facts read(std::string_view body, const std::string& model = "m") {
  model_facts out;
  read_facts(body, model, out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(facts)

BOOST_AUTO_TEST_CASE(each_vendor_says_the_context_in_its_own_way) {
  BOOST_TEST(read(R"({"data":[{"id":"x","max_model_len":1},{"id":"m","max_model_len":8192}]})").context ==
             8'192u);
  BOOST_TEST(read(R"({"data":[{"id":"m","context_length":32768}]})").context == 32'768u);
  BOOST_TEST(read(R"({"data":[{"id":"m","context_window":131072}]})").context == 131'072u);
  BOOST_TEST(read(R"({"data":[{"id":"models/m"}]})").listed.value());
  BOOST_TEST(read(R"({"id":"m","type":"model","max_input_tokens":200000})").context == 200'000u);
  BOOST_TEST(read(R"({"default_generation_settings":{"n_ctx":4096},"modalities":{"vision":true}})").context ==
             4'096u);
  const auto ollama = read(
      R"({"model_info":{"general.architecture":"llama","llama.context_length":131072},"capabilities":["completion","tools"]})");
  BOOST_TEST(ollama.context == 131'072u);
  BOOST_TEST(ollama.tools.value());
  BOOST_TEST(!ollama.images.value());
}

BOOST_AUTO_TEST_CASE(what_is_known_first_stays) {
  model_facts out;
  read_facts(R"({"default_generation_settings":{"n_ctx":4096}})", "m", out);
  read_facts(
      R"({"data":[{"id":"m","context_length":131072,"supported_parameters":["tools"],"architecture":{"input_modalities":["text","image"]}}]})",
      "m", out);
  BOOST_TEST(out.context == 4'096u);
  BOOST_TEST(out.tools.value());
  BOOST_TEST(out.images.value());
}

BOOST_AUTO_TEST_CASE(anything_else_says_nothing) {
  for (const auto* body :
       {"", "<html>", "[]", "{}", R"({"data":7})", R"({"data":[7,null,{"id":7}]})",
        R"({"model_info":{"x.context_length":-5}})", R"({"model_info":{"x.context_length":1e99}})",
        R"({"data":[{"id":"m","max_model_len":99999999999999}]})"})
    BOOST_TEST(read(body).context == 0u);
  BOOST_TEST(!read(R"({"data":[{"id":"another"}]})").listed.value());
  BOOST_TEST(!read("{}").listed.has_value());
}

BOOST_AUTO_TEST_CASE(only_ones_own_server_is_asked_beside_its_interface) {
  for (const auto& v : vendors())
    for (const auto& r : fact_requests(v, "m")) BOOST_TEST((!r.from_root || v.name == "compatible"));
}

BOOST_AUTO_TEST_CASE(advice_names_the_settings_of_the_vendor) {
  using fm::providers::model_trouble;
  BOOST_TEST(advice_for(model_trouble::unauthorized, *find_vendor("anthropic")) ==
             "check ANTHROPIC_API_KEY or LLM_API_KEY and LLM_API_KEY_FILE");
  BOOST_TEST(advice_for(model_trouble::no_such_model, *find_vendor("compatible")) ==
             "check LLM_MODEL, and the path of LLM_BASE_URL");
  BOOST_TEST(advice_for(model_trouble::server_error, *find_vendor("openai")).empty());
}

BOOST_AUTO_TEST_SUITE_END()
