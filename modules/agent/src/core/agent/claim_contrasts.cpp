#include "agent/claim_contrasts.hpp"

#include "agent/claim_paraphrase.hpp"
#include "agent/claim_words.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

std::string_view word_at(const std::vector<text_word>& words, std::size_t i) {
  return i < words.size() ? words[i].text : std::string_view();
}

template <class See>
void each_record(record_set in, std::span<const cited_record> records, See&& see) {
  for (std::size_t k = 0; k < records.size() && k < most_records; ++k)
    if ((in >> k) & 1) see(records[k]);
}

std::string_view stem(std::string_view word) {
  constexpr std::size_t shortest = 4;
  return word.substr(0, std::max(std::min(shortest, word.size()), word.size() * 2 / 3));
}

/// "too high" where the records say that something is too low, "scaled down" where they say up.
void find_degrees(const clause_facts& f, std::span<const cited_record> records,
                  std::vector<std::string>& out) {
  constexpr std::array sides{std::pair{"up"sv, "down"sv}, std::pair{"down"sv, "up"sv}};
  for (std::size_t i = 0; i + 1 < f.words.size(); ++i) {
    const auto word = f.words[i].text, next = f.words[i + 1].text;
    bool same = false, other = false;
    if (word == "too" && next != "many") {
      each_record(f.about(), records, [&](const cited_record& r) {
        for (std::size_t k = 0; k + 1 < r.words.size(); ++k)
          if (r.words[k].text == word) (r.words[k + 1].text == next ? same : other) = true;
      });
    } else {
      const auto side =
          std::find_if(sides.begin(), sides.end(), [&](const auto& s) { return s.first == next; });
      if (side == sides.end() || word.size() < 3) continue;
      each_record(f.about(), records, [&](const cited_record& r) {
        for (std::size_t k = 0; k + 1 < r.words.size(); ++k)
          if (r.words[k].text.starts_with(stem(word))) {
            same = same || r.words[k + 1].text == side->first;
            other = other || r.words[k + 1].text == side->second;
          }
      });
    }
    if (other && !same) out.push_back("\"" + std::string(word) + " " + std::string(next) + "\"");
  }
}

/// "to 1" where the records say "to 2 from 1".
void find_ends_of_changes(const clause_facts& f, std::span<const cited_record> records,
                          std::vector<std::string>& out) {
  for (std::size_t i = 0; i + 1 < f.words.size(); ++i) {
    const auto side = f.words[i].text;
    if ((side != "to" && side != "from") || !number_of(f.words[i + 1].text)) continue;
    const auto opposite = side == "to" ? "from"sv : "to"sv;
    bool same = false, other = false;
    each_record(f.about(), records, [&](const cited_record& r) {
      for (std::size_t k = 0; k + 1 < r.words.size(); ++k)
        if (r.words[k + 1].text == f.words[i + 1].text) {
          same = same || r.words[k].text == side;
          other = other || r.words[k].text == opposite;
        }
    });
    if (other && !same)
      out.push_back("\"" + std::string(side) + " " + std::string(f.words[i + 1].text) + "\"");
  }
}

/// "2 of 4" where the records have "4/3" or "3 of 4".
void find_parts(const clause_facts& f, std::span<const cited_record> records, std::vector<std::string>& out) {
  const auto value = [](std::string_view w) -> std::optional<double> {
    if (const auto n = number_of(w)) return n->value;
    return spelled_number(w);
  };
  for (std::size_t i = 0; i + 2 < f.words.size(); ++i) {
    if (f.words[i + 1].text != "of") continue;
    const auto part = value(f.words[i].text), whole = value(f.words[i + 2].text);
    if (!part || !whole) continue;
    bool same = false, other = false;
    each_record(f.about(), records, [&](const cited_record& r) {
      for (std::size_t k = 0; k + 2 < r.words.size(); ++k) {
        const auto a = number_of(r.words[k].text), b = number_of(r.words[k + 2].text);
        if (r.words[k + 1].text == "of" && a && b && b->value == *whole)
          (a->value == *part || *whole - a->value == *part ? same : other) = true;
      }
      for (const auto& w : r.words) {
        const auto cut = w.text.find('/');
        if (cut == w.text.npos) continue;
        const auto a = number_of(w.text.substr(0, cut)), b = number_of(w.text.substr(cut + 1));
        if (!a || !b || !b->unit.empty() || (a->value != *whole && b->value != *whole)) continue;
        (a->value == *part || b->value == *part ? same : other) = true;
      }
    });
    if (other && !same)
      out.push_back("\"" + std::string(f.words[i].text) + " of " + std::string(f.words[i + 2].text) + "\"");
  }
}

