#include "fm/settings/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace fm::settings {

namespace {

constexpr std::string_view own_prefix = "FM_";
/// Names the file itself, so it cannot stand in it.
constexpr std::string_view config_variable = "FM_CONFIG";
/// Name the binary under test; only the tests read it.
constexpr std::string_view test_variable = "FM_PROGRAM";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return upper(x) == upper(y); });
}

/// The parts between separators that are not empty.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find(separator);
    if (const auto part = trimmed(text.substr(0, end)); !part.empty()) out.push_back(part);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

constexpr std::array yes{"true", "1", "yes", "on"}, no{"false", "0", "no", "off"};
bool is_one_of(std::string_view value, const std::array<const char*, 4>& words) {
  return std::any_of(words.begin(), words.end(), [&](const char* w) { return same_word(value, w); });
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t n = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return n;
}

/// Four numbers with dots, or hexadecimal groups with colons; what is more is left to the system.
bool is_address(std::string_view text) {
  if (text.find(':') != std::string_view::npos)
    return text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  const auto bytes = parts_of(text, '.');
  return bytes.size() == 4 && std::count(text.begin(), text.end(), '.') == 3 &&
         std::all_of(bytes.begin(), bytes.end(), [](std::string_view b) {
           const auto n = number(b);
           return n && *n >= 0 && *n <= 255;
         });
}

bool is_known(std::string_view name) {
  for (const auto& g : table())
    for (const auto& r : g.rules) {
      if (r.name == name) return true;
      for (auto alias : parts_of(r.aliases, ' '))
        if (alias == name) return true;
    }
  return false;
}

/// How many letters have to be changed, left out, added or swapped with their neighbour.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

/// The name that was most likely meant; empty when none is near.
std::string_view nearest(std::string_view name) {
  constexpr std::size_t most = 2;
  constexpr std::size_t longest = 64;
  std::string_view out;
  std::size_t best = most + 1;
  if (name.size() > longest) return out;
  for (const auto& g : table())
    for (const auto& r : g.rules)
      if (const auto n = distance(name, r.name); n < best) best = n, out = r.name;
  return out;
}

/// Prefixes of names that say whom models are served by. Others use some of them, too.
constexpr std::array model_prefixes{"OPENAI_",     "ANTHROPIC_",    "GROQ_",   "GEMINI_", "FIREWORKS_",
                                    "OPENROUTER_", "AZURE_OPENAI_", "OLLAMA_", "OLAMA_",  "SYNTHESIS_",
                                    "CODE_",       "STRICT_",       "MULTI"};

/// Ollama's own folder of models.
constexpr std::string_view not_ours = "OLLAMA_MODELS";

/// What other programs call the same; the vendors differ among themselves.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> elsewhere{
    {{"OLLAMA_BASE_URL", "OLLAMA_HOST"},
     {"OLLAMA_URL", "OLLAMA_HOST"},
     {"OPENAI_API_BASE", "OPENAI_BASE_URL"},
     {"OPENAI_KEY", "OPENAI_API_KEY"},
     {"ANTHROPIC_KEY", "ANTHROPIC_API_KEY"},
     {"OPENAI_API_KEY_FILE", "LLM_API_KEY_FILE"},
     {"ANTHROPIC_API_KEY_FILE", "LLM_API_KEY_FILE"}}};

/// The setting that somebody most likely meant; empty when none is known.
std::string_view likely(std::string_view name) {
  for (const auto& [theirs, ours] : elsewhere)
    if (theirs == name) return ours;
  return nearest(name);
}

/// Whether a variable of the environment was most likely meant for this program, although it has another
/// name.
bool is_misspelt(std::string_view name) {
  constexpr std::size_t telling = 12;  // shorter ones are near to those of others by chance
  if (name == not_ours) return false;
  if (name.starts_with("LLM_")) return true;
  const bool of_models = std::any_of(model_prefixes.begin(), model_prefixes.end(),
                                     [&](const char* p) { return name.starts_with(p); });
  return (of_models || name.size() >= telling) && !likely(name).empty();
}

std::string meant(std::string_view name) {
  const auto near = likely(name);
  return near.empty() ? std::string() : "; did you mean " + std::string(near) + "?";
}

std::string words_text(std::string_view words) {
  std::string out;
  for (auto w : parts_of(words, ' ')) out += (out.empty() ? "" : ", ") + std::string(w);
  return out;
}

}  // namespace

