#include "once_step.hpp"

#include "once_store.hpp"

#include <utility>
#include <vector>

namespace fm::idempotency {

namespace {

/// Longer than any request may take: whoever holds a line until then has gone.
constexpr micros longest_run = 15 * minute;

std::string line_name(const std::string& user, const std::string& operation, const std::string& key) {
  return user + '\n' + operation + '\n' + key;
}

/// Counts a flow at a line, which goes when nobody needs it.
class visit {
 public:
  visit(once_state& s, std::string name) : state_(s), name_(std::move(name)) {
    auto& l = state_.lines[name_];
    if (!l) l = std::make_unique<line>();
    ++l->flows;
  }
  visit(const visit&) = delete;
  visit& operator=(const visit&) = delete;
  ~visit() {
    auto& l = here();
    if (--l.flows == 0 && !l.inside) state_.lines.erase(name_);
  }
  line& here() { return *state_.lines.at(name_); }

 private:
  once_state& state_;
  std::string name_;
};

}  // namespace

flow<begun> on(once_state& s, begin m, effects& fx) {
  const auto user = fx.ctx().user;
  visit at(s, line_name(user, m.operation, m.key));
  auto print = m.fingerprint;
  if (!m.files.empty()) {
    auto read = co_await fx.ask<digest_files>(m.files);
    print += read.hex;
  }
  auto turn = co_await at.here().door.enter(fx);
  auto lookup = store::find(user, m.operation, m.key, fx.now() - s.how.kept);
  auto found = co_await fx.ask<db::query>(lookup);
  begun out;
  if (found.rows.empty()) {
    out.runs = true;
    at.here().inside.emplace(std::move(turn));
    at.here().since = fx.steady();
    at.here().fingerprint = print;
    co_return out;
  }
  const auto& row = found.rows.front();
  out.differs = store::fingerprint_of(row) != print;
  if (!out.differs) out.answer = store::answer_of(row);
  co_return out;
}

flow<done> on(once_state& s, finish m, effects& fx) {
  const auto user = fx.ctx().user;
  const auto name = line_name(user, m.operation, m.key);
  if (!s.lines.contains(name)) co_return done{};
  visit at(s, name);
  if (!at.here().inside) co_return done{};
  if (m.keep) {
    std::vector<db::operation> unit{
        store::insert(user, m.operation, m.key, at.here().fingerprint, m.answer, fx.now())};
    // An answer that cannot be kept is given all the same; the request would then be carried out again.
    co_await fx.try_ask<db::transact>(std::move(unit));
  }
  at.here().inside.reset();
  co_return done{};
}

flow<done> on(once_state& s, sweep, effects& fx) {
  for (auto& [name, l] : s.lines)
    if (l->inside && l->since + longest_run < fx.steady()) l->inside.reset();
  std::erase_if(s.lines, [](const auto& entry) { return entry.second->flows == 0 && !entry.second->inside; });
  std::vector<db::operation> unit{store::forget(fx.now() - s.how.kept)};
  co_await fx.try_ask<db::transact>(std::move(unit));
  co_await fx.sleep(s.how.sweep_every);
  fx.tell<sweep>();
  co_return done{};
}

}  // namespace fm::idempotency
