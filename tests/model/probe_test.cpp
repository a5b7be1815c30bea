#include "told_model.hpp"

#include <fm/model/probe.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace fm;
using namespace fm::model_test;
using model::ability;
using providers::model_request;
using providers::model_trouble;

/// What a model does when it is asked for a call, a schema, or neither.
struct ways {
  std::function<providers::model_answer(bool streamed, const model_request&)> calls;
  std::function<providers::model_answer()> keeps;
};

providers::model_answer call(std::string arguments) {
  auto a = said("");
  a.calls = {{"c1", "note_word", std::move(arguments)}};
  a.stop = providers::stop_reason::tools;
  return a;
}

ways good() {
  return {[](bool, const model_request&) { return call(R"({"word":"blue"})"); },
          [] { return said(R"({"verdict":"yes"})"); }};
}

std::shared_ptr<told_model> model_of(ways how) {
  return std::make_shared<told_model>("a/1", [how](const model_request& r, const llm::abilities& can) {
    if (!r.tools.empty()) return how.calls(llm::is_streamed(r, can), r);
    return r.schema.empty() ? said("yes") : how.keeps();
  });
}

model::probe_report probed(told_model& m, bool images = false) {
  return model::probe(m, images, {}, [] { return micros{0}; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(probes)

BOOST_AUTO_TEST_CASE(a_model_that_can_do_all_costs_three_calls) {
  const auto m = model_of(good());
  const auto r = probed(*m);
  BOOST_TEST(r.usable);
  BOOST_CHECK(r.tools == ability::yes && r.tools_streamed == ability::yes && r.schema == ability::yes);
  BOOST_TEST(r.calls == 3u);
  BOOST_TEST(r.tokens == 45u);
  BOOST_TEST(r.notes.empty());
  for (const auto& q : m->asked) BOOST_TEST(q.max_tokens <= model::most_probe_tokens);
}

BOOST_AUTO_TEST_CASE(a_model_that_loses_calls_while_it_streams_is_not_streamed_with_tools) {
  auto how = good();
  how.calls = [](bool streamed, const model_request&) {
    return streamed ? said("") : call(R"({"word":"blue"})");
  };
  const auto m = model_of(how);
  const auto r = probed(*m);
  BOOST_CHECK(r.tools == ability::yes && r.tools_streamed == ability::no);
  BOOST_TEST(m->can().tools);
  BOOST_TEST(!m->can().streams_with_tools);
}

BOOST_AUTO_TEST_CASE(a_model_without_calls_or_with_broken_ones_gets_no_tools) {
  for (const auto& answer : {said("blue"), call("{\"word\":"), call("[]"), call(R"({"word":7})"),
                             failed(model_trouble::rejected, "tools are not supported")}) {
    auto how = good();
    how.calls = [&](bool, const model_request&) { return answer; };
    const auto m = model_of(how);
    BOOST_CHECK(probed(*m).tools == ability::no);
    BOOST_TEST(!m->can().tools);
    BOOST_TEST(m->asked.size() <= model::most_probe_calls);
  }
}

BOOST_AUTO_TEST_CASE(a_server_that_takes_no_demand_for_a_call_is_asked_without) {
  auto how = good();
  how.calls = [](bool, const model_request& q) {
    return q.must_call ? failed(model_trouble::rejected) : call(R"({"word":"blue"})");
  };
  const auto m = model_of(how);
  BOOST_CHECK(probed(*m).tools == ability::yes);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_seen_changes_nothing) {
  auto how = good();
  how.calls = [](bool, const model_request&) { return failed(model_trouble::timed_out); };
  how.keeps = [] {
    auto a = said("");
    a.stop = providers::stop_reason::token_limit;  // it reasoned until the end
    return a;
  };
  const auto m = model_of(how);
  const auto r = probed(*m);
  BOOST_CHECK(r.tools == ability::unknown && r.schema == ability::unknown);
  BOOST_TEST(m->can().tools);
  BOOST_TEST(m->can().schema);
}

BOOST_AUTO_TEST_CASE(a_schema_that_is_not_kept_stands_in_the_prompt_only) {
  for (const auto& answer : {said("yes"), said(R"({"verdict":"maybe"})"), failed(model_trouble::rejected)}) {
    auto how = good();
    how.keeps = [&] { return answer; };
    const auto m = model_of(how);
    BOOST_CHECK(probed(*m).schema == ability::no);
    BOOST_TEST(!m->can().schema);
  }
}

BOOST_AUTO_TEST_CASE(the_vendor_is_believed_about_context_and_tools) {
  const auto m = model_of(good());
  m->learn({.context = 16'384});
  m->known = {.context = 8'192, .tools = false};
  const auto r = probed(*m);
  BOOST_TEST(r.context == 8'192u);
  BOOST_TEST(r.context_by_vendor);
  BOOST_TEST(m->can().context == 8'192u);
  BOOST_TEST(!m->can().tools);
  m->known.context = 200'000;  // the operator wants less
  BOOST_TEST(probed(*m).context == 8'192u);
}

BOOST_AUTO_TEST_CASE(what_the_vendor_says_is_learnt_without_a_completion) {
  const auto m = model_of(good());
  m->known = {.context = 8'192, .tools = false, .images = true};
  learn_facts(*m, [] { return false; });
  BOOST_TEST(m->asked.empty());
  BOOST_TEST(m->can().context == 8'192u);
  BOOST_TEST(!m->can().tools);
  BOOST_TEST(!m->can().images);  // they may not leave, whoever sees them
  m->known = {};                 // what it does not say stays
  learn_facts(*m, [] { return false; });
  BOOST_TEST(m->can().context == 8'192u);
  BOOST_TEST(!m->can().tools);
}

BOOST_AUTO_TEST_CASE(a_vendor_may_say_that_its_model_sees_no_pictures) {
  for (const bool sees : {true, false}) {
    const auto m = model_of(good());
    m->learn({.images = true});
    m->known = {.images = sees};
    learn_facts(*m, [] { return false; });
    BOOST_TEST(m->can().images == sees);
  }
}

BOOST_AUTO_TEST_CASE(a_model_that_is_away_is_asked_no_more_and_is_known_as_such) {
  const auto m = std::make_shared<told_model>(
      "a/1", [](auto&, auto&) { return failed(model_trouble::unauthorized, "the key"); });
  const auto r = probed(*m);
  BOOST_TEST(!r.usable);
  BOOST_TEST(r.why == "the key");
  BOOST_TEST(r.calls == 1u);
  BOOST_TEST(m->health().trouble() == "the key");
  BOOST_TEST(m->can().tools);
}

BOOST_AUTO_TEST_CASE(one_that_takes_no_temperature_or_no_stream_is_asked_without) {
  const auto cool = std::make_shared<told_model>("a/1", [](auto&, const llm::abilities& can) {
    return can.temperature ? failed(model_trouble::rejected, "unsupported value: temperature") : said("yes");
  });
  BOOST_TEST(probed(*cool).usable);
  BOOST_TEST(!cool->can().temperature);
  const auto whole = std::make_shared<told_model>("a/1", [](auto&, const llm::abilities& can) {
    return can.streams ? failed(model_trouble::broken_stream) : said("yes");
  });
  BOOST_TEST(probed(*whole).usable);
  BOOST_TEST(!whole->can().streams);
}

BOOST_AUTO_TEST_CASE(pictures_are_asked_about_only_when_they_may_be_sent) {
  const auto m = std::make_shared<told_model>("a/1", [](const model_request& r, auto&) {
    return r.messages.back().images.empty() ? said("yes") : failed(model_trouble::rejected);
  });
  BOOST_CHECK(probed(*m).images == ability::not_asked);
  BOOST_CHECK(probed(*m, true).images == ability::no);
  BOOST_TEST(!m->can().images);
  BOOST_CHECK(probed(*model_of(good()), true).images == ability::yes);
}

BOOST_AUTO_TEST_CASE(what_a_probe_could_not_see_of_pictures_stays_as_it_was) {
  const auto m = std::make_shared<told_model>("a/1", [](const model_request& r, auto&) {
    return r.messages.back().images.empty() ? said("yes") : failed(model_trouble::timed_out);
  });
  m->learn({.images = true});
  BOOST_CHECK(probed(*m, true).images == ability::unknown);
  BOOST_TEST(m->can().images);
}

BOOST_AUTO_TEST_SUITE_END()
