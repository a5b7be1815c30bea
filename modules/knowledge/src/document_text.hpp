#pragma once
// From the bytes of a stored document to what the readers take, or why they cannot.
#include "knowledge/page.hpp"

#include <fm/knowledge/messages.hpp>

#include <string>
#include <string_view>

namespace fm::knowledge {

/// The format of a document whose text must be taken out of it first, "pdf" or "docx"; empty for others.
std::string_view packed_format(std::string_view bytes);

/// Why nothing can be read from these bytes and what would help, as a sentence; empty when they are text.
std::string unreadable_document(std::string_view bytes);

/// The document for the index: its path says by its extension how it is read, and its title counts when it
/// says more than the file name.
document indexable(const stored_document& d, std::string bytes);

/// A name for the store: letters, digits, '-', '_' and single dots, at most 100 bytes.
std::string safe_file_name(std::string_view name);

}  // namespace fm::knowledge
