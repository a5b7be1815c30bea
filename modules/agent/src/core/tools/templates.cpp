#include "tools/templates.hpp"

#include "agent/wording.hpp"
#include "tools/catalog.hpp"
#include "tools/search.hpp"

#include <fm/evidence/kind_names.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <tuple>
#include <utility>

namespace fm::agent::tools {

namespace {

using evidence::no_time;

std::string decimal(double n) {
  char text[40];
  const auto length = std::snprintf(text, sizeof text, n >= 100 ? "%.0f" : n >= 1 ? "%.1f" : "%.2g", n);
  return {text, static_cast<std::size_t>(std::max(0, length))};
}

/// Kinds whose lines are messages.
bool has_messages(evidence::kind k) {
  return k == evidence::kind::log || k == evidence::kind::text || k == evidence::kind::command_output ||
         k == evidence::kind::kubectl_events;
}

double minutes(evidence::micros length) { return static_cast<double>(length) / static_cast<double>(minute); }

/// The length of one of the parts of `over_time`, in minutes.
double part_minutes(const evidence::templates_counted& found) {
  if (found.templates.empty() || found.templates.front().over_time.empty()) return 0;
  return minutes(found.last - found.first) / static_cast<double>(found.templates.front().over_time.size());
}

std::uint32_t peak(const evidence::counted_template& t) {
  return t.over_time.empty() ? 0 : *std::max_element(t.over_time.begin(), t.over_time.end());
}

void sort_as(std::string_view word, std::vector<evidence::counted_template>& all) {
  if (word == "first")
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      // What has no time comes last, in the order of files and lines.
      const auto place = [](const evidence::side_count& s) {
        return std::tuple(s.first == no_time, s.first, s.example.evidence, s.example.number);
      };
      return place(a.sides.front()) < place(b.sides.front());
    });
  else if (word == "rate")
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return peak(a) > peak(b); });
}

std::string template_row(const evidence::counted_template& t, std::uint64_t all, double minutes_of_part) {
  const auto& s = t.sides.front();
  std::string out =
      std::to_string(s.count) + "x (" +
      decimal(100 * static_cast<double>(s.count) / static_cast<double>(std::max<std::uint64_t>(1, all))) +
      " %)";
  if (t.level != evidence::severity::none) out += " " + std::string(to_string(t.level));
  out += " \"" + t.text + "\"";
  if (s.first != no_time) out += " from " + time_text(s.first) + " to " + time_text(s.last);
  if (minutes_of_part > 0 && s.first != no_time) {
    out += "; per minute:";
    for (const auto n : t.over_time) out += " " + decimal(static_cast<double>(n) / minutes_of_part);
  }
  return out + "\n  " + citation_of(s.example) + " " + s.example.text;
}

/// How long the records of a side were written, in minutes; 0 when nothing tells it.
double side_minutes(const evidence::side_total& side, const std::vector<evidence::file_part>& parts,
                    std::uint32_t number) {
  if (side.first == no_time) return 0;
  auto first = side.first, last = side.last;
  for (const auto& p : parts) {
    if (p.side != number || !p.windowed) continue;
    if (p.first > no_time + 1) first = std::min(first, p.first);
    if (p.last < std::numeric_limits<evidence::micros>::max()) last = std::max(last, p.last);
  }
  return std::max(minutes(last - first), 1.0 / 60);
}

std::string cut_pattern(const std::string& text) {
  constexpr std::size_t longest = 300;
  return text.size() <= longest ? text : text.substr(0, text.find_last_of(' ', longest)) + " …";
}

}  // namespace

