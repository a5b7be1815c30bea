#include "incident_step.hpp"

#include "incident_parts.hpp"

#include <memory>
#include <set>
#include <utility>

namespace fm::evidence {

namespace {

/// Files of different lengths need no look at what is in them.
bool lengths_repeat(const std::vector<file_source>& files) {
  std::set<std::uint64_t> seen;
  for (const auto& f : files)
    if (f.bytes != 0 && !seen.insert(f.bytes).second) return true;
  return false;
}

flow<equal_files> copies_among(std::vector<file_source> files, effects& fx) {
  equal_files none;
  none.same_as.resize(files.size());
  if (!lengths_repeat(files)) co_return none;
  co_return co_await fx.ask<find_equal_files>(files);
}

}  // namespace

flow<incident_analysed> on(incident_state& s, analyse_incident m, effects& fx) {
  findings found(s.most_found_bytes);
  auto copies = co_await copies_among(m.files, fx);
  using asked = answer<file_read, false>;
  std::vector<std::unique_ptr<asked>> reads(m.files.size());
  for (std::size_t i = 0; i < m.files.size(); ++i) {
    if (copies.same_as.at(i) != 0) continue;
    auto number = static_cast<std::uint32_t>(i + 1);
    reads[i].reset(new asked(fx.ask<read_file>(number, m.files[i], m.terms)));
  }
  // The number of each file among those that could be read, which leave no gap; 0 for the others.
  std::vector<std::uint32_t> numbers(m.files.size());
  std::vector<std::string> errors(m.files.size());
  std::vector<picture_facts> pictures(m.files.size());
  for (std::size_t i = 0; i < m.files.size(); ++i) {
    const auto& file = m.files[i];
    if (reads[i]) {
      asked& read = *reads[i];
      file_read got = co_await read;
      reads[i].reset();
      errors[i] = got.error;
      pictures[i] = got.found.picture;
      if (got.error.empty()) {
        found.take(std::move(got), file);
        numbers[i] = found.count();
      }
    } else {
      const auto original = copies.same_as[i] - 1;
      errors[i] = errors[original];
      pictures[i] = pictures[original];
      if (errors[i].empty()) found.take_copy(numbers[original], file);
    }
    if (errors[i].empty()) continue;
    if (pictures[i].is_picture()) {
      found.take_picture({.source = file, .is = pictures[i], .id = {}});
      continue;
    }
    if (!file.from_folder) co_return fail(ec::invalid, "'" + file.name + "' " + errors[i]);
    // An archive among the logs is no reason to stop.
    found.notes().push_back("'" + file.name + "' was left out: it " + errors[i]);
  }
  if (!found.documents().empty()) {
    documents_related related = co_await fx.ask<relate_documents>(found.documents());
    found.hand_out(std::move(related));
  }
  co_return found.finish();
}

}  // namespace fm::evidence
