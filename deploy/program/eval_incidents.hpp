#pragma once
// Incidents with known answers, and the recordings of what models said about them, as files.
#include "evidence_files.hpp"

#include <fm/actors/outcome.hpp>
#include <fm/evaluation/expected.hpp>
#include <fm/evaluation/result.hpp>
#include <fm/recorded/recording.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::program {

/// A folder with evidence* (files or folders), question.txt and expected.txt.
struct incident {
  std::string name;
  std::vector<evidence_file> files;
  std::string question;
  evaluation::expectation expected;
  std::string fault;  ///< why it cannot be run; empty when it can
};

/// Those of the folder in the order of their names, or the ones that `only` names; a folder without
/// expected.txt is none. Evidence is shown under its path within the incident, so that nothing depends on
/// where the folder lies. Fails with `invalid` when there is none, or not the one that is named.
outcome<std::vector<incident>> read_incidents(const std::string& folder,
                                              const std::vector<std::string>& only);

/// The file in which a conversation is kept.
std::string recording_path(const std::string& folder, const evaluation::contender& by,
                           const std::string& incident, std::uint32_t run);

/// Fails with `invalid` and a sentence when it is missing, broken, or of another model.
outcome<recorded::recording> load_recording(const std::string& path, const std::string& model);

/// Makes the folders, too. A file that was there stays until the new one is whole.
outcome<done> store_text(const std::string& path, const std::string& text);

}  // namespace fm::program
