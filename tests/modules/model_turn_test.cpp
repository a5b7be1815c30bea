// Turns with a model whose steps are kept: nothing is paid twice, tools are run, budgets hold, and it is
// told.
#include "fm/agent/turn_steps.hpp"
#include "fm/test/hand.hpp"
#include "news_step.hpp"
#include "turn_log.hpp"
#include "turn_step.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace fm;
using namespace fm::agent;

namespace {

consulted said(std::string text) {
  consulted c;
  c.model = "vendor/m";
  c.text = c.commands_text = std::move(text);
  c.stop = "complete";
  c.input_tokens = 100, c.output_tokens = 10;
  return c;
}

consulted calling(const std::string& query) {
  auto c = said("");
  c.stop = "tools";
  c.calls = {{"c1", "search_evidence", R"({"query":")" + query + "\"}"}};
  return c;
}

const std::string final_answer =
    R"({"conclusion":[{"text":"The connection to db-1 was refused.","cites":["E1:1"]},{"text":"A timeout of 30 s came before.","cites":["E1:7"]}],"hypotheses":[],"next_steps":[],"questions":[]})";

investigation refused() {
  investigation found;
  found.question = "why?";
  found.verdict = verdict::problem;
  evidence::digest d;
  d.evidence = 1, d.kind = evidence::kind::log, d.name = "a.log";
  evidence::fact f;
  f.quote = "connect to db-1 failed: Connection refused", f.quote_line = 1, f.weight = .8;
  d.facts = {f};
  found.evidence = {d};
  claim c;
  c.form = c.text = "db-1 refuses connections";
  c.citations = {{1, {{1, 1}}, 0, {}}};
  found.conclusion = {c};
  return found;
}

options with_model() {
  options how;
  how.asks_model = true;
  return how;
}

/// What a program keeps over its life: the steps of turns, and what was spent.
struct storage {
  std::map<std::int64_t, store::kept_step> steps;
  std::uint64_t tokens = 0;
  std::vector<evidence::picture> pictures{};  ///< of the case
};

/// One turn whose asks are answered until it ends or waits for the model.
struct turn_hand : test::hand<turn_state> {
  explicit turn_hand(storage& kept, options how = with_model(), model_room takes = {})
      : test::hand<turn_state>(how), db(kept), room(takes) {
    run_turn m;
    m.case_id = "case-1", m.question = "why?", m.with_runbooks = false, m.question_id = "q1", m.asked = 5;
    say(m);
    go_on();
  }

  /// The question that waits for an answer of the model, if one does.
  consult* asks() {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (auto* q = sent<consult>(i)) return q;
    return nullptr;
  }
  void answers(consulted c) {
    ++asked;
    reply_to<consult>(std::move(c));
    go_on();
  }
  template <class M, class R>
  void reply_to(R r) {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (sent<M>(i)) return answer(at(i), std::move(r));
  }

  void go_on() {
    while (step()) {
    }
  }

  storage& db;
  model_room room{};
  int asked = 0;
  std::vector<std::string> told;
  std::vector<run_tool> run;
  turn_result* result = nullptr;
  const failure* failed_with = nullptr;
  turn_result held;
  failure why{ec::internal, ""};

 private:
  bool step() {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (auto* e = sent<turn_event>(i)) told.push_back(e->kind + " " + e->data);
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (sent<evidence::analyse_case>(i)) {
        evidence::case_analysed a;
        a.found.digests = refused().evidence;
        a.found.pictures = db.pictures;
        answer(at(i), a);
        return true;
      }
      if (sent<reason>(i)) return answer(at(i), refused()), true;
      if (sent<look_at_model>(i)) return answer(at(i), room), true;
      if (sent<list_tools>(i)) {
        tool_list all;
        all.tools = {{"search_evidence", "searches", "{}", "case:read", second, 100}};
        return answer(at(i), all), true;
      }
      if (auto* call = sent<run_tool>(i)) {
        run.push_back(*call);
        tool_result r;
        r.text = "E1:7 timeout of 30 s";
        r.citables = {{"E1:7", "timeout of 30 s"}};
        r.shown = 1, r.total = 9;
        return answer(at(i), r), true;
      }
      if (auto* q = sent<db::query>(i)) return answer(at(i), rows_of(q->read)), true;
      if (auto* t = sent<db::transact>(i)) {
        for (const auto& o : t->unit) apply(o);
        db::unit_result r;
        r.sets.resize(t->unit.size());
        return answer(at(i), r), true;
      }
      if (auto* r = sent<turn_result>(i)) held = *r, result = &held;
      if (const auto* f = failed(i)) why = *f, failed_with = &why;
    }
    return false;
  }
  db::row_set rows_of(const db::operation& o) const {
    db::row_set out_rows;
    if (o.name == "agent.find_spent")
      out_rows.rows.push_back({db.tokens, 0, db.tokens, 0});
    else if (const auto s = db.steps.find(o.params.at(1).integer); s != db.steps.end())
      out_rows.rows.push_back({s->second.digest, std::int64_t{s->second.tries}, s->second.done ? 1 : 0,
                               s->second.answer, s->second.ended_by});
    return out_rows;
  }
  void apply(const db::operation& o) {
    if (o.name == "agent.begin_step") {
      auto& s = db.steps[o.params.at(1).integer];
      s = {o.params.at(2).bytes, static_cast<std::uint32_t>(o.params.at(3).integer), false, "",
           o.params.at(4).bytes};
    } else if (o.name == "agent.finish_step") {
      auto& s = db.steps[o.params.at(1).integer];
      s.done = true, s.answer = o.params.at(2).bytes;
    } else if (o.name == "agent.add_spent") {
      db.tokens += static_cast<std::uint64_t>(o.params.at(2).integer + o.params.at(3).integer);
    }
  }
};

