#include "log_support.hpp"

using namespace fm::evidence;

BOOST_AUTO_TEST_SUITE(log_analysis)

BOOST_AUTO_TEST_CASE(a_rule_fact_has_every_line_that_shows_it) {
  std::string log;
  for (int i = 0; i < 30; ++i)
    log += clock_text(i) +
           (i % 10 == 9 ? " ERROR db connect to 10.0.0.9:5432 failed: connection refused\n" : " INFO tick\n");
  auto d = analysed(log);
  const auto* f = find(d, "connection_refused");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->count == 3u);
  BOOST_TEST((f->lines == std::vector<line_range>{{10, 10}, {20, 20}, {30, 30}}));
  BOOST_TEST(f->last - f->first == 20'000'000);
  BOOST_TEST(f->get("target") == "10.0.0.9:5432");
  BOOST_TEST((f->level == severity::error));
}

BOOST_AUTO_TEST_CASE(what_was_thrown_is_told_where_a_rule_knows_the_message_as_an_effect_only) {
  const std::string frame = "\tat acme.Export.run(Export.java:10)\n";
  auto d = analysed(clock_text(1) + " ERROR export failed\n" + frame +
                    "Caused by: acme.TariffException: tariff 9 has no price\n" + frame);
  BOOST_TEST(find(d, "job_failed") != nullptr);
  const auto* thrown = find(d, "exception_thrown");
  BOOST_TEST_REQUIRE(thrown != nullptr);
  BOOST_TEST((thrown->role == role::cause));
  BOOST_TEST(thrown->get("detail").find("tariff 9 has no price") != std::string::npos);
  auto known = analysed(clock_text(1) + " ERROR export failed\n" + frame +
                        "Caused by: java.net.ConnectException: Connection refused\n" + frame);
  BOOST_TEST(find(known, "connection_refused") != nullptr);
  BOOST_TEST(find(known, "exception_thrown") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_short_text_ends_with_its_cause_where_no_rule_knows_the_words) {
  auto d =
      analysed("$ ship plan.txt\nreading plan.txt\nwarning: odd name of a wagon\nship: wagon 4 is missing\n");
  const auto* last = find(d, "last_words");
  BOOST_TEST_REQUIRE(last != nullptr);
  BOOST_TEST(last->quote_line == 4u);
  // What is still going on has no last words.
  std::string log;
  for (int i = 0; i < 90; ++i)
    log += clock_text(i) + (i == 88 ? " ERROR wagon 4 is missing\n" : " INFO wagon\n");
  BOOST_TEST(find(analysed(log), "last_words") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_a_program_prints_past_its_logger_is_a_record_of_its_own) {
  auto d = analysed(clock_text(1) + " INFO worker 4 starts\nFailed to find attribute 'ship' in 'plan'\n" +
                    clock_text(2) + " INFO worker 4 ends\n");
  BOOST_TEST(find(d, "error_group") != nullptr);
}

BOOST_AUTO_TEST_CASE(a_record_without_letters_is_no_error) {
  auto d = analysed(clock_text(1) + " ERROR 0\n" + clock_text(2) + " ERROR ---\n");
  BOOST_TEST(find(d, "error_group") == nullptr);
  BOOST_TEST(find(d, "last_words") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_only_may_happen_weighs_less_than_what_has) {
  auto d = analysed("the index is corrupted\n");
  auto guess = analysed("the index may be corrupted after a crash\n");
  const auto *sure = find(d, "data_corrupt"), *supposed = find(guess, "data_corrupt");
  BOOST_TEST_REQUIRE((sure != nullptr && supposed != nullptr));
  BOOST_TEST(supposed->weight < .5);
  BOOST_TEST(supposed->weight < sure->weight);
}

BOOST_AUTO_TEST_CASE(what_was_thrown_keeps_the_words_of_its_record) {
  auto d =
      analysed(clock_text(1) + " WARN cannot open channel to 10.20.0.7:3888\n" +
               "java.net.ConnectException: Connection refused\n\tat acme.Channel.open(Channel.java:10)\n");
  const auto* f = find(d, "connection_refused");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("record") == "cannot open channel to 10.20.0.7:3888");
}

BOOST_AUTO_TEST_CASE(templates_that_turn_out_to_be_one_are_one_group_of_errors) {
  std::string log;
  for (const std::string name : {"orders", "payments"}) {
    log += clock_text(1) + " INFO login done store=" + name + "\n";
    log += clock_text(2) + " ERROR oddity noticed in " + name + "\n";
  }
  auto d = analysed(log);
  std::size_t groups = 0;
  for (const auto& f : d.facts) groups += f.rule == "error_group";
  BOOST_TEST(groups == 1u);
  const auto* f = find(d, "error_group");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->count == 2u);
  BOOST_TEST((f->lines == std::vector<line_range>{{2, 2}, {4, 4}}));
  BOOST_TEST(f->get("template") == "oddity noticed in <*>");
}

BOOST_AUTO_TEST_CASE(a_stack_trace_is_one_record_and_names_its_cause) {
  auto d = analysed(
      "2026-03-01 10:00:00,000 ERROR app Request failed\n"
      "java.lang.RuntimeException: wrapped\n"
      "\tat com.shop.A.run(A.java:10)\n"
      "Caused by: java.net.ConnectException: Connection refused\n"
      "\t... 12 more\n"
      "2026-03-01 10:00:01,000 INFO app next\n");
  const auto* f = find(d, "connection_refused");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->quote == "Caused by: java.net.ConnectException: Connection refused");
  BOOST_TEST(f->quote_line == 4u);
}

