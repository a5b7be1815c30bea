#include "agent/claim_events.hpp"

#include "agent/claim_event_classes.hpp"
#include "agent/claim_words.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t reach = 4;  // words within which a denial belongs to its verb

bool is_denial(std::string_view w) {
  constexpr std::array words{"not"sv,     "never"sv, "cannot"sv,  "unable"sv,
                             "without"sv, "no"sv,    "nothing"sv, "neither"sv};
  return one_of(words, w) || w == "t";  // of "doesn't"
}
bool is_failure(std::string_view w) {
  constexpr std::array stems{"fail"sv,    "refus"sv,       "reject"sv,    "denied"sv, "error"sv,
                             "timeout"sv, "timed"sv,       "abort"sv,     "lost"sv,   "invalid"sv,
                             "exceed"sv,  "missing"sv,     "unknown"sv,   "econn"sv,  "eacces"sv,
                             "enoent"sv,  "unable"sv,      "exception"sv, "fatal"sv,  "emerg"sv,
                             "panic"sv,   "unreachable"sv, "forbidden"sv, "bad"sv,    "unexpected"sv};
  return std::any_of(stems.begin(), stems.end(), [&](auto s) { return w.starts_with(s); });
}
/// What is tried or to come has not happened yet.
bool is_open(std::string_view w) {
  constexpr std::array words{"trying"sv,  "attempting"sv, "tries"sv, "try"sv,
                             "attempt"sv, "while"sv,      "next"sv,  "will"sv};
  return one_of(words, w);
}

/// How a verb is told: denied ("did not"), that it could not be ("failed to", "could not"), or only tried.
struct telling {
  bool denied = false, unable = false, open = false;
};
telling telling_of(const std::vector<text_word>& words, std::size_t i) {
  constexpr std::array lacking{"unable"sv,  "forbidden"sv, "right"sv,     "allowed"sv,
                               "refuses"sv, "refused"sv,   "impossible"sv};
  constexpr std::array could{"could"sv, "cannot"sv, "can"sv, "unable"sv};
  telling out;
  const bool to = i > 0 && words[i - 1].text == "to";
  for (std::size_t back = 1; back <= reach && back <= i; ++back) {
    const auto w = words[i - back].text;
    out.denied = out.denied || is_denial(w);
    out.unable = out.unable || one_of(could, w) || (to && (w.starts_with("fail") || one_of(lacking, w)));
    out.open = out.open || (back <= 2 && is_open(w));
  }
  out.unable = out.unable && (out.denied || to);
  return out;
}

/// What a record tells of one kind of event: at all, as something that did not fail, that is over, or that
/// did.
struct told {
  bool any = false, affirmed = false, done = false, denied = false;
  void add(const told& o) {
    any |= o.any;
    affirmed |= o.affirmed;
    done |= o.done;
    denied |= o.denied;
  }
};

/// A record with the kinds of event that each of its words tells; the words within a name are parted
/// ("FailedAttachVolume", "card_declined").
struct read_record {
  const cited_record* of;
  std::vector<text_word> words;
  std::vector<event_set> events;
  event_set further = 0;  // of what capitals part, and what codes mean
  event_set shown = 0;
  bool fails = false;
};