/// "the broker ID" where the records tell of the cluster ID alone: of what it is stands before it.
void find_kinds(const clause_facts& f, std::span<const cited_record> records, std::vector<std::string>& out) {
  constexpr std::array heads{"id"sv,          "probe"sv,      "directive"sv, "key"sv,      "quota"sv,
                             "limit"sv,       "size"sv,       "threshold"sv, "pressure"sv, "version"sv,
                             "check"sv,       "checks"sv,     "file"sv,      "link"sv,     "account"sv,
                             "test"sv,        "policy"sv,     "timeout"sv,   "pool"sv,     "queue"sv,
                             "certificate"sv, "permission"sv, "error"sv,     "failure"sv};
  constexpr std::size_t near = 3;
  for (std::size_t i = 1; i < f.words.size(); ++i) {
    const auto head = f.words[i].text, of = f.words[i - 1].text;
    if (!one_of(heads, head) || is_filler(of) || is_common_word(of) || number_of(of) ||
        names_thing({of, 1, false}) || of.ends_with("ed") ||
        f.words[i].at != f.words[i - 1].at + of.size() + 1)
      continue;
    bool same = false, other = false;
    for (const auto& r : records) {
      const auto words = words_of(r.meaning);
      for (std::size_t k = 0; k < words.size(); ++k) {
        if (!words[k].text.starts_with(head) || words[k].text.size() > head.size() + 1) continue;
        for (std::size_t n = k > near ? k - near : 0; n <= k + 1 && n < words.size(); ++n)
          same = same || tells_word(words[n].text, of);
        other = other || (k > 0 && !is_common_word(words[k - 1].text) && !number_of(words[k - 1].text));
      }
    }
    if (other && !same) out.push_back("\"" + std::string(of) + " " + std::string(head) + "\"");
  }
}

/// "next run at 02:00" where the records say "next run at 03:00".
void find_times_of(const clause_facts& f, std::string_view clause, std::span<const cited_record> records,
                   std::vector<std::string>& out) {
  const auto said = read_stated(clause);
  if (said.times.size() != 1) return;
  each_record(f.about(), records, [&](const cited_record& r) {
    for (auto at = r.text.find(" at "); at != r.text.npos; at = r.text.find(" at ", at + 1)) {
      const auto behind = read_stated(std::string_view(r.text).substr(at + 4, 12));
      if (behind.times.size() != 1 || behind.rest.front() != ' ' ||
          same_time(said.times.front(), behind.times.front()))
        continue;
      const auto before = words_of(std::string_view(r.text).substr(0, at));
      if (before.size() < 2) continue;
      const auto what = before.back().text, which = before[before.size() - 2].text;
      const auto& w = f.words;
      for (std::size_t i = 1; i < w.size(); ++i)
        if (w[i].text == what && w[i - 1].text == which) {
          out.push_back("\"" + std::string(which) + " " + std::string(what) + "\" at that time");
          return;
        }
    }
  });
}

/// "The stored ID is b" where the records have another value behind "stored".
void find_values_of(const clause_facts& f, std::span<const cited_record> records,
                    std::vector<std::string>& out) {
  constexpr std::array copulas{"is"sv, "was"sv, "are"sv};
  constexpr std::size_t reach = 3;
  for (std::size_t i = 2; i + 1 < f.words.size(); ++i) {
    if (!one_of(copulas, f.words[i].text)) continue;
    const auto value = f.words[i + 1].text;
    if (!names_thing({value, 1, false}) || i + 2 != f.words.size()) continue;
    for (std::size_t k = 0; k < i; ++k) {
      const auto key = f.words[k].text;
      if (is_common_word(key) || key.size() < 4 || names_thing({key, 1, false})) continue;
      bool same = false, other = false;
      for (const auto& r : records)
        for (std::size_t n = 0; n < r.words.size(); ++n) {
          if (r.words[n].text != key) continue;
          for (auto m = n + 1; m < r.words.size() && m <= n + reach; ++m) {
            same = same || r.words[m].text == value;
            other = other || (r.words[m].text != value && r.words[m].text.size() == value.size());
          }
        }
      if (same) break;  // the first word that tells which decides
      if (other) {
        out.push_back("\"" + std::string(key) + " ... " + std::string(value) + "\"");
        break;
      }
    }
  }
}