BOOST_AUTO_TEST_CASE(unknown_errors_are_grouped_by_template) {
  std::string log;
  for (int i = 0; i < 20; ++i)
    log += clock_text(i) + " ERROR invoice " + std::to_string(i * 7) + " has a bad colour\n";
  auto d = analysed(log);
  const auto* f = find(d, "error_group");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->count == 20u);
  BOOST_TEST(f->get("template") == "invoice <*> has a bad colour");
  BOOST_TEST(f->lines.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_same_words_as_error_and_as_information_are_told_apart) {
  std::string log;
  for (int i = 0; i < 40; ++i)
    log += "10.0.0.1 - - [01/Mar/2026:10:00:" + std::to_string(10 + i) + " +0000] \"GET /x HTTP/1.1\" " +
           (i % 4 == 0 ? "502" : "200") + " 12\n";
  auto d = analysed(log);
  for (const auto& f : d.facts)
    if (f.role == role::cause || f.role == role::symptom) BOOST_TEST(f.count == 10u);
}

BOOST_AUTO_TEST_CASE(lines_outside_the_window_make_no_facts) {
  std::string log;
  for (int i = 0; i < 600; ++i)
    log += clock_text(i) + (i == 5 || i == 400 ? " ERROR disk full\n" : " INFO ok\n");
  analysis_options how;
  auto all = analysed(log);
  how.window = {true, false, all.first + 390'000'000, all.first + 410'000'000};
  auto d = analysed(log, how);
  const auto* f = find(d, "disk_full");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->count == 1u);
  BOOST_TEST(f->quote_line == 401u);
}

BOOST_AUTO_TEST_CASE(a_burst_is_dated_and_what_came_before_is_kept) {
  std::string log;
  for (int i = 0; i < 1'200; ++i) {
    if (i == 795) log += clock_text(i) + " INFO configuration reloaded: cache disabled\n";
    log += clock_text(i) + (i >= 800 ? " ERROR backend answered 17 strangely\n" : " INFO request served\n");
  }
  auto d = analysed(log);
  const auto* burst = find(d, "burst");
  BOOST_TEST_REQUIRE(burst != nullptr);
  BOOST_TEST(burst->first - d.first >= 790'000'000);
  BOOST_TEST(burst->first - d.first <= 840'000'000);
  const auto* change = find(d, "change");
  BOOST_TEST_REQUIRE(change != nullptr);
  BOOST_TEST(change->quote_line == 796u);
}

