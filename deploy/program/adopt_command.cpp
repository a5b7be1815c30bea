#include "command_line.hpp"
#include "data_directory.hpp"
#include "installation.hpp"
#include "settings.hpp"

#include <fm/storage/installation.hpp>

#include <array>
#include <cstdio>
#include <filesystem>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven adopt [--config FILE]

Says that the database and the files in the data directory (FM_DATA_DIR) belong together from now on, although they
carry different ids: after a restore from two backups, after a move, or to begin anew with an empty database where the
old one is lost. The server must not run. Nothing is deleted: at the next start, files that no row of the database
names are set aside in files/.quarantine, and come back when a database that names them is put back.

  --config FILE   the configuration file, as for serve

Exit: 0 done, 1 refused, with the reason.
)";

}  // namespace

int adopt_command(std::span<char* const> words) {
  constexpr std::array<option, 2> options{{{"--help", "-h", false}, {"--config", "", true}}};
  auto given = parse_arguments(words, options);
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (!given.error.empty() || !given.operands.empty()) {
    complain((given.error.empty() ? "adopt takes no operands" : given.error) +
             "; see faultmaven adopt --help");
    return bad_input;
  }
  auto s = read_settings(given.get("--config"));
  if (!s || !complain_about(*s)) return bad_input;
  const std::filesystem::path folder = s->text("FM_DATA_DIR");
  std::error_code e;
  if (!std::filesystem::exists(database_path(folder), e) && !std::filesystem::exists(folder / "files", e)) {
    complain("there is nothing to adopt in " + folder.string() +
             ": neither faultmaven.db nor files; set FM_DATA_DIR");
    return bad_input;
  }
  auto data = data_directory::open(s->text("FM_DATA_DIR"));
  if (!data) {
    complain(data.error().text);
    return bad_input;
  }
  auto opened = open_storage(data->path(), storage_limits_of(*s), when_foreign::adopt);
  if (!opened) {
    complain(opened.error().text);
    return bad_input;
  }
  auto id = storage::id_of_files(*opened->files);
  std::printf("the database and the files in %s belong to installation %s now\n", data->path().c_str(),
              id ? id->c_str() : "");
  return ok;
}

}  // namespace fm::program
