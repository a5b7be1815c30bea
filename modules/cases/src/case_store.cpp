#include "case_store.hpp"

#include "cases/folding.hpp"

#include <fm/json/texts.hpp>
#include <fm/providers/row_reader.hpp>

#include <utility>

namespace fm::cases::store {

namespace {

db::value time_or_null(micros t) { return t == 0 ? db::value() : db::value(t); }

std::string object_text(const std::string& text) { return text.empty() ? "{}" : text; }

std::vector<db::value> all_columns(const case_record& c, const search_texts& found_by) {
  return {c.id,
          c.owner,
          c.title,
          c.description,
          c.status,
          c.priority,
          db::value::text_or_null(c.category),
          json::write_texts(c.tags),
          c.created,
          c.updated,
          time_or_null(c.resolved),
          time_or_null(c.closed),
          c.version,
          c.turns,
          c.title_kind,
          db::value::text_or_null(c.closure_reason),
          c.message_count,
          found_by.head,
          found_by.head_tags,
          found_by.is_long ? 1 : 0};
}

search_texts search_texts_of(const case_record& c) {
  return cases::search_texts_of(c.title, c.description, c.tags);
}

db::operation keep_long_text(const case_record& c, const search_texts& found_by) {
  return {"cases.keep_long_text", {c.id, found_by.all, found_by.all_tags}};
}

db::operation count_change(const case_record& c, int by) {
  return {"cases.count_change", {c.owner, c.status, c.priority, by}};
}

/// Most cases never get any.
bool has_details(const case_record& c) {
  return object_text(c.context) != "{}" || object_text(c.metadata) != "{}";
}

db::operation keep_details(const case_record& c) {
  return {"cases.keep_details", {c.id, object_text(c.context), object_text(c.metadata)}, 1};
}

}  // namespace

db::operation count_day(const std::string& owner, std::int64_t day) {
  return {"cases.count_day", {owner, day}};
}

operations insert_case(const case_record& c) {
  auto found_by = search_texts_of(c);
  operations unit;
  unit.push_back({"cases.insert_case", all_columns(c, found_by), 1});
  if (has_details(c)) unit.push_back(keep_details(c));
  unit.push_back(count_change(c, 1));
  if (found_by.is_long) unit.push_back(keep_long_text(c, found_by));
  return unit;
}

db::operation case_by_id(const std::string& id) { return {"cases.case_by_id", {id}}; }

db::operation whole_case_by_id(const std::string& id) { return {"cases.whole_case_by_id", {id}}; }

void add_update(operations& unit, const case_record& before, const case_record& after) {
  auto found_by = search_texts_of(after);
  unit.push_back({"cases.update_case", all_columns(after, found_by), 1});
  if (before.context != after.context || before.metadata != after.metadata)
    unit.push_back(keep_details(after));
  if (before.status != after.status || before.priority != after.priority) {
    unit.push_back(count_change(before, -1));
    unit.push_back(count_change(after, 1));
  }
  if (before.title == after.title && before.description == after.description && before.tags == after.tags)
    return;
  if (found_by.is_long)
    unit.push_back(keep_long_text(after, found_by));
  else if (search_texts_of(before).is_long)
    unit.push_back({"cases.drop_long_text", {after.id}});
}

operations delete_case(const case_record& c) {
  operations unit;
  unit.push_back({"cases.delete_case", {c.id}, 1});
  unit.push_back(count_change(c, -1));
  return unit;
}

case_record case_of(db::row&& r) {
  constexpr std::size_t columns_of_lists = 17;
  const bool whole = r.size() > columns_of_lists;
  db::row_reader in(std::move(r));
  case_record c;
  c.id = in.text();
  c.owner = in.text();
  c.title = in.text();
  c.description = in.text();
  c.status = in.text();
  c.priority = in.text();
  c.category = in.text();
  c.tags = json::read_texts(in.text());
  c.created = in.number<micros>();
  c.updated = in.number<micros>();
  c.resolved = in.number<micros>();
  c.closed = in.number<micros>();
  c.version = in.number<std::uint64_t>();
  c.turns = in.number<std::uint32_t>();
  c.title_kind = in.text();
  c.closure_reason = in.text();
  c.message_count = in.number<std::uint32_t>();
  if (!whole) return c;
  c.context = in.text();
  c.metadata = in.text();
  return c;
}

db::operation unsearchable_cases(std::uint32_t limit) { return {"cases.unsearchable_cases", {limit}}; }

operations make_searchable(const case_record& c) {
  auto found_by = search_texts_of(c);
  operations unit;
  unit.push_back(
      {"cases.make_searchable", {c.id, found_by.head, found_by.head_tags, found_by.is_long ? 1 : 0}});
  if (found_by.is_long) unit.push_back(keep_long_text(c, found_by));
  return unit;
}

}  // namespace fm::cases::store