BOOST_AUTO_TEST_CASE(a_message_that_becomes_rare_is_dated_and_steady_ones_are_not_told) {
  std::string log;
  for (int i = 0; i < 1'800; ++i) {
    if (i < 1'200 || i % 20 == 0) log += clock_text(i) + " INFO heartbeat of worker 7 received\n";
    log += clock_text(i) + " INFO request 12 served\n";
  }
  auto d = analysed(log);
  const auto* drop = find(d, "rate_drop");
  BOOST_TEST_REQUIRE(drop != nullptr);
  BOOST_TEST(drop->quote == "heartbeat of worker 7 received");
  BOOST_TEST(drop->first - d.first >= 1'140'000'000);
  BOOST_TEST(drop->first - d.first <= 1'260'000'000);
  BOOST_TEST(find(d, "rate_rise") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_long_silence_is_noticed) {
  std::string log;
  for (int i = 0; i < 200; ++i) log += clock_text(i < 100 ? i : i + 1'800) + " INFO request served\n";
  auto d = analysed(log);
  const auto* gap = find(d, "gap");
  BOOST_TEST_REQUIRE(gap != nullptr);
  BOOST_TEST((gap->lines == std::vector<line_range>{{100, 101}}));
}

BOOST_AUTO_TEST_CASE(ordinary_life_makes_no_facts_of_trouble) {
  std::string log;
  for (int i = 0; i < 500; ++i)
    log += clock_text(i) + " INFO order " + std::to_string(i) + " stored errors=0\n";
  auto d = analysed(log);
  for (const auto& f : d.facts)
    BOOST_TEST((f.role != role::cause && f.role != role::symptom), f.rule << ": " << f.quote);
}

BOOST_AUTO_TEST_CASE(facts_and_patterns_are_bounded_however_many_errors_there_are) {
  std::string log;
  for (int i = 0; i < 20'000; ++i) {
    std::string word;
    for (int n = i; n > 0; n /= 26) word.push_back(static_cast<char>('a' + n % 26));
    log += clock_text(i % 3'600) + " ERROR " + word + " could not reach x" + word + "." + word +
           ": no such host\n";
  }
  auto d = analysed(log);
  BOOST_TEST(d.facts.size() <= 90u);
  BOOST_TEST(d.patterns.size() <= 200u);
  for (const auto& f : d.facts) BOOST_TEST(f.lines.size() <= 1'000u);
}

BOOST_AUTO_TEST_CASE(requests_that_are_refused_for_their_size_are_seen_behind_those_that_were_served) {
  std::string log;
  for (int i = 0; i < 100; ++i) {
    const bool refused = i > 59;
    log += "10.0.0.5 - - [04/Mar/2026:07:" + std::to_string(10 + i / 60) + ":" + std::to_string(10 + i % 50) +
           " +0000] \"" + (refused ? "POST /import" : "GET /items") + " HTTP/1.1\" " +
           (refused ? "413" : "200") + " 183 \"-\" \"curl/8.5\"\n";
  }
  const auto d = analysed(log);
  const auto* f = find(d, "request_refused");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("status") == "413");
  BOOST_TEST(f->count > 1u);
}

BOOST_AUTO_TEST_CASE(what_a_container_printed_last_is_what_it_ended_with) {
  const auto told = [](const std::string& code) {
    auto d = analysed(
        "db-1   | ledgerd: volume header has version 9, this build reads up to 7\n"
        "db-1 exited with code " +
        code +
        "\n"
        "api-1  | waiting for db\n");
    return std::any_of(d.facts.begin(), d.facts.end(), [](const fact& f) {
      return f.quote.find("volume header") != std::string::npos && f.level == severity::critical;
    });
  };
  BOOST_TEST(told("1"));
  BOOST_TEST(!told("0"));
}

BOOST_AUTO_TEST_SUITE_END()
