#include "doctor.hpp"

#include "installation.hpp"
#include "memory_shares.hpp"
#include "server_modules.hpp"

#include <fm/budget/machine_memory.hpp>
#include <fm/fs/local_store.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/installation.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

namespace fm::program {

namespace {

namespace stdfs = std::filesystem;
using state = finding::state;

constexpr std::size_t most_named = 5;

/// The findings so far, and short ways to add to them.
class chart {
 public:
  void good(std::string check, std::string detail) {
    add(std::move(check), state::good, std::move(detail), {});
  }
  void warning(std::string check, std::string detail, std::string advice) {
    add(std::move(check), state::warning, std::move(detail), std::move(advice));
  }
  void problem(std::string check, std::string detail, std::string advice) {
    add(std::move(check), state::problem, std::move(detail), std::move(advice));
  }
  std::vector<finding> all;

 private:
  void add(std::string check, state how, std::string detail, std::string advice) {
    all.push_back({std::move(check), how, std::move(detail), std::move(advice)});
  }
};

std::string count_of(std::uint64_t n, const char* one) {
  return std::to_string(n) + " " + one + (n == 1 ? "" : "s");
}

/// "a, b and 3 more"
std::string some_of(const std::vector<std::string>& all) {
  std::string out;
  for (std::size_t i = 0; i < all.size() && i < most_named; ++i) out += (i > 0 ? ", " : "") + all[i];
  if (all.size() > most_named) out += " and " + std::to_string(all.size() - most_named) + " more";
  return out;
}

bool is_locked(const stdfs::path& data) {
  const int lock = ::open((data / "lock").c_str(), O_RDWR | O_CLOEXEC);
  if (lock < 0) return false;
  const bool held = ::flock(lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(lock);
  return held;
}

/// False when there is nothing to look at.
bool look_at_directory(const stdfs::path& data, chart& out) {
  constexpr const char* check = "data directory";
  struct stat about {};
  if (::stat(data.c_str(), &about) != 0) {
    out.problem(check, data.string() + " cannot be looked at: " + std::strerror(errno),
                "set FM_DATA_DIR to the data directory, or start the server once to make one");
    return false;
  }
  if (!S_ISDIR(about.st_mode)) {
    out.problem(check, data.string() + " is no directory", "set FM_DATA_DIR to the data directory");
    return false;
  }
  if (::access(data.c_str(), W_OK | X_OK) != 0)
    out.problem(check, data.string() + " cannot be written by this user",
                "run as the user of the server, or change the owner");
  else if ((about.st_mode & 077) != 0)
    out.warning(check, data.string() + " is open to other users", "chmod 700 " + data.string());
  else
    out.good(check, data.string() + (is_locked(data) ? ", in use by a running server" : ", not in use"));
  return true;
}

/// What the server makes by itself, and cannot when something else is in the place.
void look_at_places(const stdfs::path& data, chart& out) {
  struct place {
    const char* name;
    stdfs::file_type wanted;
  };
  constexpr std::array<place, 5> all{{{"lock", stdfs::file_type::regular},
                                      {"tmp", stdfs::file_type::directory},
                                      {"indexes", stdfs::file_type::directory},
                                      {"files", stdfs::file_type::directory},
                                      {"files/.quarantine", stdfs::file_type::directory}}};
  std::error_code e;
  for (const auto& one : all) {
    const auto found = stdfs::status(data / one.name, e).type();
    if (found != one.wanted && found != stdfs::file_type::not_found)
      out.problem("data directory",
                  (data / one.name).string() + " is no " +
                      (one.wanted == stdfs::file_type::directory ? "directory" : "file"),
                  "move it away; the server makes it again");
  }
}

void look_at_database(const stdfs::path& path, chart& out) {
  constexpr const char* check = "database";
  std::error_code e;
  const auto bytes = stdfs::file_size(path, e);
  if (e || bytes == 0) {
    out.problem(check, path.string() + (e ? " is missing" : " is empty"),
                "put it back, from where it went or from a backup; or begin anew with faultmaven adopt");
    return;
  }
  constexpr bool thorough = true;
  auto found = sqlite::examine(path.string(), thorough);
  if (!found) {
    out.problem(check, path.string() + " cannot be read: " + found.error().text,
                "restore a backup, with what belongs to it");
    return;
  }
  if (!found->findings.empty()) {
    out.problem(check, path.string() + ": " + some_of(found->findings),
                "restore a backup; if another program has changed the file on purpose, faultmaven doctor "
                "--accept takes it as it is");
    return;
  }
  if (!found->has_checksums)
    out.warning(check, path.string() + " has no checksums: what is altered on the disk would not be seen",
                "start the server with room on the disk for a second copy of the file");
  else
    out.good(check, path.string() + ", " + std::to_string((bytes + 1023) >> 10) + " KiB" +
                        ", all pages as they were written");
}

/// Files of one module that are missing, altered or named by nobody.
struct compared {
  std::vector<std::string> missing, altered, unnamed;
  std::uint64_t named = 0;
};

outcome<done> compare(db::connection& reader, blob::store& files, const providers::named_files& of,
                      bool contents, compared& out) {
  constexpr std::uint32_t at_once = 1'000;
  auto stored = files.keys(of.folder, std::numeric_limits<micros>::max());
  if (!stored) return stored.error();
  std::vector<std::string> names;
  std::string after;
  for (;;) {
    auto found = reader.read(of.contents(after, at_once));
    if (!found) return found.error();
    for (const auto& row : found->rows) {
      after = row.at(0).bytes;
      const auto& sha256 = row.at(1).bytes;
      if (after.empty()) continue;
      names.push_back(after);
      if (!std::binary_search(stored->keys.begin(), stored->keys.end(), after)) {
        out.missing.push_back(after);
      } else if (contents && !sha256.empty()) {
        if (auto as_stored = files.verify(after, sha256); !as_stored) out.altered.push_back(after);
      }
    }
    if (found->rows.size() < at_once) break;
  }
  std::sort(names.begin(), names.end());
  out.named += names.size();
  std::set_difference(stored->keys.begin(), stored->keys.end(), names.begin(), names.end(),
                      std::back_inserter(out.unnamed));
  return done{};
}

void look_at_files(const stdfs::path& data, bool contents, chart& out) {
  constexpr const char* check = "files";
  auto opened = fs::look_at_store((data / "files").string());
  if (!opened) {
    out.problem(check, opened.error().text, "restore the folder files from a backup");
    return;
  }
  auto& files = **opened;
  sqlite::options how;
  how.migrate = false;
  auto database = sqlite::open(database_path(data).string(), all_schemas(), how);
  if (!database) {
    out.warning(check, "they were not compared with the database: " + database.error().text,
                "mend the database first, or start the server once");
    return;
  }
  auto ids = storage::look(**database, files, all_named_files());
  if (!ids)
    out.problem("installation", ids.error().text, "mend the database and the files first");
  else if (auto why = storage::difference(*ids); !why.empty())
    out.problem(
        "installation", why,
        "put the right database or the right files back; when they do belong together, run faultmaven "
        "adopt");
  else
    out.good("installation", ids->of_database.empty() ? "no id yet: the next start of the server gives one"
                                                      : ids->of_database);
  auto reader = (*database)->reader();
  compared found;
  for (const auto& of : all_named_files())
    if (auto done = compare(*reader, files, of, contents, found); !done) {
      out.problem(check, done.error().text, "mend the database first");
      return;
    }
  if (!found.missing.empty())
    out.problem(check, count_of(found.missing.size(), "file") + " missing: " + some_of(found.missing),
                "restore them from a backup into " + (data / "files").string() +
                    ", or look for them in files/.quarantine");
  if (!found.altered.empty())
    out.problem(
        check, count_of(found.altered.size(), "file") + " not as stored (SHA-256): " + some_of(found.altered),
        "restore them from a backup into " + (data / "files").string());
  if (!found.unnamed.empty())
    out.warning(check,
                count_of(found.unnamed.size(), "file") + " that no row names: " + some_of(found.unnamed),
                "nothing: the server sets them aside");
  if (found.missing.empty() && found.altered.empty())
    out.good(check, count_of(found.named, "file") + (contents ? ", all as stored" : ", all there"));
  auto aside = files.keys_aside({});
  if (aside && !aside->keys.empty())
    out.warning("quarantine",
                count_of(aside->keys.size(), "file") + " in files/.quarantine: " + some_of(aside->keys),
                "nothing: they come back when a database names them, and go after FM_QUARANTINE_DAYS");
}

void look_at_secret(const stdfs::path& path, const char* without, chart& out) {
  constexpr const char* check = "secrets";
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) {
    out.problem(check, path.string() + " cannot be read: " + std::strerror(errno),
                "put the file there, or change the setting that names it");
    return;
  }
  constexpr off_t least_characters = 32;
  if (!S_ISREG(about.st_mode) || about.st_size < least_characters)
    out.problem(check,
                path.string() + " holds no secret of at least 32 characters: the server does not start",
                std::string("restore it from a backup; or remove it and start, and ") + without);
  else if ((about.st_mode & 077) != 0)
    out.problem(check, path.string() + " is open to other users", "chmod 600 " + path.string());
  else
    out.good(check, path.string() + ", for its owner only");
}

void look_at_secrets(const settings::set& s, const stdfs::path& data, chart& out) {
  const auto own = data / "secret.key";
  const bool is_used = s.text("JWT_ALGORITHM") == "HS256" && s.text("JWT_SECRET").empty();
  constexpr const char* signed_out = "everybody has to sign in again";
  if (stdfs::exists(own))
    look_at_secret(own, signed_out, out);
  else if (is_used)
    out.problem("secrets",
                own.string() + " is missing: the next start makes a new one, which ends all sign-ins",
                "restore it from a backup, or start the server and let everybody sign in again");
  for (const char* name : {"FM_TLS_KEY_FILE", "FM_JWT_PRIVATE_KEY_FILE"})
    if (auto path = s.text(name); !path.empty()) look_at_secret(path, signed_out, out);
  if (const auto names = data / "redaction.key"; stdfs::exists(names))
    look_at_secret(names, "placeholders in what models are shown have other names", out);
}

void look_at_limits(const settings::set& s, const stdfs::path& data, chart& out) {
  constexpr const char* check = "limits";
  rlimit limit{};
  const auto wanted = static_cast<std::uint64_t>(s.integer("FM_MAX_CONNECTIONS")) + 256;
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    if (limit.rlim_max < wanted)
      out.problem(check,
                  "only " + std::to_string(limit.rlim_max) +
                      " files may be open at once, and FM_MAX_CONNECTIONS needs " + std::to_string(wanted),
                  "raise the limit (ulimit -n, LimitNOFILE), or lower FM_MAX_CONNECTIONS");
    else
      out.good(check, std::to_string(limit.rlim_max) + " files may be open at once");
  }
  struct statvfs about {};
  if (::statvfs(data.c_str(), &about) != 0) return;
  const auto free = (static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize) >> 20;
  const auto least = static_cast<std::uint64_t>(s.integer("FM_MIN_FREE_MB"));
  if (free < least)
    out.problem(check,
                std::to_string(free) + " MB are free on the disk of the data, less than FM_MIN_FREE_MB (" +
                    std::to_string(least) + "): the server only reads",
                "make room, or lower FM_MIN_FREE_MB");
  else
    out.good(check, std::to_string(free) + " MB are free on the disk of the data");
}

void look_at_memory(const settings::set& s, chart& out) {
  constexpr const char* check = "limits";
  constexpr std::uint64_t little = 256;
  const auto usable = budget::limits_of_this_process().least() >> 20;
  if (usable == 0) return;
  const auto shares = memory_shares_of(s);
  const auto shared = shares.all->total() >> 20;
  const auto indexes = shares.indexes >> 20;
  const auto said =
      std::to_string(usable) +
      " MB of memory may be used (the least of the machine's, the control group's and the limit "
      "of the address space)";
  if (shared + indexes > usable)
    out.problem(
        check,
        said + ", and FM_MEMORY_MB and FM_INDEX_MEMORY_MB allow " + std::to_string(shared + indexes) + " MB",
        "lower them, or leave them out: a quarter of what there is is the default");
  else if (usable < little)
    out.warning(check, said, "large files and many documents will be refused: give it more");
  else
    out.good(check, said + ", " + std::to_string(shared) + " MB by questions and " + std::to_string(indexes) +
                        " MB by indexes");
}

}  // namespace

std::vector<finding> examine_all(const settings::set& s, bool contents) {
  chart out;
  const stdfs::path data = s.text("FM_DATA_DIR");
  if (!look_at_directory(data, out)) return std::move(out.all);
  look_at_places(data, out);
  look_at_database(database_path(data), out);
  const bool database_is_good = out.all.back().how != state::problem;
  if (database_is_good) look_at_files(data, contents, out);
  look_at_secrets(s, data, out);
  look_at_limits(s, data, out);
  look_at_memory(s, out);
  return std::move(out.all);
}

}  // namespace fm::program
