// How well the search answers labelled questions; prints its figures. The questions and the runbooks were
// written before the search.
#include "evaluation.hpp"

#include "knowledge/calibration.hpp"
#include "whole_page_bm25.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace {

using namespace fm::knowledge;
using namespace fm::knowledge::test;

struct ranking_figures {
  double first = 0;            ///< share of questions whose first page is relevant
  double reciprocal_rank = 0;  ///< mean over the questions
  std::size_t questions = 0;
};

template <class Search>
ranking_figures rank_all(const std::vector<question>& questions, Search&& search) {
  ranking_figures out;
  for (const question& q : questions) {
    if (q.relevant.empty()) continue;
    double rank = reciprocal_rank(search(q.text), q.relevant);
    out.first += rank == 1 ? 1 : 0;
    out.reciprocal_rank += rank;
    ++out.questions;
  }
  out.first /= static_cast<double>(out.questions);
  out.reciprocal_rank /= static_cast<double>(out.questions);
  return out;
}

// A question with the probability that the search gives its best answer.
struct scored_question {
  bool has_answer;
  bool found;  ///< a relevant page is among the first ten
  double probability;
};

std::vector<scored_question> score_all(const search_index& index, const std::vector<question>& questions) {
  std::vector<scored_question> out;
  for (const question& q : questions) {
    std::vector<passage> passages = index.search(q.text, {.always = true});
    out.push_back({!q.relevant.empty(), reciprocal_rank(paths_of(passages), q.relevant) > 0,
                   passages.empty() ? 0 : passages.front().score});
  }
  return out;
}

struct answer_figures {
  double kept = 0;           ///< share of questions with an answer that get a relevant one
  double false_answers = 0;  ///< share of questions without an answer that get one
};

answer_figures answers_at(double threshold, const std::vector<scored_question>& questions) {
  double with = 0, without = 0, kept = 0, wrong = 0;
  for (const scored_question& q : questions) {
    bool answered = q.probability >= threshold;
    (q.has_answer ? with : without) += 1;
    if (q.has_answer && q.found && answered) kept += 1;
    if (!q.has_answer && answered) wrong += 1;
  }
  return {kept / std::max(1.0, with), wrong / std::max(1.0, without)};
}

// The threshold with the best balance of kept and false answers; the middle of the range that reaches it.
double best_threshold(const std::vector<scored_question>& questions) {
  double best = -1, low = 0, high = 0;
  for (int step = 0; step <= 1000; ++step) {
    double threshold = step / 1000.0;
    answer_figures a = answers_at(threshold, questions);
    double balance = a.kept - a.false_answers;
    if (balance > best + 1e-12) {
      best = balance;
      low = high = threshold;
    } else if (balance > best - 1e-12) {
      high = threshold;
    }
  }
  return (low + high) / 2;
}

// Prints both rankings and what the shipped threshold makes of the questions; ours must be clearly better.
answer_figures compare_with_plain_bm25(std::string_view name, const std::vector<document>& documents,
                                       const std::vector<question>& questions) {
  search_index index = index_of(documents);
  whole_page_bm25 baseline(documents);
  ranking_figures ours =
      rank_all(questions, [&](std::string_view q) { return paths_of(index.search(q, {.always = true})); });
  ranking_figures plain = rank_all(questions, [&](std::string_view q) { return baseline.search(q); });
  answer_figures shipped = answers_at(answer_threshold, score_all(index, questions));
  std::cout << name << ": " << ours.questions << " questions, ours hit@1 " << ours.first << " MRR@10 "
            << ours.reciprocal_rank << ", plain BM25 hit@1 " << plain.first << " MRR@10 "
            << plain.reciprocal_rank << ", kept " << shipped.kept << ", false answers "
            << shipped.false_answers << "\n";
  BOOST_TEST(ours.reciprocal_rank >= plain.reciprocal_rank + 0.05);
  return shipped;
}

