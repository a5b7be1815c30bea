#include "command_line.hpp"
#include "settings.hpp"

#include <array>
#include <cstdio>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven config [--config FILE] [--markdown]

Shows every setting with the value in force and where it comes from. The environment wins over the configuration
file, the file over the default. The file is FILE, else the one that FM_CONFIG names, else ./faultmaven.conf where
it exists; it holds lines NAME = value, and # begins a comment. Secrets are shown as ***.

  --config FILE   the configuration file
  --markdown      the table of all settings, as in docs/configuration.md
)";

}  // namespace

int config_command(std::span<char* const> words) {
  constexpr std::array<option, 3> options{
      {{"--help", "-h", false}, {"--config", "", true}, {"--markdown", "", false}}};
  auto given = parse_arguments(words, options);
  if (!given.error.empty() || !given.operands.empty()) {
    complain(given.error.empty() ? "config takes no operands" : given.error);
    return bad_input;
  }
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (given.has("--markdown")) {
    std::fputs(settings::to_markdown().c_str(), stdout);
    return ok;
  }
  auto s = read_settings(given.get("--config"));
  if (!s) return bad_input;
  for (const auto& x : s->all())
    std::printf("%-35s = %-24s # %s; %.*s\n", x.of->name.data(), x.shown().c_str(), x.source.c_str(),
                static_cast<int>(x.of->meaning.size()), x.of->meaning.data());
  for (const auto& name : s->unknown()) std::printf("# set but means nothing: %s\n", name.c_str());
  return complain_about(*s) ? ok : bad_input;
}

}  // namespace fm::program
