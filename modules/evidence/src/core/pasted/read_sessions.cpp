// Sessions of a database server: pg_stat_activity as psql prints it, the process list of MySQL. Who holds
// most of them, and which one the others wait for.
#include "pasted/section.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace fm::evidence::pasted {
namespace {

constexpr std::uint64_t least_sessions = 5;  // of one holder, to be worth a word
constexpr std::size_t most_rows = 20'000, most_cited = 60;

std::vector<std::string_view> cells_of(std::string_view line) {
  line = trim(line);
  if (line.starts_with("|")) line.remove_prefix(1);
  if (line.ends_with("|")) line.remove_suffix(1);
  std::vector<std::string_view> out;
  for (const auto cell : split(line, '|')) out.push_back(trim(cell));
  if (out.size() > most_columns) out.resize(most_columns);
  return out;
}

bool is_rule(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && line.find_first_not_of("-+") == std::string_view::npos;
}

/// The number of a column by any of its names, behind the last when it is not there.
template <std::size_t N>
std::size_t column(const std::vector<std::string_view>& head, const std::array<std::string_view, N>& names) {
  for (const auto name : names)
    for (std::size_t i = 0; i < head.size(); ++i)
      if (equal_nocase(head[i], name)) return i;
  return head.size();
}

struct session_columns {
  explicit session_columns(const std::vector<std::string_view>& head)
      : width(head.size()),
        pid(column(head, std::array<std::string_view, 3>{"pid", "procpid", "id"})),
        program(column(head, std::array<std::string_view, 1>{"application_name"})),
        user(column(head, std::array<std::string_view, 3>{"usename", "user", "username"})),
        host(column(head, std::array<std::string_view, 3>{"client_addr", "host", "client_hostname"})),
        state(column(head, std::array<std::string_view, 2>{"state", "command"})),
        number(column(head, std::array<std::string_view, 2>{"count", "count(*)"})),
        blocked_by(column(head, std::array<std::string_view, 4>{"blocked_by", "pg_blocking_pids",
                                                                "blocking_pids", "blocking_pid"})) {
    // What MySQL calls the command is the state of PostgreSQL ("Sleep"); its own states are of statements.
    if (const auto command = column(head, std::array<std::string_view, 1>{"command"}); command < width)
      state = command;
  }
  bool are_sessions() const {
    return (program < width || user < width || host < width) && (state < width || number < width) &&
           (pid < width || number < width);
  }
  std::size_t width, pid, program, user, host, state, number, blocked_by;
};

struct session {
  std::vector<std::string_view> cells;
  std::uint64_t line = 0;
};

struct holder {
  std::uint64_t sessions = 0;
  std::map<std::string_view, std::uint64_t> states{};
  std::vector<const session*> rows{};
};

/// A host without the port, which each connection has its own of.
std::string_view host_of(std::string_view cell) {
  const auto colon = cell.rfind(':');
  return colon != std::string_view::npos && all_digits(cell.substr(colon + 1)) && cell.find(':') == colon
             ? cell.substr(0, colon)
             : cell;
}

class session_list {
 public:
  session_list(context& c, std::uint64_t head) : c_(c), columns_(cells_of(c.at(head))), head_(head) {}

  bool fits() const { return columns_.are_sessions(); }

  std::uint64_t read(std::uint64_t first) {
    auto n = first;
    for (; n <= c_.count() && rows_.size() < most_rows; ++n) {
      const auto line = c_.at(n);
      if (is_rule(line)) continue;
      auto cells = cells_of(line);
      if (cells.size() != columns_.width) break;
      rows_.push_back({std::move(cells), n});
    }
    tell_most();
    tell_blocker();
    return n;
  }