std::vector<question> own_questions() { return read_questions("tests/knowledge/data/questions.jsonl"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation)

BOOST_AUTO_TEST_CASE(the_search_ranks_clearly_better_than_plain_bm25) {
  std::vector<document> documents = example_runbooks();
  BOOST_TEST_REQUIRE(documents.size() >= 45u);
  answer_figures own = compare_with_plain_bm25("own questions", documents, own_questions());
  BOOST_TEST(own.kept >= 0.9);
  BOOST_TEST(own.false_answers <= 0.1);
  // Written after the constants were set.
  answer_figures later = compare_with_plain_bm25(
      "later questions", documents, read_questions("tests/knowledge/data/later_questions.jsonl"));
  BOOST_TEST(later.kept >= 0.9);
  BOOST_TEST(later.false_answers <= 0.1);
}

BOOST_AUTO_TEST_CASE(a_threshold_from_four_fifths_holds_on_the_fifth) {
  std::vector<scored_question> scored = score_all(index_of(example_runbooks()), own_questions());
  constexpr std::size_t folds = 5;
  double kept = 0, wrong = 0, with = 0, without = 0;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<scored_question> train, held_out;
    for (std::size_t i = 0; i < scored.size(); ++i)
      (i % folds == fold ? held_out : train).push_back(scored[i]);
    answer_figures a = answers_at(best_threshold(train), held_out);
    auto answerable = static_cast<double>(std::count_if(
        held_out.begin(), held_out.end(), [](const scored_question& q) { return q.has_answer; }));
    kept += a.kept * answerable;
    with += answerable;
    wrong += a.false_answers * (static_cast<double>(held_out.size()) - answerable);
    without += static_cast<double>(held_out.size()) - answerable;
  }
  std::cout << "five folds: kept " << kept / with << ", false answers " << wrong / without << "\n";
  BOOST_TEST_REQUIRE(without >= 40);
  BOOST_TEST(kept / with >= 0.9);
  BOOST_TEST(wrong / without <= 0.1);
}

BOOST_AUTO_TEST_CASE(the_shipped_threshold_keeps_answers_and_refuses_what_the_runbooks_do_not_cover) {
  search_index index = index_of(example_runbooks());
  answer_figures shipped = answers_at(answer_threshold, score_all(index, own_questions()));
  std::cout << "shipped threshold " << answer_threshold << ": kept " << shipped.kept << ", false answers "
            << shipped.false_answers << "\n";
  BOOST_TEST(shipped.kept >= 0.9);
  BOOST_TEST(shipped.false_answers <= 0.1);
  for (std::string_view query :
       {"how to bake bread", "Oracle RAC interconnect tuning", "weather in Paris tomorrow"}) {
    BOOST_TEST(index.search(query).empty(), query);
  }
}

BOOST_AUTO_TEST_CASE(public_runbooks_are_searched_clearly_better_than_by_plain_bm25) {
  const char* given = std::getenv("FM_DATASETS");
  std::string root = std::string(given != nullptr ? given : "../shared/data") + "/runbooks";
  if (!std::filesystem::exists(root + "/queries.jsonl")) {
    BOOST_TEST_MESSAGE("skipped: no " << root << "/queries.jsonl; set FM_DATASETS");
    std::cout << "skipped: no labelled public runbooks, set FM_DATASETS\n";
    return;
  }
  std::vector<document> documents = read_documents(root);
  auto compare = [&](std::string_view name, const std::vector<question>& questions) {
    return compare_with_plain_bm25(name, documents, questions);
  };
  answer_figures alerts = compare("public runbooks, alert texts", read_questions(root + "/queries.jsonl"));
  BOOST_TEST(alerts.kept >= 0.95);
  answer_figures asked = compare("public runbooks, operators' questions",
                                 read_questions("tests/knowledge/data/public_runbook_questions.jsonl"));
  BOOST_TEST(asked.kept >= 0.75);
  BOOST_TEST(asked.false_answers <= 0.1);
  search_index index = index_of(documents);
  for (const question& q : own_questions()) {
    if (q.id.starts_with("other-domain")) BOOST_TEST(index.search(q.text).empty(), q.text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
