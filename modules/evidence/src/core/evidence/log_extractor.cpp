#include "documents/recognise.hpp"
#include "evidence/extractor.hpp"
#include "evidence/line_counter.hpp"
#include "evidence/line_reader.hpp"
#include "evidence/log_analyser.hpp"
#include "evidence/request_times.hpp"

#include <fm/budget/checkpoint.hpp>

namespace fm::evidence {

namespace {

constexpr std::uint64_t report_every = 8u << 20;  // bytes of text between two reports of progress
constexpr std::size_t sample_lines = 500;
constexpr std::size_t learned_lines = 16;

bool recognise(file_text&, std::string_view, digest& found) {
  found.kind = kind::log;
  return true;
}

class log_extractor final : public extractor {
 public:
  void extract(file_text& text, const analysis_options& options, const progress_fn& progress,
               file_result& out) override {
    auto parser = make_head_parser(text, options);
    log_options how;
    how.window = options.window;
    log_analyser analyser(how);
    line_reader reader(text);
    line_counter counter(options.sought, options.window);
    request_times requests;
    line_view line;
    auto next_report = report_every;
    while (reader.next(line)) {
      budget::checkpoint();
      const auto head = parser.parse(line.text);
      if (!counter.empty()) counter.look(line.number, line.text, head);
      if (options.window.contains(head.time)) requests.look(line.number, line.text, head.time);
      analyser.add(line.number, line.text, head);
      if (progress && reader.bytes() >= next_report) {
        next_report = reader.bytes() + report_every;
        if (!progress(reader.bytes())) {
          out.error = "was not read to its end: cancelled";
          return;
        }
      }
    }
    auto& d = out.found;
    d.bytes = reader.bytes();
    d.format = parser.format();
    analyser.finish(d);
    counter.report(d);
    requests.report(d);
    for (auto& n : parser.notes()) d.notes.push_back(std::move(n));
  }
};

}  // namespace

head_parser make_head_parser(const file_text& text, const analysis_options& options) {
  std::vector<std::string_view> lines;
  auto rest = text.sample();
  while (!rest.empty() && lines.size() < sample_lines) {
    auto end = rest.find('\n');
    if (end == std::string_view::npos && !text.complete()) break;  // half a line teaches nothing
    auto line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  // Of records that are alike a part tells as much: the beginning in full, of the rest so many lines.
  if (lines.size() > 2 * learned_lines && is_plain_log(text.sample())) {
    const auto step = (lines.size() - learned_lines) / learned_lines;
    for (std::size_t i = 0; i < learned_lines; ++i)
      lines[learned_lines + i] = lines[learned_lines + i * step];
    lines.resize(2 * learned_lines);
  }
  head_parser parser({.zone = options.zone, .reference_time = options.now});
  parser.learn(lines);
  return parser;
}

evidence_family log_family() {
  return {"logs", recognise,
          []() -> std::unique_ptr<extractor> { return std::make_unique<log_extractor>(); }};
}

}  // namespace fm::evidence
