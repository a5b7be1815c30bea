// Tables and statements of the cases module.
#include "fm/cases/spawn.hpp"

namespace fm::cases {

namespace {

constexpr std::string_view tables = R"(
create table cases (
  id text primary key, owner_id text not null, title text not null, description text not null,
  status text not null, priority text not null, category text, tags text not null, context text not null,
  case_metadata text not null, created_at bigint not null, updated_at bigint not null, resolved_at bigint,
  closed_at bigint, version bigint not null, turns bigint not null);
create index cases_of_owner on cases (owner_id, updated_at desc, id desc);
create index cases_of_owner_by_status on cases (owner_id, status, updated_at desc, id desc);
create table case_messages (
  id text primary key, case_id text not null references cases (id) on delete cascade, role text not null,
  content text not null, message_metadata text, turn bigint not null, state text not null, reply_to text,
  created_at bigint not null);
create index case_messages_of_case on case_messages (case_id, created_at, id);
create index case_messages_asked on case_messages (state) where state = 'asked';
create table hypotheses (
  id text primary key, case_id text not null references cases (id) on delete cascade, title text not null,
  description text not null, confidence double precision, status text not null, validated bigint not null,
  validation_notes text, origin text not null, created_at bigint not null, updated_at bigint not null);
create index hypotheses_of_case on hypotheses (case_id, created_at, id);
create table solutions (
  id text primary key, case_id text not null references cases (id) on delete cascade, title text not null,
  description text not null, implementation_steps text not null, implemented bigint not null,
  created_at bigint not null);
create index solutions_of_case on solutions (case_id, created_at, id);
)";

// What is large moves out of the rows that lists read. What is searched stands in an index, folded; SQL
// cannot fold, so rows of before are filled at start. What is counted is counted as it changes.
constexpr std::string_view overviews = R"(
create table case_details (
  case_id text primary key references cases (id) on delete cascade, context text not null,
  case_metadata text not null);
insert into case_details select id, context, case_metadata from cases;
alter table cases drop column context;
alter table cases drop column case_metadata;
alter table cases add column title_kind text not null default 'given';
alter table cases add column closure_reason text;
alter table cases add column message_count bigint not null default 0;
alter table cases add column search_head text;
alter table cases add column search_tags text;
alter table cases add column search_long bigint not null default 0;
update cases set message_count = (select count(*) from case_messages m where m.case_id = cases.id);
create index cases_unsearchable on cases (id) where search_head is null;
create index cases_for_search on cases (owner_id, updated_at desc, id desc, status, priority, category,
  created_at, search_long, search_tags, search_head);
create table case_long_texts (
  case_id text primary key references cases (id) on delete cascade, search_text text not null,
  search_tags text not null);
create index cases_created on cases (owner_id, created_at);
create index cases_resolved on cases (owner_id, resolved_at, created_at) where resolved_at is not null;
create index cases_closed on cases (owner_id, closed_at) where closed_at is not null;
create table case_counts (
  owner_id text not null, status text not null, priority text not null, cases bigint not null,
  primary key (owner_id, status, priority));
insert into case_counts
  select owner_id, status, priority, count(*) from cases group by owner_id, status, priority;
create table case_days (
  owner_id text not null, day bigint not null, opened bigint not null, primary key (owner_id, day));
insert into case_days
  select owner_id, created_at / 86400000000, count(*) from cases group by owner_id, created_at / 86400000000;
create index case_messages_replies on case_messages (case_id, reply_to) where reply_to is not null;
create index case_questions on case_messages (case_id, created_at, id) where state <> 'done';
)";

// What begins like `cases_for_search` need not be kept a second time.
constexpr std::string_view fewer_indexes = "drop index cases_of_owner;";

#define LIST_COLUMNS                                                                             \
  "id, owner_id, title, description, status, priority, category, tags, created_at, updated_at, " \
  "resolved_at, closed_at, version, turns, title_kind, closure_reason, message_count"
#define MESSAGE_COLUMNS "id, case_id, role, content, message_metadata, turn, state, reply_to, created_at"
#define HYPOTHESIS_COLUMNS                                                                                 \
  "id, case_id, title, description, confidence, status, validated, validation_notes, origin, created_at, " \
  "updated_at"
#define SOLUTION_COLUMNS "id, case_id, title, description, implementation_steps, implemented, created_at"