std::optional<std::string> fault_of(const rule& r, std::string_view value) {
  if (value.empty() && r.fallback.empty()) return std::nullopt;
  const std::string start = std::string(r.name) + " is '" + std::string(value) + "' but should be ";
  switch (r.what) {
    case kind::integer:
      if (const auto n = number(value); n && *n >= r.least && *n <= r.most) return std::nullopt;
      return start + "a whole number from " + std::to_string(r.least) + " to " + std::to_string(r.most);
    case kind::flag:
      if (is_one_of(value, yes) || is_one_of(value, no)) return std::nullopt;
      return start + "true or false";
    case kind::word:
      for (auto w : parts_of(r.words, ' '))
        if (same_word(w, value)) return std::nullopt;
      return start + "one of " + words_text(r.words);
    case kind::address:
      if (is_address(value)) return std::nullopt;
      return start + "an IP address such as 127.0.0.1 or 0.0.0.0";
    case kind::text:
    case kind::list:
    case kind::secret:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string setting::shown() const { return of->what == kind::secret && !value.empty() ? "***" : value; }

std::vector<set::given> set::lines_of(std::string_view file_name, std::string_view text) {
  std::vector<given> out;
  std::size_t number_of_line = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++number_of_line;
    if (line.empty() || line.front() == '#') continue;
    const auto where = std::string(file_name) + ":" + std::to_string(number_of_line);
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
      faults_.push_back(where + ": a line should be NAME = value, or a comment that begins with #");
      continue;
    }
    const auto name = trimmed(line.substr(0, equals));
    auto value = trimmed(line.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    } else if (const auto comment = value.find(" #"); comment != std::string_view::npos) {
      value = trimmed(value.substr(0, comment));
    }
    if (!is_known(name)) {
      unknown_.push_back(std::string(name) + " (" + where + ")" + meant(name));
      continue;
    }
    if (std::any_of(out.begin(), out.end(), [&](const given& g) { return g.name == name; }))
      faults_.push_back(where + ": " + std::string(name) + " stands in the file twice");
    out.push_back({std::string(name), std::string(value), where});
  }
  return out;
}

void set::take(setting& s, const std::vector<given>& values) {
  std::vector<const given*> found;
  auto names = parts_of(s.of->aliases, ' ');
  names.insert(names.begin(), s.of->name);
  for (auto name : names)
    for (const auto& g : values) {
      // Only a text can be set to nothing; elsewhere an empty value says nothing.
      const bool may_be_empty =
          s.of->what == kind::text || s.of->what == kind::list || s.of->what == kind::secret;
      if (g.name == name && (may_be_empty || !g.value.empty())) found.push_back(&g);
    }
  if (found.empty()) return;
  for (const auto* other : found)
    if (other->value != found.front()->value && other->name != found.front()->name)
      faults_.push_back(found.front()->name + " and " + other->name +
                        " are two names of the same setting and differ; set one of them");
  if (auto fault = fault_of(*s.of, found.front()->value)) {
    faults_.push_back(*fault + " (" + found.front()->source + ")");
    return;
  }
  s.value = found.front()->value;
  s.source = found.front()->source;
}

set set::read(const variables& environment, std::string_view file_name, std::string_view file_text) {
  set out;
  const auto from_file = out.lines_of(file_name, file_text);
  std::vector<given> from_environment;
  for (const auto& [name, value] : environment) {
    if (is_known(name))
      from_environment.push_back({name, value, "environment"});
    else if (name.starts_with(own_prefix) && name != config_variable && name != test_variable)
      out.unknown_.push_back(name + " (environment)" + meant(name));
    else if (is_misspelt(name))
      out.unknown_.push_back(name + " (environment)" + meant(name));
  }
  for (const auto& g : table())
    for (const auto& r : g.rules) {
      setting s{&r, std::string(r.fallback), "default"};
      out.take(s, from_file);
      out.take(s, from_environment);
      out.all_.push_back(std::move(s));
    }
  std::sort(out.unknown_.begin(), out.unknown_.end());
  return out;
}

const setting& set::find(std::string_view name) const {
  for (const auto& s : all_)
    if (s.of->name == name) return s;
  throw std::logic_error("no setting has the name " + std::string(name));
}

std::int64_t set::integer(std::string_view name) const { return number(find(name).value).value_or(0); }
bool set::flag(std::string_view name) const { return is_one_of(find(name).value, yes); }

std::vector<std::string> set::list(std::string_view name) const {
  std::vector<std::string> out;
  for (auto part : parts_of(find(name).value, ',')) out.emplace_back(part);
  return out;
}

std::string to_markdown() {
  std::string out;
  for (const auto& g : table()) {
    out +=
        "### " + std::string(g.title) + "\n\n| Setting | Default | Values | Meaning |\n|---|---|---|---|\n";
    for (const auto& r : g.rules) {
      std::string values;
      if (r.what == kind::integer) values = std::to_string(r.least) + " to " + std::to_string(r.most);
      if (r.what == kind::flag) values = "true, false";
      if (r.what == kind::word) values = words_text(r.words);
      if (r.what == kind::address) values = "an IP address";
      if (r.what == kind::list) values = "a list with commas";
      if (r.what == kind::secret) values = "a secret";
      out += "| `" + std::string(r.name) + "`";
      for (auto alias : parts_of(r.aliases, ' ')) out += ", `" + std::string(alias) + "`";
      out += " | " + (r.fallback.empty() ? std::string() : "`" + std::string(r.fallback) + "`") + " | " +
             values + " | " + std::string(r.meaning) + " |\n";
    }
    out += "\n";
  }
  return out;
}

}  // namespace fm::settings
