#include "agent/hypotheses.hpp"

#include "agent/asked_effect.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace fm::agent {

namespace {

using evidence::fact;
using evidence::no_time;
using evidence::role;
using evidence::rule_book;
using evidence::rule_property;

constexpr double symptom_cap = .45;
constexpr std::size_t most_cause_words = 80, most_quote_words = 30;
constexpr double explaining_error_cap = .6;
constexpr double effect_cap = .69;
constexpr double surest = .97;
constexpr double unlike_factor = .9;
constexpr double unlike_inference_factor = .75;

/// Bursts and the like tell when, not what: they stand in the timeline.
bool is_trouble(const fact& f, const rule_book& rules) {
  return (f.role == role::cause || f.role == role::symptom) && !rules.of(f.rule).is(rule_property::moment);
}

bool tells_apart(const slot& s) { return s.name != "reason" && s.name != "count" && s.name != "detail"; }

/// Whether a slot of the fact tells it from others of its rule.
bool is_named(const fact& f) { return std::any_of(f.slots.begin(), f.slots.end(), tells_apart); }

/// Whether the message itself says which object of the system it is about, in words that hardly mean another
/// thing: a piece of evidence of its own.
bool is_explicit(const fact& best, const candidate& c) {
  constexpr double unmistakable = .85;
  // What ends one request, or what others say who cannot reach it, has a reason elsewhere.
  const bool of_itself =
      !c.meaning->is(rule_property::single_request) && !c.meaning->is(rule_property::unreachable);
  return c.is_cause && of_itself && c.meaning->depth == 3 && best.weight >= unmistakable &&
         names_object(best, *c.meaning);
}

/// Whether the line says more in the same sentence after a part of it.
bool goes_on(std::string_view line, std::string_view part) {
  const auto at = line.find(part);
  if (at == std::string_view::npos || part.empty()) return false;
  const auto rest = line.substr(at + part.size());
  return rest.size() > 1 && rest[0] == ' ' && std::isalnum(static_cast<unsigned char>(rest[1])) != 0;
}

/// Facts with equal keys tell of one thing.
std::string group_key(const fact& f, const rule_book& rules) {
  std::string key = f.rule;
  if (rules.of(f.rule).is(rule_property::own_words)) return key + '\x1f' + f.get("template");
  for (const auto& s : f.slots)
    if (tells_apart(s)) {
      key += '\x1f' + s.value;
      break;
    }
  std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
  return key;
}

/// What was found by comparing objects as they were applied: nothing has happened yet.
bool is_inferred(const fact& f, const std::vector<evidence::digest>& digests) {
  return f.evidence >= 1 && f.evidence <= digests.size() &&
         digests[f.evidence - 1].kind == evidence::kind::manifest && f.first == no_time;
}

/// A state of a container or job that its program has ended with an error.
bool ends_program(const fact& f, const rule_book& rules) {
  return rules.of(f.rule).is(rule_property::ends_program);
}

bool share_name(const fact& a, const fact& b) {
  auto match = [](const std::string& x, const std::string& y) {
    return x.size() > 2 && name_similarity(x, y) >= .8;
  };
  if (match(a.subject, b.subject)) return true;
  for (const auto& x : a.names)
    for (const auto& y : b.names)
      if (match(x, y)) return true;
  return false;
}

bool is_logged_error(const fact& f) {
  return static_cast<int>(f.level) >= static_cast<int>(evidence::severity::error) ||
         (f.level == evidence::severity::none && f.weight >= .5);
}

/// Whether the programs that end, as far as states of documents tell, are one and the same.
bool all_one_object(const std::vector<const fact*>& symptoms, const rule_book& rules) {
  const fact* one = nullptr;
  for (const auto* s : symptoms) {
    if (!ends_program(*s, rules)) continue;
    if (one != nullptr && !share_name(*one, *s)) return false;
    one = s;
  }
  return one != nullptr;
}

/// Rows of a table stand beside each other because somebody listed them, not because one brought about
/// another.
bool is_list(std::uint32_t number, const std::vector<evidence::digest>& digests) {
  using evidence::kind;
  if (number < 1 || number > digests.size()) return false;
  const auto k = digests[number - 1].kind;
  return k == kind::kubectl_table || k == kind::kubectl_events || k == kind::command_output;
}

/// A deeper fact explains a shallower symptom of the same object, or one that follows it in time.
bool explains(const candidate& c, const fact& symptom, bool one_object_ends, const rule_book& rules,
              const std::vector<evidence::digest>& digests) {
  if (symptom.role != role::symptom) return false;
  const auto& cause = *c.facts.front();
  const auto& effect = rules.of(symptom.rule);
  const bool own_words = effect.is(rule_property::own_words);
  if (effect.depth >= c.meaning->depth && !own_words) return false;
  if (own_words && static_cast<int>(symptom.level) < static_cast<int>(evidence::severity::error))
    return false;
  // In one text, what stands above it was not brought about by it.
  if (cause.evidence == symptom.evidence && cause.first == no_time && symptom.first == no_time &&
      !cause.lines.empty() && !symptom.lines.empty() && symptom.lines.back().last < cause.lines.front().first)
    return false;
  // What happened before it was not brought about by it.
  if (cause.first != no_time && symptom.last != no_time && symptom.last < cause.first) return false;
  if (share_name(cause, symptom)) return true;
  if (one_object_ends && ends_program(symptom, rules) && is_logged_error(cause) &&
      !is_list(cause.evidence, digests))
    return true;
  constexpr evidence::micros reach = 30LL * 60 * 1'000'000;
  if (cause.first == no_time || symptom.first == no_time)
    return cause.evidence == symptom.evidence && !is_list(cause.evidence, digests);
  return symptom.last >= cause.first && symptom.first - cause.last <= reach;
}

/// Several documents tell of the same object in their own ways (a table row, an event, a status): one
/// hypothesis.
std::vector<candidate> joined(std::map<std::string, candidate>& groups) {
  std::vector<candidate> out;
  for (auto& [key, c] : groups) {
    auto same = std::find_if(out.begin(), out.end(), [&](const candidate& o) {
      const auto &a = *o.facts.front(), &b = *c.facts.front();
      // In one file, what names nothing of its own tells of the same thing.
      bool unnamed = a.evidence == b.evidence && (!is_named(a) || !is_named(b));
      // Two files that say it in the same words tell of one thing.
      constexpr std::size_t telling = 24;  // bytes: shorter words are common to many objects
      const bool same_words = !a.get("reason").empty() && a.get("reason") == b.get("reason") &&
                              (o.key == c.key || a.get("reason").size() >= telling);
      return a.rule == b.rule && !c.meaning->is(rule_property::own_words) &&
             (unnamed || same_words || share_name(a, b));
    });
    if (same == out.end())
      out.push_back(std::move(c));
    else
      same->facts.insert(same->facts.end(), c.facts.begin(), c.facts.end());
  }
  return out;
}

void look_for_recovery(candidate& c, const std::vector<evidence::digest>& digests, const rule_book& rules) {
  const auto& best = *c.facts.front();
  for (const auto& d : digests)
    for (const auto& f : d.facts) {
      if (d.evidence == best.evidence && rules.of(f.rule).is(rule_property::recovery)) {
        bool later =
            f.first != no_time && best.last != no_time ? f.last >= best.last : f.quote_line > best.quote_line;
        if (later) {
          c.against.push_back(&f);
          c.against_reason = "it recovered afterwards";
          return;
        }
      }
    }
  if (!best.get("recovered").empty()) {
    c.against.push_back(&best);
    c.against_reason = "it was over afterwards";
    return;
  }
  // Trouble that ended early in a long log, with much normal life after it.
  for (const auto& d : digests) {
    if (d.evidence != best.evidence || d.kind != evidence::kind::log || best.last == no_time ||
        d.last == no_time)
      continue;
    auto span = d.last - d.first;
    bool early = best.last - d.first < span / 5 && best.count <= 3;
    bool much_after = d.lines > 200 && best.quote_line * 5 < d.lines;
    if (early && much_after) {
      c.against.push_back(&best);
      c.against_reason = "it happened early and did not come back";
    }
  }
}

/// What a part says of its own trouble comes before what others say who cannot reach it, where it was there
/// no later than they said so.
void put_own_trouble_first(std::vector<candidate>& all, std::string_view question) {
  constexpr double own_weight = .55, behind = .03;
  const auto begin = [](const candidate& c) { return c.facts.front()->first; };
  for (auto& c : all) {
    const auto& by = c.meaning->explained_by;
    for (const auto& own : all)
      if (own.weight >= own_weight && std::find(by.begin(), by.end(), own.meaning->id) != by.end()) {
        c.is_explained = true;
        c.likelihood = std::min(c.likelihood, own.likelihood - 2 * behind);
      }
    if (states_finding(question, *c.meaning))
      for (const auto& o : all) {
        const bool earlier = begin(o) != no_time && begin(c) != no_time && begin(o) < begin(c);
        if (o.is_cause && earlier && o.weight >= own_weight && o.against.empty() &&
            !o.meaning->is(rule_property::unreachable))
          c.likelihood = std::min(c.likelihood, o.likelihood - behind);
      }
    if (!c.meaning->is(rule_property::unreachable)) continue;
    for (const auto& own : all) {
      const bool deeper = own.is_cause && own.weight >= own_weight && own.against.empty() &&
                          own.meaning->depth >= 2 && !own.meaning->is(rule_property::unreachable) &&
                          !own.meaning->is(rule_property::single_request);
      // What the question names stays before what is about something else.
      constexpr double about_another = .25;
      if (own.relevance + about_another < c.relevance) continue;
      const bool later =
          begin(own) != no_time && c.facts.front()->last != no_time && begin(own) > c.facts.front()->last;
      if (deeper && !later) c.likelihood = std::min(c.likelihood, own.likelihood - behind);
    }
  }
}

/// The first error of a cascade brought the others about: of causes that are as likely, in one file and close
/// together, the first one leads.
void put_first_of_cascade_first(std::vector<candidate>& all) {
  constexpr double alike = .12;
  constexpr std::uint64_t lines_apart = 40;
  constexpr evidence::micros time_apart = 10'000'000;
  if (all.size() < 2) return;
  const auto top = all.front();
  const auto& t = *top.facts.front();
  if (!top.is_cause || top.meaning->is(rule_property::own_words)) return;
  std::size_t first = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const auto& o = all[i];
    const auto& f = *o.facts.front();
    const bool fit = o.is_cause && o.against.empty() && !o.is_explained && o.weight >= .55 &&
                     !o.meaning->is(rule_property::unreachable) &&
                     !o.meaning->is(rule_property::single_request) &&
                     o.meaning->depth >= top.meaning->depth && o.likelihood >= top.likelihood - alike &&
                     f.evidence == t.evidence;
    const bool before = f.quote_line < t.quote_line && f.quote_line < all[first].facts.front()->quote_line;
    const bool timed = f.first != no_time && t.first != no_time;
    const bool close = timed ? f.first <= t.first && t.first - f.first <= time_apart
                             : t.quote_line - f.quote_line <= lines_apart;
    if (fit && before && close) first = i;
  }
  if (first == 0) return;
  std::rotate(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first),
              all.begin() + static_cast<std::ptrdiff_t>(first) + 1);
  all.front().likelihood = std::max(all.front().likelihood, top.likelihood);
}

