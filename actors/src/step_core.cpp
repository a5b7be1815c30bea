#include "fm/actors/step_core.hpp"

#include <algorithm>
#include <utility>

namespace fm {

step_core::~step_core() {
  closing_ = true;
  for (auto& [ticket, serving] : flows_) serving.flow->self.destroy();
  pending_.clear();  // an answer may hold a guard that asks whether we are closing
}

void step_core::begin(const input& i) {
  in = i;
  next_index_ = 0;
}

pending_answer* step_core::find(origin at) {
  auto i = pending_.find(at);
  return i == pending_.end() ? nullptr : &i->second;
}

void step_core::note_request(origin at, std::uint64_t request, micros ends) {
  if (auto* p = find(at)) {
    p->request = request;
    p->ends = ends;
  }
}

step_core::overdue_requests step_core::overdue(micros now) const {
  overdue_requests out;
  for (const auto& [at, p] : pending_) {
    if (p.answered || p.ends == forever) continue;
    if (p.ends <= now)
      out.requests.push_back(p.request);
    else
      out.next = std::min(out.next, p.ends);
  }
  std::sort(out.requests.begin(), out.requests.end());
  return out;
}

std::vector<origin> step_core::sleeping() const {
  std::vector<origin> out;
  for (const auto& [at, p] : pending_)
    if (p.sleeps && !p.answered) out.push_back(at);
  std::sort(out.begin(), out.end());
  return out;
}

void step_core::withdraw(origin at, const pending_answer& p) {
  if (!p.asked) return;
  auto index = next_index_++;
  outputs.push_back({.what = output_kind::cancel,
                     .index = index,
                     .body = payload::type_only(p.asked),
                     .shard = p.shard,
                     .key = p.key,
                     .target = at});
}

void step_core::abandon(origin at) {
  if (closing_) return;
  auto i = pending_.find(at);
  if (i == pending_.end()) return;
  if (!i->second.answered) withdraw(at, i->second);
  pending_.erase(i);
}

void step_core::settle(origin at, payload answer, std::optional<failure> error) {
  auto* p = find(at);
  if (!p || p->answered || closing_) return;
  // Nobody reads an answer after its timeout, so whoever still works on it may stop.
  if (error && error->code == ec::timeout) withdraw(at, *p);
  p->answer = std::move(answer);
  p->error = std::move(error);
  p->answered = true;
  if (p->flow) resume(p->flow, p->keeps_failure || !p->error ? nullptr : &*p->error);
}

void step_core::adopt(ticket_t command, flow_promise& flow, std::shared_ptr<void> effects) {
  flow.home = this;
  flow.command = command;
  flows_.emplace(command, running{&flow, std::move(effects)});
  resume(&flow, nullptr);
}

void step_core::resume(flow_promise* flow, const failure* why) { ready_.push_back({flow, why}); }

// From a queue, one flow after the other: neither recursion nor symmetric transfer, so that a long loop over
// nested flows needs no stack.
void step_core::run() {
  while (!ready_.empty()) {
    auto [flow, why] = ready_.front();
    ready_.pop_front();
    if (why) {
      flow->end_with(*why);
      ended(*flow);
    } else {
      flow->self.resume();
    }
    for (auto ticket : std::exchange(finished_, {})) {
      auto i = flows_.find(ticket);
      auto last = std::move(i->second);
      flows_.erase(i);
      last.flow->self.destroy();  // runs the guards of the flow, which may let another one continue
    }
  }
}

void step_core::ended(flow_promise& flow) {
  if (flow.parent) {
    resume(flow.parent, flow.parent_keeps ? nullptr : flow.why());
    return;
  }
  if (flow.why())
    reply(flow.command, {}, *flow.why());
  else
    reply(flow.command, flow.take());
  finished_.push_back(flow.command);
}

void step_core::reply(ticket_t command, payload answer, std::optional<failure> error) {
  auto index = next_index_++;
  outputs.push_back({.what = output_kind::reply,
                     .index = index,
                     .body = std::move(answer),
                     .command = command,
                     .error = std::move(error)});
}

bool step_core::cancel(ticket_t command) {
  auto i = flows_.find(command);
  if (i == flows_.end()) return false;
  auto at = i->second.flow->waits_at;
  auto* p = find(at);
  if (!p || p->answered) return false;
  withdraw(at, *p);
  settle(at, {}, failure{ec::cancelled, "cancelled"});
  return true;
}

}  // namespace fm
