// Brokers: `kafka-topics --describe`, `rabbitmqctl list_queues` and `cluster_status`, alarms.
#include "pasted/section.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence::pasted {
namespace {

/// The value behind a key such as `Leader:` up to a tab or two blanks.
std::string_view value_of(std::string_view line, std::string_view key) {
  auto rest = after(line, key);
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
  return rest.substr(0, rest.find_first_of(" \t"));
}

std::size_t members(std::string_view list) {
  return list.empty() ? 0 : static_cast<std::size_t>(std::count(list.begin(), list.end(), ',')) + 1;
}

struct topic {
  std::uint64_t least_line = 0;
  std::string_view least;  ///< `min.insync.replicas`
};

/// Whether a partition works; adds what is wrong with it.
bool tell_partition(context& c, std::uint64_t n, const topic& t) {
  const auto line = c.at(n);
  const auto leader = value_of(line, "Leader:");
  const auto replicas = value_of(line, "Replicas:");
  const auto isr = value_of(line, "Isr:");
  const bool headless = leader == "none" || leader == "-1";
  const bool behind = members(isr) < members(replicas);
  if (!headless && !behind) return true;
  const bool refuses = t.least_line != 0 && static_cast<std::int64_t>(members(isr)) < leading_number(t.least);
  auto f = c.draft(headless ? "partition_without_leader" : "partition_behind", role::cause,
                   headless  ? .94
                   : refuses ? .9
                             : .75);
  const auto name = value_of(line, "Topic:");
  f.about(name)
      .slot("partition", value_of(line, "Partition:"), n)
      .slot("topic", name, n)
      .slot("leader", leader, n);
  f.slot("replicas", replicas, n).slot("isr", isr, n);
  if (refuses) f.slot("least", t.least, t.least_line);
  f.quote(n).level(severity::error);
  c.add(f);
  return false;
}

}  // namespace

std::uint64_t read_topics(context& c, std::uint64_t at) {
  if (!has(c.at(at), "PartitionCount:") && !has(c.at(at), "Leader:")) return at;
  topic t;
  bool well = true;
  std::uint64_t partition = 0;
  auto n = at;
  for (; n <= c.count(); ++n) {
    const auto line = trim(c.at(n));
    if (!line.starts_with("Topic:")) break;
    if (has(line, "PartitionCount:")) {
      t = {};
      if (has(line, "min.insync.replicas="))
        t = {n, before(before(after(line, "min.insync.replicas="), ","), " ")};
    } else if (has(line, "Leader:")) {
      partition = n;
      well = tell_partition(c, n, t) && well;
    } else {
      break;
    }
  }
  if (well && partition != 0) {
    auto f = c.draft("partitions_in_sync", role::healthy, .4);
    f.about(value_of(c.at(partition), "Topic:")).cite(at).quote(partition).level(severity::info);
    c.add(f);
  }
  return n;
}

std::uint64_t read_rabbit(context& c, std::uint64_t at) {
  const auto line = trim(c.at(at));
  for (std::string_view alarm : {"Memory alarm on node ", "Free disk space alarm on node "})
    if (line.starts_with(alarm)) {
      auto f = c.draft("broker_alarm", role::cause, .93);
      const auto node = trim(after(line, alarm));
      f.about(node).slot("alarm", before(line, " on node"), at).slot("node", node, at).quote(at);
      f.level(severity::error);
      c.add(f);
      return at + 1;
    }
  if (!line.starts_with("Listing queues for vhost") && !(line.starts_with("name\t") && has(line, "messages")))
    return at;
  auto n = line.starts_with("Listing") ? at + 1 : at;
  const column_table table(c.at(n));
  if (table.columns().size() < 2) return at + 1;
  for (++n; n <= c.count(); ++n) {
    const auto cells = table.cells(c.at(n));
    if (cells.empty() || trim(c.at(n)).empty()) break;
    const auto waiting = leading_number(table.get(cells, "messages"));
    const auto consumers = table.get(cells, "consumers");
    if (waiting < 1 || consumers != "0") continue;
    auto f = c.draft("queue_without_consumer", role::cause, waiting >= 1000 ? .85 : .6);
    f.about(table.get(cells, "name")).slot("queue", table.get(cells, "name"), n);
    f.slot("messages", table.get(cells, "messages"), n).quote(n).level(severity::error);
    c.add(f);
  }
  return n;
}

std::uint64_t read_rabbit_cluster(context& c, std::uint64_t at) {
  static constexpr std::array<std::string_view, 12> titles{
      "Basics", "Disk Nodes", "RAM Nodes",          "Running Nodes", "Versions",  "CPU Cores",
      "Alarms", "Listeners",  "Network Partitions", "Feature flags", "Node info", "Maintenance status"};
  std::vector<mention> members;
  std::vector<std::string_view> running;
  std::string_view title;
  auto n = at + 1;
  for (; n <= c.count() && n < at + 500; ++n) {
    const auto line = trim(c.at(n));
    if (line.empty()) continue;
    if (std::find(titles.begin(), titles.end(), line) != titles.end()) {
      title = line;
      continue;
    }
    // What else is printed here has a shape of its own: names, `(none)`, pairs and lists of features.
    if (title.empty() || has(line, "$ ")) break;
    if (title.ends_with("Nodes") && has(line, "@") && line.find(' ') == std::string_view::npos) {
      if (title == "Running Nodes")
        running.push_back(line);
      else
        members.push_back({line, n});
    } else if (title == "Alarms") {
      read_rabbit(c, n);
    } else if (title == "Network Partitions" && has(line, " cannot communicate with ")) {
      auto f = c.draft("partition_detected", role::cause, .95);
      const auto node = word_after(line, "Node ");
      const auto other = trim(after(line, " cannot communicate with "));
      f.about(node).named(other).slot("object", node, n).slot("unreachable", other, n).quote(n);
      f.level(severity::error);
      c.add(f);
    }
  }
  for (const auto& m : members) {
    if (std::find(running.begin(), running.end(), m.text) != running.end()) continue;
    auto f = c.draft("broker_not_running", role::cause, .85);
    f.about(m.text).slot("node", m.text, m.line).cite(at).quote(m.line).level(severity::error);
    c.add(f);
  }
  return n;
}

}  // namespace fm::evidence::pasted