/// Where the evidence speaks for another cause of another kind as well, and neither explains the other,
/// nobody can be sure of one: the claim is no more than probable, unless it is far ahead. What has no rival
/// and names its object in unmistakable words is sure. The distances are calibrated: docs/reliability.md.
void doubt_rivals(std::vector<candidate>& all) {
  constexpr double serious = .5, close = .2, sure = .85, at_most = .69, alone_bonus = .08;
  if (all.empty()) return;
  auto& top = all.front();
  std::vector<candidate*> rivals;
  for (auto& o : all)
    if (&o != &top && o.is_cause && !o.is_explained && o.likelihood >= serious &&
        o.meaning->id != top.meaning->id && !share_name(*o.facts.front(), *top.facts.front()))
      rivals.push_back(&o);
  if (rivals.empty()) {
    if (top.against.empty() && is_explicit(*top.facts.front(), top)) top.likelihood += alone_bonus;
    return;
  }
  const auto next =
      std::max_element(rivals.begin(), rivals.end(),
                       [](const candidate* a, const candidate* b) { return a->likelihood < b->likelihood; });
  if (top.likelihood >= sure && top.likelihood - (*next)->likelihood >= close) return;
  top.likelihood = std::min(top.likelihood, at_most);
  for (auto* o : rivals) o->likelihood = std::min(o->likelihood, top.likelihood - .01);
}

}  // namespace

