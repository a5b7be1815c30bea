#pragma once
// What the jobs module says and is asked. Plain structs; no behaviour, no CAF.
//
// A job is inserted by the module whose work it is, inside that module's own unit (`ledger.hpp`), and then
// begun. An actor of its own drives it to its end.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::jobs {

/// A job as it is stored; while it runs, `percent` is fresher than the database. Times are microseconds since
/// 1970 UTC.
struct job_record {
  std::string id;
  std::string kind;     ///< "analysis", "ingestion"
  std::string subject;  ///< id of what is worked on
  std::string owner;
  std::string case_id;             ///< empty for none
  std::string status = "pending";  ///< pending, processing, completed, failed
  std::string stage;               ///< the step that runs, for people
  std::uint32_t percent = 0;
  std::uint32_t tries = 0;
  bool cancelled = false;  ///< somebody wants it to end; `error` says why
  std::string error;       ///< a sentence; why it failed, or what the last try ran into
  std::string result;      ///< JSON object; empty while there is none
  micros created = 0;
  micros updated = 0;
  bool operator==(const job_record&) const = default;
};

/// Starts a job whose row is durable, or leaves it waiting in the database when enough of them run.
struct begin {
  using reply_type = void;
  std::string job_id;
};

/// Reads a job of the caller; somebody else's is `not_found`.
struct get_job {
  using reply_type = job_record;
  static constexpr bool wakes = false;
  std::string job_id;
  std::string_view key() const { return job_id; }
};

/// Ends a job of the caller; what it works on is told. Answers with the job as it is then; one that has ended
/// stays as it is.
struct cancel_job {
  using reply_type = job_record;
  std::string job_id;
};

/// Ends the work on a job at once. Told after its row says why: by a deletion, or by `cancel_job`. With
/// `suspend` the job goes on at the next start instead, and the try does not count.
struct stop_job {
  using reply_type = void;
  static constexpr bool wakes = false;
  std::string job_id;
  bool suspend = false;
  std::string_view key() const { return job_id; }
};

/// How far the present step of a running job is; from the worker, a few times a second.
struct progressed {
  using reply_type = void;
  static constexpr bool wakes = false;
  std::string job_id;
  std::uint32_t percent = 0;
  std::string_view key() const { return job_id; }
};

/// Told to itself by the board: asks the actor of a job to work, and frees the place when that has ended,
/// however it ended.
struct drive_job {
  using reply_type = void;
  std::string job_id;
};

struct job_rested {
  bool again = false;  ///< its row is still open
};

/// From the board to the actor of a job: work on it until it has ended, which is the answer. An actor that
/// dies is an answer, too.
struct run_job {
  using reply_type = job_rested;
  static constexpr auto timeout = 30 * 24 * 60 * minute;
  std::string job_id;
  std::string_view key() const { return job_id; }
};

/// A job, and a mark that changes with what people see of it.
struct job_seen {
  job_record job;
  std::string mark;
};

/// Reads a job of the caller as soon as its mark is another one, and at the latest after `patience`.
struct watch_job {
  using reply_type = job_seen;
  static constexpr bool wakes = false;
  static constexpr auto timeout = 60 * second;
  std::string job_id;
  std::string mark{};
  micros patience = 0;
  std::string_view key() const { return job_id; }
};

struct resumed {
  std::uint64_t open = 0;  ///< jobs that had not ended
};

/// Asked once at start, when all modules are there: every job that has not ended goes on, old ended ones are
/// forgotten.
struct resume_all {
  using reply_type = resumed;
  static constexpr auto timeout = 60 * second;
};

/// Asked once before the program stops: running jobs are put down so that they go on at the next start.
/// Answered when all have been put down.
struct suspend_all {
  using reply_type = done;
  static constexpr auto timeout = 5 * second;
};

using messages = message_list<job_record, begin, get_job, cancel_job, stop_job, progressed, drive_job,
                              job_rested, run_job, job_seen, watch_job, resumed, resume_all, suspend_all>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::jobs
