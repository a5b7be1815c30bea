#pragma once
// The child's side: reads one document and ends.
#include <span>

namespace fm::extract {

/// Exit status of a reader that has said on its standard error, in a sentence, why it cannot read.
inline constexpr int cannot_read = 3;

/// `FORMAT MEMORY_BYTES PROCESSOR_SECONDS TEXT_BYTES`: the document stands on standard input, its text goes
/// to standard output. Limits this process before it looks at the document. Gives the exit status.
int read_document(std::span<char* const> words);

}  // namespace fm::extract