bool names_object(const fact& f, const evidence::rule& rule) {
  const auto& object = rule.object;
  if (object.empty()) return is_named(f);
  return std::any_of(object.begin(), object.end(), [&](const std::string& o) { return !f.get(o).empty(); });
}

std::string_view level_of(double likelihood) {
  if (likelihood >= .85) return "verified";
  if (likelihood >= .70) return "confident";
  if (likelihood >= .50) return "probable";
  return "speculation";
}

citation cite(const fact& f) {
  citation c;
  c.evidence = f.evidence;
  c.lines = f.lines;
  return c;
}

namespace {

/// The lines that show it, without the one behind them that only says that it was over.
std::vector<line_range> own_lines(const fact& f) {
  auto lines = f.lines;
  const bool of_log = f.first != no_time;  // in documents any line may hold a slot as well
  if (f.get("recovered").empty() || !of_log || lines.empty() || lines.back().last <= f.quote_line)
    return lines;
  if (lines.back().first == lines.back().last)
    lines.pop_back();
  else
    --lines.back().last;
  return lines.empty() ? f.lines : lines;
}

}  // namespace

fact with_first_time(const candidate& c) {
  auto out = *c.facts.front();
  const fact* earliest = &out;
  for (const auto* f : c.facts)
    if (f->evidence == out.evidence && f->first != no_time &&
        (earliest->first == no_time || f->first < earliest->first))
      earliest = f;
  if (earliest == &out || earliest->lines.empty()) return out;
  out.first = earliest->first;
  if (out.last == no_time) out.last = earliest->last;
  const auto line = earliest->lines.front().first;
  const auto at =
      std::find_if(out.lines.begin(), out.lines.end(), [&](const line_range& r) { return line <= r.last; });
  if (at != out.lines.end() && line + 1 == at->first)
    at->first = line;
  else if (at == out.lines.end() || line < at->first)
    out.lines.insert(at, {line, line});
  return out;
}

