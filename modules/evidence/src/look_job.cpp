// Looking into stored files: one job reads all of them, one after the other.
#include "evidence/look.hpp"
#include "file_job.hpp"

#include <fm/budget/checkpoint.hpp>

#include <functional>
#include <string>

namespace fm::evidence {

namespace {

/// What a look remembers at most: templates with their examples and counts over time.
constexpr std::uint64_t look_bytes = 32u << 20;

using look_at_file = std::function<void(const file_part&, byte_source&, const analysis_options&)>;

/// Hands the files to `look`, one by one, as long as somebody waits.
outcome<done> look_into(const environment& outside, const std::vector<file_part>& parts,
                        const std::string& zone_name, actors::worker_env& env, const look_at_file& look) {
  auto zone = outside.zone(zone_name);
  if (!zone) return fail(ec::invalid, "the time zone '" + zone_name + "' is not known");
  const auto stopped = [&env] { return env.cancelled(); };
  budget::memory_share share(outside.memory.all, 0, stopped);
  if (!share.grow(look_bytes))
    return fail(ec::busy, "the memory that this takes was not free in time (FM_MEMORY_MB)");
  budget::watched_work watched(stopped);
  try {
    for (const auto& part : parts) {
      analysis_options how;
      how.zone = *zone;
      how.now = part.uploaded;
      auto file = outside.open(part.source.path);
      look(part, *file, how);
    }
  } catch (const budget::work_stopped&) {
    return fail(ec::cancelled);
  }
  if (env.cancelled()) return fail(ec::cancelled);
  return done{};
}

}  // namespace

outcome<lines_found> file_job::run(const search_lines& m, actors::worker_env& env) {
  line_search search(m);
  if (!search.usable()) return search.finish();
  auto looked = look_into(outside_, m.parts, m.zone, env,
                          [&](const file_part& part, byte_source& file, const analysis_options& how) {
                            search.add(part, file, how);
                          });
  if (!looked) return looked.error();
  return search.finish();
}

outcome<lines_read> file_job::run(const read_lines& m, actors::worker_env& env) {
  lines_read out;
  auto looked = look_into(outside_, {m.part}, "UTC", env,
                          [&](const file_part&, byte_source& file, const analysis_options& how) {
                            out = read_range(m, file, how);
                          });
  if (!looked) return looked.error();
  return out;
}

outcome<templates_counted> file_job::run(const count_templates& m, actors::worker_env& env) {
  template_table table(m);
  auto looked = look_into(outside_, m.parts, m.zone, env,
                          [&](const file_part& part, byte_source& file, const analysis_options& how) {
                            table.add(part, file, how);
                          });
  if (!looked) return looked.error();
  return table.finish();
}

outcome<runs_found> file_job::run(const find_runs& m, actors::worker_env& env) {
  event_runs runs(m);
  auto looked = look_into(outside_, m.parts, m.zone, env,
                          [&](const file_part& part, byte_source& file, const analysis_options& how) {
                            runs.add(part, file, how);
                          });
  if (!looked) return looked.error();
  return runs.finish();
}

}  // namespace fm::evidence
