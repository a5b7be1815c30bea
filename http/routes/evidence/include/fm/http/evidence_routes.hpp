#pragma once
// The rows of evidence, in both dialects.
#include <fm/evidence/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/providers/blob.hpp>

#include <functional>
#include <memory>

namespace fm::http {

/// Who keeps evidence.
using evidence_records =
    actors::handle<evidence::upload_evidence, evidence::list_evidence, evidence::get_evidence,
                   evidence::get_details, evidence::delete_evidence, evidence::link_evidence,
                   evidence::purge_case, evidence::sweep>;

/// Everything below /evidence, and evidence and uploaded files below /cases/{case_id}. Downloads are sent
/// from where `files` has them on this machine. Below /api/v1 the upload of a file shares its path with the
/// data items of a case: `data_item` serves those, as the row of the root does.
route_table evidence_routes(actors::system& sys, const evidence_records& records,
                            std::shared_ptr<const blob::store> files,
                            std::function<void(exchange)> data_item = {});

}  // namespace fm::http
