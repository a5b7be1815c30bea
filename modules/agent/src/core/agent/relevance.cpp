#include "agent/relevance.hpp"

#include "agent/asked_effect.hpp"
#include "agent/wording.hpp"

#include <algorithm>

namespace fm::agent {

namespace {

bool is_joint(char c) {
  auto u = static_cast<unsigned char>(c);
  return !((u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u >= 0x80);
}

bool stands_inside(std::string_view text, std::string_view part) {
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    bool left = at == 0 || is_joint(text[at - 1]);
    auto end = at + part.size();
    bool right = end == text.size() || is_joint(text[end]);
    if (left && right) return true;
  }
  return false;
}

}  // namespace

double name_similarity(std::string_view name, std::string_view candidate) {
  auto a = lowered(name), b = lowered(candidate);
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 1;
  if (b.size() > a.size() && b.starts_with(a) && is_joint(b[a.size()])) return .9;
  if (a.size() > b.size() && b.size() >= 4 && a.starts_with(b) && is_joint(a[b.size()])) return .9;
  return stands_inside(b, a) ? .8 : 0;
}

relevance::relevance(const question_scope& asked, const std::vector<evidence::digest>& digests)
    : words_(asked.words) {
  for (const auto& d : digests) file_names_.push_back(lowered(d.name));
  auto occurs = [&](const std::string& name) {
    auto low = lowered(name);
    for (const auto& d : digests) {
      if (stands_inside(lowered(d.name), low)) return true;
      for (const auto& f : d.facts) {
        if (name_similarity(name, f.subject) > 0 || contains_folded(f.quote, name)) return true;
        for (const auto& n : f.names)
          if (name_similarity(name, n) > 0) return true;
        for (const auto& s : f.slots)
          if (name_similarity(name, s.value) > 0) return true;
      }
      for (const auto& p : d.patterns)
        if (contains_folded(p.example, name)) return true;
    }
    return false;
  };
  for (const auto& name : asked.names) {
    if (occurs(name))
      known_.push_back(name);
    else if (!names_effect(name))
      unknown_.push_back(name);
  }
  // A plain word can be an object's name ("is rabbitmq healthy?"): it counts as one when objects carry it.
  for (const auto& word : asked.words) {
    bool object = false;
    for (const auto& d : digests)
      for (const auto& f : d.facts)
        object =
            object || (word.size() > 3 && (name_similarity(word, f.subject) >= .8 ||
                                           std::any_of(f.names.begin(), f.names.end(), [&](const auto& n) {
                                             return name_similarity(word, n) >= .8;
                                           })));
    if (object) known_.push_back(word);
  }
}

double relevance::match(const evidence::fact& f, const std::string& name) const {
  double best = name_similarity(name, f.subject);
  for (const auto& n : f.names) best = std::max(best, name_similarity(name, n));
  for (const auto& s : f.slots) best = std::max(best, .95 * name_similarity(name, s.value));
  if (contains_folded(f.quote, name)) best = std::max(best, .85);
  if (f.evidence >= 1 && f.evidence <= file_names_.size() &&
      stands_inside(file_names_[f.evidence - 1], lowered(name)))
    best = std::max(best, .85);
  return best;
}

bool relevance::names(const evidence::fact& f, const std::string& name) const {
  constexpr double similar = .75;
  return match(f, name) >= similar;
}

double relevance::name_match(const evidence::fact& f) const {
  double best = 0;
  for (const auto& name : known_) best = std::max(best, match(f, name));
  return best;
}

double relevance::of_file(const evidence::digest& d) const {
  auto file = lowered(d.name);
  return std::any_of(known_.begin(), known_.end(),
                     [&](const auto& n) { return stands_inside(file, lowered(n)); });
}

double relevance::word_match(const evidence::fact& f) const {
  if (words_.empty()) return 0;
  double hits = 0;
  for (const auto& w : words_) {
    // "logins" asks about "login": compare without the last letters of longer words.
    std::string_view stem = w;
    if (stem.size() > 5) stem = stem.substr(0, stem.size() - 2);
    bool hit = contains_folded(f.quote, stem) || contains_folded(f.subject, stem);
    for (const auto& s : f.slots) hit = hit || contains_folded(s.value, stem);
    hits += hit;
  }
  return hits / static_cast<double>(words_.size());
}

double relevance::of(const evidence::fact& f) const {
  auto words = word_match(f);
  if (known_.empty()) return std::min(1.0, .5 + .5 * words);
  auto names = name_match(f);
  // What names no object at all may well be about the one that is asked for.
  auto least = f.names.empty() && f.subject.empty() ? .5 : .3;
  return std::min(1.0, std::max(names, least + .3 * words) + .05 * words);
}

}  // namespace fm::agent
