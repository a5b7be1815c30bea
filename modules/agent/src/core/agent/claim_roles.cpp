#include "agent/claim_roles.hpp"

#include "agent/claim_paraphrase.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;

// What one does to another: stems of a claim and of records, of which any stands for any of the same row.
struct deed {
  std::array<std::string_view, 8> stems;
};
constexpr std::array deeds{deed{{"reject", "refus", "declin", "denied", "deny", "den"}},
                           deed{{"reach", "connect", "contact", "dial", "access", "call"}},
                           deed{{"kill", "terminat"}},
                           deed{{"block"}},
                           deed{{"wait"}},
                           deed{{"replac"}},
                           deed{{"updat"}},
                           deed{{"switch"}},
                           deed{{"send", "sent"}},
                           deed{{"answer", "respond", "return"}},
                           deed{{"resolv", "lookup"}},
                           deed{{"scrap"}},
                           deed{{"load"}},
                           deed{{"delet", "remov"}},
                           deed{{"start", "launch"}},
                           deed{{"stop"}},
                           deed{{"restart"}},
                           deed{{"throttl"}},
                           deed{{"write", "wrote", "writ"}},
                           deed{{"evict"}},
                           deed{{"promot"}},
                           deed{{"depend"}},
                           deed{{"report", "log", "detect"}},
                           deed{{"lead"}},
                           deed{{"hold", "held"}},
                           deed{{"own"}},
                           deed{{"creat"}},
                           deed{{"clos"}},
                           deed{{"support"}},
                           deed{{"shut"}},
                           deed{{"exit"}},
                           deed{{"pull"}}};

const deed* deed_of(std::string_view word) {
  // Nouns: "the connection", "a shutdown".
  for (const auto noun : {"ion"sv, "er"sv, "or"sv, "down"sv, "ment"sv, "al"sv})
    if (word.ends_with(noun)) return nullptr;
  const auto at = std::find_if(deeds.begin(), deeds.end(), [&](const deed& d) {
    return std::any_of(d.stems.begin(), d.stems.end(),
                       [&](auto s) { return !s.empty() && word.starts_with(s); });
  });
  return at == deeds.end() ? nullptr : &*at;
}

/// "x starts" may be said of what another one starts.
bool happens_by_itself(std::string_view verb) {
  constexpr std::array verbs{"start"sv, "restart"sv, "stop"sv,     "resolv"sv,
                             "load"sv,  "clos"sv,    "terminat"sv, "connect"sv};
  return std::any_of(verbs.begin(), verbs.end(), [&](auto v) { return verb.starts_with(v); });
}

/// A thing within a text: one word, or a kind with its number ("process 812").
struct thing {
  std::string name;
  std::size_t word;
};

bool is_plain_number(std::string_view w) {
  return !w.empty() && std::all_of(w.begin(), w.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool names_level(std::string_view w) {
  constexpr std::array levels{"error"sv, "warn"sv,    "info"sv,   "fatal"sv,
                              "log"sv,   "warning"sv, "notice"sv, "not"sv};
  return std::find(levels.begin(), levels.end(), w) != levels.end();
}

/// 'b': a value.
bool is_quoted(const text_word& w) {
  const auto* begin = w.text.data();
  constexpr std::size_t longest_value = 3;
  return w.at > 0 && w.text.size() <= longest_value && begin[-1] == '\'' && begin[w.text.size()] == '\'';
}

std::vector<thing> things_in(const std::vector<text_word>& words, const std::vector<told_part>& names) {
  constexpr std::array numbered{"process"sv,   "transaction"sv, "partition"sv, "broker"sv, "worker"sv,
                                "goroutine"sv, "order"sv,       "run"sv,       "item"sv,   "shard"sv,
                                "node"sv,      "replica"sv,     "thread"sv,    "pid"sv,    "job"sv};
  std::vector<thing> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto w = words[i].text;
    if (i > 0 && is_plain_number(w) &&
        std::find(numbered.begin(), numbered.end(), words[i - 1].text) != numbered.end())
      out.push_back({std::string(words[i - 1].text) + " " + std::string(w), i});
    else if (is_quoted(words[i]))
      out.push_back({"'" + std::string(w) + "'", i});
    else if (std::any_of(names.begin(), names.end(), [&](const told_part& n) { return n.text == w; }))
      out.push_back({std::string(w), i});
  }
  return out;
}

/// A word that may be an object stands behind the verb: neither a figure nor a preposition.
bool has_object_behind(const std::vector<text_word>& words, std::size_t verb) {
  if (verb + 1 >= words.size()) return false;
  const auto w = words[verb + 1].text;
  constexpr std::array others{"by"sv, "because"sv, "due"sv, "for"sv, "with"sv, "after"sv,
                              "at"sv, "on"sv,      "in"sv,  "to"sv,  "from"sv};
  return w.front() >= 'a' && w.front() <= 'z' && std::find(others.begin(), others.end(), w) == others.end();
}

/// Things of a line: also what stands right before a verb that has an object ("stripe rejected the request").
std::vector<thing> things_of_line(const std::vector<text_word>& words, const std::vector<told_part>& names,
                                  std::string_view emitter, std::size_t verb) {
  auto out = things_in(words, names);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto w = words[i].text;
    const bool known = std::any_of(out.begin(), out.end(), [&](const thing& t) { return t.word == i; });
    const bool named = names_thing({w, words[i].at, false}) || w == emitter;
    const bool acts = i + 1 == verb && words[i].at + w.size() + 1 == words[verb].at &&
                      has_object_behind(words, verb) && w.size() > 2 && w.front() >= 'a' &&
                      w.front() <= 'z' && !is_common_word(w) && !names_level(w);
    if (!known && (named || acts)) out.push_back({std::string(w), i});
  }
  std::sort(out.begin(), out.end(), [](const thing& a, const thing& b) { return a.word < b.word; });
  return out;
}

