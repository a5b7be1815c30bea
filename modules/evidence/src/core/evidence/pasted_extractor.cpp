#include "documents/recognise.hpp"
#include "evidence/embedded_facts.hpp"
#include "evidence/extractor.hpp"
#include "evidence/line_counter.hpp"
#include "evidence/line_reader.hpp"
#include "evidence/log_analyser.hpp"
#include "pasted/paste.hpp"
#include "pasted/printed.hpp"

#include <fm/budget/checkpoint.hpp>
#include <fm/evidence/rule_book.hpp>

#include <algorithm>
#include <iterator>

namespace fm::evidence {

namespace {

// What people paste is small; of a larger file its beginning tells whether it is worth a second look.
constexpr std::size_t looked_through = 2u << 20;
constexpr std::size_t most_bytes = 16u << 20;

bool recognise(file_text& text, std::string_view name, digest& found) {
  if (may_hold_output(text.sample())) {
    if (!text.make_whole(most_bytes)) return false;
  } else if (text.complete() || !text.make_whole(looked_through) || !may_hold_output(text.sample())) {
    return false;
  }
  const auto printed = as_printed(text.sample());
  const text_lines lines(printed);
  const auto paste = read_paste(found.evidence, lines, {});
  if (paste.claimed.empty()) return false;
  // Prose and objects quote outputs; what the program is asked about stands in their own words.
  const auto what = recognise_document(text.sample(), name);
  if (what == kind::text || what == kind::manifest || what == kind::json_document) return false;
  const auto rest = without_claimed(printed, paste.claimed);
  const bool nothing_else = rest.find_first_not_of(" \t\n") == std::string::npos;
  found.kind = nothing_else ? kind::command_output : recognise_document(rest, name);
  if (found.kind != kind::command_output && found.kind != kind::kubectl_describe &&
      found.kind != kind::kubectl_table && found.kind != kind::kubectl_events)
    found.kind = kind::log;
  return true;
}

bool in_claimed(const std::vector<line_range>& claimed, std::size_t& at, std::uint64_t line) {
  while (at < claimed.size() && claimed[at].last < line) ++at;
  return at < claimed.size() && claimed[at].first <= line;
}

/// Outputs of commands by their readers, and what stands between them as a log or a document.
class pasted_extractor final : public extractor {
 public:
  void extract(file_text& text, const analysis_options& options, const progress_fn&,
               file_result& out) override {
    auto& d = out.found;
    const auto printed = as_printed(text.sample());
    const text_lines lines(printed);
    auto paste = read_paste(d.evidence, lines, {.zone = options.zone, .reference_time = options.now});
    add_known_texts(paste.found);
    std::erase_if(paste.found.facts, [&](const fact& f) {
      return f.first != no_time && !options.window.contains(f.first) && !options.window.contains(f.last);
    });
    if (d.kind == kind::log) read_between(text, options, paste.claimed, d);
    for (const auto& f : paste.found.facts) {
      if (f.first == no_time) continue;
      d.first = d.first == no_time ? f.first : std::min(d.first, f.first);
      d.last = std::max(d.last, f.last);
    }
    count_lines(text, options, lines, d);
    d.bytes = text.sample().size();
    d.lines = lines.count();
    d.by_severity.resize(8, 0);
    d.facts.insert(d.facts.end(), std::make_move_iterator(paste.found.facts.begin()),
                   std::make_move_iterator(paste.found.facts.end()));
    if (d.kind != kind::log && d.kind != kind::command_output) out.document = text.take();
  }

 private:
  /// What a question counts may stand in an output as well as between them.
  static void count_lines(const file_text& text, const analysis_options& options, const text_lines& lines,
                          digest& d) {
    line_counter counter(options.sought, options.window);
    if (counter.empty()) return;
    auto parser = make_head_parser(text, options);
    for (std::size_t n = 1; n <= lines.count(); ++n) {
      budget::checkpoint();
      counter.look(n, lines.at(n), parser.parse(lines.at(n)));
    }
    counter.report(d);
  }

  /// What the rules know of texts inside of the outputs; words that no rule knows are told by their output.
  static void add_known_texts(document_facts& found) {
    std::vector<fact> known;
    add_embedded_facts(found.embedded, known);
    const auto rules = rules_in_use();
    std::erase_if(known, [&](const fact& f) { return rules->of(f.rule).is(rule_property::own_words); });
    found.facts.insert(found.facts.end(), std::make_move_iterator(known.begin()),
                       std::make_move_iterator(known.end()));
  }

  static void read_between(file_text& text, const analysis_options& options,
                           const std::vector<line_range>& claimed, digest& d) {
    auto parser = make_head_parser(text, options);
    log_options how;
    how.window = options.window;
    log_analyser analyser(how);
    line_reader reader(text);
    line_view line;
    std::size_t at = 0;
    while (reader.next(line)) {
      budget::checkpoint();
      if (!in_claimed(claimed, at, line.number))
        analyser.add(line.number, line.text, parser.parse(line.text));
    }
    d.format = parser.format();
    analyser.finish(d);
    for (auto& n : parser.notes()) d.notes.push_back(std::move(n));
  }
};

}  // namespace

evidence_family pasted_family() {
  return {"pasted", recognise,
          []() -> std::unique_ptr<extractor> { return std::make_unique<pasted_extractor>(); }};
}

}  // namespace fm::evidence
