#pragma once
// Who may see and change a document, and what all deletions do.
#include <fm/actors/step.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::knowledge {

failure no_such_document();
/// The one check of ownership of this module: own documents and global ones.
flow<document_record> visible_document(std::string id, effects& fx);
/// One that the caller may also change: global ones are for admins.
flow<document_record> editable_document(std::string id, effects& fx);
/// Fails unless the caller may add to that scope; of a case, unless it is the caller's and not closed.
flow<done> may_write(std::string scope, std::string case_id, effects& fx);
/// Fails with `not_found` unless there is such a collection for a document of that scope.
flow<done> collection_takes(document_record d, effects& fx);
/// Brings the index of a scope up to date; nobody waits for it.
void refresh_later(const index_scope& scope, effects& fx);
/// Deletes rows with the jobs on them, takes the documents out of the search, and removes their files;
/// `noted` is stored with it.
flow<done> remove_all(std::vector<document_record> all, std::vector<db::operation> noted, effects& fx);
/// What the audit log is to say of their deletion by the caller.
std::vector<db::operation> notes_of(const std::vector<document_record>& all, effects& fx);

}  // namespace fm::knowledge