event_set events_within(std::string_view word) {
  auto out = events_of(word);
  if (word.find('.') != word.npos || word.find('/') != word.npos) return out;
  for (std::size_t at = 0; at < word.size();) {
    const auto end = std::min(word.find_first_of("_-", at), word.size());
    out |= events_of(word.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

read_record read(const cited_record& r) {
  read_record out{&r, r.words, {}, 0, events_shown(r.meaning), false};
  const auto further = std::string_view(r.meaning).substr(std::min(r.text.size(), r.meaning.size()));
  for (const auto& w : words_of(further)) out.further |= events_of(w.text);
  constexpr std::array opened{"file"sv, "files"sv, "connections"sv, "descriptors"sv, "sockets"sv};
  for (std::size_t i = 0; i < out.words.size(); ++i) {
    const auto& w = out.words[i];
    // "too many open files"
    const bool adjective =
        w.text == "open" && i + 1 < out.words.size() && one_of(opened, out.words[i + 1].text);
    out.events.push_back(adjective ? 0 : events_within(w.text));
    out.fails = out.fails || is_failure(w.text) || is_denial(w.text);
  }
  return out;
}

told told_of(event_set kinds, const read_record& r) {
  told out;
  for (std::size_t i = 0; i < r.words.size(); ++i) {
    if ((r.events[i] & kinds) == 0) continue;
    auto how = telling_of(r.words, i);
    how.denied = how.denied || how.unable;
    // "failed write", "0 plates stored", "start failed", "connect: connection refused"
    for (std::size_t back = 1; back <= 2 && back <= i; ++back)
      how.denied = how.denied || r.words[i - back].text.starts_with("fail") || r.words[i - back].text == "0";
    for (auto k = i + 1; k < r.words.size() && k <= i + reach; ++k)
      how.denied = how.denied || is_failure(r.words[k].text);
    const auto end = r.words[i].at + r.words[i].text.size();
    const bool begun =
        r.words[i].text.ends_with("ing") && std::string_view(r.of->text).substr(end).starts_with("...");
    out.add({true, !how.denied, !how.denied && !how.open && !begun, how.denied});
  }
  if ((r.further & kinds) != 0) out.add({true, true, true, r.fails});
  if ((r.shown & kinds) != 0) out.add({true, true, true, r.fails});
  out.denied = out.denied || (out.any && r.fails);
  return out;
}

/// "the retry counter", "a start", "was WRITE": a thing, which other checks look for.
bool is_noun(const std::vector<text_word>& words, std::size_t i) {
  constexpr std::array before{"the"sv,  "a"sv,    "an"sv,    "its"sv, "their"sv, "this"sv,
                              "that"sv, "each"sv, "every"sv, "of"sv,  "no"sv,    "for"sv};
  constexpr std::array be{"is"sv, "was"sv, "are"sv, "were"sv, "command"sv, "failed"sv};
  const auto w = words[i].text;
  const bool inflected =
      w.ends_with("ed") || w.ends_with("ing") || w.ends_with("en") || w.ends_with("t") || w.ends_with("d");
  return w.find('-') != w.npos ||
         (i > 0 && (one_of(before, words[i - 1].text) || (!inflected && one_of(be, words[i - 1].text))));
}

/// "started reading", "stops to answer": the verb behind it tells what.
bool is_aspect(const std::vector<text_word>& words, std::size_t i) {
  if (i + 1 >= words.size()) return false;
  const auto next = words[i + 1].text;
  const auto w = words[i].text;
  return (w.starts_with("start") || w.starts_with("stop") || w.starts_with("finish")) &&
         (next == "to" || next.ends_with("ing"));
}

bool is_past(const std::vector<text_word>& words, std::size_t i) {
  constexpr std::array be{"was"sv, "were"sv, "has"sv, "have"sv, "had"sv, "been"sv};
  return words[i].text.ends_with("ed") || (i > 0 && one_of(be, words[i - 1].text));
}

}  // namespace

std::vector<std::string> untold_events(std::span<const clause_facts> facts,
                                       std::span<const cited_record> records) {
  std::vector<std::string> out;
  std::vector<read_record> all;
  for (const auto& f : facts) {
    if (f.of.guess) continue;
    const auto in = f.about();
    for (std::size_t i = 0; i < f.words.size(); ++i) {
      const auto word = f.words[i].text;
      const auto next = i + 1 < f.words.size() ? f.words[i + 1].text : std::string_view();
      // "logs in to", but no bucket "logs in storage.tf"
      const auto behind = i + 2 < f.words.size() ? f.words[i + 2].text : std::string_view();
      const bool logs_in = word.starts_with("log") && (next == "in" || next == "into") &&
                           (behind.empty() || is_filler(behind));
      const auto kinds = events_of(logs_in ? "login" : word);
      if (kinds == 0 || is_noun(f.words, i) || is_aspect(f.words, i)) continue;
      if (all.empty())
        for (const auto& r : records.first(std::min(records.size(), most_records))) all.push_back(read(r));
      const auto said = telling_of(f.words, i);
      // What did not happen is looked for as a denial.
      if (said.denied && !said.unable) continue;
      told is;
      for (std::size_t k = 0; k < all.size(); ++k)
        if ((in >> k) & 1) is.add(told_of(kinds, all[k]));
      // The same again is another attempt.
      if ((kinds & events_of("retry")) != 0 && std::popcount(in) > 1) continue;
      // "connections to a failed" affirms none.
      const bool fails = (kinds & failing_events()) != 0 || word.starts_with("connection") ||
                         (!said.unable && std::any_of(f.words.begin(), f.words.end(),
                                                      [](const text_word& w) { return is_failure(w.text); }));
      if (!is.any)
        out.push_back("that it was about \"" + std::string(word) + "\"");
      else if (!fails && (said.unable ? !is.denied : !is.affirmed || (is_past(f.words, i) && !is.done)))
        out.push_back("whether it did \"" + std::string(word) + "\"");
    }
  }
  return out;
}

}  // namespace fm::agent
