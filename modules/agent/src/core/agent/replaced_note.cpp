#include "agent/replaced_note.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <array>

namespace fm::agent {

namespace {

struct kind_words {
  std::string_view kind, one, many;
};
constexpr std::array known{
    kind_words{"EMAIL", "e-mail address", "e-mail addresses"},
    kind_words{"IP", "IP address", "IP addresses"},
    kind_words{"MAC", "MAC address", "MAC addresses"},
    kind_words{"HOST", "host name", "host names"},
    kind_words{"ACCOUNT", "account name", "account names"},
    kind_words{"CLOUD_ACCOUNT", "cloud account", "cloud accounts"},
    kind_words{"PHONE", "telephone number", "telephone numbers"},
    kind_words{"SSN", "social security number", "social security numbers"},
    kind_words{"CARD", "card number", "card numbers"},
    kind_words{"IBAN", "bank account", "bank accounts"},
    kind_words{"PASSWORD", "password", "passwords"},
    kind_words{"TOKEN", "token", "tokens"},
    kind_words{"API_KEY", "access key", "access keys"},
    kind_words{"PRIVATE_KEY", "private key", "private keys"},
    kind_words{"HASH", "password hash", "password hashes"},
    kind_words{"SESSION", "session id", "session ids"},
    kind_words{"SECRET", "other secret", "other secrets"},
};

/// A kind of an operator's rule is called as he called it.
std::string words_of(const replaced_kind& r) {
  const auto* k =
      std::find_if(known.begin(), known.end(), [&](const kind_words& w) { return w.kind == r.kind; });
  if (k != known.end()) return std::string(r.count == 1 ? k->one : k->many);
  auto name = lowered(r.kind);
  std::replace(name.begin(), name.end(), '_', '-');
  return "of " + name;
}

}  // namespace

std::string replaced_note(std::vector<replaced_kind> replaced) {
  std::erase_if(replaced, [](const replaced_kind& r) { return r.count == 0; });
  if (replaced.empty()) return {};
  std::stable_sort(replaced.begin(), replaced.end(),
                   [](const replaced_kind& a, const replaced_kind& b) { return a.count > b.count; });
  std::string out = "before anything left, ";
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < replaced.size(); ++i) {
    if (i > 0) out += i + 1 == replaced.size() ? " and " : ", ";
    out += std::to_string(replaced[i].count) + " " + words_of(replaced[i]);
    all += replaced[i].count;
  }
  return out + (all == 1 ? " was replaced by a placeholder" : " were replaced by placeholders");
}

}  // namespace fm::agent
