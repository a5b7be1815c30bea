#include "evidence/extractor.hpp"
#include "evidence/line_counter.hpp"
#include "evidence/log_analyser.hpp"
#include "evidence/record_source.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>

namespace fm::evidence {

namespace {

constexpr std::size_t most_bytes = 16u << 20;

bool recognise(file_text& text, std::string_view, digest& found) {
  if (records_in(text.sample(), text.complete()) == record_form::none || !text.make_whole(most_bytes))
    return false;
  found.kind = kind::log;
  return true;
}

/// Reads exports like logs: what an export wraps around a record is no message.
class record_extractor final : public extractor {
 public:
  void extract(file_text& text, const analysis_options& options, const progress_fn&,
               file_result& out) override {
    const auto all = text.sample();
    const auto form = records_in(all, true);
    log_options how;
    how.window = options.window;
    log_analyser analyser(how);
    line_counter counter(options.sought, options.window);
    read_records(form, all, {.zone = options.zone, .reference_time = options.now},
                 [&](std::uint64_t number, std::string_view line, const line_head& head) {
                   budget::checkpoint();
                   if (!counter.empty()) counter.look(number, line, head);
                   analyser.add(number, line, head);
                 });
    auto& d = out.found;
    analyser.finish(d);
    counter.report(d);
    d.format = name_of(form);
    d.bytes = all.size();
    d.lines = static_cast<std::uint64_t>(std::count(all.begin(), all.end(), '\n')) + !all.ends_with('\n');
  }
};

}  // namespace

evidence_family record_family() {
  return {"records", recognise,
          []() -> std::unique_ptr<extractor> { return std::make_unique<record_extractor>(); }};
}

}  // namespace fm::evidence
