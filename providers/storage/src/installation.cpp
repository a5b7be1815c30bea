#include "fm/storage/installation.hpp"

#include <fm/crypto/hash.hpp>
#include <fm/crypto/random.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <utility>

namespace fm::storage {

namespace {

constexpr std::string_view table = R"sql(
create table installation (
  id text primary key,
  since bigint not null
);
)sql";

// Files that are to be removed, written down in the unit that deletes their rows (`providers/orphans.hpp`).
constexpr std::string_view removals = R"sql(
create table removed_files (
  key text primary key
);
)sql";

constexpr std::size_t longest_id = 100;

std::string new_id() {
  const auto bytes = crypto::random_bytes(16);
  return crypto::hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

outcome<std::string> id_of_database(db::connection& reader) {
  auto found = reader.read({"installation.read", {}});
  if (!found) return found.error();
  return found->rows.empty() ? std::string() : found->rows.front().at(0).bytes;
}

/// Adds the files that the rows of one module name, and those of them that are stored.
outcome<done> count_named(db::connection& reader, blob::store& files, const providers::named_files& rows,
                          installation& into) {
  constexpr std::uint32_t at_once = 5'000;
  auto stored = files.keys(rows.folder, std::numeric_limits<micros>::max());
  if (!stored) return stored.error();
  std::string after;
  for (;;) {
    auto found = reader.read(rows.after(after, at_once));
    if (!found) return found.error();
    for (const auto& row : found->rows) {
      after = row.at(0).bytes;
      if (after.empty()) continue;
      ++into.rows;
      into.named += std::binary_search(stored->keys.begin(), stored->keys.end(), after);
    }
    if (found->rows.size() < at_once) return done{};
  }
}

}  // namespace

const db::schema& schema() {
  static const db::schema all{
      {{"installation", 1, table}, {"installation", 2, removals}},
      {{"installation.read", "select id from installation limit 1"},
       {"installation.forget", "delete from installation"},
       {"installation.set", "insert into installation (id, since) values ($1, $2)"},
       {"files.note_removed", "insert into removed_files (key) values ($1) on conflict (key) do nothing"},
       {"files.removed_after", "select key from removed_files where key > $1 order by key limit $2"},
       {"files.forget_removed", "delete from removed_files where key = $1"}}};
  return all;
}

outcome<std::uint64_t> count_files(blob::store& files) {
  auto all = files.keys({}, std::numeric_limits<micros>::max());
  if (!all) return all.error();
  return static_cast<std::uint64_t>(
      std::count_if(all->keys.begin(), all->keys.end(), [](const auto& key) { return key != id_key; }));
}

outcome<std::string> id_of_files(blob::store& files) {
  auto there = files.holds(id_key);
  if (!there) return there.error();
  if (!*there) return std::string();
  auto from = files.open(id_key);
  std::array<char, longest_id> text;
  std::string id(text.data(), from->read(text));
  if (!from->error().empty()) return fail(ec::unavailable, std::string(from->error()));
  id.erase(std::min(id.find_first_of(" \r\n"), id.size()));
  return id;
}

outcome<installation> look(db::database& database, blob::store& files,
                           const std::vector<providers::named_files>& rows) {
  installation out;
  auto reader = database.reader();
  auto id = id_of_database(*reader);
  if (!id) return id.error();
  out.of_database = std::move(*id);
  auto other = id_of_files(files);
  if (!other) return other.error();
  out.of_files = std::move(*other);
  // Two ids say it without the files.
  if (!out.of_database.empty() && !out.of_files.empty()) return out;
  auto stored = count_files(files);
  if (!stored) return stored.error();
  out.files = *stored;
  for (const auto& of : rows) {
    if (auto counted = count_named(*reader, files, of, out); !counted) return counted.error();
  }
  return out;
}

std::string difference(const installation& found) {
  if (!found.of_database.empty() && !found.of_files.empty()) {
    if (found.of_database == found.of_files) return {};
    return "the database belongs to installation " + found.of_database + " and the files to installation " +
           found.of_files;
  }
  // A database with an id has always had a store with it.
  if (!found.of_database.empty() && found.named * 2 < found.rows)
    return "of the " + std::to_string(found.rows) + " files that the database names only " +
           std::to_string(found.named) +
           " are stored there, and the folder carries no id: is a volume not mounted?";
  // From before there were ids: what belongs together names each other, but for what a crash left.
  if (found.named * 2 >= found.files) return {};
  return "of the " + std::to_string(found.files) + " stored files the database names only " +
         std::to_string(found.named);
}

outcome<std::string> tie(db::database& database, blob::store& files, const installation& found, micros now) {
  auto id = !found.of_database.empty() ? found.of_database
            : !found.of_files.empty()  ? found.of_files
                                       : new_id();
  // The row first: files with an id and a database without one would look like a lost database.
  if (id != found.of_database) {
    db::transact unit{{{"installation.forget", {}}, {"installation.set", {id, now}, 1}}};
    const db::transact* units[]{&unit};
    auto written = database.writer()->write(units);
    if (!written.at(0)) return written.at(0).error();
  }
  if (id != found.of_files) {
    auto kept = files.write(id_key, id + "\n");
    if (!kept) return kept.error();
  }
  return id;
}

}  // namespace fm::storage