 private:
  std::uint64_t sessions_of(const session& s) const {
    if (columns_.number == columns_.width) return 1;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, leading_number(s.cells[columns_.number])));
  }

  /// By the column that tells programs apart best: the first that has names and not one for each row.
  std::map<std::string_view, holder> by(std::size_t column) const {
    std::map<std::string_view, holder> out;
    if (column == columns_.width) return out;
    for (const auto& s : rows_) {
      const auto name = column == columns_.host ? host_of(s.cells[column]) : s.cells[column];
      if (name.empty() || equal_nocase(name, "NULL")) continue;
      auto& h = out[name];
      h.sessions += sessions_of(s);
      if (columns_.state < columns_.width) h.states[s.cells[columns_.state]] += sessions_of(s);
      h.rows.push_back(&s);
    }
    return out;
  }

  void tell_most() {
    std::uint64_t all = 0;
    for (const auto& s : rows_) all += sessions_of(s);
    for (const auto column : {columns_.program, columns_.user, columns_.host}) {
      const auto holders = by(column);
      if (holders.empty()) continue;
      const auto most = std::max_element(holders.begin(), holders.end(), [](const auto& a, const auto& b) {
        return a.second.sessions < b.second.sessions;
      });
      const auto& [name, h] = *most;
      if (h.sessions < least_sessions || h.sessions * 2 < all) continue;
      const auto state = std::max_element(h.states.begin(), h.states.end(),
                                          [](const auto& a, const auto& b) { return a.second < b.second; });
      auto f = c_.draft("connections_held", role::context, .5);
      const auto& row = *h.rows.front();
      f.about(name).slot("holder", name, row.line);
      // The first row in the state that most of them are in: its words are quoted.
      const session* typical = &row;
      if (state != h.states.end())
        for (const auto* s : h.rows)
          if (s->cells[columns_.state] == state->first) {
            typical = s;
            break;
          }
      if (state != h.states.end()) f.slot("state", state->first, typical->line);
      for (const auto other : {columns_.user, columns_.host})
        if (other != column && other < columns_.width) f.named(host_of(typical->cells[other]));
      if (columns_.number < columns_.width && h.rows.size() == 1)
        f.slot("count", row.cells[columns_.number], row.line);
      for (std::size_t i = 0; i < h.rows.size() && i < most_cited; ++i) f.cite(h.rows[i]->line);
      f.cite(head_).quote(typical->line).count(h.sessions).level(severity::warning);
      c_.add(f);
      return;
    }
  }

  /// The session that most others wait for.
  void tell_blocker() {
    if (columns_.blocked_by == columns_.width || columns_.pid == columns_.width) return;
    std::map<std::string_view, std::vector<const session*>> waiting;
    for (const auto& s : rows_) {
      auto blockers = s.cells[columns_.blocked_by];
      if (blockers.starts_with("{")) blockers = before(blockers.substr(1), "}");
      if (const auto pid = trim(before(blockers, ",")); all_digits(pid) && !pid.empty())
        waiting[pid].push_back(&s);
    }
    // What waits itself is not what holds the others up in the end.
    const auto waits = [&](const session& s) {
      return leading_number(after(s.cells[columns_.blocked_by], "{")) > 0;
    };
    const session* first = nullptr;
    const std::vector<const session*>* behind = nullptr;
    for (const auto& s : rows_) {
      const auto those = waiting.find(s.cells[columns_.pid]);
      if (those == waiting.end() || waits(s)) continue;
      if (behind == nullptr || those->second.size() > behind->size()) first = &s, behind = &those->second;
    }
    if (first == nullptr) return;
    auto f = c_.draft("session_blocks", role::cause, .85);
    f.slot("session", first->cells[columns_.pid], first->line);
    for (const auto column : {columns_.program, columns_.user, columns_.host})
      if (column < columns_.width && !first->cells[column].empty()) {
        f.about(first->cells[column]).slot("holder", first->cells[column], first->line);
        break;
      }
    if (columns_.state < columns_.width) f.slot("state", first->cells[columns_.state], first->line);
    for (std::size_t i = 0; i < behind->size() && i < most_cited; ++i) f.cite((*behind)[i]->line);
    f.cite(head_).quote(first->line).level(severity::error);
    c_.add(f);
  }

  context& c_;
  session_columns columns_;
  std::uint64_t head_;
  std::vector<session> rows_;
};

}  // namespace

std::uint64_t read_sessions(context& c, std::uint64_t at) {
  // What psql prints is claimed from its head on.
  if (has(c.at(at), "|") && is_rule(c.at(at + 1))) {
    const auto next = read_sessions(c, at + 1);
    return next == at + 1 ? at : next;
  }
  if (!is_rule(c.at(at))) return at;
  // In a frame the head follows the first rule; psql draws only one, below the head.
  const bool framed = trim(c.at(at)).starts_with("+");
  if (at == 1 && !framed) return at;
  session_list list(c, framed ? at + 1 : at - 1);
  if (!list.fits()) return at;
  if (framed && !is_rule(c.at(at + 2))) return at;
  return list.read(framed ? at + 3 : at + 1);
}

}  // namespace fm::evidence::pasted
