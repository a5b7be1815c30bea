#include <fm/recorded/models.hpp>
#include <fm/redaction/redactor.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::recorded;

namespace {

providers::model_request asking(const std::string& text) {
  redaction::redactor redactor({.replaces = true, .key = "k"});
  redactor.learn(text);
  providers::model_request out;
  out.messages.push_back({.role = providers::speaker::user, .content = redactor.redact(text)});
  out.tools.push_back({"read_lines", "reads", "{}"});
  out.schema = R"({"type":"object"})";
  return out;
}

providers::model_answer saying(const std::string& text) {
  providers::model_answer out;
  out.content = text;
  out.calls = {{"c1", "read_lines", R"({"first":1})"}};
  out.reasoning = {R"({"type":"thinking"})"};
  out.stop = providers::stop_reason::tools;
  out.usage = {.input = 7, .cached_input = 3, .output = 2, .reported = true};
  out.by = "openai/m";
  return out;
}

struct silent final : providers::model_listener {
  bool goes_on = true;
  bool text(std::string_view) override { return goes_on; }
  bool reasoning(std::size_t) override { return true; }
  bool waits() override { return true; }
};

/// Says how often it was asked.
struct counting final : providers::model_port {
  int asked = 0;
  providers::model_limits limits() const override { return {false, true, 8'192}; }
  providers::model_answer complete(const providers::model_request&, providers::model_listener&) override {
    return saying(std::to_string(++asked));
  }
};

/// A recording of so many answers to the same question, and of one to another.
recording recorded_talk() {
  const auto asked = std::make_shared<counting>();
  recording_model model(asked);
  silent nobody;
  for (const auto* text : {"why?", "why?", "where?"}) model.complete(asking(text), nobody);
  return {"openai/m", 1'000, model.limits(), model.calls()};
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n') + 1); }

}  // namespace

BOOST_AUTO_TEST_SUITE(recordings)

BOOST_AUTO_TEST_CASE(what_is_kept_is_read_again_whole) {
  const auto kept = recorded_talk();
  const auto read = read_recording(to_text(kept));
  BOOST_TEST_REQUIRE(!!read);
  BOOST_TEST(read->model == "openai/m");
  BOOST_TEST(read->now == 1'000);
  BOOST_TEST(!read->limits.tools);
  BOOST_TEST(read->limits.images);
  BOOST_TEST(read->limits.context == 8'192u);
  BOOST_TEST_REQUIRE(read->calls.size() == 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(read->calls[i].fingerprint == kept.calls[i].fingerprint);
    BOOST_TEST((read->calls[i].answer == kept.calls[i].answer));
  }
}

BOOST_AUTO_TEST_CASE(the_same_question_gets_its_answers_in_their_order_and_none_twice) {
  replayed_model model(recorded_talk());
  silent nobody;
  BOOST_TEST(model.complete(asking("where?"), nobody).content == "3");
  BOOST_TEST(model.complete(asking("why?"), nobody).content == "1");
  BOOST_TEST(model.complete(asking("why?"), nobody).content == "2");
  const auto more = model.complete(asking("why?"), nobody);
  BOOST_TEST((more.trouble == providers::model_trouble::rejected));
  BOOST_TEST(more.content == "");
  BOOST_TEST(more.why.find("not in the recording") != std::string::npos);
  BOOST_TEST(!model.limits().tools);
}

BOOST_AUTO_TEST_CASE(whatever_is_asked_otherwise_is_another_question) {
  const auto same = fingerprint_of(asking("why?"));
  BOOST_TEST(fingerprint_of(asking("why?")) == same);
  const auto differs = [&](auto change) {
    auto other = asking("why?");
    change(other);
    return fingerprint_of(other) != same;
  };
  BOOST_TEST(differs([](auto& r) { r.messages = asking("why??").messages; }));
  BOOST_TEST(differs([](auto& r) { r.messages[0].role = providers::speaker::tool; }));
  BOOST_TEST(differs([](auto& r) { r.messages[0].calls = {{"a", "b", "c"}}; }));
  BOOST_TEST(differs([](auto& r) { r.messages[0].reasoning = {"x"}; }));
  BOOST_TEST(differs([](auto& r) { r.tools.clear(); }));
  BOOST_TEST(differs([](auto& r) { r.must_call = true; }));
  BOOST_TEST(differs([](auto& r) { r.schema = "{}"; }));
  // How long it may take and how it is made up is no part of the question.
  BOOST_TEST(!differs([](auto& r) { r.most_time = 5, r.max_tokens = 9, r.temperature = 0; }));
}

BOOST_AUTO_TEST_CASE(a_recording_holds_no_question_unless_that_is_asked_for_and_then_no_secret) {
  const std::string secret = "ann@example.com";
  for (const bool keeps : {false, true}) {
    recording_model model(std::make_shared<counting>(), keeps);
    silent nobody;
    model.complete(asking("mail of " + secret), nobody);
    const auto text = to_text({"m", 0, {}, model.calls()});
    BOOST_TEST((text.find("mail of") != std::string::npos) == keeps);
    BOOST_TEST(text.find(secret) == std::string::npos);
    BOOST_TEST(!!read_recording(text));
  }
}

BOOST_AUTO_TEST_CASE(nobody_waiting_ends_a_replay) {
  replayed_model model(recorded_talk());
  silent nobody;
  nobody.goes_on = false;
  BOOST_TEST((model.complete(asking("why?"), nobody).trouble == providers::model_trouble::cancelled));
}

BOOST_AUTO_TEST_CASE(what_is_no_recording_is_refused_with_its_line) {
  const auto text = to_text(recorded_talk());
  const auto says = [](const std::string& broken, const std::string& what) {
    const auto read = read_recording(broken);
    return !read && read.error().text.find(what) != std::string::npos;
  };
  BOOST_TEST(says("", "empty"));
  BOOST_TEST(says("{}", "line 1"));
  BOOST_TEST(says("no JSON\n", "line 1"));
  BOOST_TEST(says(first_line(text) + "{}\n", "line 2: \"asked\""));
  BOOST_TEST(says(text.substr(0, text.size() - 20), "line 4"));
  auto wrong = text;
  wrong.replace(wrong.find("\"stop\":\"tools\""), 14, "\"stop\":\"toolz\"");
  BOOST_TEST(says(wrong, "\"stop\""));
  wrong = text;
  wrong.replace(wrong.find("recording/1"), 11, "recording/9");
  BOOST_TEST(says(wrong, "format"));
}

BOOST_AUTO_TEST_CASE(a_picture_is_told_by_its_digest_and_another_one_is_another_request) {
  auto request = asking("what is it?");
  request.messages[0].images.push_back({"image/png", "c2VjcmV0IHBpeGVscw=="});
  BOOST_TEST(text_of(request).find("c2VjcmV0") == std::string::npos);
  BOOST_TEST(text_of(request).find("image/png") != std::string::npos);
  auto other = request;
  other.messages[0].images[0].base64 = "b3RoZXI=";
  BOOST_TEST(fingerprint_of(request) != fingerprint_of(other));
  BOOST_TEST(text_of(request) != text_of(other));
}

BOOST_AUTO_TEST_CASE(what_became_of_pictures_is_recorded) {
  auto seen = saying("a dashboard"), unseen = saying("nothing");
  seen.images = 2;
  unseen.without_images = "a/1 sees no pictures";
  const auto read = read_recording(to_text({"a/1", 1, {}, {{"f", seen}, {"g", unseen}}}));
  BOOST_TEST_REQUIRE(bool(read));
  BOOST_TEST((read->calls.at(0).answer == seen));
  BOOST_TEST((read->calls.at(1).answer == unseen));
}

BOOST_AUTO_TEST_SUITE_END()
