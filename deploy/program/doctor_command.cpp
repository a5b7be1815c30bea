#include "command_line.hpp"
#include "data_directory.hpp"
#include "doctor.hpp"
#include "installation.hpp"
#include "settings.hpp"

#include <fm/json/value.hpp>
#include <fm/sqlite/open.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven doctor [--config FILE] [--quick] [--json]
       faultmaven doctor --accept [--config FILE]

Looks at everything that the server stands on, says what is wrong and what to do: the data directory (FM_DATA_DIR),
the database page by page, stored files against their rows and their SHA-256, the quarantine, the modes of secrets,
the limits of the machine. It changes nothing, and may run beside the server.

  --quick         does not read the contents of stored files
  --json          the findings as JSON: {status, findings: [{check, status, detail, advice}]}
  --accept        takes the database as it is now, after another program has changed it on purpose: its pages get
                  new checksums. The server must not run
  --config FILE   the configuration file, as for serve

Exit: 0 all is well, 1 wrong usage, 2 internal error, 3 something is wrong.
)";

const char* word_of(finding::state s) {
  switch (s) {
    case finding::state::good:
      return "ok";
    case finding::state::warning:
      return "warning";
    case finding::state::problem:
      break;
  }
  return "problem";
}

void print(const std::vector<finding>& all, bool sick) {
  for (const auto& f : all) {
    std::printf("%-8s %s: %s\n", word_of(f.how), f.check.c_str(), f.detail.c_str());
    if (!f.advice.empty()) std::printf("         -> %s\n", f.advice.c_str());
  }
  std::puts(sick ? "Something is wrong." : "All is well.");
}

void print_json(const std::vector<finding>& all, bool sick) {
  json::array list;
  for (const auto& f : all) {
    json::value one;
    one.set("check", f.check).set("status", word_of(f.how)).set("detail", f.detail);
    if (!f.advice.empty()) one.set("advice", f.advice);
    list.push_back(std::move(one));
  }
  json::value out;
  out.set("status", sick ? "problems" : "ok").set("findings", std::move(list));
  std::puts(json::write(out).c_str());
}

int accept_database(const settings::set& s) {
  auto data = data_directory::open(s.text("FM_DATA_DIR"));
  if (!data) {
    complain(data.error().text);
    return bad_input;
  }
  auto accepted = sqlite::accept(database_path(data->path()).string());
  if (!accepted) {
    complain(accepted.error().text);
    return problem_found;
  }
  std::puts("the database is taken as it is");
  return ok;
}

}  // namespace

int doctor_command(std::span<char* const> words) {
  constexpr std::array<option, 5> options{{{"--help", "-h", false},
                                           {"--config", "", true},
                                           {"--quick", "", false},
                                           {"--json", "", false},
                                           {"--accept", "", false}}};
  auto given = parse_arguments(words, options);
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (!given.error.empty() || !given.operands.empty()) {
    complain((given.error.empty() ? "doctor takes no operands" : given.error) +
             "; see faultmaven doctor --help");
    return bad_input;
  }
  auto s = read_settings(given.get("--config"));
  if (!s || !complain_about(*s)) return bad_input;
  if (given.has("--accept")) return accept_database(*s);
  const auto all = examine_all(*s, !given.has("--quick"));
  const bool sick =
      std::any_of(all.begin(), all.end(), [](const finding& f) { return f.how == finding::state::problem; });
  if (given.has("--json"))
    print_json(all, sick);
  else
    print(all, sick);
  return sick ? problem_found : ok;
}

}  // namespace fm::program
