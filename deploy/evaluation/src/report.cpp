#include "fm/evaluation/report.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <cstdio>

namespace fm::evaluation {

namespace {

using row = std::vector<std::string>;

constexpr std::size_t longest_reason = 300;

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Columns as wide as they need to be; the first `left` of them begin at the left, the others end at the
/// right.
std::string aligned(const std::vector<row>& rows, std::size_t left) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& r : rows)
    for (std::size_t i = 0; i < r.size(); ++i) widths[i] = std::max(widths[i], width_of(r[i]));
  std::string out;
  for (const auto& r : rows) {
    std::string line;
    for (std::size_t i = 0; i < r.size(); ++i) {
      const std::string blanks(widths[i] - width_of(r[i]), ' ');
      line += (i > 0 ? "  " : "") + (i < left ? r[i] + blanks : blanks + r[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string seconds(micros t) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(t) / 1e6);
  return text;
}

std::string money(std::int64_t millionths) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", static_cast<double>(millionths) / 1e6);
  return text;
}

std::string share(std::uint32_t part, std::uint32_t whole) {
  return std::to_string(part) + "/" + std::to_string(whole);
}

/// What is the same in the rows of runs and of sums. Without a model there is nothing to say of one.
template <class T>
void add_figures(row& r, const T& of, bool asked, bool with_cost) {
  r.push_back(share(of.found, of.facts));
  r.push_back(asked ? std::to_string(of.unsupported) : "-");
  r.push_back(asked ? std::to_string(of.calls) : "-");
  r.push_back(asked ? std::to_string(of.input_tokens + of.output_tokens) : "-");
  if (with_cost) r.push_back(asked ? money(of.cost) : "-");
  r.push_back(seconds(of.took));
}

row figure_heads(bool with_cost) {
  row out{"facts", "unsupported", "calls", "tokens"};
  if (with_cost) out.push_back("cost");
  out.push_back("time");
  return out;
}

std::string sums_of(const std::vector<result>& results, bool with_cost) {
  row heads{"provider", "prompt", "right", "partly", "unsure", "wrong", "not run", "by the model"};
  for (auto& h : figure_heads(with_cost)) heads.push_back(std::move(h));
  std::vector<row> rows{std::move(heads)};
  for (const auto& s : summaries_of(results)) {
    const bool asked = s.by.provider != "builtin";
    row r{s.by.provider, s.by.prompt};
    for (const auto how :
         {standing::right, standing::partly, standing::unsure, standing::wrong, standing::not_run})
      r.push_back(std::to_string(s.of(how)));
    r.push_back(asked ? share(s.stands, s.runs - s.of(standing::not_run)) : "-");
    add_figures(r, s, asked, with_cost);
    rows.push_back(std::move(r));
  }
  return aligned(rows, 2);
}

std::string one_line(const std::string& text) {
  std::string out;
  for (const char c : text) out.push_back(static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c);
  return std::string(first_bytes(out, longest_reason));
}

std::string standing_text(const incident_standing& s) {
  return std::string(word_of(s.how)) + " (" + share(s.found, s.facts) + ")";
}

void add_changes(std::string& out, const std::string& title, const std::vector<change>& all) {
  if (all.empty()) return;
  out += title + ":\n";
  std::vector<row> rows;
  for (const auto& c : all) {
    std::string how;
    if (c.before.runs > 0) how = standing_text(c.before);
    if (c.now.runs > 0) how += (how.empty() ? "" : " -> ") + standing_text(c.now);
    rows.push_back({"  " + c.incident, c.by.provider, c.by.prompt, how});
  }
  out += aligned(rows, rows.front().size());
}

}  // namespace

std::string table_of(const std::vector<result>& results) {
  if (results.empty()) return "nothing was run\n";
  const bool with_cost = std::any_of(results.begin(), results.end(), [](const result& r) { return r.cost; });
  const bool with_runs =
      std::any_of(results.begin(), results.end(), [](const result& r) { return r.run > 1; });
  row heads{"incident", "provider", "prompt", "outcome"};
  for (auto& h : figure_heads(with_cost)) heads.push_back(std::move(h));
  std::vector<row> rows{std::move(heads)};
  std::string not_run, unmet;
  for (const auto& r : results) {
    const auto name = r.incident + (with_runs ? " #" + std::to_string(r.run) : "");
    row one{name, r.by.provider, r.by.prompt, std::string(word_of(r.how))};
    add_figures(one, r, r.by.provider != "builtin", with_cost);
    rows.push_back(std::move(one));
    for (const auto& condition : r.unmet)
      unmet += "  " + name + ", " + r.by.provider + ", " + r.by.prompt + ": " + one_line(condition) + "\n";
    if (r.how == standing::not_run)
      not_run += "  " + name + ", " + r.by.provider + ", " + r.by.prompt + ": " + one_line(r.why) + "\n";
  }
  auto out = aligned(rows, 4) + "\n" + sums_of(results, with_cost);
  if (!unmet.empty()) out += "\nwhat is missing, or should not be there:\n" + unmet;
  if (!not_run.empty()) out += "\nnot run, and not counted as anything else:\n" + not_run;
  return out;
}

std::string text_of(const difference& d, const std::string& since) {
  std::string out = "Since " + since + ": ";
  const auto add = [&out](std::size_t n, const char* what) { out += std::to_string(n) + " " + what; };
  add(d.better.size(), "better, "), add(d.worse.size(), "worse, "), add(d.added.size(), "new, ");
  add(d.gone.size(), "gone, "), add(d.stopped.size(), "no longer run, ");
  add(d.resumed.size(), "run again, "), add(d.same, "the same\n");
  add_changes(out, "better", d.better);
  add_changes(out, "worse", d.worse);
  add_changes(out, "new", d.added);
  add_changes(out, "gone", d.gone);
  add_changes(out, "no longer run", d.stopped);
  add_changes(out, "run again", d.resumed);
  return out;
}

}  // namespace fm::evaluation
