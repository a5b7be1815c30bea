// Answers of kubectl that are no table: a look-up that found nothing or was refused.
#include "documents/kube_message.hpp"
#include "documents/table_reader.hpp"
#include "documents/waiting_reasons.hpp"

namespace fm::evidence {

bool is_lookup_line(std::string_view line) {
  line = trim(line);
  return line.starts_with("Error from server (") || line.starts_with("No resources found") ||
         (line.starts_with("Command `") && has(line, "failed with return code")) || line == "stdout:" ||
         line == "stderr:" || line.starts_with("Defaulted container \"") ||
         line.starts_with("error: the server doesn't") || line.starts_with("error: unable to") ||
         line.starts_with("error: You must be logged in") ||
         line.starts_with("Unable to connect to the server") ||
         line.starts_with("The connection to the server");
}

bool read_lookup_line(std::uint64_t n, const reading& r) {
  const auto line = trim(r.lines.at(n));
  if (!is_lookup_line(line)) return false;
  if (line.starts_with("std") || line.starts_with("Defaulted")) return true;
  if (line.starts_with("Error from server (Forbidden)")) {
    const auto m = read_kube_message("Forbidden", line, true);
    fact_draft f(r.evidence, r.lines, m.rule, m.role, 0.5);
    for (const auto& [name, value] : m.slots) f.slot(name, value, n);
    f.about(quoted_after(line, "User ")).quote(n).level(severity::error).add(r.out.facts);
    return true;
  }
  if (has(line, " is waiting to start: ")) {
    const auto why = after(line, " is waiting to start: ");
    const auto meaning = read_waiting_reason(has(why, "failing to pull image") ? "ErrImagePull" : why);
    const auto pod = quoted_after(line, "in pod ");
    fact_draft f(r.evidence, r.lines, meaning.rule, meaning.role, meaning.weight * 0.8);
    f.about(pod).slot("container", quoted_after(line, "container "), n).slot("reason", why, n);
    f.named(quoted_after(line, "container ")).quote(n).level(severity::warning).add(r.out.facts);
    return true;
  }
  fact_draft f(r.evidence, r.lines, "lookup_failed", role::context, 0.1);
  const auto name = quoted_after(line, line.starts_with("Error") ? "): " : "with ");
  f.about(has(line, "No resources") ? word_after(line, "found in ") : name);
  f.slot("reason", word_after(line, "Error from server ("), n)
      .slot("object", name, n)
      .quote(n)
      .add(r.out.facts);
  return true;
}

}  // namespace fm::evidence
