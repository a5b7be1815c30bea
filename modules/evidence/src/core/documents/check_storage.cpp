// Claims and drivers behind what the events say of volumes.
#include "documents/cluster_view.hpp"
#include "documents/table_rows.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

/// A claim for one node whose volume a second node wants.
void claims_of_one_node(const cluster_view& v, std::vector<fact>& out) {
  for (const auto& claim : v.of_kind("PersistentVolumeClaim")) {
    const auto* volume = claim.at({"spec", "volumeName"});
    const bool wanted =
        v.volumes_in_use.contains(std::string(text_of(volume))) || v.volumes_in_use.contains(claim.name());
    const auto* modes = claim.at({"spec", "accessModes"});
    if (!wanted || !modes) continue;
    const bool shared = std::any_of(modes->items.begin(), modes->items.end(), [](const yaml::node& m) {
      return m.text == "ReadWriteMany" || m.text == "ReadOnlyMany";
    });
    if (shared || modes->items.empty()) continue;
    auto f = draft_of(claim, "claim_of_one_node", role::cause, 0.93);
    f.slot("claim", claim.name(), claim.object->name_line);
    put(f, "mode", &modes->items.front());
    put(f, "volume", volume);
    f.named(text_of(volume)).quote(modes->items.front().line).level(severity::error).add(out);
  }
}

/// A DaemonSet of a CSI driver that runs on fewer nodes than another DaemonSet of the table.
void driver_on_some_nodes(const cluster_view& v, std::vector<fact>& out) {
  for (const auto& file : v.files) {
    const auto rows = read_table(file->lines);
    const table_row* widest = nullptr;
    for (const auto& row : rows) {
      if (row.type != "daemonset") continue;
      if (!widest ||
          parse_count(row.get("DESIRED")).value_or(0) > parse_count(widest->get("DESIRED")).value_or(0))
        widest = &row;
    }
    if (!widest) continue;
    for (const auto& row : rows) {
      if (row.type != "daemonset" || !has_nocase(row.get("NAME"), "csi")) continue;
      const auto desired = parse_count(row.get("DESIRED"));
      if (!desired || *desired >= parse_count(widest->get("DESIRED")).value_or(0)) continue;
      fact_draft f(file->evidence, file->lines, "driver_not_everywhere", role::cause, 0.94);
      f.about(row.get("NAME")).named(row.get("NAMESPACE"));
      f.slot("daemonset", row.get("NAME"), row.line).slot("desired", row.get("DESIRED"), row.line);
      f.slot("other", widest->get("NAME"), widest->line)
          .slot("other_desired", widest->get("DESIRED"), widest->line);
      f.quote(row.line).level(severity::error).add(out);
    }
  }
}

}  // namespace

void check_storage(const cluster_view& v, std::vector<fact>& out) {
  if (!v.volumes_in_use.empty()) claims_of_one_node(v, out);
  if (v.driver_missing) driver_on_some_nodes(v, out);
}

}  // namespace fm::evidence
