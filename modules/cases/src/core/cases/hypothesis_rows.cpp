#include "cases/hypothesis_rows.hpp"

#include "cases/turn_findings.hpp"
#include "investigation/words.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <utility>

namespace fm::cases {

namespace {
constexpr std::size_t title_characters = 255;
}  // namespace

void describe(hypothesis_record& record, const agent::hypothesis& h) {
  record.title = first_characters(h.statement.text, title_characters);
  record.description.clear();
  for (const auto& c : h.supporting)
    record.description += (record.description.empty() ? "for: " : "\nfor: ") + c.text;
  for (const auto& c : h.refuting)
    record.description += (record.description.empty() ? "against: " : "\nagainst: ") + c.text;
}

bool take_over(hypothesis_record& record, const investigation::hypothesis& h) {
  const auto status = investigation::word(h.status);
  // One of the user's may have no number; that of the rules is none of its own.
  const bool has_number = record.confidence >= 0 || record.origin != "user";
  const bool changed = record.status != status || (has_number && record.confidence != h.likelihood);
  record.status = status;
  record.validated = h.status == investigation::hypothesis_status::validated;
  if (has_number) record.confidence = h.likelihood;
  return changed;
}

investigation::known_hypothesis known_of(const hypothesis_record& record) {
  investigation::known_hypothesis k;
  k.id = record.id;
  k.origin = record.origin;
  k.statement = record.title;
  k.status = investigation::read_word<investigation::hypothesis_status>(record.status)
                 .value_or(investigation::hypothesis_status::captured);
  k.likelihood = record.confidence;
  return k;
}

void judge_hypothesis(std::vector<investigation::hypothesis>& all, hypothesis_record& record,
                      std::string_view verdict, std::uint32_t turn) {
  investigation::take_row(all, known_of(record), turn);
  record.status = verdict;
  const auto known = known_of(record);
  record.validated = known.status == investigation::hypothesis_status::validated;
  auto h = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == record.id; });
  investigation::decide(*h, known.status, turn);
}

std::vector<investigation::known_hypothesis> known_of(const std::vector<hypothesis_record>& all) {
  std::vector<investigation::known_hypothesis> out;
  for (const auto& record : all) out.push_back(known_of(record));
  return out;
}

const hypothesis_record* row_of(const std::vector<hypothesis_record>& all, const agent::hypothesis& h) {
  const auto origin = origin_of(h);
  // An earlier version told them apart by their statements.
  const auto formerly = "agent:" + h.rule + ":" + h.statement.text;
  auto found = std::find_if(all.begin(), all.end(), [&](const hypothesis_record& r) {
    return r.origin == origin || r.origin == formerly;
  });
  return found == all.end() ? nullptr : &*found;
}

std::vector<agent::earlier_hypothesis> earlier_of(const std::vector<investigation::hypothesis>& all) {
  std::vector<agent::earlier_hypothesis> out;
  for (const auto& h : all)
    if (investigation::is_live(h))
      out.push_back(
          {h.origin, h.statement, h.category, std::string(investigation::word(h.status)), h.likelihood});
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.likelihood > b.likelihood; });
  return out;
}

}  // namespace fm::cases
