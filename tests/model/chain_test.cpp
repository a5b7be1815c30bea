#include "told_model.hpp"

#include <fm/model/chain.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace fm;
using namespace fm::model_test;
using providers::model_trouble;

struct world {
  micros now = 1'000'000'000;
  model_trouble of_first = model_trouble::server_error;
  std::shared_ptr<told_model> first = std::make_shared<told_model>("a/1", [this](auto&, auto&) {
    return of_first == model_trouble::none ? said("one") : failed(of_first);
  });
  std::shared_ptr<told_model> other =
      std::make_shared<told_model>("b/2", [](auto&, auto&) { return said("two"); });
  std::shared_ptr<providers::model_port> chain = model::make_chain({first, other}, [this] { return now; });
  providers::model_answer ask(micros most = 0) {
    no_listener hears;
    providers::model_request r;
    r.most_time = static_cast<std::uint64_t>(most);
    return chain->complete(r, hears);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(chains)

BOOST_AUTO_TEST_CASE(who_failed_rests_and_is_tried_again_afterwards) {
  world w;
  const auto answer = w.ask();
  BOOST_TEST(answer.content == "two");
  BOOST_TEST(answer.by == "b/2");
  BOOST_TEST(answer.why == "a/1: it failed");
  BOOST_TEST(w.ask().content == "two");
  BOOST_TEST(w.first->asked.size() == 1u);  // it rests
  BOOST_TEST(w.first->health().trouble() == "it failed");
  w.now += model::rest_after(model_trouble::server_error, 1, 0);
  w.of_first = model_trouble::none;
  BOOST_TEST(w.ask().content == "one");
  BOOST_TEST(w.first->health().trouble().empty());
  BOOST_TEST(w.ask().by == "a/1");
}

BOOST_AUTO_TEST_CASE(pauses_grow_and_end_and_follow_what_is_asked_for) {
  using model::rest_after;
  BOOST_TEST(rest_after(model_trouble::server_error, 2, 0) ==
             2 * rest_after(model_trouble::server_error, 1, 0));
  BOOST_TEST(rest_after(model_trouble::timed_out, 1'000, 0) <= 10 * minute);
  BOOST_TEST(rest_after(model_trouble::unauthorized, 1, 0) > rest_after(model_trouble::timed_out, 1, 0));
  BOOST_TEST(rest_after(model_trouble::rate_limited, 1, 40 * minute) == 40 * minute);
}

BOOST_AUTO_TEST_CASE(when_all_rest_they_are_asked_nevertheless) {
  world w;
  w.ask();
  w.other->health().note(failed(model_trouble::timed_out), w.now);
  BOOST_TEST(w.ask().content == "two");
  BOOST_TEST(w.first->asked.size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_was_asked_wrongly_says_nothing_of_the_model) {
  world w;
  w.of_first = model_trouble::context_exceeded;
  BOOST_TEST(w.ask().content == "two");  // the next may take more
  BOOST_TEST(w.first->health().trouble().empty());
  BOOST_TEST(!w.first->health().rests(w.now));
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_after_a_cancelled_or_declined_question) {
  world w;
  w.of_first = model_trouble::cancelled;
  BOOST_CHECK(w.ask().trouble == model_trouble::cancelled);
  auto declines = std::make_shared<told_model>("a/1", [](auto&, auto&) {
    auto a = said("no");
    a.stop = providers::stop_reason::content_filter;
    return a;
  });
  w.chain = model::make_chain({declines, w.other}, [&] { return w.now; });
  BOOST_CHECK(w.ask().stop == providers::stop_reason::content_filter);
  BOOST_TEST(w.other->asked.empty());
}

BOOST_AUTO_TEST_CASE(the_first_leaves_time_for_the_next) {
  world w;
  w.ask(60 * second);
  BOOST_TEST(w.first->asked.at(0).most_time == 40'000'000u);
  BOOST_TEST(w.other->asked.at(0).most_time == 60'000'000u);
}

BOOST_AUTO_TEST_CASE(the_prompt_has_to_fit_all_of_them) {
  world w;
  w.first->learn({.tools = false, .context = 16'384});
  w.other->learn({.context = 8'192});
  BOOST_TEST(w.chain->limits().context == 8'192u);
  BOOST_TEST(!w.chain->limits().tools);
}

BOOST_AUTO_TEST_CASE(who_takes_no_pictures_is_asked_once_more_without_them) {
  for (const auto& [trouble, why] :
       {std::pair{model_trouble::rejected, "no images"}, std::pair{model_trouble::too_large, "413"},
        std::pair{model_trouble::context_exceeded, "long"},
        std::pair{model_trouble::server_error, "image input is not supported"}}) {
    const auto blind = std::make_shared<told_model>("a/1", [&](const providers::model_request& r, auto&) {
      return r.messages.front().images.empty() ? said("from words") : failed(trouble, why);
    });
    world w;
    w.chain = model::make_chain({blind, w.other}, [&] { return w.now; });
    no_listener hears;
    providers::model_request r;
    r.messages.resize(1);
    r.messages[0].images.push_back({"image/png", "QUJD"});
    const auto answer = w.chain->complete(r, hears);
    BOOST_TEST(answer.content == "from words");
    BOOST_TEST(answer.images == 0u);
    BOOST_TEST(answer.without_images == "a/1 did not take it (" + std::string(why) + ")");
    BOOST_TEST(blind->asked.size() == 2u);
    BOOST_TEST(w.other->asked.empty());
    BOOST_TEST(blind->health().trouble().empty());
  }
}

BOOST_AUTO_TEST_CASE(the_next_model_gets_the_pictures_that_the_first_could_not_look_at) {
  world w;
  no_listener hears;
  providers::model_request r;
  r.messages.resize(1);
  r.messages[0].images.push_back({"image/png", "QUJD"});
  BOOST_TEST(w.chain->complete(r, hears).content == "two");
  BOOST_TEST(w.first->asked.size() == 1u);  // a failure that says nothing of pictures
  BOOST_TEST(w.other->asked.at(0).messages.at(0).images.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
