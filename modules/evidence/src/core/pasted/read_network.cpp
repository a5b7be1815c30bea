// Interfaces and sockets: `ip -s link`, `ifconfig`, `ss`.
#include "pasted/section.hpp"

namespace fm::evidence::pasted {
namespace {

// A good line loses less than one packet in a thousand.
constexpr double bad_share = .001;
// A program that closes its connections has few that the other side has closed already.
constexpr std::uint64_t many_unclosed = 50;

struct direction {
  mention packets, errors, dropped;
};

double value(const mention& m) { return m.text.empty() ? 0 : static_cast<double>(leading_number(m.text)); }

void tell_link(context& c, std::string_view name, std::uint64_t at, const direction& in,
               const direction& out) {
  const auto lost = value(in.errors) + value(in.dropped) + value(out.errors) + value(out.dropped);
  if (lost <= 0) return;
  const bool many = value(in.errors) + value(in.dropped) > value(in.packets) * bad_share ||
                    value(out.errors) + value(out.dropped) > value(out.packets) * bad_share;
  auto f = c.draft("interface_errors", many ? role::cause : role::context, many ? .85 : .2);
  f.about(name).slot("interface", name, at);
  const auto tell = [&](std::string_view slot, const mention& m) {
    if (value(m) > 0) f.slot(slot, m.text, m.line);
  };
  tell("errors", in.errors);
  tell("dropped", in.dropped);
  tell("send_errors", out.errors);
  tell("send_dropped", out.dropped);
  const auto& first = value(in.errors) + value(in.dropped) > 0 ? in : out;
  f.quote(value(first.errors) > 0 ? first.errors.line : first.dropped.line);
  f.level(many ? severity::error : severity::info);
  c.add(f);
}

void tell_down(context& c, std::string_view name, std::uint64_t at) {
  auto f = c.draft("link_down", role::cause, .7);
  f.about(name).slot("interface", name, at).slot("reason", "NO-CARRIER", at).quote(at).level(severity::error);
  c.add(f);
}

/// `RX:   bytes  packets  errors  dropped` over its numbers.
direction below(context& c, std::uint64_t head) {
  const auto names = split_words(after(c.at(head), ":"));
  const auto numbers = split_words(c.at(head + 1));
  direction d;
  for (std::size_t i = 0; i < names.size() && i < numbers.size(); ++i) {
    if (!all_digits(numbers[i])) continue;
    if (names[i] == "packets") d.packets = {numbers[i], head + 1};
    if (names[i] == "errors") d.errors = {numbers[i], head + 1};
    if (names[i] == "dropped") d.dropped = {numbers[i], head + 1};
  }
  return d;
}

}  // namespace

std::uint64_t read_link(context& c, std::uint64_t at) {
  const auto line = c.at(at);
  if (leading_number(line) < 0 || !has(line, ": <") || !has(line, "> mtu ")) return at;
  auto name = before(after(line, ": "), ":");
  name = before(name, "@");
  if (has(line, "NO-CARRIER")) tell_down(c, name, at);
  direction in;
  direction out;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto text = c.at(n);
    const auto words = trim(text);
    if (words.empty() || !is_blank(text.front())) break;
    if (words.starts_with("RX:") && has(words, "packets")) in = below(c, n);
    if (words.starts_with("TX:") && has(words, "packets")) out = below(c, n);
  }
  tell_link(c, name, at, in, out);
  return n;
}

std::uint64_t read_ifconfig(context& c, std::uint64_t at) {
  const auto line = c.at(at);
  const auto name = before(line, ": ");
  if (name.size() > 20 || !has(line, ": flags=") || !has(line, " mtu ")) return at;
  direction in;
  direction out;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto text = c.at(n);
    const auto words = trim(text);
    if (words.empty() || !is_blank(text.front())) break;
    auto* d = words.starts_with("RX") ? &in : words.starts_with("TX") ? &out : nullptr;
    if (d == nullptr) continue;
    if (has(words, " packets ")) d->packets = {word_after(words, " packets "), n};
    if (has(words, " errors ")) d->errors = {word_after(words, " errors "), n};
    if (has(words, " dropped ")) d->dropped = {word_after(words, " dropped "), n};
  }
  tell_link(c, name, at, in, out);
  return n;
}

std::uint64_t read_sockets(context& c, std::uint64_t at) {
  const auto head = c.at(at);
  if (!has(head, "Recv-Q") || !has(head, "Send-Q") || !has(head, "Local Address")) return at;
  const auto state = split_words(head)[0] == "State" ? 0u : 1u;
  mention unclosed;
  std::uint64_t closing = 0;
  auto n = at + 1;
  for (; n <= c.count(); ++n) {
    const auto words = split_words(c.at(n));
    if (words.size() < state + 4 || !all_digits(words[state + 1]) || !all_digits(words[state + 2])) break;
    if (words[state] == "CLOSE-WAIT") {
      unclosed = {words[state], n};
      ++closing;
    }
    // Of a listener these are the connections that wait to be taken, and the room for them.
    const auto waiting = leading_number(words[state + 1]);
    const auto room = leading_number(words[state + 2]);
    if (words[state] != "LISTEN" || room <= 0 || waiting < room) continue;
    auto f = c.draft("backlog_full", role::cause, .85);
    f.about(words[state + 3]).slot("address", words[state + 3], n).slot("waiting", words[state + 1], n);
    f.slot("room", words[state + 2], n).cite(at).quote(n).level(severity::error);
    c.add(f);
  }
  if (closing >= many_unclosed) {
    auto f = c.draft("sockets_not_closed", role::cause, .65);
    f.slot("state", unclosed.text, unclosed.line)
        .count(closing)
        .quote(unclosed.line)
        .level(severity::warning);
    c.add(f);
  }
  return n == at + 1 ? at : n;
}

}  // namespace fm::evidence::pasted
