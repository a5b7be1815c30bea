#include "command_line.hpp"
#include "data_directory.hpp"
#include "installation.hpp"
#include "password_input.hpp"
#include "server_modules.hpp"
#include "settings.hpp"

#include <fm/actors/clock.hpp>
#include <fm/actors/log.hpp>
#include <fm/auth/accounts.hpp>
#include <fm/sqlite/open.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

namespace fm::program {

namespace {

constexpr const char* help =
    R"(usage: faultmaven user add EMAIL [--username NAME] [--name "FULL NAME"] [--admin]
       faultmaven user passwd EMAIL|USERNAME
       faultmaven user role EMAIL|USERNAME admin|user

Works on the accounts in the data directory (FM_DATA_DIR), also while the server runs, which takes a change up within
seconds. The password is asked for on the terminal, or is the first line of standard input; it is never an argument.

  add      makes an account; its username is EMAIL's part before the @ unless --username says another
  passwd   gives an account another password and ends its sign-ins
  role     makes an account an administrator, or an ordinary user

  --config FILE   the configuration file, as for serve

Exit: 0 done, 1 refused, with the reason, 2 internal error.
)";

/// The database of the data directory. Only who holds the directory's lock brings it up to date: a running
/// server has done so already.
outcome<std::shared_ptr<db::database>> open_accounts(const settings::set& s) {
  const std::filesystem::path data = s.text("FM_DATA_DIR");
  auto lock = data_directory::open(data);
  if (!lock && lock.error().code != ec::busy) return lock.error();
  if (lock) {
    auto opened = open_storage(data, storage_limits_of(s));
    if (!opened) return std::move(opened.error());
    return std::move(opened->database);
  }
  sqlite::options how;
  how.migrate = false;
  auto opened = sqlite::open(database_path(data).string(), all_schemas(), how);
  if (!opened) return std::move(opened.error());
  return std::shared_ptr<db::database>(std::move(*opened));
}

outcome<auth::user_record> carry_out(const arguments& given, db::database& database,
                                     const auth::account_change& how) {
  const auto& what = given.operands.at(0);
  const auto& login = given.operands.at(1);
  if (what == "role") return auth::change_role(database, login, given.operands.at(2) == "admin", how);
  auto password = read_password();
  if (!password) return password.error();
  if (what == "passwd") return auth::change_password(database, login, *password, how);
  auth::register_user who;
  who.email = login;
  who.username = given.get("--username", login.substr(0, login.find('@')));
  who.full_name = given.get("--name");
  who.password = std::move(*password);
  return auth::add_account(database, who, given.has("--admin"), how);
}

/// What is wrong with the words; empty when nothing is.
std::string fault_of(const arguments& given) {
  const auto& words = given.operands;
  if (!given.error.empty()) return given.error;
  if (words.empty()) return "user needs add, passwd or role";
  const auto& what = words[0];
  if (what != "add" && what != "passwd" && what != "role")
    return "user knows add, passwd and role, not '" + what + "'";
  bool makes = given.has("--username") || given.has("--name") || given.has("--admin");
  if (what != "add" && makes) return "--username, --name and --admin belong to user add";
  if (words.size() < 2)
    return "user " + what + " needs " + (what == "add" ? "an email" : "an email or a username");
  if (what != "role")
    return words.size() > 2 ? "user " + what + " takes one operand; the password is asked for" : "";
  if (words.size() != 3 || (words[2] != "admin" && words[2] != "user"))
    return "user role needs a role: admin or user";
  return {};
}

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& one : all) out += (out.empty() ? "" : ", ") + one;
  return out;
}

}  // namespace

int user_command(std::span<char* const> words) {
  constexpr std::array<option, 5> options{{{"--help", "-h", false},
                                           {"--config", "", true},
                                           {"--username", "", true},
                                           {"--name", "", true},
                                           {"--admin", "", false}}};
  auto given = parse_arguments(words, options);
  if (given.has("--help")) {
    std::fputs(help, stdout);
    return ok;
  }
  if (auto fault = fault_of(given); !fault.empty()) {
    complain(fault + "; see faultmaven user --help");
    return bad_input;
  }
  auto s = read_settings(given.get("--config"));
  if (!s || !complain_about(*s)) return bad_input;
  // What opening says to the log of a server is of no use to who waits for a prompt.
  actors::set_log_level(actors::level::warning);
  auto database = open_accounts(*s);
  if (!database) {
    complain(database.error().text);
    return bad_input;
  }
  auth::account_change how;
  how.now = actors::wall_clock();
  how.password_cost = static_cast<int>(s->integer("SECURITY_BCRYPT_ROUNDS"));
  how.admin_email = s->text("ADMIN_EMAIL");
  auto changed = carry_out(given, **database, how);
  if (!changed) {
    complain(changed.error().text);
    return changed.error().code == ec::internal ? internal_error : bad_input;
  }
  const char* done = given.operands[0] == "add" ? "added" : "changed";
  std::printf("%s %s (%s), roles: %s\n", done, changed->email.c_str(), changed->username.c_str(),
              joined(changed->roles).c_str());
  return ok;
}

}  // namespace fm::program