plan<evidence::count_templates> plan_templates(const call& c, const evidence::case_files& files) {
  plan<evidence::count_templates> out;
  auto& m = out.request;
  m.zone = c.zone;
  m.least = severity_argument(c.arguments, "severity", evidence::severity::none);
  m.parts = parts_of(c.arguments, files, {}, out.findings);
  // Of documents every line would be a template: they count only when they are meant.
  if (text_argument(c.arguments, "evidence").empty())
    std::erase_if(m.parts, [&](const evidence::file_part& p) {
      return !has_messages(files.files.at(p.number - 1).kind);
    });
  constexpr std::uint32_t usual = 20;
  out.page = page_of(c, ids_of(files), usual, out.findings);
  return out;
}

tool_result show_templates(const call& c, const plan<evidence::count_templates>& asked,
                           evidence::templates_counted found, const evidence::case_files& files) {
  page_writer out(asked.page, usual_output_bytes);
  const auto all = found.sides.empty() ? 0 : found.sides.front().records;
  const auto length = part_minutes(found);
  std::string head = counted(found.total, "template") + " in " + counted(all, "record") + " of " +
                     names_of(asked.request.parts, files);
  if (asked.request.least != evidence::severity::none)
    head += " of severity " + std::string(to_string(asked.request.least)) + " or above";
  out.say(head + ".");
  if (length > 0)
    out.say("Rates are records per minute in " + std::to_string(found.templates.front().over_time.size()) +
            " parts of " + decimal(length * 60) + " seconds, from " + time_text(found.first) + ".");
  std::string documents;
  if (text_argument(c.arguments, "evidence").empty())
    for (const auto& f : files.files)
      if (!has_messages(f.kind) && f.same_as == 0 && documents.size() < 200)
        documents += (documents.empty() ? "E" : ", E") + std::to_string(f.number) + " (" +
                     std::string(to_string(f.kind)) + ")";
  if (!documents.empty())
    out.note("Note: documents hold no messages and were left out unless they are named: " + documents + ".");
  note_unread(out, found.unread, files);
  sort_as(text_argument(c.arguments, "sort"), found.templates);
  for (std::size_t i = asked.page.skip; i < found.templates.size(); ++i) {
    auto& t = found.templates[i];
    t.text = cut_pattern(t.text);
    if (!out.row(template_row(t, all, length), citable_line(t.sides.front().example))) break;
  }
  return out.finish(found.total, "template");
}

plan<evidence::count_templates> plan_compare(const call& c, const evidence::case_files& files) {
  plan<evidence::count_templates> out;
  auto& m = out.request;
  m.zone = c.zone;
  m.sides = 2;
  static const json::value nothing(json::object{});
  for (std::uint32_t side = 0; side < m.sides; ++side) {
    const char* name = side == 0 ? "a" : "b";
    const auto* given = c.arguments.find(name);
    auto parts = parts_of(given == nullptr ? nothing : *given, files, {name}, out.findings);
    const bool all = given == nullptr || text_argument(*given, "evidence").empty();
    for (auto& p : parts) {
      if (all && !has_messages(files.files.at(p.number - 1).kind)) continue;
      p.side = side;
      m.parts.push_back(std::move(p));
    }
  }
  if (out.findings.empty() && c.arguments.find("a") != nullptr && c.arguments.find("b") != nullptr &&
      *c.arguments.find("a") == *c.arguments.find("b"))
    out.findings.push_back({"value_error", {"b"}, "should be another file or another time than 'a'"});
  constexpr std::uint32_t usual = 30;
  out.page = page_of(c, ids_of(files), usual, out.findings);
  return out;
}

