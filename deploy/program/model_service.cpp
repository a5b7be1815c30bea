#include "model_service.hpp"

#include "evidence_files.hpp"
#include "model_prices.hpp"

#include <fm/actors/clock.hpp>
#include <fm/crypto/random.hpp>
#include <fm/model/chain.hpp>
#include <fm/model/model_client.hpp>
#include <fm/redaction/own_rules.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace fm::program {

namespace {

constexpr std::uint64_t longest_key_file = 16'384;
constexpr std::uint64_t longest_rule_file = 1u << 20;
constexpr std::size_t key_bytes = 32;

/// The value of a setting that is a word, in small letters.
std::string word_of(const settings::set& s, std::string_view name) {
  auto word = s.text(name);
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word;
}

/// What the operator wants replaced, too; none when no file is named.
outcome<std::shared_ptr<const redaction::own_rules>> own_rules_of(const settings::set& s) {
  const auto& path = s.text("FM_REDACTION_PATTERNS_FILE");
  if (path.empty()) return std::shared_ptr<const redaction::own_rules>();
  std::string text, error;
  if (!read_whole(path, longest_rule_file, text, error))
    return fail(ec::invalid, "FM_REDACTION_PATTERNS_FILE: " + error);
  std::vector<redaction::rule_fault> faults;
  auto rules = redaction::own_rules::read(text, faults);
  std::string why;
  for (const auto& f : faults)
    why += (why.empty() ? "" : "; ") + path + ":" + std::to_string(f.line) + ": " + f.what;
  if (!why.empty()) return fail(ec::invalid, "FM_REDACTION_PATTERNS_FILE: " + why);
  return std::make_shared<const redaction::own_rules>(std::move(rules));
}

/// The first that is set.
std::string first_of(const settings::set& s, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (!name.empty() && !s.text(name).empty()) return s.text(name);
  return {};
}

/// A key is one word; what is more was copied with it.
outcome<std::string> one_key(std::string_view setting, std::string key) {
  if (key.find_first_of(" \t\r\n\"'") == key.npos) return key;
  return fail(ec::invalid,
              std::string(setting) + " holds blanks, quotes or more than one line: set it to the key alone");
}

outcome<std::string> key_of(const settings::set& s, const llm::vendor& v, bool main) {
  if (const auto& path = s.text("LLM_API_KEY_FILE"); main && !path.empty()) {
    std::string text, error;
    if (!read_whole(path, longest_key_file, text, error))
      return fail(ec::invalid, "LLM_API_KEY_FILE: " + error);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
      text.pop_back();
    if (text.empty()) return fail(ec::invalid, "LLM_API_KEY_FILE: " + path + " is empty");
    return one_key("LLM_API_KEY_FILE", std::move(text));
  }
  if (main && !s.text("LLM_API_KEY").empty()) return one_key("LLM_API_KEY", s.text("LLM_API_KEY"));
  return one_key(v.key_variable, first_of(s, {v.key_variable}));
}

/// What stands in the place of a key in a manual: "sk-your-key-here", "<API_KEY>", "changeme". Words are told
/// apart as people write them there, so that no letters within a real key are taken for one.
bool is_placeholder(const std::string& key) {
  constexpr std::array<std::string_view, 9> words{"your",    "changeme", "example", "placeholder", "dummy",
                                                  "replace", "insert",   "api_key", "apikey"};
  std::string folded;
  for (const char c : key) folded.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  if (folded.find("...") != folded.npos || folded.find("xxxx") != folded.npos || folded == "xxx" ||
      folded.find_first_of("<>{}$") != folded.npos)
    return true;
  for (const auto word : words)
    for (auto at = folded.find(word); at != folded.npos; at = folded.find(word, at + 1)) {
      const auto is_border = [&](std::size_t i) {
        return i >= folded.size() || !std::isalnum(static_cast<unsigned char>(folded[i]));
      };
      if (is_border(at - 1) && is_border(at + word.size())) return true;
    }
  return false;
}

/// A vendor, and a model where one is named: "ollama/qwen2.5:7b".
struct chosen {
  std::string vendor;
  std::string model;
};
chosen read_chosen(const std::string& text) {
  const auto slash = text.find('/');
  return {text.substr(0, slash), slash == text.npos ? std::string() : text.substr(slash + 1)};
}

std::string names_of_vendors() {
  std::string out;
  for (const auto& v : llm::vendors()) out += (out.empty() ? "" : ", ") + std::string(v.name);
  return out;
}

outcome<const llm::vendor*> vendor_of(std::string_view setting, const std::string& name) {
  const auto* vendor = llm::find_vendor(name);
  if (vendor == nullptr)
    return fail(ec::invalid, std::string(setting) + " names '" + name + "', which is no vendor: " +
                                 names_of_vendors() + " are, each alone or as VENDOR/MODEL");
  return vendor;
}

/// LLM_MODEL and the like are about LLM_PROVIDER.
bool is_main(const settings::set& s, std::string_view vendor) { return vendor == word_of(s, "LLM_PROVIDER"); }

/// The model that is named, or set for the vendor, or the vendor's usual one.
outcome<std::string> model_name_of(const settings::set& s, const llm::vendor& v, std::string named) {
  if (named.empty()) named = first_of(s, {is_main(s, v.name) ? "LLM_MODEL" : "", v.model_variable});
  if (named.empty()) named = v.model;
  if (named.empty())
    return fail(ec::invalid, std::string(v.name) + " needs a model: set " + std::string(v.model_variable));
  return named;
}

/// OLLAMA_HOST as Ollama itself reads it: without a port it is 11434, and 0.0.0.0, where a server listens, is
/// this machine.
std::string ollama_host(std::string text) {
  constexpr std::string_view everywhere = "0.0.0.0", port = ":11434";
  if (text.starts_with(everywhere)) text.replace(0, everywhere.size(), "127.0.0.1");
  const auto path = std::min(text.find('/'), text.size());
  const auto bracket = text.rfind(']', path);
  const auto colon = text.find(':', bracket == text.npos ? 0 : bracket);
  if (colon == text.npos || colon > path) text.insert(path, port);
  return text;
}

/// One model with what is set for it; `setting` names it.
outcome<model::model_settings> settings_of(const settings::set& s, std::string_view setting,
                                           const std::string& text) {
  const auto [name, named_model] = read_chosen(text);
  auto found = vendor_of(setting, name);
  if (!found) return found.error();
  const auto* vendor = *found;
  const bool main = is_main(s, name);
  model::model_settings out;
  out.vendor = *vendor;
  out.base_url = first_of(s, {main ? "LLM_BASE_URL" : "", vendor->url_variable});
  if (out.base_url.empty()) out.base_url = vendor->base_url;
  const std::string set_url = std::string(vendor->url_variable);
  if (out.base_url.empty()) return fail(ec::invalid, name + " needs an address: set " + set_url);
  if (out.base_url.find("://") == out.base_url.npos)
    out.base_url = "http://" + (name == "ollama" ? ollama_host(out.base_url) : out.base_url);
  if (out.base_url.find_first_of("?#") != out.base_url.npos)
    return fail(ec::invalid, "the address of " + name + " ends before its query: set " + set_url +
                                 " to what stands before '?', without /chat/completions and the like");
  if (model::is_link_local(out.base_url))
    return fail(ec::invalid, "the address of " + name +
                                 " is link-local, where clouds serve their credentials: "
                                 "set " +
                                 set_url + " to that of a model");
  auto model_name = model_name_of(s, *vendor, named_model);
  if (!model_name) return model_name.error();
  out.name = std::move(*model_name);
  auto key = key_of(s, *vendor, main);
  if (!key) return key.error();
  if (vendor->needs_key && (key->empty() || is_placeholder(*key)))
    return fail(ec::invalid, name + (key->empty() ? " needs a key: set " : " has a sample as its key: set ") +
                                 std::string(vendor->key_variable) +
                                 (main ? ", LLM_API_KEY or LLM_API_KEY_FILE" : ""));
  out.label = name + "/" + out.name;
  out.key = secret<>(std::move(*key));
  // Until its probe or its own answer says that it sees none.
  out.can.images = s.flag("LLM_SEND_IMAGES");
  out.can.context = static_cast<std::uint32_t>(s.integer("LLM_CONTEXT_TOKENS"));
  out.first_byte = s.integer("LLM_REQUEST_TIMEOUT") * second;
  out.retries = static_cast<unsigned>(s.integer("LLM_MAX_RETRIES"));
  out.proxy = secret<>(s.text("LLM_PROXY"));
  out.no_proxy = s.list("LLM_NO_PROXY");
  out.ca_file = s.text("LLM_CA_FILE");
  return out;
}

/// What holds whichever of the models is asked.
outcome<done> read_terms(const settings::set& s, const std::vector<std::string>& models,
                         agent::model_options& out) {
  auto rules = own_rules_of(s);
  if (!rules) return rules.error();
  out.own_rules = std::move(*rules);
  // Where nothing is kept between runs, a new one for each does.
  out.redaction_key = secret<>(crypto::random_bytes(key_bytes));
  out.sends_pictures = s.flag("LLM_SEND_IMAGES");
  out.turn_time = s.integer("LLM_TURN_SECONDS") * second;
  out.workers = static_cast<std::size_t>(s.integer("LLM_WORKERS"));
  out.answer_tokens = static_cast<std::uint32_t>(s.integer("LLM_MAX_TOKENS"));
  constexpr std::size_t most_prompt = 24'000;  // of what the context leaves
  out.dialogue.prompt_tokens = most_prompt;
  return read_limits(s, models, out);
}

/// All models that the settings name, each once.
class model_set {
 public:
  explicit model_set(const settings::set& s) : s_(s) {}

