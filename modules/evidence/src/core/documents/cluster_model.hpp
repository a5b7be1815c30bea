#pragma once
// All objects of an incident together: what is wrong between them.
#include "documents/document_reader.hpp"
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Collects the Kubernetes objects of all files of an incident and checks them against each other: references
/// that nothing satisfies, selectors, ports, probes, policies, quotas, access rights, commands that cannot
/// work.
class cluster_model {
 public:
  cluster_model();
  ~cluster_model();
  cluster_model(cluster_model&&) noexcept;
  cluster_model& operator=(cluster_model&&) noexcept;

  /// Adds a file as `recognise_document` judged it; logs and other texts are ignored. At most 16 MB are read.
  void add(std::uint32_t evidence, kind what, std::string_view name, std::string_view text);
  /// The same for a file that has been read already: `own` is what it shows by itself.
  void add(std::uint32_t evidence, kind what, std::string text, const std::vector<fact>& own);
  /// What the objects show together, by evidence and line; the facts of the single files are not among them.
  std::vector<fact> facts() const;
  /// Texts that the objects' scripts print, for the log rules.
  std::vector<embedded_line> embedded() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace fm::evidence