/// In a line "x rejected: ..." tells of x what was done to it.
bool ends_in_verb(std::string_view line, const std::vector<text_word>& words, std::size_t verb) {
  constexpr std::array behind{"by"sv,    "because"sv, "due"sv, "for"sv, "with"sv,
                              "after"sv, "at"sv,      "on"sv,  "in"sv};
  const auto& w = words[verb];
  if (!w.text.ends_with("ed")) return false;
  const auto end = w.at + w.text.size();
  return verb + 1 == words.size() || (end < line.size() && ":;,."sv.find(line[end]) != npos) ||
         std::find(behind.begin(), behind.end(), words[verb + 1].text) != behind.end();
}

/// Whether a form with "by" or an auxiliary before it is suffered by its subject.
bool is_passive(const std::vector<text_word>& words, std::size_t verb) {
  constexpr std::array be{"is"sv, "was"sv, "are"sv, "were"sv, "been"sv, "being"sv, "be"sv, "got"sv, "gets"sv};
  if (!words[verb].text.ends_with("ed") && !words[verb].text.ends_with("n") && words[verb].text != "held" &&
      words[verb].text != "shut" && words[verb].text != "sent" && words[verb].text != "led")
    return false;
  if (verb + 1 < words.size() && words[verb + 1].text == "by") return true;
  for (std::size_t back = 1; back <= 2 && back <= verb; ++back)
    if (std::find(be.begin(), be.end(), words[verb - back].text) != be.end()) return true;
  return false;
}

/// Who stands next to the verb on the side of the doer, and all that stand on the other side.
struct roles {
  std::optional<std::string> subject;
  std::vector<std::string> objects;
  bool has_object(const std::string& name) const {
    return std::any_of(objects.begin(), objects.end(),
                       [&](const std::string& o) { return o == name || o == name + "/"; });
  }
};

roles roles_of(std::size_t verb, bool passive, bool by, const std::vector<thing>& things) {
  roles out;
  for (const auto& t : things) {
    if (t.word == verb) continue;
    const bool left = t.word < verb;
    if (left != passive) {
      // Before an active verb the nearest, behind a passive one with "by" the first.
      if (!passive || (by && !out.subject)) out.subject = t.name;
    } else {
      out.objects.push_back(t.name);
    }
  }
  return out;
}

bool has_by(const std::vector<text_word>& words, std::size_t verb) {
  return verb + 1 < words.size() && words[verb + 1].text == "by";
}

/// "sessions" is the session store of another's words.
std::string_view singular(const std::string& name) {
  return std::string_view(name).substr(0, name.size() - (name.ends_with('s') && name.size() > 4 ? 1 : 0));
}

/// "connect timeout", "call stack"
bool is_compound(const std::vector<text_word>& words, std::size_t verb) {
  constexpr std::array nouns{"timeout"sv, "error"sv, "stack"sv, "attempt"sv, "last"sv, "time"sv};
  return verb + 1 < words.size() &&
         std::find(nouns.begin(), nouns.end(), words[verb + 1].text) != nouns.end();
}

/// A record of `who` tells of `other`.
bool emits(const std::string& who, const std::string& other, std::span<const cited_record> records) {
  return std::any_of(records.begin(), records.end(), [&](const cited_record& r) {
    return r.emitter == who && r.text.find(singular(other), r.message) != npos;
  });
}

struct told_line {
  std::vector<text_word> words;
  std::string_view text;

  /// A colon or semicolon with a blank stands between two words.
  bool parts(std::size_t a, std::size_t b) const {
    const auto from = words[std::min(a, b)].at + words[std::min(a, b)].text.size(),
               to = words[std::max(a, b)].at;
    const auto between = text.substr(from, to - from);
    return between.find(": ") != npos || between.find("; ") != npos;
  }
};

/// The lines of a record, its first without time and level.
std::vector<told_line> lines_of(const cited_record& r) {
  std::vector<told_line> out;
  for (std::size_t at = 0; at < r.text.size();) {
    const auto end = std::min(r.text.find('\n', at), r.text.size());
    const auto line = std::string_view(r.text).substr(at, end - at);
    out.push_back({words_of(line), line});
    at = end + 1;
  }
  return out;
}

}  // namespace