  /// The chain that begins with `first`, a value of `setting`.
  outcome<std::vector<std::shared_ptr<model::remote_model>>> chain(std::string_view setting,
                                                                   const std::string& first) {
    std::vector<std::pair<std::string_view, std::string>> names{{setting, first}};
    if (!s_.flag("STRICT_PROVIDER_MODE")) {
      if (const auto main = word_of(s_, "LLM_PROVIDER"); main != "builtin" && main != "none")
        names.emplace_back("LLM_PROVIDER", main);
      for (auto& name : s_.list("LLM_FALLBACKS")) names.emplace_back("LLM_FALLBACKS", std::move(name));
    }
    std::vector<std::shared_ptr<model::remote_model>> out;
    for (const auto& [by, name] : names) {
      auto how = settings_of(s_, by, name);
      if (!how) return how.error();
      auto one = find_or_make(std::move(*how));
      if (!one) return one.error();
      if (std::find(out.begin(), out.end(), *one) == out.end()) out.push_back(std::move(*one));
    }
    return out;
  }

  const std::vector<std::shared_ptr<model::remote_model>>& all() const { return all_; }
  bool is_own() const { return own_; }

 private:
  outcome<std::shared_ptr<model::remote_model>> find_or_make(model::model_settings how) {
    for (const auto& m : all_)
      if (m->name() == how.label) return m;
    own_ = own_ && model::is_own_address(how.base_url);
    auto made = model::make_model(client_, std::move(how));
    if (made) all_.push_back(*made);
    return made;
  }