bool has(const std::vector<std::string>& all, std::string_view part) {
  return std::any_of(all.begin(), all.end(), [&](const auto& t) { return t.find(part) != t.npos; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(turns_with_a_model)

BOOST_AUTO_TEST_CASE(a_model_that_takes_no_tools_is_offered_none_and_the_answer_says_so) {
  for (const auto& [takes, why] : {std::pair{model_room{.tools = false, .room = 12'000}, "takes no tools"},
                                   std::pair{model_room{.tools = true, .room = 10}, "too small for tools"}}) {
    storage kept;
    turn_hand h(kept, with_model(), takes);
    BOOST_TEST_REQUIRE(h.asks());
    BOOST_TEST(h.asks()->tools.empty());
    BOOST_TEST(h.asks()->system.find("may call tools") == std::string::npos);
    h.answers(said(final_answer));
    h.answers(said(final_answer));
    BOOST_TEST_REQUIRE(h.result);
    BOOST_TEST(has(h.result->found.notes, why));
    // Of an answer that is none nothing is said.
    storage of_another;
    turn_hand lost(of_another, with_model(), takes);
    consulted empty;
    lost.answers(empty);
    lost.answers(empty);
    BOOST_TEST_REQUIRE(lost.result);
    BOOST_TEST(!has(lost.result->found.notes, why));
  }
}

BOOST_AUTO_TEST_CASE(a_turn_reads_by_tools_and_tells_what_it_does) {
  storage kept;
  turn_hand h(kept);
  BOOST_TEST_REQUIRE(h.asks());
  BOOST_TEST(h.asks()->tools.size() == 1u);
  BOOST_TEST(h.asks()->case_id == "case-1");
  h.answers(calling("timeout"));
  BOOST_TEST_REQUIRE(h.run.size() == 1u);
  BOOST_TEST(h.run[0].case_id == "case-1");
  h.answers(said(final_answer));
  BOOST_TEST_REQUIRE(h.result);
  BOOST_TEST(h.result->found.conclusion.at(1).text == "A timeout of 30 s came before.");
  BOOST_TEST(has(h.result->found.notes, "search_evidence"));
  for (const auto* part :
       {"stage {\"stage\":\"understand\"", "tool {\"state\":\"begun\"", "\"shown\":1,\"total\":9",
        "usage {\"model\":\"vendor/m\"", "stage {\"stage\":\"check\"", "stage {\"stage\":\"answer\""})
    BOOST_TEST(has(h.told, part), part);
  BOOST_TEST(kept.steps.size() == 2u);
  BOOST_TEST(kept.tokens == 220u);
}

const std::string by_line =
    R"({"conclusion":[{"text":"The connection to db-1 was refused.","cites":["E1:1"]}],"hypotheses":[],"next_steps":[],"questions":[]})";

evidence::picture shot(std::string sha256) {
  evidence::picture p;
  p.source.name = "shot.png", p.source.path = "evidence/1.png";
  p.is = {"image/png", 64, 48, 900, std::move(sha256), ""};
  p.id = "e-1";
  return p;
}

BOOST_AUTO_TEST_CASE(a_picture_goes_along_only_where_it_may_leave_and_is_seen) {
  auto sends = with_model();
  sends.sends_pictures = true;
  for (const auto& [how, sees, why] :
       {std::tuple{with_model(), true, "LLM_SEND_IMAGES is not set"},
        std::tuple{sends, false, "sees no pictures"}, std::tuple{sends, true, ""}}) {
    storage kept;
    kept.pictures = {shot("1")};
    turn_hand h(kept, how, model_room{.tools = true, .room = 12'000, .sees = sees});
    BOOST_TEST_REQUIRE(h.asks());
    const bool shown = std::string_view(why).empty();
    BOOST_TEST((h.asks()->task == model_task::picture) == shown);
    BOOST_TEST(h.asks()->said.at(0).pictures.size() == (shown ? 1u : 0u));
    if (shown) BOOST_TEST(h.asks()->said[0].pictures[0].path == "evidence/1.png");
    auto c = said(by_line);
    c.pictures = shown ? 1 : 0;
    h.answers(c);
    BOOST_TEST_REQUIRE(h.result);
    BOOST_TEST(has(h.result->found.notes, shown ? "was shown the picture 'shot.png'" : why));
  }
}

BOOST_AUTO_TEST_CASE(what_became_of_a_picture_that_was_sent_is_said) {
  auto sends = with_model();
  sends.sends_pictures = true;
  storage kept;
  kept.pictures = {shot("1")};
  turn_hand h(kept, sends, model_room{.sees = true});
  auto c = said(by_line);
  c.without_pictures = "vendor/m did not take it (413)";
  h.answers(c);
  BOOST_TEST_REQUIRE(h.result);
  BOOST_TEST(has(h.result->found.notes, "'shot.png' was not looked at: vendor/m did not take it (413)"));
  storage other;
  other.pictures = {shot("1")};
  turn_hand fails(other, sends, model_room{.sees = true});
  consulted away;
  away.trouble = "unreachable", away.why = "no network";
  fails.answers(away);
  BOOST_TEST_REQUIRE(fails.result);
  BOOST_TEST(has(fails.result->found.notes, "'shot.png' was not looked at: the model did not answer"));
}

BOOST_AUTO_TEST_CASE(a_step_is_the_same_as_long_as_its_picture_is) {
  auto sends = with_model();
  sends.sends_pictures = true;
  storage kept;
  kept.pictures = {shot("1")};
  auto c = said(by_line);
  c.pictures = 1;
  turn_hand first(kept, sends, model_room{.sees = true});
  first.answers(c);
  turn_hand again(kept, sends, model_room{.sees = true});
  BOOST_TEST(again.asks() == nullptr);
  BOOST_TEST_REQUIRE(again.result);
  BOOST_TEST(has(again.result->found.notes, "was shown the picture"));
  kept.pictures = {shot("2")};
  turn_hand changed(kept, sends, model_room{.sees = true});
  BOOST_TEST(changed.asks() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_turn_that_runs_again_pays_only_what_it_has_not_got) {
  storage kept;
  turn_hand first(kept);
  first.answers(calling("timeout"));
  BOOST_TEST_REQUIRE(first.asks());  // and here the program ends, while the second call is under way
  turn_hand again(kept);
  BOOST_TEST_REQUIRE(again.asks());
  BOOST_TEST(again.asked == 0);
  BOOST_TEST(again.asks()->said.size() == 3u);  // the second call: the first was not made again
  again.answers(said(final_answer));
  BOOST_TEST_REQUIRE(again.result);
  BOOST_TEST(has(again.result->found.notes, "cut off with the program and made once more"));
  BOOST_TEST(kept.tokens == 220u);
  // With all its steps kept it asks nobody.
  turn_hand third(kept);
  BOOST_TEST(third.asked == 0);
  BOOST_TEST_REQUIRE(third.result);
  BOOST_TEST(third.result->found.conclusion.size() == again.result->found.conclusion.size());
}

BOOST_AUTO_TEST_CASE(a_call_that_was_cut_off_twice_is_given_up) {
  storage kept;
  for (int i = 0; i < 2; ++i) {
    turn_hand h(kept);
    BOOST_TEST_REQUIRE(h.asks());
  }
  turn_hand h(kept);
  BOOST_TEST(h.asks() == nullptr);
  BOOST_TEST_REQUIRE(h.result);
  BOOST_TEST(has(h.result->found.notes, "ended twice"));
  BOOST_TEST(h.result->found.conclusion.front().text == "db-1 refuses connections");
}

BOOST_AUTO_TEST_CASE(a_prompt_that_is_too_long_is_asked_shorter) {
  storage kept;
  turn_hand h(kept, with_model(), {.tools = true, .room = 8'000});
  BOOST_TEST_REQUIRE(h.asks());
  consulted too_long;
  too_long.model = "vendor/m";
  too_long.trouble = "context_exceeded";
  too_long.why = "the prompt is longer than the context";
  h.answers(too_long);
  BOOST_TEST_REQUIRE(h.asks());
  h.answers(said(final_answer));
  h.answers(said(final_answer));
  BOOST_TEST_REQUIRE(h.result);
  BOOST_TEST(!has(h.result->found.notes, "did not answer"));
  // It ends although nothing is short enough.
  storage another;
  turn_hand never(another, with_model(), {.tools = true, .room = 8'000});
  int times = 0;
  while (never.asks() && times < 20) never.answers(too_long), ++times;
  BOOST_TEST(times > 1);
  BOOST_TEST(times < 6);
  BOOST_TEST_REQUIRE(never.result);
  BOOST_TEST(has(never.result->found.notes, "did not answer"));
}

BOOST_AUTO_TEST_CASE(a_step_of_another_question_is_no_answer) {
  storage kept;
  kept.steps[1] = {"another digest", 1, true, store::text_of(said(final_answer)), ""};
  turn_hand h(kept);
  BOOST_TEST_REQUIRE(h.asks());
}

BOOST_AUTO_TEST_CASE(a_day_whose_budget_is_used_up_asks_nobody) {
  storage kept;
  kept.tokens = 1'000;
  auto how = with_model();
  how.per_day.user_tokens = 1'000;
  turn_hand h(kept, how);
  BOOST_TEST(h.asks() == nullptr);
  BOOST_TEST_REQUIRE(h.result);
  BOOST_TEST(has(h.result->found.notes, "what you may spend"));
  how.per_day = {0, 0, 1'000, 0};
  turn_hand all(kept, how);
  BOOST_TEST_REQUIRE(all.result);
  BOOST_TEST(has(all.result->found.notes, "everybody together"));
  BOOST_TEST(has(all.told, "warning "));
}

BOOST_AUTO_TEST_CASE(a_budget_of_the_day_that_ends_within_a_turn_has_it_answer_with_what_it_has) {
  storage kept;
  auto how = with_model();
  how.per_day.user_tokens = 100;
  turn_hand h(kept, how);
  h.answers(calling("timeout"));
  BOOST_TEST_REQUIRE(h.asks());
  BOOST_TEST(h.asks()->tools.empty());
  BOOST_TEST(h.asks()->said.back().text.find("what you may spend") != std::string::npos);
  h.answers(said(final_answer));
  BOOST_TEST_REQUIRE(h.result);
  BOOST_TEST(has(h.result->found.notes, "what you may spend"));
  BOOST_TEST(h.result->found.conclusion.size() == 2u);
  // After a restart the same question is asked, whose answer is paid, although more is spent now.
  how.per_day.user_tokens = 300;
  kept.tokens = 250;
  turn_hand again(kept, how);
  BOOST_TEST(again.asked == 0);
  BOOST_TEST_REQUIRE(again.result);
  BOOST_TEST(again.result->found.conclusion.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_stop_of_the_program_fails_the_turn_so_that_it_is_run_again) {
  storage kept;
  turn_hand h(kept);
  for (std::size_t i = 0; i < h.out.size(); ++i)
    if (h.sent<consult>(i)) {
      h.fails(h.at(i), interrupted().code, interrupted().text);
      break;
    }
  h.go_on();
  BOOST_TEST_REQUIRE(h.failed_with);
  BOOST_TEST(is_interrupted(*h.failed_with));
  BOOST_TEST(!kept.steps.at(1).done);
}

BOOST_AUTO_TEST_CASE(an_answer_is_read_as_it_was_kept) {
  auto c = calling("a \"quoted\" word");
  c.reasoning = {R"({"signature":"x"})"};
  c.cached_tokens = 40;
  c.cost = 77;
  c.why = "ollama/m did not answer";
  c.replaced = {{"EMAIL", 3}};
  const auto back = store::answer_of(store::text_of(c));
  BOOST_TEST(back.calls.at(0).arguments == c.calls[0].arguments);
  BOOST_TEST(back.reasoning.at(0) == c.reasoning[0]);
  BOOST_TEST(back.cached_tokens == 40u);
  BOOST_TEST(back.stop == "tools");
  BOOST_TEST(back.cost == 77);
  BOOST_TEST(back.why == c.why);
  BOOST_TEST_REQUIRE(back.replaced.size() == 1u);
  BOOST_TEST(back.replaced[0].kind == "EMAIL");
  BOOST_TEST(back.replaced[0].count == 3u);
  BOOST_TEST(store::answer_of("{broken").trouble == "broken_stream");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(news_of_turns)

namespace {
/// The number of the first event of the turn.
std::uint64_t first_number(test::hand<news_state>& h) {
  h.say(watch_turn{"q1", 0, 0});
  return h.sent<turn_news>()->events.at(0).number;
}
}  // namespace

BOOST_AUTO_TEST_CASE(what_is_told_is_heard_by_the_one_whose_turn_it_is) {
  test::hand<news_state> h;
  h.say(turn_event{"q1", "stage", "{}"});
  h.say(turn_event{"q1", "done", "{}"});
  h.say(turn_event{"q1", "stage", "{}"});  // nothing comes behind the end
  h.say(watch_turn{"q1", 0, 0});
  BOOST_TEST_REQUIRE(h.sent<turn_news>());
  BOOST_TEST(h.sent<turn_news>()->events.size() == 2u);
  BOOST_TEST(h.sent<turn_news>()->ended);
  const auto first = first_number(h);
  h.say(watch_turn{"q1", first, 0});
  BOOST_TEST(h.sent<turn_news>()->events.at(0).number == first + 1);
  // Who has heard more than there is has heard it before a restart, and before the clock was set back.
  h.say(watch_turn{"q1", first + 99, 0});
  BOOST_TEST(h.sent<turn_news>()->events.size() == 2u);
  h.ctx.user = "bob";
  h.say(watch_turn{"q1", 0, 0});
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(who_comes_back_after_a_restart_misses_nothing) {
  test::hand<news_state> before;
  for (int i = 0; i < 4; ++i) before.say(turn_event{"q1", "stage", "{}"});
  const auto heard = first_number(before) + 3;
  test::hand<news_state> after;
  for (int i = 0; i < 10; ++i) after.say(turn_event{"q0", "stage", "{}"});  // time goes on
  after.say(turn_event{"q1", "stage", "{}"});
  after.say(turn_event{"q1", "token", "{}"});
  after.say(watch_turn{"q1", heard, 0});
  BOOST_TEST_REQUIRE(after.sent<turn_news>());
  BOOST_TEST(after.sent<turn_news>()->events.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_listener_waits_a_while_for_what_comes) {
  test::hand<news_state> h;
  h.say(turn_event{"q1", "stage", "{}"});
  h.say(watch_turn{"q1", first_number(h), second});
  auto timer = h.at();
  BOOST_TEST(h.sent<turn_news>() == nullptr);
  h.say(turn_event{"q1", "warning", "{}"});
  h.fire(timer);
  BOOST_TEST_REQUIRE(h.sent<turn_news>());
  BOOST_TEST(h.sent<turn_news>()->events.at(0).kind == "warning");
}

BOOST_AUTO_TEST_CASE(only_sentences_that_are_shown_are_told_while_they_come) {
  test::hand<news_state> h;
  h.say(turn_event{"q1", "stage", "{}"});
  h.say(answer_begins{"q1", {{"E1:1", "connect to db-1 failed: Connection refused"}}, {}});
  const std::string text =
      R"({"conclusion":[{"text":"The connection to db-1 was refused.","cites":["E1:1"]},{"text":"It failed 97 times.","cites":["E1:1"]},{"text":"The conn)";
  for (std::size_t i = 0; i < text.size(); i += 7) h.say(heard_piece{"q1", text.substr(i, 7)});
  h.say(watch_turn{"q1", first_number(h), 0});
  BOOST_TEST_REQUIRE(h.sent<turn_news>());
  BOOST_TEST_REQUIRE(h.sent<turn_news>()->events.size() == 1u);
  BOOST_TEST(h.sent<turn_news>()->events[0].data ==
             R"({"text":"The connection to db-1 was refused.","cites":["E1:1"]})");
}

BOOST_AUTO_TEST_CASE(many_turns_and_many_events_take_bounded_room) {
  test::hand<news_state> h;
  for (std::size_t i = 0; i < news_state::most_turns + 10; ++i)
    h.say(turn_event{"q" + std::to_string(10'000 + i), "stage", "{}"});
  BOOST_TEST(h.state().turns.size() == news_state::most_turns);
  for (std::size_t i = 0; i < news_state::most_events + 10; ++i) h.say(turn_event{"q12009", "usage", "{}"});
  BOOST_TEST(h.state().turns.at("q12009").events.size() == news_state::most_events);
}

BOOST_AUTO_TEST_SUITE_END()
