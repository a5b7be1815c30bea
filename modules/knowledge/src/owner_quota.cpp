#include "owner_quota.hpp"

#include "documents_store.hpp"

#include <fm/jobs/ledger.hpp>
#include <fm/providers/quota.hpp>

namespace fm::knowledge {

namespace {

providers::quota of_bytes(const quotas& q) {
  return {"bytes of documents", "FM_QUOTA_KNOWLEDGE_MB", q.most_bytes};
}

bool any(const quotas& q) { return q.most_bytes != 0 || q.most_documents != 0 || q.most_open_jobs != 0; }

}  // namespace

void count_owner(const quotas& of, const std::string& owner, std::vector<db::operation>& unit) {
  if (!any(of)) return;
  unit.push_back(store::usage(owner));
  unit.push_back(jobs::count_open_of(owner));
}

failure broken_quota(const quotas& of, const document_record& d, const db::unit_result& counted,
                     std::size_t at) {
  if (!any(of)) return {};
  const auto number = [&](std::size_t set, std::size_t column) {
    return static_cast<std::uint64_t>(counted.sets.at(at + set).rows.at(0).at(column).integer);
  };
  const auto bytes = of_bytes(of);
  if (const auto used = number(0, 0); bytes.broken_by(used))
    return providers::exhausted(bytes, used - d.file_size, d.file_size);
  const providers::quota documents{"documents", "FM_QUOTA_DOCUMENTS", of.most_documents};
  if (const auto used = number(0, 1); documents.broken_by(used))
    return providers::exhausted(documents, used - 1, 1);
  if (const auto open = number(1, 0); of.most_open_jobs != 0 && open > of.most_open_jobs)
    return providers::too_many_jobs(open - 1, of.most_open_jobs);
  return {};
}

flow<done> may_keep_more(quotas of, std::string owner, std::uint64_t bytes, effects& fx) {
  const auto quota = of_bytes(of);
  if (quota.allowed == 0) co_return done{};
  auto read = store::usage(owner);
  auto rows = co_await fx.ask<db::query>(read);
  const auto used = static_cast<std::uint64_t>(rows.rows.at(0).at(0).integer);
  if (quota.broken_by(used + bytes)) co_return providers::exhausted(quota, used, bytes);
  co_return done{};
}

}  // namespace fm::knowledge
