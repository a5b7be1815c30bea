#include "agent/asked_effect.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <array>

namespace fm::agent {

namespace {

struct effect {
  std::string_view name;   // as rules state it
  std::string_view words;  // any of them in the question, separated by '|'
};

// The states of Kubernetes and the complaints of users, as the Kubernetes documentation and operators name
// them.
constexpr std::array effects = std::to_array<effect>({
    {"waiting_container", "ContainerCreating|CreateContainer|ContainerConfig|container creating"},
    {"image", "ImagePull|ErrImage|pull the image|pulling"},
    {"pending", "Pending|schedul"},
    {"memory", "OOM|memory|leak"},
    {"slow", "slow|latency|takes long|performance|delay|late"},
    {"forbidden", "forbidden|permission|unauthori|not allowed"},
    {"replicas", "replicas|scale|scaling|autoscal| hpa"},
    {"eviction", "evict|preempt"},
});

bool any_of_words(std::string_view question, std::string_view words) {
  while (!words.empty()) {
    auto bar = words.find('|');
    if (contains_folded(question, words.substr(0, bar))) return true;
    words = bar == std::string_view::npos ? std::string_view() : words.substr(bar + 1);
  }
  return false;
}

}  // namespace

bool states_finding(std::string_view question, const evidence::rule& rule) {
  constexpr std::array<std::string_view, 4> reasons = {"why", "what", "who", "which"};
  if (std::none_of(reasons.begin(), reasons.end(),
                   [&](std::string_view r) { return contains_folded(question, r); }))
    return false;
  // The constant words at the beginning of its sentence: "The disk is full".
  const std::string_view means(rule.means);
  auto rest = means.substr(0, means.find_first_of("[{:"));
  std::size_t told = 0;
  while (!rest.empty()) {
    const auto end = rest.find(' ');
    const auto word = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (word.size() < 4) continue;
    if (!contains_folded(question, word)) return false;
    ++told;
  }
  return told >= 2;
}

bool names_effect(std::string_view word) {
  constexpr std::array<std::string_view, 9> states = {"CrashLoopBackOff", "NotReady",  "Unschedulable",
                                                      "Terminating",      "Evicted",   "OOMKilled",
                                                      "BackOff",          "Unhealthy", "FailedMount"};
  const auto same = [&](std::string_view s) { return s.size() == word.size() && contains_folded(s, word); };
  return std::any_of(states.begin(), states.end(), same) ||
         std::any_of(effects.begin(), effects.end(), [&](const effect& e) {
           return word.size() > 5 && (contains_folded(e.words, word) || any_of_words(word, e.words));
         });
}

bool asks_for_speed(std::string_view question) {
  return any_of_words(question, "slow|latency|takes long|performance");
}

fit fit_of(std::string_view question, const evidence::rule& rule) {
  bool asked = false;
  for (const auto& e : effects) {
    if (!any_of_words(question, e.words)) continue;
    asked = true;
    if (std::find(rule.asked.begin(), rule.asked.end(), e.name) != rule.asked.end()) return fit::fits;
  }
  return asked ? fit::unlike : fit::unasked;
}

}  // namespace fm::agent
