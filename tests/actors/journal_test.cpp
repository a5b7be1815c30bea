// The file of the journal: what it keeps, and what a reader refuses.
#include "live_run.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

using namespace fm::actors;
using workload::temporary_journal;

namespace {

constexpr std::uint64_t fingerprint = 42;

std::vector<char> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_file(const std::filesystem::path& path, const std::vector<char>& all) {
  std::ofstream(path, std::ios::binary).write(all.data(), static_cast<std::streamsize>(all.size()));
}
record_head head(fm::ticket_t ticket, std::uint8_t what, std::uint32_t actor = 0) {
  record_head h;
  h.ticket = ticket;
  h.what = what;
  h.actor = actor;
  return h;
}
const auto epoch = static_cast<std::uint8_t>(mark::epoch);
const auto started = static_cast<std::uint8_t>(mark::started);
const auto command = static_cast<std::uint8_t>(fm::input_kind::command);

/// An epoch, an actor's start and its commands, up to `last`.
void write_run(const std::filesystem::path& path, fm::ticket_t last, journal_options options = {}) {
  options.path = path;
  journal log(options, {.fingerprint = fingerprint, .segment = 1, .has_payloads = true, .names = {"a", "b"}});
  log.push(head(1, epoch), write_actors({}));
  log.push(head(2, started, 1), std::string("actor"));
  for (fm::ticket_t t = 3; t <= last; ++t) log.push(head(t, command, 1), std::string(t, 'x'));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_journal_keeps_every_record_with_its_body_and_is_readable_by_its_owner_only) {
  temporary_journal file;
  write_file(file.path(), {'o', 'l', 'd'});
  write_run(file.path(), 500);
  auto read = read_journal({file.path()}, fingerprint);
  BOOST_TEST(read.why == "");
  BOOST_TEST(read.records.size() == 500u);
  BOOST_TEST(read.records.back().body.size() == 500u);
  BOOST_TEST(read.names.size() == 2u);
  struct stat s {};
  BOOST_TEST_REQUIRE(::stat(file.path().c_str(), &s) == 0);
  BOOST_TEST((s.st_mode & 0777) == 0600u);
}

BOOST_AUTO_TEST_CASE(records_that_arrive_in_any_order_are_written_by_ticket) {
  temporary_journal file;
  {
    journal log({.path = file.path()}, {.fingerprint = fingerprint});
    log.push(head(2, started, 1), std::string("actor"));
    log.push(head(5, command, 1), {});
    log.push(head(4, command, 1), {});
    log.push(head(1, epoch), write_actors({}));
    log.push(head(3, command, 1), {});
  }
  auto read = read_journal({file.path()}, fingerprint);
  BOOST_TEST(read.why == "");
  BOOST_TEST_REQUIRE(read.records.size() == 5u);
  for (std::size_t i = 0; i < 5; ++i) BOOST_TEST(read.records[i].head.ticket == i + 1);
}

BOOST_AUTO_TEST_CASE(an_overflow_of_the_ring_is_a_gap_and_is_refused) {
  temporary_journal file;
  write_run(file.path(), 20'000, {.slots = 4});
  auto read = read_journal({file.path()}, fingerprint);
  BOOST_TEST(read.why.find("gap") != std::string::npos, read.why);
}

BOOST_AUTO_TEST_CASE(a_missing_ticket_is_a_gap) {
  temporary_journal file;
  {
    journal log({.path = file.path()}, {.fingerprint = fingerprint});
    log.push(head(1, epoch), write_actors({}));
    log.push(head(2, started, 1), std::string("actor"));
    log.push(head(4, command, 1), {});
  }
  auto read = read_journal({file.path()}, fingerprint);
  BOOST_TEST(read.why.find("gap") != std::string::npos, read.why);
}

BOOST_AUTO_TEST_CASE(a_journal_of_other_messages_is_refused) {
  temporary_journal file;
  write_run(file.path(), 10);
  auto read = read_journal({file.path()}, fingerprint + 1);
  BOOST_TEST(read.why.find("other messages") != std::string::npos, read.why);
  BOOST_TEST(read.records.empty());
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_cut_at_every_length) {
  temporary_journal file;
  write_run(file.path(), 5);
  auto whole = read_file(file.path());
  auto count = read_journal({file.path()}, fingerprint).records.size();
  for (std::size_t cut = 1; cut < 100; ++cut) {
    write_file(file.path(), {whole.begin(), whole.end() - static_cast<std::ptrdiff_t>(cut)});
    auto read = read_journal({file.path()}, fingerprint);
    BOOST_TEST(read.why == "");
    BOOST_TEST(read.records.size() < count);
    BOOST_TEST(read.records.size() >= count - 2);
  }
}

BOOST_AUTO_TEST_CASE(any_changed_byte_is_noticed) {
  temporary_journal file;
  write_run(file.path(), 6);
  auto whole = read_file(file.path());
  auto records = read_journal({file.path()}, fingerprint).records.size();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    write_file(file.path(), damaged);
    auto read = read_journal({file.path()}, fingerprint);
    // A changed length may look like a torn tail: then the record is missing, never wrong.
    BOOST_TEST((!read.why.empty() || read.records.size() < records), "byte " << i);
  }
}

BOOST_AUTO_TEST_CASE(something_else_is_not_a_journal) {
  temporary_journal file;
  BOOST_TEST(read_journal({file.path()}, fingerprint).why.find("cannot read") != std::string::npos);
  write_file(file.path(), std::vector<char>(100, 'x'));
  BOOST_TEST(read_journal({file.path()}, fingerprint).why.find("not a message journal") != std::string::npos);
  write_file(file.path(), {});
  BOOST_TEST(!read_journal({file.path()}, fingerprint).why.empty());
}

BOOST_AUTO_TEST_CASE(a_journal_without_payloads_replays_nothing) {
  temporary_journal file;
  workload::run_live({.commands = 5}, {.path = file.path(), .payloads = false});
  auto read = read_journal({file.path()}, workload::table().fingerprint());
  BOOST_TEST(read.why.find("without payloads") != std::string::npos, read.why);
  auto all = read_file(file.path());
  std::string text(all.begin(), all.end());
  BOOST_TEST(text.find("ann") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_segment_that_became_too_large_is_followed_by_another) {
  temporary_journal file;
  workload::run_live({.commands = 200}, {.path = file.path(), .segment_bytes = 8'000, .keep_segments = 2});
  std::uint32_t last = 0;
  for (std::uint32_t n = 1; n < 30; ++n)
    if (std::filesystem::exists(segment_path(file.path(), n))) last = n;
  BOOST_TEST_REQUIRE(last > 2u);
  BOOST_TEST(std::filesystem::exists(segment_path(file.path(), last - 1)));
  BOOST_TEST(!std::filesystem::exists(segment_path(file.path(), last - 2)));
}

BOOST_AUTO_TEST_CASE(a_changed_answer_is_reported_as_the_first_difference) {
  temporary_journal file;
  workload::run_live({.commands = 200},
                     {.path = file.path()});  // some answers are lost when a machine is busy
  auto recorded = read_journal({file.path()}, workload::table().fingerprint());
  BOOST_TEST_REQUIRE(recorded.why == "");
  auto answer = static_cast<std::uint8_t>(fm::input_kind::port_answer);
  auto is_text = [&](const record& r) {
    return r.head.what == answer &&
           r.head.type == static_cast<std::uint32_t>(fm::hash_name(fm::type_name<std::string>()));
  };
  auto changed = std::find_if(recorded.records.begin(), recorded.records.end(), is_text);
  BOOST_TEST_REQUIRE((changed != recorded.records.end()));
  changed->body.back() = '!';
  auto again = workload::same_actors();
  auto difference = again.run(recorded);
  BOOST_TEST_REQUIRE(static_cast<bool>(difference));
  BOOST_TEST(difference->ticket == changed->head.ticket);
  BOOST_TEST(difference->kind == "port_answer");
  BOOST_TEST(difference->actor.starts_with("case "));
}