claim claim_of(const fact& f, std::string_view form, std::size_t slot_words) {
  claim c;
  c.form = form;
  for (const auto& name : slots_of(form)) {
    if (const auto& own = f.get(name); !own.empty()) {
      auto value = excerpt(own, {}, name == "cause" ? most_cause_words : slot_words);
      if ((name == "reason" || name == "detail") && goes_on(f.quote, own) && !value.ends_with("…"))
        value += "…";
      c.slots.push_back({name, std::move(value)});
    } else if (name == "quote") {
      const auto& inner = f.get("cause").empty() ? f.get("reason") : f.get("cause");
      c.slots.push_back({name, excerpt(f.quote, inner, std::max(most_quote_words, word_count(inner)))});
    } else if (name == "count" && form.find("{count} times") != std::string_view::npos) {
      c.slots.push_back({name, std::to_string(f.count)});
    } else if (name == "first" || name == "last") {
      c.slots.push_back({name, time_text(name == "first" ? f.first : f.last)});
    } else if (name == "subject") {
      if (!f.subject.empty()) c.slots.push_back({name, f.subject});
    }
  }
  c.citations.push_back(cite(f));
  if (form.find("{recovered}") == std::string_view::npos) c.citations.back().lines = own_lines(f);
  c.text = fill(form, c.slots);
  // An expression may leave a slot empty that its sentence needs.
  if (!has_all_slots(form, c.slots) || c.text.empty() ||
      c.text.find_first_not_of(" .:;") == std::string::npos) {
    c.form = "{quote}";
    c.slots = {{"quote", excerpt(f.quote, {}, 22)}};
    c.text = c.slots.front().value;
  }
  return c;
}