std::vector<changed_template> differences_of(const evidence::templates_counted& found,
                                             const std::array<double, 2>& exposure) {
  std::vector<changed_template> out;
  const double whole = exposure[0] + exposure[1];
  if (exposure[0] <= 0 || exposure[1] <= 0) return out;
  constexpr double sure = 3, ratio = 2;
  for (const auto& t : found.templates) {
    const auto a = static_cast<double>(t.sides.at(0).count), b = static_cast<double>(t.sides.at(1).count);
    changed_template one;
    one.what = &t;
    const double share = exposure[1] / whole, n = a + b;
    one.weight = std::abs(b - n * share) / std::sqrt(n * share * (1 - share));
    if (a == 0)
      one.how = difference::appeared;
    else if (b == 0)
      one.how = difference::vanished;
    else if (one.weight < sure)
      continue;
    else if (b / exposure[1] >= ratio * a / exposure[0])
      one.how = difference::more;
    else if (a / exposure[0] >= ratio * b / exposure[1])
      one.how = difference::less;
    else
      continue;
    out.push_back(one);
  }
  std::stable_sort(out.begin(), out.end(), [](const changed_template& x, const changed_template& y) {
    const auto trouble = [](const changed_template& c) {
      return c.how == difference::appeared && c.what->level >= evidence::severity::warning;
    };
    if (trouble(x) != trouble(y)) return trouble(x);
    return x.how != y.how ? x.how < y.how : x.weight > y.weight;
  });
  return out;
}

tool_result show_compare(const plan<evidence::count_templates>& asked,
                         const evidence::templates_counted& found, const evidence::case_files& files) {
  page_writer out(asked.page, usual_output_bytes);
  std::array<double, 2> exposure{};
  const auto& parts = asked.request.parts;
  bool by_time = true;
  for (std::uint32_t i = 0; i < 2; ++i) {
    exposure[i] = side_minutes(found.sides.at(i), parts, i);
    by_time = by_time && exposure[i] > 0 && found.sides[i].untimed * 2 < found.sides[i].records;
  }
  if (!by_time)
    for (std::uint32_t i = 0; i < 2; ++i) exposure[i] = static_cast<double>(found.sides[i].records) / 1'000;
  for (std::uint32_t i = 0; i < 2; ++i) {
    std::vector<evidence::file_part> own;
    for (const auto& p : parts)
      if (p.side == i) own.push_back(p);
    const auto& side = found.sides[i];
    std::string line =
        std::string(i == 0 ? "a: " : "b: ") + counted(side.records, "record") + " of " + names_of(own, files);
    if (side.first != no_time) line += ", " + time_text(side.first) + " to " + time_text(side.last);
    out.say(line + ".");
  }
  const char* unit = by_time ? "/min" : " of 1,000 records";
  const auto changes = differences_of(found, exposure);
  if (found.sides[0].records == 0 || found.sides[1].records == 0)
    out.say("One side holds no record, so there is nothing to compare; " + span_of(files) + ".");
  else
    out.say(counted(changes.size(), "difference") + " in " + counted(found.total, "template") +
            "; rates are " +
            (by_time ? "records per minute." : "records of each 1,000, for too few state a time."));
  note_unread(out, found.unread, files);
  for (std::size_t i = asked.page.skip; i < changes.size(); ++i) {
    const auto& t = *changes[i].what;
    const auto rate = [&](std::size_t side) {
      return decimal(static_cast<double>(t.sides[side].count) / exposure[side]) + unit;
    };
    static constexpr std::array words = {"new in b", "gone in b", "more in b", "less in b"};
    std::string row = words.at(static_cast<std::size_t>(changes[i].how));
    row += ": a " + std::to_string(t.sides[0].count) + "x (" + rate(0) + "), b " +
           std::to_string(t.sides[1].count) + "x (" + rate(1) + ")";
    if (t.level != evidence::severity::none) row += " " + std::string(to_string(t.level));
    row += " \"" + cut_pattern(t.text) + "\"";
    std::vector<tool_citable> citables;
    for (std::size_t side = 0; side < 2; ++side) {
      if (t.sides[side].count == 0) continue;
      const auto& line = t.sides[side].example;
      row += std::string("\n  ") + (side == 0 ? "a " : "b ") + citation_of(line) + " " + line.text;
      for (auto& one : citable_line(line)) citables.push_back(std::move(one));
    }
    if (!out.row(std::move(row), std::move(citables))) break;
  }
  return out.finish(changes.size(), "difference");
}

}  // namespace fm::agent::tools
