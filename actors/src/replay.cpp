#include "fm/actors/replay.hpp"

namespace fm::actors {

std::optional<difference> replay::run(const journal_file& file) {
  if (!file.why.empty()) return difference{0, {}, {}, file.why};
  for (const auto& r : file.records) {
    auto what = take(r);
    if (what.empty()) continue;
    auto name = names_.find(r.head.actor);
    return difference{r.head.ticket, name == names_.end() ? "?" : name->second,
                      std::string(to_string(static_cast<input_kind>(r.head.what))), what};
  }
  return {};
}

detail::replica_base* replay::actor_of(std::uint32_t number) {
  auto name = names_.find(number);
  if (name == names_.end()) return nullptr;
  auto actor = replicas_.find(name->second);
  if (actor != replicas_.end()) return actor->second.get();
  auto slash = name->second.find('/');
  auto kin = slash == std::string::npos ? families_.end() : families_.find(name->second.substr(0, slash));
  if (kin == families_.end()) return nullptr;
  return replicas_.emplace(name->second, kin->second(name->second.substr(slash + 1))).first->second.get();
}

std::string replay::take(const record& r) {
  if (r.head.what >= static_cast<std::uint8_t>(mark::epoch)) return begin(r);
  auto* actor = actor_of(r.head.actor);
  if (!actor) return "no such actor was added to the replay";
  if (r.head.fresh) actor->reset();
  input i{r.head.ticket, r.head.now, r.head.steady, {r.head.cause, r.head.index}};
  auto kind = static_cast<input_kind>(r.head.what);
  bool begins = kind == input_kind::command || kind == input_kind::message;
  auto what = begins ? consume(r, *actor, i) : settle(r, *actor, i);
  if (!what.empty()) return what;
  ++inputs_;
  return collect(r, *actor) ? "" : "the step gave out something else than recorded";
}

std::string replay::begin(const record& r) {
  if (r.head.what == static_cast<std::uint8_t>(mark::started)) {
    names_[r.head.actor].assign(r.body.begin(), r.body.end());
    if (auto* actor = actor_of(r.head.actor)) actor->restart();
    return {};
  }
  std::vector<named_actor> actors;
  if (!read_actors(r.body, actors)) return "the list of actors cannot be read";
  for (auto& a : actors) names_[a.number] = std::move(a.name);
  return {};
}

std::string replay::consume(const record& r, detail::replica_base& actor, const input& i) {
  if (static_cast<input_kind>(r.head.what) == input_kind::command) {
    call_context ctx;
    const auto* type = messages_.find(r.head.type);
    if (!type) return "a command of an unknown type";
    auto body = type->wire.load()->load(r.body, &ctx);
    if (!body) return "a command that cannot be read";
    auto taken = actor.consume(i, {std::move(body), std::make_shared<const call_context>(std::move(ctx))});
    return taken ? "" : "a command that the actor does not take";
  }
  auto m = sent_.extract(i.from);
  if (!m) return "a message that nobody sent";
  asked_by_[i.ticket] = i.from;
  return actor.consume(i, std::move(m.mapped())) ? "" : "a message that the actor does not take";
}

std::string replay::settle(const record& r, detail::replica_base& actor, const input& i) {
  auto kind = static_cast<input_kind>(r.head.what);
  if (kind == input_kind::cancel) {
    ticket_t command = 0;
    if (!load_values(r.body, command)) return "a cancel that cannot be read";
    actor.cancel(i, command);
    return {};
  }
  if (!actor.core().waits_for(i.from)) return "an answer that nobody waits for";
  failure why;
  switch (kind) {
    case input_kind::port_answer: {
      const auto* type = messages_.find(r.head.type);
      auto body = type ? type->wire.load()->load(r.body, nullptr) : payload{};
      if (!body) return "an answer that cannot be read";
      actor.settle(i, std::move(body), {});
      return {};
    }
    case input_kind::peer_answer: {
      auto answer = answers_.extract(i.from);
      if (!answer) return "an answer that was not given";
      actor.settle(i, std::move(answer.mapped()), {});
      return {};
    }
    case input_kind::failure:
      if (!load_failure(r.body, why)) return "a failure that cannot be read";
      actor.settle(i, {}, std::move(why));
      return {};
    case input_kind::timer:
      actor.settle(i, payload::of(done{}), {});
      return {};
    default:
      return "an input of an unknown kind";
  }
}

bool replay::collect(const record& r, detail::replica_base& actor) {
  auto& outputs = actor.core().outputs;
  bool equal = digest(outputs) == r.head.effects;
  for (auto& o : outputs) {
    origin at{r.head.ticket, o.index};
    if (o.what == output_kind::ask || o.what == output_kind::tell) {
      sent_.insert_or_assign(at, detail::pending_message{std::move(o.body), std::move(o.ctx)});
    } else if (o.what == output_kind::reply) {
      auto asked = asked_by_.extract(o.command);
      if (!asked)
        ++edge_replies_;
      else if (!o.error)
        answers_.insert_or_assign(asked.mapped(), std::move(o.body));
    }
  }
  outputs.clear();
  return equal;
}

}  // namespace fm::actors