std::vector<candidate> weigh_candidates(const std::vector<evidence::digest>& digests, const relevance& about,
                                        const rule_book& rules, std::string_view question) {
  std::map<std::string, candidate> groups;
  std::vector<const fact*> symptoms;
  for (const auto& d : digests)
    for (const auto& f : d.facts) {
      if (!is_trouble(f, rules)) continue;
      if (f.role == role::symptom) symptoms.push_back(&f);
      auto& c = groups[group_key(f, rules)];
      c.meaning = &rules.of(f.rule);
      if (c.key.empty()) c.key = group_key(f, rules);
      c.facts.push_back(&f);
    }

  const bool one_object_ends = all_one_object(symptoms, rules);
  std::vector<candidate> all;
  for (auto& c : joined(groups)) {
    std::stable_sort(c.facts.begin(), c.facts.end(), [&](const fact* a, const fact* b) {
      auto wa = a->weight * about.of(*a), wb = b->weight * about.of(*b);
      if (wa != wb) return wa > wb;
      return a->slots.size() > b->slots.size();
    });
    const auto& best = *c.facts.front();
    c.relevance = about.of(best);
    // An object that the question names counts in full; others may still be the reason.
    c.weight = best.weight * (about.known().empty() ? .9 + .1 * c.relevance : .62 + .38 * c.relevance);
    const auto fitting = fit_of(question, *c.meaning);
    if (fitting == fit::unlike && best.role == role::cause)
      c.weight *= is_inferred(best, digests) ? unlike_inference_factor : unlike_factor;
    // What a value of the log tells of speed counts where the question complains of it.
    if (fitting == fit::fits) c.weight = std::max(c.weight, c.meaning->weight_when_asked);
    c.is_cause = best.role == role::cause;
    std::uint64_t seen = 0;
    for (const auto* f : c.facts) seen += f->count;
    int supporting =
        (c.is_cause && c.weight >= .55) + (seen >= 3 || c.facts.size() >= 2) + is_explicit(best, c);
    if (c.is_cause) {
      for (const auto* s : symptoms)
        if (explains(c, *s, one_object_ends, rules, digests) && c.explained.size() < 8)
          c.explained.push_back(s);
      supporting += !c.explained.empty();
    }
    // What a program logs as an error before it ends explains that it ends, in words that no rule knows.
    bool ends = false;
    if (c.meaning->is(rule_property::own_words) && is_logged_error(best)) {
      for (const auto* s : symptoms)
        if (ends_program(*s, rules) && (share_name(best, *s) || one_object_ends)) {
          ends = true;
          if (c.explained.size() < 8) c.explained.push_back(s);
        }
      if (ends) c.weight = std::max(c.weight, .5), ++supporting;
    }
    look_for_recovery(c, digests, rules);
    auto initial = .2 + .35 * c.weight;
    c.likelihood =
        std::clamp(initial + .15 * supporting - .20 * static_cast<double>(!c.against.empty()), 0.0, 1.0);
    if (ends)
      c.likelihood = std::min(c.likelihood, explaining_error_cap);
    else if (!c.is_cause || c.meaning->depth <= 1)
      c.likelihood = std::min(c.likelihood, symptom_cap);
    // Its rule knows what would explain it: until that is found it is not the last word.
    if (c.meaning->depth == 2 && !c.meaning->explained_by.empty())
      c.likelihood = std::min(c.likelihood, effect_cap);
    if (best.weight < .5 && !ends) c.likelihood = std::min(c.likelihood, symptom_cap + .04);
    all.push_back(std::move(c));
  }
  put_own_trouble_first(all, question);
  std::stable_sort(all.begin(), all.end(), [](const candidate& a, const candidate& b) {
    auto score = [](const candidate& x) {
      // A state says least: whatever tells more comes before it.
      return x.likelihood + .02 * (x.meaning->depth - 1) + .01 * x.weight - (x.meaning->is_state() ? .13 : 0);
    };
    auto sa = score(a), sb = score(b);
    if (sa != sb) return sa > sb;
    const auto &fa = *a.facts.front(), &fb = *b.facts.front();
    if (fa.first != fb.first && fa.first != no_time && fb.first != no_time) return fa.first < fb.first;
    if (fa.evidence != fb.evidence) return fa.evidence < fb.evidence;
    return fa.quote_line < fb.quote_line;
  });
  put_first_of_cascade_first(all);
  doubt_rivals(all);
  // Evidence shows much; it proves nothing.
  for (auto& c : all) c.likelihood = std::min(c.likelihood, surest);
  return all;
}

}  // namespace fm::agent