/// "a is not part of b" where one record tells all of it and denies nothing.
void find_denied(const clause_facts& f, std::span<const cited_record> records,
                 std::vector<std::string>& out) {
  constexpr std::array be{"is"sv, "are"sv, "was"sv, "were"sv, "does"sv,
                          "do"sv, "did"sv, "has"sv, "have"sv, "had"sv};
  constexpr std::array denials{"not"sv,     "no"sv,      "never"sv,   "none"sv,  "cannot"sv,
                               "without"sv, "unable"sv,  "nothing"sv, "false"sv, "missing"sv,
                               "neither"sv, "invalid"sv, "0"sv};
  std::size_t at = f.words.size();
  for (std::size_t i = 1; i < f.words.size(); ++i)
    if (f.words[i].text == "not" && one_of(be, f.words[i - 1].text)) at = i;
  if (at == f.words.size() || f.names.empty()) return;
  // What is denied beside "only", "all" or a number is how much.
  constexpr std::array amounts{"only"sv,   "all"sv, "yet"sv,     "more"sv,
                               "enough"sv, "any"sv, "because"sv, "the"sv};
  if (one_of(amounts, word_at(f.words, at + 1))) return;
  std::size_t content = 0;
  for (auto i = at + 1; i < f.words.size(); ++i) content += !is_common_word(f.words[i].text);
  if (content == 0) return;
  bool told = false, borne_out = false;
  each_record(f.telling(), records, [&](const cited_record& r) {
    const bool all =
        std::all_of(f.words.begin() + static_cast<std::ptrdiff_t>(at) + 1, f.words.end(),
                    [&](const text_word& w) { return is_common_word(w.text) || tells_word(r.text, w.text); });
    told = told || all;
    borne_out = borne_out || std::any_of(r.words.begin(), r.words.end(), [&](const text_word& w) {
                  return one_of(denials, w.text) || w.text == "t" || w.text.starts_with("time") ||
                         w.text.starts_with("fail") || w.text.starts_with("un") ||
                         w.text.starts_with("refus") || w.text.starts_with("denied") ||
                         w.text.starts_with("reject");
                });
  });
  if (told && !borne_out) out.emplace_back("that it is not so");
}

/// "The tag does not exist" where the records say that something else does not.
void find_missing(const clause_facts& f, std::span<const cited_record> records,
                  std::vector<std::string>& out) {
  constexpr std::array phrases{"does not exist"sv, "not found"sv, "no such"sv};
  constexpr std::size_t before = 3, behind = 4;
  const auto at = f.of.text.find("does not exist");
  if (at == f.of.text.npos) return;
  std::vector<std::string_view> subject;
  for (const auto& w : words_of(f.of.text.substr(0, at)))
    if (!is_filler(w.text) && !number_of(w.text)) subject.push_back(w.text);
  if (subject.empty()) return;
  bool same = false, other = false;
  each_record(f.about(), records, [&](const cited_record& r) {
    for (const auto phrase : phrases) {
      const auto found = r.text.find(phrase);
      if (found == r.text.npos) continue;
      const auto left = words_of(std::string_view(r.text).substr(0, found));
      const auto right = words_of(std::string_view(r.text).substr(found + phrase.size()));
      bool here = false;
      const auto is = [&](std::string_view w) {
        here = here || std::any_of(subject.begin(), subject.end(), [&](auto s) { return tells_word(w, s); });
      };
      // "open("/a") = -1 ENOENT (No such file": the call stands between.
      const std::size_t reach = phrase == "no such" ? 2 * before : before;
      for (std::size_t i = left.size() > reach ? left.size() - reach : 0; i < left.size(); ++i)
        is(left[i].text);
      for (std::size_t i = 0; i < right.size() && i < behind; ++i) is(right[i].text);
      (here ? same : other) = true;
    }
  });
  if (other && !same) out.emplace_back("what does not exist");
}

/// "a minute later"
void find_spans(const clause_facts& f, std::span<const cited_record> records, std::vector<std::string>& out) {
  constexpr std::array articles{"a"sv, "an"sv, "one"sv};
  constexpr std::array apart{"later"sv, "after"sv, "before"sv, "earlier"sv};
  constexpr double least = .7, most = 1.5;
  for (std::size_t i = 0; i + 2 < f.words.size() + 1; ++i) {
    double unit = 0;
    const bool half = i > 0 && (f.words[i - 1].text == "half" || f.words[i - 1].text == "than");
    const auto behind = i + 2 < f.words.size() ? f.words[i + 2].text : "after"sv;
    if (half || i + 1 >= f.words.size() || !one_of(articles, f.words[i].text) ||
        !time_unit(f.words[i + 1].text, unit) || !one_of(apart, behind))
      continue;
    bool stands = false, timed = false;
    for (const auto& a : records)
      for (const auto& b : records) {
        if (!a.time || !b.time) continue;
        const double between = (*a.time - *b.time) / unit;
        timed = timed || between > 0;
        stands = stands || (between >= least && between <= most);
      }
    if (timed && !stands) out.push_back("\"a " + std::string(f.words[i + 1].text) + "\"");
  }
}

