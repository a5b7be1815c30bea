// `SHOW ENGINE INNODB STATUS`: the latest deadlock, transactions that stay open.
#include "pasted/section.hpp"

#include <algorithm>

namespace fm::evidence::pasted {
namespace {

// Nobody waits a minute for a page; a transaction that is open for so long holds its locks.
constexpr std::int64_t long_open = 60;

bool begins_statement(std::string_view line) {
  for (std::string_view word :
       {"update ", "insert ", "delete ", "select ", "replace ", "alter ", "load data"})
    if (find_nocase(line, word) == 0) return true;
  return false;
}

void tell_deadlock(context& c, std::uint64_t from, std::uint64_t to) {
  std::vector<mention> statements;
  mention table;
  for (auto n = from; n < to; ++n) {
    const auto line = trim(c.at(n));
    if (begins_statement(line) && statements.size() < 2) statements.push_back({line, n});
    if (table.line == 0 && has(line, " of table ")) table = {before(after(line, " of table "), " trx"), n};
  }
  auto f = c.draft("transactions_deadlock", role::cause, .93);
  f.slot("table", table.text, table.line);
  if (!statements.empty()) f.slot("first", statements[0].text, statements[0].line);
  if (statements.size() > 1) f.slot("second", statements[1].text, statements[1].line);
  f.cite(from).quote(statements.empty() ? from : statements[0].line).level(severity::error);
  c.add(f);
}

void tell_open(context& c, std::uint64_t n) {
  const auto line = c.at(n);
  const auto active = word_after(line, ", ACTIVE ");
  if (leading_number(active) < long_open || has(line, "(PREPARED)")) return;
  auto f = c.draft("transaction_open", role::symptom, .6);
  f.slot("transaction", before(trim(after(line, "TRANSACTION ")), ","), n)
      .slot("seconds", active, n)
      .quote(n);
  f.level(severity::warning);
  c.add(f);
}

}  // namespace

std::uint64_t read_innodb(context& c, std::uint64_t at) {
  const auto head = trim(c.at(at));
  const bool whole = has(head, "INNODB MONITOR OUTPUT") && !has(head, "END OF");
  if (!whole && head != "LATEST DETECTED DEADLOCK") return at;
  std::uint64_t deadlock = whole ? 0 : at;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto line = trim(c.at(n));
    if (has(line, "END OF INNODB MONITOR OUTPUT")) {
      ++n;
      break;
    }
    if (line == "LATEST DETECTED DEADLOCK") deadlock = n;
    const bool section = line == "TRANSACTIONS" || line == "FILE I/O" || line == "LATEST FOREIGN KEY ERROR";
    if (section && deadlock != 0) {
      tell_deadlock(c, deadlock, n);
      deadlock = 0;
    }
    if (line.starts_with("---TRANSACTION ")) tell_open(c, n);
    if (!whole && n > at + 1000) break;
  }
  if (deadlock != 0) tell_deadlock(c, deadlock, n);
  return n;
}

}  // namespace fm::evidence::pasted
