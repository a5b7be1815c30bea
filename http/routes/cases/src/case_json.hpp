#pragma once
// The JSON of cases (contract: CaseResponse and its neighbours).
#include <fm/cases/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fm::http {

inline constexpr std::array<std::string_view, 4> priority_words{"low", "medium", "high", "critical"};

/// The words for a status that are taken: those of the contract, older ones and those of 2026.
std::span<const std::string_view> status_words();
bool is_status_word(std::string_view word);
/// What a word of any generation means today (contract README choice 1).
std::string present_status(std::string word);
/// The word of 2026 for a status.
std::string_view state_word(std::string_view status);

/// A case in the dialect of the request.
json::value case_json(const cases::case_record& c, const request& r);
json::value cases_json(const std::vector<cases::case_record>& all, const request& r);
json::value data_added_json(const cases::data_item& d);
json::value message_json(const cases::case_message& m);
json::value hypothesis_json(const cases::hypothesis_record& h);
json::value solution_json(const cases::solution_record& s);

parsed<cases::create_case> parse_create_case(const exchange& x);
parsed<cases::update_case> parse_update_case(const exchange& x);
/// PATCH answers 422 to a missing or unknown status, POST answers 400 (contract: postCaseStatus).
parsed<cases::set_status> parse_patch_status(const exchange& x);
parsed<cases::set_status> parse_post_status(const exchange& x);
parsed<cases::close_case> parse_close_case(const exchange& x);
parsed<cases::add_data> parse_add_data(const exchange& x);
parsed<cases::suggest_title> parse_suggest_title(const exchange& x);
parsed<cases::add_message> parse_add_message(const exchange& x);
parsed<cases::list_messages> parse_list_messages(const exchange& x);
parsed<cases::add_hypothesis> parse_add_hypothesis(const exchange& x);
parsed<cases::update_hypothesis> parse_update_hypothesis(const exchange& x);
parsed<cases::add_solution> parse_add_solution(const exchange& x);

/// The first path argument as a case id; an id that is no UUID names nothing: 404.
parsed<std::string> case_id_of(const exchange& x);

/// A command with the case of the path, or the answer to what is wrong: first the shape, then the id.
template <class M>
parsed<M> for_case(const exchange& x, const std::vector<issue>& issues, M m) {
  if (!issues.empty()) return unprocessable(issues);
  auto id = case_id_of(x);
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  m.case_id = std::move(std::get<std::string>(id));
  return m;
}

}  // namespace fm::http