/// "to a" where the records have "a:40012->b:53".
void find_arrows(const clause_facts& f, std::span<const cited_record> records,
                 std::vector<std::string>& out) {
  constexpr auto arrow = "->"sv;
  for (std::size_t i = 0; i + 1 < f.words.size(); ++i) {
    const auto side = f.words[i].text, name = f.words[i + 1].text;
    if ((side != "to" && side != "from") || !names_thing({name, 1, false})) continue;
    bool from = false, to = false;
    for (const auto& r : records)
      for (auto at = r.text.find(arrow); at != r.text.npos; at = r.text.find(arrow, at + 1)) {
        const auto begin = r.text.find_last_of(" \n", at) + 1;
        from = from || std::string_view(r.text).substr(begin, at - begin).starts_with(name);
        to = to || std::string_view(r.text).substr(at + arrow.size()).starts_with(name);
      }
    if (side == "to" ? from && !to : to && !from)
      out.push_back("\"" + std::string(side) + " " + std::string(name) + "\"");
  }
}

/// "a cannot be scheduled on b" where the records say it of b and a.
void find_swapped(const clause_facts& f, std::span<const cited_record> records,
                  std::vector<std::string>& out) {
  constexpr std::array sides{"on"sv, "to"sv, "from"sv, "in"sv, "with"sv, "for"sv};
  constexpr std::size_t shortest = 5;
  if (f.names.size() != 2) return;
  const std::string_view a = f.names[0].text, b = f.names[1].text;
  for (std::size_t i = 1; i + 1 < f.words.size(); ++i) {
    const auto verb = f.words[i - 1].text;
    if (!one_of(sides, f.words[i].text) || f.words[i + 1].text != b || verb.size() < shortest ||
        is_filler(verb) || verb == a)
      continue;
    bool straight = false, turned = false;
    for (const auto& r : records) {
      std::size_t at_a = r.words.size(), at_b = r.words.size();
      for (std::size_t k = 0; k + 2 < r.words.size(); ++k) {
        if (r.words[k].text == a) at_a = k;
        if (r.words[k].text == b) at_b = k;
        if (!r.words[k].text.starts_with(stem(verb)) || r.words[k + 1].text != f.words[i].text) continue;
        straight = straight || (at_a < k && r.words[k + 2].text == b);
        turned = turned || (at_b < k && r.words[k + 2].text == a);
      }
    }
    if (turned && !straight) out.push_back("which is \"" + std::string(verb) + "\" which");
  }
}

/// "14 times", which a record that tells the rest says, or as many records do.
void find_times_told(const clause_facts& f, std::span<const cited_record> records, double times,
                     std::vector<std::string>& out) {
  for (std::size_t i = 0; i + 1 < f.words.size(); ++i) {
    if (f.words[i + 1].text != "times") continue;
    const auto spelled = spelled_number(f.words[i].text);
    const auto n = spelled ? stated_number{*spelled, 0, {}, {}}
                           : number_of(f.words[i].text).value_or(stated_number{-1, 0, {}, {}});
    constexpr std::array comparing{"the"sv, "as"sv, "more"sv, "longer"sv, "larger"sv, "higher"sv};
    if (n.value < 0 || n.decimals > 0 || word_at(f.words, i + 2).ends_with("er") ||
        one_of(comparing, word_at(f.words, i + 2)) || n.value == times)
      continue;
    auto telling = f.about();
    for (const auto& t : f.tellings) telling &= t.in;
    if (static_cast<double>(std::popcount(telling)) == n.value) continue;
    bool stands = false;
    each_record(telling, records, [&](const cited_record& r) {
      double unit = 0;
      for (const auto& is : r.figures.numbers)
        stands = stands || (is.value == n.value && !time_unit(is.unit, unit) && !size_unit(is.unit, unit));
    });
    if (!stands) out.push_back("\"" + std::string(f.words[i].text) + " times\"");
  }
}

}  // namespace

std::vector<std::string> contrasted_phrases(std::span<const clause_facts> facts,
                                            std::span<const cited_record> records, double times) {
  std::vector<std::string> out;
  for (const auto& f : facts) {
    if (f.of.guess) continue;
    find_degrees(f, records, out);
    find_ends_of_changes(f, records, out);
    find_parts(f, records, out);
    find_kinds(f, records, out);
    find_times_of(f, f.said, records, out);
    find_values_of(f, records, out);
    find_denied(f, records, out);
    find_times_told(f, records, times, out);
    find_missing(f, records, out);
    find_arrows(f, records, out);
    find_swapped(f, records, out);
    find_spans(f, records, out);
  }
  return out;
}

}  // namespace fm::agent