// The ids come out of the index alone, the rows of one page out of the table.
#define SEARCH_BEGIN                                                                                    \
  "select " LIST_COLUMNS                                                                                \
  " from cases where id in (select s.id from cases s where s.owner_id = $1 "                            \
  "and (s.updated_at, s.id) < ($2, $3) and ($4 = '' or s.status = $4) and ($5 = 0 or s.status <> "      \
  "'closed') and ($6 = '' or s.priority = $6) and ($7 = '' or s.category = $7) and s.created_at >= $8 " \
  "and s.created_at <= $9 and ($10 = '' or instr(s.search_head, $10) > 0 or (s.search_long = 1 and "    \
  "exists (select 1 from case_long_texts t where t.case_id = s.id and instr(t.search_text, $10) > 0)))"
#define SEARCH_END                                                      \
  " order by s.updated_at desc, s.id desc limit $11 offset $12) order " \
  "by updated_at desc, id desc"
#define ONE_TAG(in, n) " or ($" #n " <> '' and instr(" in ".search_tags, $" #n ") > 0)"
#define ANY_TAG(in)                                                                                        \
  "(1 = 0" ONE_TAG(in, 13) ONE_TAG(in, 14) ONE_TAG(in, 15) ONE_TAG(in, 16) ONE_TAG(in, 17) ONE_TAG(in, 18) \
      ONE_TAG(in, 19) ONE_TAG(in, 20) ONE_TAG(in, 21) ONE_TAG(in, 22) ")"
// The latest cases of an owner; their long texts are cut where they are read.
#define LATEST \
  "(select l.id from cases l where l.owner_id = $1 order by l.updated_at desc, l.id desc limit $2)"
#define DAYS(column)                                                                     \
  "select " column " / 86400000000, count(*) from cases where owner_id = $1 and " column \
  " is not null "                                                                        \
  "and " column " >= $2 group by " column " / 86400000000"

