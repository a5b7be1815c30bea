#include "turn_files.hpp"

#include "case_step.hpp"

#include <algorithm>
#include <utility>

namespace fm::cases {

namespace {

/// What is not read by then is read by the turn itself, beside its own analysis.
constexpr micros longest_wait = 20 * second;
constexpr micros first_pause = 20 * millisecond;
constexpr micros longest_pause = 500 * millisecond;

bool is_open(const evidence::evidence_record& e) { return e.status == "pending" || e.status == "processing"; }

}  // namespace

flow<files_added> on(case_state& s, add_files m, effects& fx) {
  co_await own_case(s, fx);
  auto taking = take_files(m.case_id, std::move(m.files), fx);
  attachments files = co_await taking;
  auto reading = analysed(std::move(files), fx);
  files = co_await reading;
  files_added out;
  out.files = std::move(files.records);
  co_return out;
}

flow<attachments> take_files(std::string case_id, std::vector<turn_file> files, effects& fx) {
  attachments out;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto file = files[i];
    std::vector<std::string> no_tags;
    auto stored = co_await fx.try_ask<evidence::upload_evidence>(case_id, file.spool, file.name,
                                                                 file.content_type, file.evidence_type,
                                                                 file.description, std::move(no_tags));
    if (stored) {
      out.records.push_back(std::move(*stored));
      continue;
    }
    failure why = stored.error();
    why.text = file.name + ": " + why.text;
    auto late = fx.without_deadline();
    for (std::size_t taken = 0; taken < out.records.size(); ++taken) {
      auto id = out.records[taken].id;
      co_await late.try_ask<evidence::delete_evidence>(id);
    }
    co_return why;
  }
  co_return out;
}

flow<attachments> analysed(attachments files, effects& fx) {
  auto pause = first_pause;
  for (micros waited = 0; waited < longest_wait; waited += pause) {
    auto open = std::find_if(files.records.begin(), files.records.end(), is_open) - files.records.begin();
    auto at = static_cast<std::size_t>(open);
    if (at == files.records.size()) break;
    auto id = files.records[at].id;
    auto case_id = files.records[at].case_id;
    auto now = co_await fx.try_ask<evidence::get_evidence>(id, case_id);
    if (now) files.records[at] = std::move(*now);
    if (now && !is_open(files.records[at])) continue;
    co_await fx.sleep(pause);
    pause = std::min(pause * 3 / 2, longest_pause);
  }
  co_return files;
}

}  // namespace fm::cases
