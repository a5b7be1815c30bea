#include "records_step.hpp"

#include "analysis_work.hpp"
#include "citing.hpp"
#include "digest_codec.hpp"
#include "evidence_store.hpp"
#include "storage_name.hpp"

#include <fm/auth/audit.hpp>
#include <fm/evidence/program_content.hpp>
#include <fm/evidence/upload_rules.hpp>
#include <fm/jobs/ledger.hpp>
#include <fm/jobs/messages.hpp>
#include <fm/providers/orphans.hpp>
#include <fm/providers/quota.hpp>

#include <set>

namespace fm::evidence {

namespace {

constexpr const char* deleted = "the evidence was deleted";

failure no_such_evidence() { return fail(ec::not_found, "evidence not found"); }

/// The one check of ownership of this module.
flow<evidence_record> own_evidence(std::string id, effects& fx) {
  auto read = store::read(id);
  auto found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return no_such_evidence();
  auto e = store::record_of(found.rows.front());
  if (fx.ctx().user.empty() || e.owner != fx.ctx().user) co_return no_such_evidence();
  co_return e;
}

/// The case, if it is the caller's and may still get evidence.
flow<case_standing> case_for_evidence(std::string case_id, effects& fx) {
  auto theirs = co_await fx.ask<look_at_case>(case_id);
  if (theirs.status == "closed")
    co_return fail(ec::conflict, "the case is closed: it takes no more evidence");
  co_return theirs;
}

/// Deletes rows with the jobs on them, then the files that no other row uses; `noted` is stored with it.
flow<done> remove_all(std::vector<evidence_record> all, std::vector<db::operation> noted, effects& fx) {
  std::vector<db::operation> unit;
  std::set<std::string> files;
  for (const auto& e : all) {
    unit.push_back(store::remove(e.id));
    if (!e.job_id.empty()) unit.push_back(jobs::close_job(e.job_id, deleted, fx.now()));
    files.insert(e.storage_key);
  }
  auto looks = unit.size();
  for (const auto& key : files) unit.push_back(store::uses_of_file(key));
  for (const auto& key : files) unit.push_back(providers::note_removed(key));
  for (auto& one : noted) unit.push_back(std::move(one));
  auto removed = co_await fx.ask<db::transact>(unit);
  for (const auto& e : all)
    if (!e.job_id.empty()) fx.tell<jobs::stop_job>(e.job_id);
  std::vector<std::string> unused;
  for (const auto& key : files)
    if (removed.sets.at(looks++).rows.empty()) unused.push_back(key);
  // What stays was written down: `sweep` takes it.
  if (!unused.empty()) co_await fx.try_ask<blob::remove>(unused);
  co_return done{};
}

/// Which quota an upload breaks by what its unit counted; `internal` for none.
failure broken_quota(const records_state& s, const evidence_record& e, const db::unit_result& counted,
                     std::size_t at) {
  const auto number = [&](std::size_t i) {
    return static_cast<std::uint64_t>(counted.sets.at(at + i).rows.at(0).at(0).integer);
  };
  const providers::quota bytes{"bytes of evidence", "FM_QUOTA_EVIDENCE_MB", s.most_bytes};
  if (const auto used = number(0); bytes.broken_by(used))
    return providers::exhausted(bytes, used - e.file_size, e.file_size);
  if (const auto open = number(1); s.most_open_jobs != 0 && open > s.most_open_jobs)
    return providers::too_many_jobs(open - 1, s.most_open_jobs);
  return {};
}

}  // namespace

flow<evidence_record> on(records_state& s, upload_evidence m, effects& fx) {
  if (auto why = refused_type(m.content_type, s.allowed_types); !why.empty())
    co_return fail(ec::invalid, why);
  auto theirs = co_await case_for_evidence(m.case_id, fx);

  evidence_record e;
  e.id = fx.new_key();
  e.case_id = m.case_id;
  e.owner = fx.ctx().user;
  e.filename = e.id + safe_extension(m.original_filename);
  e.original_filename = std::move(m.original_filename);
  e.file_type = clean_content_type(m.content_type);
  e.storage_key = std::string(store::folder) + "/" + e.case_id + "/" + e.filename;
  e.evidence_type = std::move(m.evidence_type);
  e.description = std::move(m.description);
  e.tags = std::move(m.tags);
  e.turn = theirs.turns + 1;  // the turn that it is asked about in, or comes with
  e.job_id = fx.new_key();
  e.uploaded = fx.now();
  auto own_key = e.storage_key;
  auto stored = co_await fx.ask<blob::adopt>(m.spool, own_key);
  e.file_size = stored.bytes;
  e.sha256 = stored.sha256;

  std::vector<std::string> own_file{own_key};
  if (auto what = program_in(stored.head, e.file_type, e.evidence_type); !what.empty()) {
    co_await fx.try_ask<blob::remove>(own_file);
    co_return fail(ec::invalid, "the file is " + what + " by its content, although it is declared as " +
                                    e.file_type + ": programs are not taken as evidence");
  }
  jobs::new_job job{e.job_id, analysis_kind, e.id, e.owner, e.case_id};
  std::vector<db::operation> unit{store::insert(e), jobs::insert_job(job, fx.now())};
  // Counted in the unit, so that uploads at once see each other.
  const auto counts_at = unit.size();
  const bool counted = s.most_bytes != 0 || s.most_open_jobs != 0;
  if (counted) unit.push_back(store::usage(e.owner));
  if (counted) unit.push_back(jobs::count_open_of(e.owner));
  auto written = co_await fx.try_ask<db::transact>(unit);
  if (!written) {
    failure why = written.error();
    // After anything else the row may still come; `sweep` looks again.
    if (db::surely_not_committed(why.code)) co_await fx.try_ask<blob::remove>(own_file);
    // The case was there a moment ago: it is being deleted.
    if (why.code == ec::conflict) co_return fail(ec::not_found, "case not found");
    co_return why;
  }
  auto why = counted ? broken_quota(s, e, *written, counts_at) : failure{};
  if (why.code != ec::internal) {
    std::vector<db::operation> undo{store::remove(e.id), jobs::close_job(e.job_id, why.text, fx.now()),
                                    providers::note_removed(own_key)};
    co_await fx.ask<db::transact>(undo);
    co_await fx.try_ask<blob::remove>(own_file);
    co_return why;
  }
  auto names = store::inserted_of(written->sets.at(0).rows.at(0));
  e.storage_key = names.storage_key;
  e.duplicate_of = names.duplicate_of;
  fx.tell<jobs::begin>(e.job_id);
  if (e.storage_key != own_key) co_await fx.try_ask<blob::remove>(own_file);
  co_return e;
}

flow<evidence_page> on(records_state&, list_evidence m, effects& fx) {
  if (!m.case_id.empty()) co_await fx.ask<look_at_case>(m.case_id);
  auto page = store::list(fx.ctx().user, m);
  auto all = store::count(fx.ctx().user, m);
  auto rows = fx.ask<db::query>(page);
  auto total = fx.ask<db::query>(all);
  db::row_set found = co_await rows;
  db::row_set counted = co_await total;
  evidence_page out;
  out.evidence = store::records_of(found);
  out.more = out.evidence.size() > m.limit;
  if (out.more) out.evidence.resize(m.limit);
  out.total = static_cast<std::uint64_t>(counted.rows.at(0).at(0).integer);
  co_return out;
}

flow<evidence_record> on(records_state&, get_evidence m, effects& fx) {
  auto e = co_await own_evidence(m.evidence_id, fx);
  if (!m.case_id.empty() && e.case_id != m.case_id) co_return no_such_evidence();
  co_return e;
}

flow<evidence_details> on(records_state& s, get_details m, effects& fx) {
  evidence_details out;
  get_evidence one{m.evidence_id, m.case_id};
  out.record = co_await on(s, std::move(one), fx);
  auto read = store::digest_of(m.evidence_id);
  auto rows = co_await fx.ask<db::query>(read);
  for (const auto& stored : store::digests_of(rows)) {
    if (stored.fingerprint != digest_fingerprint() || !stored.refusal.empty()) continue;
    if (auto found = decode_digest(stored.body)) out.found.push_back(std::move(*found));
  }
  outcome<case_hypotheses> theirs = co_await fx.try_ask<look_at_hypotheses>(out.record.case_id);
  if (!theirs && theirs.error().code != ec::not_found) co_return theirs.error();
  if (theirs)
    for (const auto& h : theirs->hypotheses)
      if (auto cites = citation_of(h, out.record, out.found)) out.cited_by.push_back(std::move(*cites));
  co_return out;
}

flow<done> on(records_state&, delete_evidence m, effects& fx) {
  auto e = co_await own_evidence(m.evidence_id, fx);
  std::vector<evidence_record> one{e};
  std::vector<db::operation> noted{auth::audit(fx, "evidence.delete", e.id, e.original_filename)};
  co_await remove_all(std::move(one), std::move(noted), fx);
  co_return done{};
}

flow<evidence_record> on(records_state&, link_evidence m, effects& fx) {
  auto e = co_await own_evidence(m.evidence_id, fx);
  co_await case_for_evidence(m.case_id, fx);
  std::vector<db::operation> unit{store::move_to(m.evidence_id, fx.ctx().user, m)};
  if (!e.job_id.empty()) unit.push_back(jobs::move_job(e.job_id, m.case_id));
  auto written = co_await fx.try_ask<db::transact>(unit);
  // The case was there a moment ago: it is being deleted.
  if (!written && written.error().code == ec::conflict) co_return fail(ec::not_found, "case not found");
  if (!written) co_return written.error();
  auto& moved = *written;
  if (moved.sets.at(0).rows.empty()) co_return no_such_evidence();
  co_return store::record_of(moved.sets[0].rows.front());
}

flow<done> on(records_state&, purge_case m, effects& fx) {
  constexpr std::uint32_t at_once = 200;
  for (;;) {
    auto some = store::of_case(m.case_id, at_once);
    auto found = co_await fx.ask<db::query>(some);
    if (found.rows.empty()) co_return done{};
    std::vector<db::operation> nothing;
    co_await remove_all(store::records_of(found), std::move(nothing), fx);
  }
}

flow<swept> on(records_state&, sweep m, effects& fx) {
  auto files = store::files();
  swept out;
  out.removed = co_await providers::tidy_files(files, fx.now() - m.grace, fx);
  co_return out;
}

}  // namespace fm::evidence