const db::schema whole_schema{
    {{"cases", 1, tables}, {"cases", 2, overviews}, {"cases", 3, fewer_indexes}},
    {
        {"cases.insert_case",
         "insert into cases (" LIST_COLUMNS
         ", search_head, search_tags, search_long) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
         "$12, $13, $14, $15, $16, $17, $18, $19, $20)"},
        {"cases.keep_details",
         "insert into case_details (case_id, context, case_metadata) values ($1, $2, $3) on conflict "
         "(case_id) do update set context = excluded.context, case_metadata = excluded.case_metadata"},
        {"cases.case_by_id", "select " LIST_COLUMNS " from cases where id = $1"},
        {"cases.whole_case_by_id",
         "select " LIST_COLUMNS ", coalesce(context, '{}'), coalesce(case_metadata, '{}') from cases left "
         "join case_details on case_id = id where id = $1"},
        {"cases.update_case",
         "update cases set owner_id = $2, title = $3, description = $4, status = $5, priority = $6, "
         "category = $7, tags = $8, created_at = $9, updated_at = $10, resolved_at = $11, closed_at = $12, "
         "version = $13, turns = $14, title_kind = $15, closure_reason = $16, message_count = $17, "
         "search_head = $18, search_tags = $19, search_long = $20 where id = $1 and version = $13 - 1"},
        {"cases.delete_case", "delete from cases where id = $1"},
        {"cases.forget_counts", "delete from case_counts where owner_id = $1"},
        {"cases.forget_days", "delete from case_days where owner_id = $1"},
        {"cases.keep_long_text",
         "insert into case_long_texts (case_id, search_text, search_tags) values ($1, $2, $3) on conflict "
         "(case_id) do update set search_text = excluded.search_text, search_tags = excluded.search_tags"},
        {"cases.drop_long_text", "delete from case_long_texts where case_id = $1"},
        {"cases.unsearchable_cases",
         "select " LIST_COLUMNS " from cases where search_head is null order by id limit $1"},
        {"cases.make_searchable",
         "update cases set search_head = $2, search_tags = $3, search_long = $4 where id = $1"},
        {"cases.count_change",
         "insert into case_counts (owner_id, status, priority, cases) values ($1, $2, $3, $4) on conflict "
         "(owner_id, status, priority) do update set cases = case_counts.cases + excluded.cases"},
        {"cases.count_day",
         "insert into case_days (owner_id, day, opened) values ($1, $2, 1) on conflict (owner_id, day) do "
         "update set opened = case_days.opened + 1 returning opened"},
        {"cases.list_cases",
         "select " LIST_COLUMNS " from cases where owner_id = $1 and (updated_at, id) < ($2, $3) order by "
         "updated_at desc, id desc limit $4 offset $5"},
        {"cases.list_cases_of_status",
         "select " LIST_COLUMNS
         " from cases where owner_id = $1 and (updated_at, id) < ($2, $3) and status = $6 order by "
         "updated_at desc, id desc limit $4 offset $5"},
        {"cases.count_cases",
         "select cast(coalesce(sum(cases), 0) as integer) from case_counts where owner_id = $1 and ($2 = '' "
         "or status = $2) and ($3 = '' or priority = $3)"},
        {"cases.search", SEARCH_BEGIN SEARCH_END},
        {"cases.search_tagged", SEARCH_BEGIN
         " and (" ANY_TAG("s") " or (s.search_long = 1 and exists (select 1 from case_long_texts t where "
                               "t.case_id = s.id and " ANY_TAG("t") ")))" SEARCH_END},
        {"cases.counts",
         "select status, priority, cases from case_counts where owner_id = $1 and cases > 0 order by status, "
         "priority"},
        {"cases.resolved_since", "select count(*) from cases where owner_id = $1 and resolved_at >= $2"},
        {"cases.created_since", "select count(*) from cases where owner_id = $1 and created_at >= $2"},
        {"cases.resolution_time",
         "select count(*), cast(coalesce(sum((resolved_at - created_at) / 1000000), 0) as integer) from "
         "cases where owner_id = $1 and resolved_at is not null"},
        {"cases.created_days", DAYS("created_at")},
        {"cases.resolved_days", DAYS("resolved_at")},
        {"cases.closed_days", DAYS("closed_at")},
        {"cases.parts_of_case",
         "select (select count(*) from hypotheses where case_id = $1), (select count(*) from solutions where "
         "case_id = $1), (select min(created_at) from case_messages where case_id = $1 and role = 'user'), "
         "(select min(created_at) from case_messages where case_id = $1 and role = 'assistant')"},
        {"cases.past_cases",
         "select id, title, substr(description, 1, 4000), status, closure_reason, updated_at from cases "
         "where id in " LATEST " order by updated_at desc, id desc"},
        {"cases.past_hypotheses",
         "select case_id, substr(title, 1, 1000) from hypotheses where case_id in " LATEST
         " and status not in ('refuted', 'retired') and (validated = 1 or confidence >= 0.5) "
         "order by case_id, validated desc, confidence desc, id"},
        {"cases.past_solutions",
         "select case_id, substr(title, 1, 1000), substr(description, 1, 2000) from solutions where case_id "
         "in " LATEST " order by case_id, created_at, id"},
        {"cases.insert_message",
         "insert into case_messages (" MESSAGE_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"},
        {"cases.set_message_state", "update case_messages set state = $2 where id = $1"},
        {"cases.fail_asked_messages",
         "update case_messages set state = 'failed' where state = 'asked' and created_at < $1"},
        {"cases.latest_questions",
         "select " MESSAGE_COLUMNS " from case_messages where case_id = $1 and role = 'user' order by "
                                   "created_at desc, id desc limit $2"},
        {"cases.asked_messages",
         "select " MESSAGE_COLUMNS
         ", (select c.owner_id from cases c where c.id = case_messages.case_id) from case_messages"
         " where state = 'asked' order by created_at, id limit $1"},
        {"cases.list_messages",
         "select " MESSAGE_COLUMNS
         " from case_messages where case_id = $1 order by created_at, id limit $2 offset $3"},
        {"cases.message_by_id", "select " MESSAGE_COLUMNS " from case_messages where id = $1"},
        {"cases.answer_of",
         "select " MESSAGE_COLUMNS " from case_messages where case_id = $1 and reply_to = $2 order by id"},
        {"cases.list_questions",
         "select " MESSAGE_COLUMNS
         ", (select min(a.id) from case_messages a where a.case_id = q.case_id and a.reply_to = q.id) from "
         "case_messages q where case_id = $1 and state <> 'done' order by created_at, id limit $2 offset $3"},
        {"cases.count_questions",
         "select count(*) from case_messages where case_id = $1 and state <> 'done'"},
        {"cases.insert_hypothesis", "insert into hypotheses (" HYPOTHESIS_COLUMNS
                                    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
        {"cases.update_hypothesis",
         "update hypotheses set title = $3, description = $4, confidence = $5, status = $6, validated = $7, "
         "validation_notes = $8, origin = $9, created_at = $10, updated_at = $11 where id = $1 and case_id = "
         "$2"},
        {"cases.hypothesis_by_id",
         "select " HYPOTHESIS_COLUMNS " from hypotheses where case_id = $1 and id = $2"},
        {"cases.list_hypotheses",
         "select " HYPOTHESIS_COLUMNS " from hypotheses where case_id = $1 order by created_at, id"},
        {"cases.insert_solution",
         "insert into solutions (" SOLUTION_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7)"},
        {"cases.list_solutions",
         "select " SOLUTION_COLUMNS " from solutions where case_id = $1 order by created_at, id"},
    }};

}  // namespace

const db::schema& schema() { return whole_schema; }

}  // namespace fm::cases