  const settings::set& s_;
  std::shared_ptr<outbound::client> client_ = std::make_shared<outbound::client>();
  std::vector<std::shared_ptr<model::remote_model>> all_;
  bool own_ = true;  // all of them are services of one's own
};

/// Who answers turns: SYNTHESIS_PROVIDER, else LLM_PROVIDER; empty for the built-in analyst.
std::pair<std::string_view, std::string> provider_of_turns(const settings::set& s) {
  if (const auto& own = s.text("SYNTHESIS_PROVIDER"); !own.empty()) return {"SYNTHESIS_PROVIDER", own};
  auto main = word_of(s, "LLM_PROVIDER");
  if (main == "builtin" || main == "none") main.clear();
  return {"LLM_PROVIDER", std::move(main)};
}

}  // namespace

outcome<named_models> models_of(const settings::set& s) {
  named_models named;
  auto& out = named.options;
  const auto [setting, first] = provider_of_turns(s);
  if (first.empty()) {
    for (const std::string_view task : {"CODE_PROVIDER", "MULTIMODAL_PROVIDER"})
      if (!s.text(task).empty())
        return fail(ec::invalid, std::string(task) + " needs LLM_PROVIDER or SYNTHESIS_PROVIDER, too");
    return named;
  }
  model_set models(s);
  auto turns = models.chain(setting, first);
  if (!turns) return turns.error();
  out.name = turns->front()->name();
  out.model = model::make_chain(std::move(*turns), actors::steady_clock);
  for (const auto& [task, into] :
       {std::pair{"CODE_PROVIDER", &out.code_model}, std::pair{"MULTIMODAL_PROVIDER", &out.picture_model}}) {
    if (s.text(task).empty()) continue;
    auto own = models.chain(task, s.text(task));
    if (!own) return own.error();
    const bool pictures = into == &out.picture_model;
    if (pictures) named.sees = own->front();
    *into = model::make_chain(std::move(*own), actors::steady_clock,
                              pictures ? model::shown_to::first_only : model::shown_to::all);
  }
  named.all = models.all();
  const auto redaction = word_of(s, "SECURITY_PII_REDACTION_ENABLED");
  out.redacts = redaction == "true" || (redaction == "auto" && !models.is_own());
  std::vector<std::string> labels;
  for (const auto& m : named.all) labels.push_back(m->name());
  auto read = read_terms(s, labels, out);
  if (!read) return read.error();
  return named;
}

std::string picture_warning(const settings::set& s) {
  if (s.text("MULTIMODAL_PROVIDER").empty() || s.flag("LLM_SEND_IMAGES")) return {};
  return "MULTIMODAL_PROVIDER is set and LLM_SEND_IMAGES is not: no model is shown a picture";
}

outcome<std::string> model_label(const settings::set& s, const std::string& provider) {
  const auto [name, named] = read_chosen(provider);
  auto vendor = vendor_of("--provider", name);
  if (!vendor) return vendor.error();
  auto model = model_name_of(s, **vendor, named);
  if (!model) return model.error();
  return name + "/" + *model;
}

outcome<agent::model_options> terms_of(const settings::set& s, const std::string& label) {
  agent::model_options out;
  out.name = label;
  auto read = read_terms(s, {label}, out);
  if (!read) return read.error();
  return out;
}

outcome<agent::model_options> model_alone(const settings::set& s, const std::string& label) {
  auto out = terms_of(s, label);
  if (!out) return out;
  auto how = settings_of(s, "--provider", label);
  if (!how) return how.error();
  auto made = model::make_model(std::make_shared<outbound::client>(), std::move(*how));
  if (!made) return made.error();
  out->model = std::move(*made);
  return out;
}

}  // namespace fm::program
