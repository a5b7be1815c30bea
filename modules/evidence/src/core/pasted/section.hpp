#pragma once
// What the readers of the single outputs share.
#include "documents/fact_draft.hpp"
#include "documents/text.hpp"
#include "evidence/time_parser.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence::pasted {

/// More columns than any output has.
inline constexpr std::size_t most_columns = 64;

/// A piece of a line, and the line.
struct mention {
  std::string_view text;
  std::uint64_t line = 0;
};

/// A file system as `df` shows it.
struct file_system {
  std::uint64_t line = 0;
  std::uint64_t head = 0;
  std::string_view device, size, used, available, share, path;
  double bytes = 0;     ///< its size, 0 when unknown
  int percent = 0;      ///< of what is used
  bool inodes = false;  ///< `df -i`
};

/// What several outputs of one host say together.
struct host_state {
  std::vector<file_system> file_systems;
  std::vector<std::pair<mention, mention>> directories;  ///< of `du`: size and path
  mention load, processors;
  mention memory_total, memory_available, swap_total, swap_free;
  std::uint64_t memory_head = 0;
};

/// One text while it is read.
struct context {
  const reading& r;
  host_state& host;
  time_parser& times;
  mention command{};     ///< of the last prompt
  mention task{};        ///< of a play that runs
  bool garbage = false;  ///< the text holds lines of a garbage collector
  bool calls = false;    ///< the text holds system calls
  micros read_at = 0;    ///< when the text is read, as far as that is known

  std::uint64_t count() const { return r.lines.count(); }
  /// The line as far as readers look at it: outputs have no longer ones, and what is quadratic in a line
  /// stays harmless.
  std::string_view at(std::uint64_t line) const;
  fact_draft draft(std::string_view rule, role what, double weight) const {
    return fact_draft(r.evidence, r.lines, rule, what, weight);
  }
  void add(fact_draft& f) const;
  /// The time that the text begins with, or `no_time`.
  micros time_of(std::string_view text) const;
};

/// Each reads the output that begins in line `at` and gives the line after it; `at` when none begins there.
using reader = std::uint64_t (*)(context& c, std::uint64_t at);

std::uint64_t read_df(context& c, std::uint64_t at);
std::uint64_t read_du(context& c, std::uint64_t at);
std::uint64_t read_free(context& c, std::uint64_t at);
std::uint64_t read_uptime(context& c, std::uint64_t at);
std::uint64_t read_top_head(context& c, std::uint64_t at);
std::uint64_t read_processes(context& c, std::uint64_t at);
std::uint64_t read_sockets(context& c, std::uint64_t at);
std::uint64_t read_link(context& c, std::uint64_t at);
std::uint64_t read_ifconfig(context& c, std::uint64_t at);
std::uint64_t read_mdstat(context& c, std::uint64_t at);
std::uint64_t read_zpool(context& c, std::uint64_t at);
std::uint64_t read_smart(context& c, std::uint64_t at);
std::uint64_t read_unit(context& c, std::uint64_t at);
std::uint64_t read_releases(context& c, std::uint64_t at);
std::uint64_t read_topics(context& c, std::uint64_t at);
std::uint64_t read_rabbit(context& c, std::uint64_t at);
std::uint64_t read_rabbit_cluster(context& c, std::uint64_t at);
std::uint64_t read_containers(context& c, std::uint64_t at);
std::uint64_t read_framed(context& c, std::uint64_t at);
std::uint64_t read_events(context& c, std::uint64_t at);
std::uint64_t read_java_threads(context& c, std::uint64_t at);
std::uint64_t read_goroutines(context& c, std::uint64_t at);
std::uint64_t read_backtrace(context& c, std::uint64_t at);
std::uint64_t read_race(context& c, std::uint64_t at);
std::uint64_t read_collections(context& c, std::uint64_t at);
std::uint64_t read_calls(context& c, std::uint64_t at);
std::uint64_t read_box(context& c, std::uint64_t at);
std::uint64_t read_play(context& c, std::uint64_t at);
std::uint64_t read_metrics(context& c, std::uint64_t at);
std::uint64_t read_innodb(context& c, std::uint64_t at);
std::uint64_t read_tests(context& c, std::uint64_t at);
std::uint64_t read_sessions(context& c, std::uint64_t at);
std::uint64_t read_diff(context& c, std::uint64_t at);
std::uint64_t read_certificate(context& c, std::uint64_t at);
std::uint64_t read_ceph(context& c, std::uint64_t at);
std::uint64_t read_vault(context& c, std::uint64_t at);
std::uint64_t read_conditions(context& c, std::uint64_t at);
std::uint64_t read_devices(context& c, std::uint64_t at);

/// True when lines of the text have the shape of a garbage collector's, or of system calls.
bool has_collections(std::string_view sample);
bool has_calls(std::string_view sample);

/// What the outputs of one host say together: disks, memory and load.
void conclude(context& c);

/// `head` and a row below it, cell by cell: by tabs, by the places of the head, or by the blanks between.
class column_table {
 public:
  explicit column_table(std::string_view head);
  /// The cells of a row, as many as columns (empty ones too); none when the row does not fit.
  std::vector<std::string_view> cells(std::string_view row) const;
  const std::vector<std::string_view>& columns() const { return columns_; }
  /// The cell below that column, or the empty text.
  std::string_view get(const std::vector<std::string_view>& cells, std::string_view column) const;

 private:
  std::vector<std::string_view> columns_;
  std::vector<std::size_t> starts_;
};

/// A number with a unit as tools for people print it: 41G, 1.1Gi, 512M, 1024 (of one).
double size_of(std::string_view text);
/// The digits that the text begins with, or -1.
std::int64_t leading_number(std::string_view text);

}  // namespace fm::evidence::pasted
