#pragma once
// Changes of a case record, without storing them.
#include <fm/cases/messages.hpp>

#include <string>
#include <string_view>

namespace fm::cases {

/// Moves a record to another status: stamps, status history. The transition was checked before.
void enter_status(case_record& c, std::string_view to, std::string_view by, bool automatic,
                  std::string_view reason, micros now);

/// Closes a record that is not closed yet, with what was said about it.
void close(case_record& c, const close_case& m, std::string_view by, bool automatic, micros now);

/// Applies what `m` gives, but for the status.
void apply(case_record& c, const update_case& m);

/// Begins the next version of a record.
void touch(case_record& c, micros now);

}  // namespace fm::cases
