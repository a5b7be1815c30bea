#pragma once
// The rows of evidence, in both dialects.
#include <fm/evidence/look_messages.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/providers/blob.hpp>

#include <memory>

namespace fm::http {

/// Who keeps evidence.
using evidence_records =
    actors::handle<evidence::upload_evidence, evidence::list_evidence, evidence::get_evidence,
                   evidence::get_details, evidence::delete_evidence, evidence::link_evidence,
                   evidence::purge_case, evidence::sweep>;

/// Who compares stored files with what was uploaded.
using file_checks = actors::handle<blob::verify>;

/// Who knows under which numbers the files of a case are cited, and who reads their lines.
struct line_readers {
  actors::handle<evidence::list_case_files> numbers;
  actors::handle<evidence::search_lines, evidence::read_lines> lines;
};

/// Looking into evidence as a page shows it: the files of a case under the names by which answers cite them,
/// windows of lines, and lines that hold something.
route_table evidence_line_routes(actors::system& sys, const evidence_records& records,
                                 const line_readers& readers);

/// Everything else below /evidence, and evidence and uploaded files below /cases/{case_id}. Downloads are
/// sent from where `files` has them on this machine, after `checks` has found them as they were uploaded.
route_table evidence_routes(actors::system& sys, const evidence_records& records, const file_checks& checks,
                            std::shared_ptr<const blob::store> files);

}  // namespace fm::http
