// The tables of the module and every statement on them.
#include "documents_store.hpp"

namespace fm::knowledge::store {

namespace {

constexpr std::string_view tables = R"sql(
create table documents (
  id text primary key,
  owner text not null,
  title text not null,
  filename text not null,
  document_type text not null,
  content_hash text not null,
  status text not null,
  storage_key text not null,
  file_size bigint not null,
  chunk_count bigint not null,
  metadata text not null,
  tags text not null,
  scope text not null,
  case_id text references cases (id) on delete cascade,
  collection_id text,
  problem text not null,
  job_id text not null,
  readable bigint not null,
  uploaded bigint not null,
  indexed bigint not null
);
create index documents_by_owner on documents (owner, id);
create index documents_by_scope on documents (scope, owner, id);
create index documents_by_case on documents (case_id, id);
create index documents_by_file on documents (storage_key);
create table search_queries (
  id text primary key,
  query_text text not null,
  user_id text not null,
  result_count bigint not null,
  top_result_ids text not null,
  latency_ms bigint not null,
  created bigint not null
);
)sql";

// What an owner keeps is summed over these alone.
constexpr std::string_view sizes_by_owner = R"sql(
create index documents_usage on documents (owner, file_size);
)sql";

// `text_key` names the text that was taken out of a file which is no text itself.
constexpr std::string_view versions_and_collections = R"sql(
alter table documents add column version bigint not null default 1;
alter table documents add column version_since bigint not null default 0;
alter table documents add column updated bigint not null default 0;
alter table documents add column text_key text not null default '';
update documents set version_since = uploaded, updated = uploaded;
create index documents_by_text on documents (text_key);
create index documents_of_scope on documents (scope, id);
create index documents_by_collection on documents (collection_id, id);
create table document_versions (
  document_id text not null references documents (id) on delete cascade,
  version bigint not null,
  title text not null,
  filename text not null,
  document_type text not null,
  content_hash text not null,
  file_size bigint not null,
  chunk_count bigint not null,
  storage_key text not null,
  text_key text not null,
  added bigint not null,
  replaced bigint not null,
  primary key (document_id, version)
);
create index document_versions_by_file on document_versions (storage_key);
create index document_versions_by_text on document_versions (text_key);
create table collections (
  owner text not null,
  id text not null,
  name text not null,
  description text not null,
  scope text not null,
  case_id text references cases (id) on delete cascade,
  created bigint not null,
  primary key (owner, id)
);
create index collections_by_case on collections (case_id);
create index search_queries_by_user on search_queries (user_id, id);
)sql";

// SHA-256 of that text; empty where it was taken out by a program that did not keep it.
constexpr std::string_view hashes_of_texts = R"sql(
alter table documents add column text_hash text not null default '';
alter table document_versions add column text_hash text not null default '';
)sql";

#define FM_DOCUMENT_COLUMNS                                                                                \
  "id, owner, title, filename, document_type, content_hash, status, storage_key, file_size, chunk_count, " \
  "metadata, tags, scope, case_id, problem, job_id, uploaded, indexed, collection_id, version, "           \
  "version_since, updated, text_key, text_hash"
#define FM_STORED_COLUMNS                                                                                  \
  "id, filename, title, document_type, tags, case when text_key = '' then storage_key else text_key end, " \
  "case when text_key = '' then 0 else 1 end, version, collection_id, "                                    \
  "case when text_key = '' then content_hash else text_hash end"
#define FM_VERSION_COLUMNS                                                                                 \
  "version, title, filename, document_type, content_hash, file_size, chunk_count, storage_key, text_key, " \
  "added, replaced, text_hash"
// Writes names of files down to be removed.
#define FM_NOTE_REMOVED(names)                               \
  "insert into removed_files (key) select name from (" names \
  ") as names where name <> '' on conflict (key) "           \
  "do nothing"
// The files of documents, and of their older versions.
#define FM_FILES_OF(which)                                                                           \
  "select storage_key as name from documents where " which                                           \
  " union select text_key from documents where " which                                               \
  " union select storage_key from document_versions where document_id in (select id from documents " \
  "where " which                                                                                     \
  ") union select text_key from document_versions where document_id in (select id from "             \
  "documents where " which ")"
