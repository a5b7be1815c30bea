#pragma once
// Starts the knowledge module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/knowledge/messages.hpp"
#include "knowledge/page.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fm::knowledge {

/// The documents of a folder, or why there are none.
struct folder_documents {
  std::vector<document> documents;
  std::vector<std::string> notes;  ///< files that were left out, and why
  std::string error;               ///< empty on success
};

/// What the module needs from the outside; called on worker threads.
struct environment {
  std::function<folder_documents(const std::string& folder)> read_folder;
  std::size_t workers = 1;
};

using handle = actors::handle<load_runbooks, search_runbooks>;

/// A gate whose workers share one index; a new one replaces it between two searches.
handle spawn(actors::system& system, environment outside);

}  // namespace fm::knowledge
