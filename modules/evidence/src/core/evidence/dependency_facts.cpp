#include "evidence/dependency_facts.hpp"

#include "documents/text.hpp"

#include <fm/evidence/rule_book.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr std::size_t most_services = 200;
constexpr double own_error_weight = .7, dependent_factor = .6;
constexpr micros reach = 15LL * 60 * 1'000'000;  // who is gone for longer is missed at once

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) {
  return is_digit(c) || static_cast<unsigned char>((c | 0x20) - 'a') < 26 || c == '-' || c == '_';
}

/// `queue_1` and `queue-2` are instances of `queue`; also the pods of a deployment and of a stateful set.
std::string_view service_of(std::string_view instance) {
  instance = instance.substr(0, instance.find('/'));
  for (int parts = 0; parts < 2; ++parts) {
    const auto dash = instance.find_last_of("-_");
    if (dash == npos || dash == 0 ||
        !std::any_of(instance.begin() + static_cast<std::ptrdiff_t>(dash), instance.end(), is_digit))
      break;
    instance = instance.substr(0, dash);
  }
  return instance;
}

/// Services that the name of a file may stand for: `evidence.rates.log` and `logs/rates.txt` are of `rates`.
std::vector<std::string> services_of_file(std::string_view name) {
  constexpr std::array generic{"evidence"sv, "log"sv,     "logs"sv,    "txt"sv,    "json"sv,
                               "out"sv,      "err"sv,     "app"sv,     "gz"sv,     "service"sv,
                               "server"sv,   "output"sv,  "console"sv, "stdout"sv, "stderr"sv,
                               "previous"sv, "current"sv, "error"sv,   "test"sv};
  std::vector<std::string> all;
  if (const auto slash = name.find_last_of("/\\"); slash != npos) name.remove_prefix(slash + 1);
  for (std::size_t at = 0; at < name.size();) {
    const auto end = std::min(name.find('.', at), name.size());
    auto part = lower(service_of(name.substr(at, end - at)));
    at = end + 1;
    // `evidence-rates`
    for (const auto g : generic)
      if (part.size() > g.size() + 1 && part.starts_with(g) &&
          (part[g.size()] == '-' || part[g.size()] == '_'))
        part.erase(0, g.size() + 1);
    if (part.size() > 2 && std::find(generic.begin(), generic.end(), part) == generic.end())
      all.push_back(std::move(part));
  }
  return all;
}

std::string text_of(const fact& f) { return lower(f.quote + " " + f.get("cause") + " " + f.get("target")); }

bool fails_to_reach(std::string_view text) {
  constexpr std::array words{"refused"sv,
                             "enotfound"sv,
                             "eai_again"sv,
                             "no such host"sv,
                             "timed out"sv,
                             "timeout"sv,
                             "unreachable"sv,
                             "not reachable"sv,
                             "resolve"sv,
                             "connect"sv,
                             "dial "sv,
                             "econn"sv,
                             "not known"sv,
                             "unavailable"sv,
                             "no route"sv,
                             "bad gateway"sv,
                             "error sending request"sv,
                             "not available"sv,
                             "reset by peer"sv,
                             "deadline exceeded"sv};
  return has_one(text, words);
}

/// The service as a host: a whole word, perhaps with a port or a domain.
bool names_host(std::string_view text, std::string_view service) {
  for (auto at = text.find(service); at != npos; at = text.find(service, at + 1)) {
    const auto end = at + service.size();
    const bool begins = at == 0 || !(is_name_char(text[at - 1]) || text[at - 1] == '.');
    const bool ends = end == text.size() || !is_name_char(text[end]);
    if (begins && ends) return true;
  }
  return false;
}

bool ends_service(const fact& f) {
  constexpr std::array words{"panic"sv,        "fatal"sv,           "boot failed"sv,   "exited with"sv,
                             "cannot start"sv, "failed to start"sv, "shutting down"sv, "terminated"sv,
                             "crash"sv,        "aborting"sv,        "exiting"sv,       "unable to start"sv,
                             "giving up"sv,    "out of memory"sv};
  return f.level == severity::critical || has_one(lower(f.quote), words);
}

struct service {
  std::vector<fact*> errors;
  bool ends = false;
};

}  // namespace

void relate_dependencies(std::vector<digest>& digests) {
  const auto book = rules_in_use();
  const auto wrong = [&](const fact& f) {
    return (f.role == role::cause || f.role == role::symptom) && f.level != severity::warning &&
           !book->of(f.rule).is(rule_property::moment);
  };
  std::map<std::string, service> services;
  std::map<const fact*, std::vector<std::string>> owners;
  for (auto& d : digests) {
    if (d.kind != kind::log && d.kind != kind::text) continue;
    const auto of_file = services_of_file(d.name);
    for (auto& f : d.facts) {
      if (!wrong(f)) continue;
      auto& mine = owners[&f];
      for (const auto& n : f.names)
        if (auto name = lower(service_of(n)); name.size() > 2) mine.push_back(std::move(name));
      mine.insert(mine.end(), of_file.begin(), of_file.end());
      for (const auto& name : mine) {
        if (services.size() >= most_services && !services.contains(name)) continue;
        auto& s = services[name];
        s.errors.push_back(&f);
        s.ends |= ends_service(f);
      }
    }
  }
  for (auto& d : digests)
    for (auto& f : d.facts) {
      if (!owners.contains(&f)) continue;
      const auto text = text_of(f);
      if (!fails_to_reach(text)) continue;
      const auto& mine = owners[&f];
      for (auto& [name, s] : services) {
        if (!s.ends || std::find(mine.begin(), mine.end(), name) != mine.end() || !names_host(text, name))
          continue;
        // Its first error that is not itself a failure to reach somebody.
        fact* own = nullptr;
        for (auto* e : s.errors) {
          if (fails_to_reach(text_of(*e)) && !ends_service(*e)) continue;
          if (e->first != no_time && f.first != no_time && e->first > f.last) continue;
          if (e->first != no_time && f.first != no_time && f.first - e->last > reach) continue;
          if (own == nullptr || (e->evidence == own->evidence && e->quote_line < own->quote_line)) own = e;
        }
        if (own == nullptr || own == &f) continue;
        own->role = role::cause;
        own->weight = std::max(own->weight, own_error_weight);
        f.role = role::symptom;
        f.weight *= dependent_factor;
        break;
      }
    }
}

}  // namespace fm::evidence