std::vector<std::string> wrong_roles(std::span<const clause_facts> facts,
                                     std::span<const cited_record> records) {
  std::vector<std::string> out;
  for (const auto& f : facts) {
    if (f.of.guess) continue;
    const auto said_things = things_in(f.words, f.names);
    if (said_things.empty()) continue;
    for (std::size_t v = 0; v < f.words.size(); ++v) {
      const auto* d = deed_of(f.words[v].text);
      constexpr std::array articles{"the"sv, "a"sv, "an"sv, "its"sv, "this"sv, "that"sv, "of"sv};
      const bool noun =
          v > 0 && std::find(articles.begin(), articles.end(), f.words[v - 1].text) != articles.end();
      if (!d || noun ||
          std::any_of(said_things.begin(), said_things.end(), [&](const thing& t) { return t.word == v; }))
        continue;
      const auto said = roles_of(v, is_passive(f.words, v), has_by(f.words, v), said_things);
      if (!said.subject && said.objects.empty()) continue;
      bool borne_out = false, turned = false;
      for (const auto& r : records)
        for (const auto& line : lines_of(r)) {
          for (std::size_t k = 0; k < line.words.size(); ++k) {
            if (deed_of(line.words[k].text) != d || is_compound(line.words, k)) continue;
            auto things = things_of_line(line.words, f.names, r.emitter, k);
            std::erase_if(things, [&](const thing& t) {
              // Who a line begins with wrote it.
              constexpr std::size_t head = 1;
              return line.parts(t.word, k) && t.name != r.emitter && t.word > head;
            });
            const auto shown =
                roles_of(k, is_passive(line.words, k) || ends_in_verb(line.text, line.words, k),
                         has_by(line.words, k), things);
            // Nobody else stands there: then it tells nothing of who it was.
            const auto is_said = [&](const thing& t) {
              return (said.subject && t.name == *said.subject) || said.has_object(t.name);
            };
            if (std::none_of(things.begin(), things.end(), is_said)) continue;
            const bool subject_fits = !said.subject || !shown.subject || *said.subject == *shown.subject;
            const bool objects_fit = said.objects.empty() || shown.objects.empty() ||
                                     std::any_of(said.objects.begin(), said.objects.end(),
                                                 [&](const std::string& o) { return shown.has_object(o); });
            if (subject_fits && objects_fit)
              borne_out = true;
            else if (said.objects.empty() && happens_by_itself(f.words[v].text))
              continue;
            // "x does not resolve", of x that could not be resolved
            else if ((said.subject && shown.has_object(*said.subject) &&
                      (shown.subject || !said.objects.empty())) ||
                     (shown.subject && said.has_object(*shown.subject)) ||
                     (said.subject && shown.subject && !said.objects.empty() && !shown.objects.empty()))
              turned = true;
          }
        }
      if (turned && !borne_out) {
        out.push_back("who \"" + std::string(f.words[v].text) + "\" whom");
        break;
      }
    }
    // "The connection from a to b": who writes of it is the one that it is from.
    for (std::size_t i = 0; i + 3 < f.words.size() && said_things.size() > 1; ++i) {
      if (f.words[i].text != "from" || f.words[i + 2].text != "to") continue;
      const std::string a(f.words[i + 1].text), b(f.words[i + 3].text);
      if (emits(b, a, records) && !emits(a, b, records)) out.push_back("from " + a + " to " + b);
    }
    // "a warmed b" where a record says who it was by.
    for (std::size_t v = 1; v < f.words.size(); ++v) {
      const auto verb = f.words[v].text;
      if (verb.size() < 5 || !verb.ends_with("ed") || is_passive(f.words, v)) continue;
      const auto before = std::find_if(said_things.begin(), said_things.end(),
                                       [&](const thing& t) { return t.word + 1 == v; });
      if (before == said_things.end()) continue;
      for (const auto& r : records)
        for (std::size_t k = 0; k + 2 < r.words.size(); ++k)
          if (r.words[k].text == verb && r.words[k + 1].text == "by" && r.words[k + 2].text != before->name &&
              names_thing(r.words[k + 2]))
            out.push_back("who \"" + std::string(verb) + "\" it");
    }
    // Without a verb of the records: who writes that it cannot reach the other is not the other.
    if (said_things.size() == 2 && out.empty()) {
      const auto &a = said_things[0], &b = said_things[1];
      for (std::size_t v = a.word + 1; v < b.word; ++v) {
        const auto* d = deed_of(f.words[v].text);
        if (!d || is_passive(f.words, v)) continue;
        if (emits(b.name, a.name, records) && !emits(a.name, b.name, records))
          out.push_back("who \"" + std::string(f.words[v].text) + "\" whom");
      }
    }
  }
  return out;
}

}  // namespace fm::agent