// Empty parameters take every row; `id < $6` is where the page before ended.
#define FM_LIST_FILTER                                                                                 \
  " and ($2 = '' or status = $2) and ($3 = '' or document_type = $3) and ($4 = '' or scope = $4) and " \
  "($5 = '' or collection_id = $5)"

}  // namespace

const db::schema& schema() {
  static const db::schema all{
      {{"knowledge", 1, tables},
       {"knowledge", 2, versions_and_collections},
       {"knowledge", 3, sizes_by_owner},
       {"knowledge", 4, hashes_of_texts}},
      {{"knowledge.insert",
        "insert into documents (id, owner, title, filename, document_type, content_hash, status, "
        "storage_key, "
        "file_size, chunk_count, metadata, tags, scope, case_id, problem, job_id, uploaded, indexed, "
        "collection_id, version, version_since, updated, text_key, readable) values ($1, $2, $3, $4, $5, $6, "
        "'pending', $7, $8, 0, $9, $10, $11, $12, '', $13, $14, 0, $15, 1, $14, $14, '', 0)"},
       {"knowledge.read", "select " FM_DOCUMENT_COLUMNS " from documents where id = $1"},
       {"knowledge.list", "select " FM_DOCUMENT_COLUMNS " from documents where owner = $1" FM_LIST_FILTER
                          " and id < $6 order by id desc limit $7 offset $8"},
       {"knowledge.list_global",
        "select " FM_DOCUMENT_COLUMNS " from documents where scope = $1" FM_LIST_FILTER
        " and id < $6 order by id desc limit $7 offset $8"},
       {"knowledge.count", "select count(*) from documents where owner = $1" FM_LIST_FILTER},
       {"knowledge.count_global", "select count(*) from documents where scope = $1" FM_LIST_FILTER},
       {"knowledge.stats",
        "select count(*), count(case when status = 'indexed' then 1 end), "
        "count(case when status in ('pending', 'processing') then 1 end), "
        "count(case when status = 'failed' then 1 end), cast(coalesce(sum(chunk_count), 0) as bigint) "
        "from documents where owner = $1"},
       {"knowledge.usage",
        "select cast((select coalesce(sum(file_size), 0) from documents where owner = $1) + "
        "(select coalesce(sum(v.file_size), 0) from document_versions v join documents d on d.id = "
        "v.document_id where d.owner = $1) as bigint), count(*) from documents where owner = $1"},
       {"knowledge.of_case",
        "select " FM_DOCUMENT_COLUMNS " from documents where case_id = $1 order by id limit $2"},
       {"knowledge.remove", "delete from documents where id = $1"},
       {"knowledge.note_files_of_case", FM_NOTE_REMOVED(FM_FILES_OF("case_id = $1"))},
       {"knowledge.note_files", FM_NOTE_REMOVED(FM_FILES_OF("id = $1"))},
       {"knowledge.note_versions",
        FM_NOTE_REMOVED("select storage_key as name from document_versions where document_id = $1 and "
                        "version <= $2 union select text_key from document_versions where document_id = $1 "
                        "and version <= $2")},
       {"knowledge.forget_versions_of_case",
        "delete from document_versions where document_id in (select id from documents where case_id = $1) "
        "returning storage_key, text_key"},
       {"knowledge.forget_case", "delete from documents where case_id = $1 returning storage_key, text_key"},
       {"knowledge.set_processing",
        "update documents set status = 'processing', problem = '' where id = $1 and version = $2"},
       {"knowledge.set_read",
        "update documents set readable = 1, chunk_count = $3, text_key = $4, text_hash = $5 where id = $1 "
        "and version = $2"},
       {"knowledge.set_indexed",
        "update documents set status = 'indexed', problem = '', indexed = $3 where id = $1 and version = $2"},
       {"knowledge.set_failed",
        "update documents set status = 'failed', problem = $2, readable = 0 where id = $1 and status <> "
        "'indexed' and ($3 = '' or job_id = $3)"},
       {"knowledge.change",
        "update documents set title = $3, document_type = $4, metadata = $5, tags = $6, collection_id = $7, "
        "updated = $8 where id = $1 and version = $2"},
       {"knowledge.keep_version",
        "insert into document_versions (document_id, " FM_VERSION_COLUMNS
        ") select id, version, title, filename, document_type, content_hash, file_size, chunk_count, "
        "storage_key, text_key, version_since, $3, text_hash from documents where id = $1 and version = $2"},
       {"knowledge.replace_content",
        "update documents set version = version + 1, version_since = $3, content_hash = $4, file_size = $5, "
        "storage_key = $6, text_key = '', text_hash = '', status = 'pending', problem = '', job_id = $7 "
        "where id = $1 and version = $2"},
       {"knowledge.drop_versions",
        "delete from document_versions where document_id = $1 and version <= $2 "
        "returning storage_key, text_key"},
       {"knowledge.versions",
        "select " FM_VERSION_COLUMNS " from document_versions where document_id = $1 order by version desc"},
       {"knowledge.read_version",
        "select " FM_VERSION_COLUMNS " from document_versions where document_id = $1 and version = $2"},
       {"knowledge.of_user_scope",
        "select " FM_STORED_COLUMNS
        " from documents where scope = 'user' and owner = $1 and readable = 1 and id > $2 "
        "order by id limit $3"},
       {"knowledge.of_global_scope",
        "select " FM_STORED_COLUMNS
        " from documents where scope = 'global' and readable = 1 and id > $1 order by id limit $2"},
       {"knowledge.of_case_scope",
        "select " FM_STORED_COLUMNS
        " from documents where scope = 'case' and case_id = $1 and readable = 1 and id > $2 "
        "order by id limit $3"},
       {"knowledge.scopes_of",
        "select distinct owner, scope, coalesce(case_id, '') from documents where owner = $1 and scope <> "
        "'global' and readable = 1 union select distinct '', scope, '' from documents where scope = 'global' "
        "and "
        "readable = 1"},
       {"knowledge.cases", "select distinct owner, case_id from documents where case_id is not null"},
       {"knowledge.files_after",
        "select name from (select * from (select storage_key as name from documents where storage_key > $1 "
        "order by storage_key limit $2) as files union select * from (select text_key as name from documents "
        "where text_key > $1 order by text_key limit $2) as texts union select * from (select storage_key as "
        "name from document_versions where storage_key > $1 order by storage_key limit $2) as old_files "
        "union "
        "select * from (select text_key as name from document_versions where text_key > $1 order by text_key "
        "limit $2) as old_texts) as names order by name limit $2"},
       {"knowledge.contents_after",
        "select name, hash from (select storage_key as name, content_hash as hash from documents union "
        "select text_key, text_hash from documents union select storage_key, content_hash from "
        "document_versions union select text_key, text_hash from document_versions) as names where name > $1 "
        "order by name limit $2"},
       {"knowledge.add_collection",
        "insert into collections (owner, id, name, description, scope, case_id, created) "
        "values ($1, $2, $3, $4, $5, $6, $7)"},
       {"knowledge.read_collection",
        "select owner, id, name, description, scope, case_id, created, 0 from collections "
        "where owner = $1 and id = $2"},
       {"knowledge.collections",
        "select c.owner, c.id, c.name, c.description, c.scope, c.case_id, c.created, (select count(*) from "
        "documents d where d.collection_id = c.id and case when c.owner = '' then d.scope = 'global' else "
        "d.owner = c.owner and d.scope <> 'global' end) from collections c where c.owner in ('', $1) "
        "order by c.name, c.owner, c.id"},
       {"knowledge.count_collections", "select count(*) from collections where owner = $1"},
       {"knowledge.remove_collection", "delete from collections where owner = $1 and id = $2"},
       {"knowledge.leave_collection",
        "update documents set collection_id = null where collection_id = $2 and owner = $1 and "
        "scope <> 'global'"},
       {"knowledge.leave_global_collection",
        "update documents set collection_id = null where collection_id = $1 and scope = 'global'"},
       {"knowledge.forget_collections", "delete from collections where owner = $1"},
       {"knowledge.forget_all_searches", "delete from search_queries where user_id = $1"},
       {"knowledge.remove_collections_of_case", "delete from collections where case_id = $1"},
       {"knowledge.note_search",
        "insert into search_queries (id, query_text, user_id, result_count, top_result_ids, latency_ms, "
        "created) values ($1, $2, $3, $4, $5, $6, $7)"},
       {"knowledge.forget_searches",
        "delete from search_queries where user_id = $1 and id <= (select id from search_queries where "
        "user_id = $1 order by id desc limit 1 offset $2)"}}};
  return all;
}

}  // namespace fm::knowledge::store
